"""Deals, the stages they passed, and who else may see one."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Collate
from django.utils.translation import gettext_lazy as _

from contacts.companies.models import Company
from contacts.people.models import Contact
from crm.access.models import ShareBase
from crm.l10n.numbers import localize_digits
from crm.lib.carrying import PLAIN
from crm.records.base import Record, bin_index
from crm.records.fields.columns import Slotted, slot_indexes
from crm.records.searchtext import SearchText
from crm.tenants.base import TenantForeignKey, TenantModel
from crm.tenants.scan import ScanModel
from sales.pipelines.models import LossReason, Pipeline, Stage


class Deal(Slotted, Record):
    """Something a customer may buy, on its way through a pipeline."""

    record_key = "deal"
    searched = ("title", "service", "number", "custom_text")
    archive_refs = {"number": PLAIN, "amount_minor": PLAIN}

    class Status(models.IntegerChoices):
        OPEN = 0, _("Open")
        WON = 1, _("Won")
        LOST = 2, _("Lost")

    number = models.BigIntegerField(editable=False)  # counts the workspace's own deals, from 1
    title = models.TextField()
    service = models.TextField(blank=True)  # what is sold, in the words that documents print
    contact = TenantForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="deals", db_index=False
    )
    company = TenantForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="deals", db_index=False
    )
    pipeline = TenantForeignKey(Pipeline, on_delete=models.PROTECT, related_name="deals", db_index=False)
    stage = TenantForeignKey(Stage, on_delete=models.PROTECT, related_name="deals", db_index=False)
    stage_entered_at = models.DateTimeField()
    max_stage_position = models.PositiveSmallIntegerField(default=0)  # the furthest open stage reached, for funnels
    closed_from = TenantForeignKey(
        Stage, on_delete=models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    status = models.PositiveSmallIntegerField(choices=Status, default=Status.OPEN)
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    expected_close = models.DateField(null=True, blank=True)
    visit_at = models.DateTimeField(null=True, blank=True)
    delivery_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)  # where the request came from; kept to the last payment
    loss_reason = TenantForeignKey(
        LossReason, on_delete=models.PROTECT, null=True, blank=True, related_name="deals", db_index=False
    )
    loss_note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    custom_text = models.TextField(blank=True, default="", db_default="")  # words of custom fields, for search
    search_norm = models.GeneratedField(
        expression=SearchText("title", "service", Cast("number", models.TextField()), "custom_text"),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="deal_number"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="deal_amount"),
            models.CheckConstraint(condition=Q(status=0) ^ Q(closed_at__isnull=False), name="deal_closed_when"),
        ]
        indexes = [
            # the board: newest entry first, and its totals without touching the table
            models.Index(
                "tenant", "pipeline", "stage", F("stage_entered_at").desc(), F("id").desc(),
                include=["amount_minor", "currency", "owner", "team"],
                condition=Q(status=0, deleted_at=None), name="deal_board",
            ),
            models.Index(
                fields=["tenant", "closed_at"], include=["status", "amount_minor", "currency", "owner", "team"],
                condition=Q(deleted_at=None) & ~Q(status=0), name="deal_closed",
            ),
            models.Index(
                fields=["tenant", "created_at", "id"],
                include=["stage", "max_stage_position", "status", "pipeline", "owner", "team"],
                condition=Q(deleted_at=None), name="deal_created",
            ),
            models.Index(fields=["tenant", "owner", "created_at"], condition=Q(deleted_at=None), name="deal_by_owner"),
            models.Index(fields=["tenant", "team", "created_at"], condition=Q(deleted_at=None), name="deal_by_team"),
            models.Index(fields=["tenant", "contact"], name="deal_of_contact"),
            models.Index(fields=["tenant", "company"], name="deal_of_company"),
            GinIndex(OpClass("search_norm", "gin_trgm_ops"), name="deal_search"),
            models.Index("tenant", Collate("search_norm", "C"), name="deal_prefix", condition=Q(deleted_at=None)),
            GinIndex("tags", name="deal_tags"),
            bin_index("deal_bin"),
            GinIndex(OpClass("custom", "jsonb_path_ops"), name="deal_custom"),
            *slot_indexes("deal"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def code(self):
        """Its number as people write it: a name made of digits, never grouped into thousands."""
        return localize_digits(str(self.number))

    @property
    def amount(self):
        """(minor units, currency), as lists and pages show it; None while nobody has named a price."""
        return (self.amount_minor, self.currency) if self.amount_minor else None

    @property
    def status_mark(self):
        """How it ended, for its page; "" while it is open."""
        return "" if self.is_open else self.Status(self.status).name.lower()

    def get_status_mark_display(self):
        return self.get_status_display()

    def timeline_parents(self):
        parents = [("contact", self.contact_id), ("company", self.company_id)]
        return [(key, pk) for key, pk in parents if pk]


class DealScan(ScanModel):
    """Deals for text and tag conditions."""

    record_key = "deal"

    owner_id = models.BigIntegerField()
    team_id = models.BigIntegerField()
    search_norm = models.TextField()
    tags = ArrayField(models.TextField())
    custom = models.JSONField()
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField()

    class Meta(ScanModel.Meta):
        db_table = "sales_deal_scan"


class StageEntry(TenantModel):
    """A deal's stay in a stage, from entering to leaving."""

    deal = TenantForeignKey(Deal, on_delete=models.CASCADE, related_name="stage_entries", db_index=False)
    stage = TenantForeignKey(Stage, on_delete=models.PROTECT, related_name="entries", db_index=False)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    by = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "deal"], condition=Q(left_at=None), name="stageentry_in_one_stage"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "deal", "entered_at"], name="stageentry_of_deal"),
            models.Index(fields=["tenant", "stage", "entered_at"], name="stageentry_of_stage"),
        ]


class DealNumber(TenantModel):
    """The last number given, one row a workspace. A sequence would tell firms how many deals others have."""

    archive_refs = {"last": PLAIN}

    last = models.BigIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="dealnumber_once")]


class DealShare(ShareBase):
    content_object = TenantForeignKey(Deal, on_delete=models.CASCADE, related_name="shares")
