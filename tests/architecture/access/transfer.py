"""Imports are for those with the right to import, and each sees their own; who runs the workspace sees all."""

from django.core.files.base import ContentFile

from crm.transfer.actions import upload
from tests.architecture.access import Row

IMPORT = {"owner": 200, "manager": 200, "rep": 403, "agent": 403, "reader": 403}
MANAGERS_OWN = IMPORT


def _job(cast):
    file = ContentFile(b"name,phone\nNoura,+966551204477\n", name="people.csv")
    return (upload(record_type="contact", file=file, by=cast.manager).pk,)


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
]
