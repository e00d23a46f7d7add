"""Companies, and who else may see one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from contacts.indexes import ALIVE, record_indexes
from crm.access.models import ShareBase
from crm.records.base import Record
from crm.records.searchtext import SearchText
from crm.tenants.base import TenantForeignKey
from crm.tenants.scan import ScanModel


class Company(Record):
    """A firm, or anything else that people belong to and that buys in its own name."""

    record_key = "company"

    name = models.TextField()
    name_norm = models.GeneratedField(expression=SearchText("name"), output_field=models.TextField(), db_persist=True)
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
    last_activity_at = models.DateTimeField(default=timezone.now, db_default=Now())
    search_norm = models.GeneratedField(
        expression=SearchText("name", "phone", "email", "website"), output_field=models.TextField(), db_persist=True
    )

    class Meta(Record.Meta):
        indexes = [
            *record_indexes("company"),
            models.Index("tenant", "name_norm", name="company_called", condition=ALIVE),
        ]

    def __str__(self):
        return self.name


class CompanyScan(ScanModel):
    """Companies for conditions on text and tags."""

    owner_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    tags = ArrayField(models.TextField())
    search_norm = models.TextField()
    last_activity_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta(ScanModel.Meta):
        db_table = "contacts_company_scan"


class CompanyShare(ShareBase):
    content_object = TenantForeignKey(Company, on_delete=models.CASCADE, related_name="shares")
