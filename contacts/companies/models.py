"""Companies, and who else may see one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from contacts.indexes import record_indexes
from crm.access.models import ShareBase
from crm.records.base import Record
from crm.records.fields.columns import Slotted
from crm.records.names import NAME_COLUMNS, TwoNames
from crm.records.searchtext import SearchText, SoundsField
from crm.tenants.base import TenantForeignKey
from crm.tenants.scan import ScanModel


class Company(TwoNames, Slotted, Record):
    """A firm, or anything else that people belong to and that buys in its own name."""

    record_key = "company"
    stored_in = {"name": NAME_COLUMNS}
    searched = ("name", "other_name", "phone", "email", "website", "custom_text")

    phone = models.TextField(blank=True)  # E.164
    email = models.TextField(blank=True)  # lower case
    website = models.TextField(blank=True)
    address = models.TextField(blank=True)
    city = models.TextField(blank=True)
    city_norm = models.GeneratedField(expression=SearchText("city"), output_field=models.TextField(), db_persist=True)
    industry = models.TextField(blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)  # people who work there
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    custom_text = models.TextField(blank=True, default="", db_default="")  # words of custom fields, for search
    last_activity_at = models.DateTimeField(default=timezone.now, db_default=Now())
    search_norm = models.GeneratedField(
        expression=SearchText(*searched), output_field=models.TextField(), db_persist=True
    )

    class Meta(Record.Meta):
        indexes = record_indexes("company")


class CompanyScan(ScanModel):
    """Companies for conditions on text and tags."""

    owner_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    tags = ArrayField(models.TextField())
    custom = models.JSONField()
    search_norm = models.TextField()
    last_activity_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    name_sounds = SoundsField()

    class Meta(ScanModel.Meta):
        db_table = "contacts_company_scan"


class CompanyShare(ShareBase):
    content_object = TenantForeignKey(Company, on_delete=models.CASCADE, related_name="shares")
