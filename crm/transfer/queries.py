"""Imports and their rows."""

from crm.access.policy import can
from crm.records import registry
from crm.transfer.models import ImportJob, ImportRow

Outcome = ImportRow.Outcome


def jobs_of(member):
    """The imports a member may look at: their own, and all of them for who runs the workspace."""
    jobs = ImportJob.objects.select_related("created_by")
    return jobs if can(member, "settings") else jobs.filter(created_by=member)


def importable_types(member):
    """Record types that declare import fields and that the member may create."""
    return [kind for kind in registry.all_types() if kind.import_fields and can(member, kind.right("create"))]


def kinds_of(record_type):
    """{import field: kind}"""
    return {field.name: field.kind for field in registry.get(record_type).import_fields}


def waiting_rows(job):
    return job.rows.filter(outcome=Outcome.WAITING).order_by("line")


def rows_to_undo(job):
    """Newest first, so that a record made and then filled in by two rows is taken back in the right order."""
    return job.rows.filter(outcome__in=[Outcome.CREATED, Outcome.UPDATED]).order_by("-line")


def rows_with_reason(job):
    """Rows that were not imported, or not wholly, with the reason; in the file's order."""
    return job.rows.exclude(reason="").order_by("line")
