"""Live and ready: each part by itself, and what stands in for trouble is trouble."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as NoServer

from crm.events import heartbeat, tasks, timers
from crm.events.models import Timer
from crm.runner import health
from tests.conftest import out_of_scope


def ask(query=""):
    with out_of_scope():
        response = Client().get(f"/readyz{query}")
    return response.status_code, response.json()["parts"]


@pytest.fixture
def worker(db):
    """A worker that has just taken beat's message."""
    with out_of_scope():
        tasks.sweep_timers()


def test_alive_is_answered_without_any_service():
    assert Client().get("/healthz").content == b"ok"


def test_ready_when_everything_is(worker):
    status, parts = ask()
    assert status == 200 and {name: part["ok"] for name, part in parts.items()} == dict.fromkeys(health.PARTS, True)
    assert parts["workers"]["heartbeat_age"] < 30


def test_without_a_worker_it_is_not_ready(db):
    cache.delete(heartbeat.KEY)
    status, parts = ask()
    assert (status, parts["workers"]) == (503, {"ok": False, "heartbeat_age": None})
    assert parts["database"]["ok"]


def test_an_old_heartbeat_is_none(worker):
    cache.set(heartbeat.KEY, 1000.0)
    assert ask()[0] == 503


def test_a_balancer_can_ask_for_some_parts_alone(db):
    cache.delete(heartbeat.KEY)
    status, parts = ask("?only=database,broker,migrations")
    assert status == 200 and set(parts) == {"database", "broker", "migrations"}
    assert set(ask("?only=nonsense")[1]) == set(health.PARTS)


def test_work_that_waits_too_long_is_told(worker, acme):
    Timer.objects.all().delete()
    timers.set_timer("channels.send", 1, timezone.now() - timedelta(minutes=5))
    status, parts = ask()
    assert status == 503 and not parts["timers"]["ok"]
    assert 290 < parts["timers"]["lag"] < 400 and parts["timers"]["waiting"] == 1


def test_work_that_a_worker_holds_does_not_wait(worker, acme):
    timers.set_timer("channels.send", 1, timezone.now() - timedelta(minutes=5))
    timers.claim_due()
    assert ask()[1]["timers"] == {"ok": True, "lag": 0.0, "waiting": 0}


@pytest.mark.parametrize(
    ("part", "fault"),
    [("database", DatabaseError("password=x")), ("broker", NoServer("host")), ("broker", TimeoutError())],
)
def test_a_fault_is_named_by_its_kind_alone(worker, monkeypatch, part, fault):
    def broken():
        raise fault

    monkeypatch.setitem(health.PARTS, part, broken)
    assert ask()[1][part] == {"ok": False, "error": type(fault).__name__}


def test_a_migration_that_is_not_applied_is_told(worker, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("0009_new", False)])
    assert ask()[1]["migrations"] == {"ok": False, "waiting": 1}


def test_what_is_applied_is_not_asked_again(worker, monkeypatch):
    ask()
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: 1 / 0)
    assert ask()[1]["migrations"] == {"ok": True}
