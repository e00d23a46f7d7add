"""Imports and their rows."""

from crm.access.policy import can
from crm.records import registry
from crm.transfer.models import ImportJob, ImportRow

Outcome = ImportRow.Outcome


def jobs_of(member):
    """The imports a member may look at: their own, and all of them for who runs the workspace."""
    jobs = ImportJob.objects.select_related("created_by").defer("sample")  # which may be long
    return jobs if can(member, "settings") else jobs.filter(created_by=member)


def importable_types(member):
    """Record types that can be imported and that the member may create."""
    return [kind for kind in registry.all_types() if kind.importer and can(member, kind.right("create"))]


def rows_to_take(job):
    """What is still to be taken, in the file's order: below the job's place, so that no row is looked at twice."""
    return job.rows.filter(line__gt=job.place).order_by("line")


def rows_to_undo(job):
    """Newest first, so that a record made and then filled in by two rows is taken back in the right order."""
    return job.rows.filter(line__lt=job.place, outcome__in=[Outcome.CREATED, Outcome.UPDATED]).order_by("-line")


def rows_with_reason(job):
    """Rows that were not imported, or not wholly, with the reason; in the file's order."""
    return job.rows.exclude(reason="").order_by("line")
