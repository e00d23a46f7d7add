"""Models over scan views: where text and array conditions may use their index (docs/data-layer.md)."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models

from crm.tenants.scope import current_tenant_id


class ScanManager(models.Manager):
    def get_queryset(self):
        current_tenant_id()  # raises without a scope; the view itself filters by the database setting
        return super().get_queryset()


class ScanModel(models.Model):
    """One row per row of the table behind it. Never join it; fence it with `fenced`."""

    objects = ScanManager()

    class Meta:
        abstract = True
        managed = False

    @classmethod
    def fenced(cls, queryset, scanned):
        """`queryset` narrowed to the ids that the scan finds, in a plan that keeps the scan's own index."""
        return queryset.filter(id__any_of=ArraySubquery(scanned.order_by().values("id")))
