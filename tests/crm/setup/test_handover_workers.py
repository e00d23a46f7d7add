"""A hand-over in a real worker that is killed, on a database that keeps what is committed."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections, transaction

from contacts.people.models import Contact
from crm.events.models import Event
from crm.events.tasks import sweep_timers
from crm.notify.models import Notification
from crm.setup.handover.actions import Bequest, deactivate_with
from crm.setup.handover.estates import holding
from crm.setup.handover.models import HandOver, Part
from crm.tenants.scope import tenant_scope
from tests import make
from tests.flows.clock import pass_time
from tests.flows.workers import Worker, eventually

PEOPLE = 330
WAITING = (
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@pytest.fixture
def firm(committed_db):
    tenant, owner = make.workspace("Acme", slug="acme", owner="Olivia Owner")
    with tenant_scope(tenant):
        rep = make.member(by=owner, name="Rami Rep")
        heir = make.member(by=owner, name="Hana Heir")
        for number in range(PEOPLE):
            make.contact(f"Person Nr {number}", by=rep)
    return tenant, owner, rep, heir


@pytest.fixture
def worker(firm, service_env):
    worker = Worker(service_env)
    yield worker
    worker.kill()


def waiting():
    with connections["owner"].cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def moved(tenant):
    with tenant_scope(tenant):
        return sum(Part.objects.values_list("moved", flat=True))


def killed_inside_a_piece(worker, tenant):
    """The worker dies while it waits for the table of contacts in the middle of a piece."""
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("LOCK TABLE contacts_contact IN SHARE MODE")
        eventually(waiting, "the worker waits for the contacts", meanwhile=sweep_timers.delay)
        before = moved(tenant)
        worker.kill()
    eventually(lambda: not waiting(), "what it had begun is broken off")
    assert moved(tenant) == before
    pass_time(timedelta(seconds=61))
    worker.start()


@pytest.mark.flow
def test_a_worker_killed_in_the_middle_moves_each_record_once_and_tells_once(firm, worker):
    tenant, owner, rep, heir = firm
    with tenant_scope(tenant):
        Event.objects.all().delete()
        deactivate_with(rep, [Bequest(holding("contact", ""), heir)], by=owner)
    worker.start()
    killed_inside_a_piece(worker, tenant)
    killed_inside_a_piece(worker, tenant)

    def over():
        with tenant_scope(tenant):
            return Notification.objects.filter(member=owner).exists()

    eventually(over, "it is handed over and told", meanwhile=sweep_timers.delay)
    with tenant_scope(tenant):
        assert HandOver.objects.get().state == "done"
        assert Contact.objects.filter(owner=heir).count() == PEOPLE
        events = Counter(Event.objects.filter(kind="contact.assigned").values_list("record_id", flat=True))
        assert (len(events), set(events.values())) == (PEOPLE, {1})
        told = Counter(Notification.objects.values_list("member", "kind"))
    assert told == {(heir.pk, "handover.received"): 1, (owner.pk, "handover.finished"): 1}
