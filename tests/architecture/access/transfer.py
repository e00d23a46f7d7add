"""Imports are for those with the right to import, and each sees their own; who runs the workspace sees all. Lists are
exported by those with the right, and each file is its maker's alone."""

from django.core.files.base import ContentFile

from crm.records import registry
from crm.transfer.actions import upload
from crm.transfer.exporting import actions as exporting
from crm.transfer.exporting.pieces import resume
from crm.ui.listing import Listing
from tests.architecture.access import Row

IMPORT = {"owner": 200, "manager": 200, "rep": 403, "agent": 403, "reader": 403}
MANAGERS_OWN = IMPORT


def _job(cast):
    file = ContentFile(b"name,phone\nNoura,+966551204477\n", name="people.csv")
    return (upload(record_type="contact", file=file, by=cast.manager).pk,)


def _export(cast):
    listing = Listing(registry.get("contact"), cast.manager, {})
    job = exporting.start(listing, kind="csv", columns=listing.columns, by=cast.manager)
    for _piece in range(4):
        resume(job.pk)
    return (job.pk,)


def _contacts(cast):
    return ("contact",)


EXPORT = {"owner": 200, "manager": 200, "rep": 403, "agent": 403, "reader": 403}
MAKERS = {"owner": 404, "rep": 404, "agent": 404, "reader": 404}

ROWS = [
    Row(url="transfer:import_list", **IMPORT),
    Row(url="transfer:import_list", method="post", **IMPORT | {"owner": 422, "manager": 422}),
    Row(url="transfer:import", args=_job, **MANAGERS_OWN),
    Row(url="transfer:import", method="post", args=_job, **MANAGERS_OWN | {"owner": 422, "manager": 422}),
    Row(url="transfer:import_errors", args=_job, **MANAGERS_OWN),
    Row(url="transfer:import_stop", method="post", args=_job, **MANAGERS_OWN | {"owner": 302, "manager": 302}),
    Row(url="transfer:import_undo", args=_job, **MANAGERS_OWN),
    Row(url="transfer:import_undo", method="post", args=_job, **MANAGERS_OWN | {"owner": 302, "manager": 302}),
    Row(url="transfer:import_discard", method="post", args=_job, **MANAGERS_OWN | {"owner": 302, "manager": 302}),
    Row(url="transfer:export_create", args=_contacts, names_object=False, **EXPORT),
    Row(
        url="transfer:export_create", method="post", args=_contacts, names_object=False,
        data=lambda cast, args: {"kind": "csv", "which": "shown"}, **EXPORT | {"owner": 302, "manager": 302},
    ),
    Row(url="transfer:export", args=_export, **MAKERS),
    Row(url="transfer:export_file", args=_export, **MAKERS),
    Row(url="transfer:export_discard", method="post", args=_export, manager=302, **MAKERS),
]  # fmt: skip
