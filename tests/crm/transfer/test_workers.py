"""Imports in real processes and at the same time, on a database that keeps what is committed."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.storage import default_storage
from django.db import connections, transaction

from contacts.companies.models import Company
from contacts.people.models import Contact, ContactPoint
from crm.events import timers
from crm.events.models import Timer, TimerFailure
from crm.events.tasks import sweep_timers
from crm.records.actions import add_tag
from crm.tenants.scope import tenant_scope
from crm.transfer.actions import undo
from crm.transfer.models import ImportJob
from tests import make
from tests.crm.transfer.files import started
from tests.crm.transfer.sayings import sayings
from tests.flows.clock import pass_time
from tests.flows.workers import Worker, eventually

State = ImportJob.State
HERE = "pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
WAITING = f"SELECT count(*) FROM pg_locks WHERE NOT granted AND {HERE}"
AT_WORK = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND {HERE}"  # a piece under way


def people(numbers):
    """A file: everybody works for one of nine firms, and every tenth row says somebody again with one thing more."""
    lines = ["Name,Phone,Company,City,Tags"]
    for n in numbers:
        lines.append(f"Person Nr {n},+96655{n:07},Firm {n % 9},,")
        if n % 10 == 0:
            lines.append(f"Person Nr {n},+96655{n:07},,Riyadh,again")
    return "\n".join(lines) + "\n"


@pytest.fixture
def firms(committed_db):
    """Two workspaces with the same people."""
    made = [make.workspace(slug.title(), slug=slug, owner="Olivia Owner") for slug in ("acme", "zenith")]
    for tenant, owner in made:
        with tenant_scope(tenant):
            for n in range(40):
                make.contact(f"Person Nr {n}", by=owner, phones=[f"+96655{n:07}"], tags=["known"])
    return made


@pytest.fixture
def worker(firms, service_env):
    worker = Worker(service_env).start()
    yield worker
    worker.kill()


def now(tenant, job):
    with tenant_scope(tenant):
        return ImportJob.objects.get(pk=job.pk)


def done_here(tenant, job):
    """All the work of the import, in this process; each piece commits."""
    while now(tenant, job).is_busy:
        with tenant_scope(tenant):
            timer = Timer.objects.filter(tenant=tenant, kind="transfer.run", object_id=job.pk).first()
            if timer:  # another may have done the last piece meanwhile
                timers.fire(timer.pk)


def killed_inside_a_piece(worker, table, tenant, job):
    """The worker dies while it waits for a table in the middle of a piece."""
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        eventually(lambda: found(WAITING), f"the worker waits for {table}", meanwhile=sweep_timers.delay)
        assert found(AT_WORK) == 1
        before = now(tenant, job)
        worker.kill()
    eventually(lambda: not found(AT_WORK), "what it had begun is broken off")
    after = now(tenant, job)
    assert (after.place, after.state) == (before.place, before.state)
    pass_time(timedelta(seconds=61))
    worker.start()


def found(sql):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.flow
def test_a_worker_killed_in_the_middle_of_pieces_loses_and_doubles_nothing(firms, worker):
    (acme, owner), (zenith, other) = firms
    text = people(range(1_300))
    with tenant_scope(zenith):
        expected_job = started(text, by=other)
    worker.kill()
    done_here(zenith, expected_job)
    with tenant_scope(acme):
        job = started(text, by=owner)
    worker.start()
    for table in ("transfer_importrow", "contacts_company", "contacts_contactpoint"):
        killed_inside_a_piece(worker, table, acme, job)
    eventually(lambda: now(acme, job).state == State.DONE, "the import is done", meanwhile=sweep_timers.delay)
    with tenant_scope(zenith):
        expected = sayings()
    with tenant_scope(acme):
        told = sayings()
    assert {part: told[part] == expected[part] for part in told} == dict.fromkeys(told, True)
    assert (now(acme, job).total, now(acme, job).created) == (1_430, 1_260)


@pytest.mark.flow
def test_a_worker_killed_in_the_middle_of_an_undo_takes_back_all_of_it(firms, worker):
    (acme, owner), _other = firms
    with tenant_scope(acme):
        before = sayings()
        job = started(people(range(600)), by=owner)
    eventually(lambda: now(acme, job).state == State.DONE, "the import is done", meanwhile=sweep_timers.delay)
    worker.kill()
    with tenant_scope(acme):
        undo(job, by=owner)
    worker.start()
    killed_inside_a_piece(worker, "contacts_contactpoint", acme, job)
    killed_inside_a_piece(worker, "events_event", acme, job)
    eventually(lambda: now(acme, job).state == State.UNDONE, "it is undone", meanwhile=sweep_timers.delay)
    with tenant_scope(acme):
        after = sayings()
    assert [after[part] == before[part] for part in ("people", "firms", "events")] == [True] * 3
    assert now(acme, job).kept == 0


def at_once(*works):
    """Each in a thread of its own, begun together."""
    barrier = Barrier(len(works))

    def run(work):
        barrier.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_overlapping_files_at_once_bring_everybody_in_once(firms):
    (acme, owner), _other = firms
    with tenant_scope(acme):
        jobs = [
            started(people(numbers), by=owner) for numbers in (range(0, 1_200), range(400, 1_600), range(1_599, 0, -1))
        ]
        tagged = list(Contact.objects.filter(name__in=[f"Person Nr {n}" for n in range(0, 40, 2)]).order_by("-pk"))

    def a_colleague():
        for person in tagged * 3:
            with tenant_scope(acme):
                add_tag(person, tag=f"by hand {len(person.name)}", by=owner)

    at_once(*(lambda job=job: done_here(acme, job) for job in jobs), a_colleague)
    assert [now(acme, job).state for job in jobs] == [State.DONE] * 3
    with tenant_scope(acme):
        assert not TimerFailure.objects.exists()
        assert sum(ImportJob.objects.values_list("failed", flat=True)) == 0
        assert Counter(ContactPoint.objects.values_list("value", flat=True)).most_common(1)[0][1] == 1
        assert Contact.objects.count() == 1_600
        assert Company.objects.count() == 9
        assert Contact.objects.filter(tags__contains=["again"], city="Riyadh").count() == 160
        assert all(any(tag.startswith("by hand") for tag in Contact.objects.get(pk=each.pk).tags) for each in tagged)


def test_two_workers_at_one_import_do_each_piece_once(firms):
    (acme, owner), _other = firms
    with tenant_scope(acme):
        job = started(people(range(1_100)), by=owner)
    at_once(lambda: done_here(acme, job), lambda: done_here(acme, job), lambda: done_here(acme, job))
    with tenant_scope(acme):
        assert Contact.objects.count() == 1_100
    assert (now(acme, job).state, now(acme, job).done) == (State.DONE, 1_210)


def test_the_file_is_gone_once_its_rows_are_kept(firms):
    (acme, owner), _other = firms
    with tenant_scope(acme):
        job = started(people(range(50)), by=owner)
    name = job.file
    assert default_storage.exists(name)
    done_here(acme, job)
    assert not default_storage.exists(name)
    assert now(acme, job).file == ""
