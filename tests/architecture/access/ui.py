"""A bulk change is its member's own: nobody else sees it. In the bin one meets what one could see, and brings back
what one may delete."""

from crm.records import actions
from crm.records.models import BulkJob
from tests import make
from tests.architecture.access import Row


def _job(cast):
    return (
        BulkJob.objects.create(record_type="contact", verb="tag", values="add=VIP", member=cast.rep, state="done").pk,
    )


OWN = {"owner": 404, "manager": 404, "agent": 404, "reader": 404}
ROWS = [
    Row(url="ui:service_worker", public=200),
    Row(url="ui:offline", args=lambda cast: ("ar",), public=200),
    Row(url="ui:manifest"),
    Row(url="ui:bulk_job", args=_job, **OWN),
    Row(url="ui:bulk_stop", method="post", args=_job, rep=302, **OWN),
    Row(url="ui:bulk_undo", method="post", args=_job, rep=302, **OWN),
]


def _binned(cast):
    contact = make.contact("Gone", by=cast.rep)
    actions.delete(contact, by=cast.rep)
    return contact


def _chosen(cast, args):
    return {"ids": f"contact-{_binned(cast).pk}"}


ROWS += [
    Row(url="ui:bin"),
    Row(url="ui:bin_restore", method="post", data=_chosen, owner=302, manager=302, rep=302, agent=403, reader=403),
    Row(url="ui:bin_purge", data=_chosen, manager=403, rep=403, agent=403, reader=403),
    Row(url="ui:bin_purge", method="post", data=_chosen, owner=302, manager=403, rep=403, agent=403, reader=403),
]
