"""People, the numbers and addresses they are reached at, and who else may see one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.companies.models import Company
from contacts.indexes import ALIVE, record_indexes
from crm.access.models import ShareBase
from crm.l10n.names import called
from crm.records.base import Record
from crm.records.fields.columns import Slotted
from crm.records.names import NAME_COLUMNS, TwoNames
from crm.records.searchtext import SearchText, SoundsField
from crm.tenants.base import TenantForeignKey, TenantModel
from crm.tenants.models import Language
from crm.tenants.scan import ScanModel


class Contact(TwoNames, Slotted, Record):
    """A person. The columns `phone`, `email`, `points_text`, `company_name` and `company_other_name` repeat what stands
    elsewhere, so that a list shows them and search finds them without a join; only actions write them."""

    record_key = "contact"
    stored_in = {
        "name": NAME_COLUMNS,
        "other_points": ("points_text",),
        "company": ("company", "company_name", "company_other_name"),
    }
    searched = (
        "name", "other_name", "company_name", "company_other_name", "email", "phone", "points_text", "custom_text",
    )  # fmt: skip

    class Kind(models.TextChoices):
        PROSPECT = "prospect", _("Prospect")
        CUSTOMER = "customer", _("Customer")
        PARTNER = "partner", _("Partner")
        SUPPLIER = "supplier", _("Supplier")

    title = models.TextField(blank=True)
    given_name = models.TextField(blank=True)
    family_name = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PROSPECT)
    phone = models.TextField(blank=True)  # the first, E.164
    email = models.TextField(blank=True)  # the first, lower case
    points_text = models.TextField(blank=True)  # the further ones, for search
    company = TenantForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="people", db_index=False
    )
    company_name = models.TextField(blank=True)
    company_other_name = models.TextField(blank=True, default="", db_default="")
    address = models.TextField(blank=True)
    city = models.TextField(blank=True)
    city_norm = models.GeneratedField(expression=SearchText("city"), output_field=models.TextField(), db_persist=True)
    country = models.CharField(max_length=2, blank=True)
    birthday = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=Language, blank=True)
    source = models.TextField(blank=True)  # where they first came from
    note = models.TextField(blank=True)
    custom_text = models.TextField(blank=True, default="", db_default="")  # words of custom fields, for search
    last_activity_at = models.DateTimeField(default=timezone.now, db_default=Now())
    search_norm = models.GeneratedField(
        expression=SearchText(*searched),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta(Record.Meta):
        indexes = [
            *record_indexes("contact"),
            models.Index(fields=["tenant", "company"], name="contact_of_company", condition=ALIVE),
        ]

    @property
    def company_called(self):
        """Their company in the reader's script."""
        return called(self.company_name, self.company_other_name)

    @property
    def other_points(self):
        """The further phones and mails, one a line."""
        return self.points_text.replace(" ", "\n")

    def timeline_parents(self):
        return [("company", self.company_id)] if self.company_id else []


class ContactScan(ScanModel):
    """People for conditions on text and tags."""

    owner_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    tags = ArrayField(models.TextField())
    custom = models.JSONField()
    search_norm = models.TextField()
    last_activity_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    name_sounds = SoundsField()

    class Meta(ScanModel.Meta):
        db_table = "contacts_contact_scan"


class ContactPoint(TenantModel):
    """One way to reach a person. The value is normal (E.164, lower case), so equality finds it."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")

    contact = TenantForeignKey(Contact, on_delete=models.CASCADE, related_name="points", db_index=False)
    kind = models.CharField(max_length=5, choices=Kind)
    value = models.TextField()
    label = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["tenant", "kind", "value"], name="contactpoint_value")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "contact", "kind", "value"], name="contactpoint_once"),
            models.CheckConstraint(condition=~Q(value=""), name="contactpoint_has_value"),
        ]

    def __str__(self):
        return self.value


class ContactShare(ShareBase):
    content_object = TenantForeignKey(Contact, on_delete=models.CASCADE, related_name="shares")
