"""Several workers, one table of timers: real connections, real commits, real crashes."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from crm.access.models import Team
from crm.events import timers
from crm.events.models import Timer
from crm.tenants.scope import tenant_scope
from tests import make
from tests.crm.events import work

WORKERS = 8


@pytest.fixture
def firm(committed_db):
    tenant, _ = make.workspace("Acme", slug="acme", owner="Olivia Owner")
    Timer.objects.all().delete()
    return tenant


def in_threads(jobs):
    """Run the jobs at the same moment, each on its own connection; their results in order."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(10)
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(30) for future in [pool.submit(run, job) for job in jobs]]


def set_timers(firm, count, due=None):
    with tenant_scope(firm):
        for number in range(count):
            timers.set_timer("test.work", number, due or timezone.now() - timedelta(minutes=1))


def fire(firm, timer_id):
    with tenant_scope(firm):
        timers.fire(timer_id)


def made(firm):
    with tenant_scope(firm):
        return Team.objects.filter(name__startswith="made for").count()


def test_sweeps_at_the_same_moment_share_the_timers_out(firm):
    set_timers(firm, 300)
    batches = in_threads([lambda: timers.claim_due(limit=50) for _ in range(WORKERS)])
    claimed = [pk for batch in batches for _tenant, pk in batch]
    assert len(claimed) == len(set(claimed)) == 300


def test_one_timer_fired_by_many_workers_is_done_once(firm):
    set_timers(firm, 1)
    pk = Timer.objects.get().pk
    in_threads([lambda: fire(firm, pk) for _ in range(WORKERS)])
    assert (made(firm), Timer.objects.count()) == (1, 0)


def test_nobody_waits_for_a_timer_that_another_worker_holds(firm):
    set_timers(firm, 1)
    pk, held, done = Timer.objects.get().pk, threading.Event(), threading.Event()
    work.plan["pause"] = lambda _: (held.set(), done.wait(10))

    def second():
        held.wait(10)
        fire(firm, pk)
        done.set()  # reached while the first still holds it

    in_threads([lambda: fire(firm, pk), second])
    assert (len(work.calls), made(firm), Timer.objects.count()) == (1, 1, 0)


def test_asked_for_again_while_it_runs_it_runs_again(firm):
    set_timers(firm, 1)
    pk, held = Timer.objects.get().pk, threading.Event()

    def pause(_):
        held.set()
        threading.Event().wait(0.3)

    work.plan["pause"] = pause

    def ask_again():
        held.wait(10)
        with tenant_scope(firm):
            timers.set_timer("test.work", 0, timezone.now() - timedelta(seconds=1))

    in_threads([lambda: fire(firm, pk), ask_again])
    fire(firm, Timer.objects.get().pk)
    assert (made(firm), Timer.objects.count()) == (2, 0)


def test_moved_while_the_message_travels_it_waits(firm):
    set_timers(firm, 1)
    [(_tenant, pk)] = timers.claim_due()
    set_timers(firm, 1, due=timezone.now() + timedelta(hours=1))
    fire(firm, pk)
    assert (made(firm), Timer.objects.count()) == (0, 1)


def test_a_claim_whose_worker_died_is_claimed_again(firm):
    set_timers(firm, 3)
    assert len(timers.claim_due()) == 3
    assert timers.claim_due() == []
    Timer.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert len(timers.claim_due()) == 3


def test_a_connection_lost_in_the_middle_undoes_everything(firm):
    set_timers(firm, 1)
    pk = Timer.objects.get().pk

    def cut(_):
        with connections["owner"].cursor() as cursor:
            cursor.execute("select pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        connection.cursor().execute("select 1")

    work.plan["pause"] = cut
    with pytest.raises(DatabaseError):
        fire(firm, pk)
    connection.close()
    assert (made(firm), Timer.objects.count()) == (0, 1)
    work.plan["pause"] = None
    fire(firm, pk)
    assert (made(firm), Timer.objects.count()) == (1, 0)


KILLED = """
import os, sys, django
django.setup()
from django.db import transaction
from crm.events import timers
from crm.tenants.scope import tenant_scope
from django.conf import settings
from tests.crm.events import work
settings.TIMERS = {"test.work": "tests.crm.events.work.handle"}
point, tenant_id, timer_id = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
die = lambda *_: os._exit(9)
if point == "handler":
    work.plan["pause"] = die
with tenant_scope(tenant_id):
    if point == "before":
        die()
    timers.fire(timer_id)
    if point == "commit":
        die()
"""


@pytest.mark.parametrize("point", ["before", "handler", "commit", "after"])
def test_a_worker_killed_at_any_step_leaves_exactly_one_effect(firm, service_env, point):
    set_timers(firm, 1)
    pk = Timer.objects.get().pk
    command = [sys.executable, "-c", KILLED, point, str(firm.pk), str(pk)]
    env = {**service_env, "DJANGO_SETTINGS_MODULE": "crm.settings", "PYTHONPATH": str(settings.BASE_DIR)}
    killed = subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, timeout=60, check=False)
    assert killed.returncode == (0 if point == "after" else 9), killed.stderr.decode()
    assert made(firm) == (1 if point == "after" else 0)
    fire(firm, pk)  # as the sweep will
    assert (made(firm), Timer.objects.count()) == (1, 0)


def test_work_enqueued_in_a_transaction_that_fails_is_forgotten(firm, sent_messages):
    with pytest.raises(ValueError, match="no"), tenant_scope(firm):
        timers.run_soon("test.work", 7)
        raise ValueError("no")
    assert (sent_messages, Timer.objects.count()) == ([], 0)


def test_a_broker_that_is_down_costs_time_but_no_work(firm, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(timers.current_app, "send_task", refuse)
    with tenant_scope(firm), transaction.atomic():
        timers.run_soon("test.work", 7)
    Timer.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    [(_tenant, pk)] = timers.claim_due()
    fire(firm, pk)
    assert (made(firm), Timer.objects.count()) == (1, 0)


@pytest.fixture
def sent_messages(monkeypatch):
    sent = []
    monkeypatch.setattr(timers.current_app, "send_task", lambda *args, **kwargs: sent.append(args))
    return sent
