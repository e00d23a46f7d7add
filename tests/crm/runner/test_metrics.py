"""Metrics: from a real server of ours with two processes, on an address of its own."""

import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta

import pytest
import requests
from django.utils import timezone

from crm.events import timers
from crm.events.models import TimerFailure
from crm.runner import metrics
from crm.runner.metrics import State
from crm.runner.places import ROOT
from crm.tenants.scope import tenant_scope
from tests import make
from tests.flows.mail import free_port


@pytest.fixture
def web(committed_db, service_env):
    """(address of the pages, address of the metrics) of gunicorn with two workers."""
    pages, scraped = free_port(), free_port()
    env = service_env | {"PORT": str(pages), "METRICS_ADDR": f"127.0.0.1:{scraped}", "WEB_WORKERS": "2", "DEBUG": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "crm/runner/gunicorn.py", "crm.wsgi:application"]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        base, other = f"http://127.0.0.1:{pages}", f"http://127.0.0.1:{scraped}"
        end = time.monotonic() + 90
        while time.monotonic() < end:
            with suppress(requests.ConnectionError, requests.Timeout):
                if requests.get(f"{base}/healthz", timeout=5).ok:
                    break
            assert process.poll() is None
            time.sleep(0.2)
        yield base, other
    finally:
        process.terminate()
        process.wait(30)


def figures(text):
    """{name with labels: value}."""
    pairs = (line.rsplit(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_every_process_counts_and_the_pages_do_not_show_it(web):
    base, scraped = web
    for _ in range(12):
        requests.get(f"{base}/accounts/login/", timeout=20)
    found = figures(requests.get(f"{scraped}/metrics", timeout=10).text)
    counts = {name: value for name, value in found.items() if name.startswith("wasl_request_seconds_count")}
    [(name, value)] = [(name, value) for name, value in counts.items() if "login" in name]
    assert value == 12 and 'route="/accounts/login/"' in name and 'status="200"' in name
    assert found["wasl_database_up"] == found["wasl_broker_up"] == 1
    assert requests.get(f"{base}/metrics", timeout=10, allow_redirects=False).status_code in (301, 302, 404)


def collected(**wrong):
    given = {"database": os.environ["DATABASE_URL"], "queue": os.environ["REDIS_URL"], "prefix": "x"} | wrong
    return {family.name: family.samples for family in State(**given).collect()}


def test_what_waits_and_what_failed_is_counted_over_all_workspaces(committed_db):
    tenant, _owner = make.workspace("Acme", slug="acme", owner="Olivia")
    with tenant_scope(tenant):
        timers.set_timer("channels.send", 1, timezone.now() - timedelta(minutes=3))
        TimerFailure.objects.create(kind="channels.send", object_id=1, attempts=1, reason="x", at=timezone.now())
    found = collected()
    assert 170 < found["wasl_timer_lag_seconds"][0].value < 300
    [failing] = found["wasl_failures"]
    assert (failing.labels, failing.value) == ({"kind": "channels.send"}, 1)
    assert found["wasl_audit_unsealed_seconds"][0].value > 0 and found["wasl_queue_depth"][0].value == 0


def test_services_that_do_not_answer_are_said_to_be_down(db):
    found = collected(database="postgres://nobody@127.0.0.1:1/x", queue="redis://127.0.0.1:1/0")
    assert found["wasl_database_up"][0].value == found["wasl_broker_up"][0].value == 0
    assert "wasl_timer_lag_seconds" not in found


def test_without_an_address_nothing_is_counted():
    assert not metrics.WANTED and metrics.REQUESTS is None
    metrics.observe("GET", "/", 200, 0.1)
    metrics.forget(1)


def test_no_figure_names_a_workspace_or_a_person(committed_db):
    make.workspace("Acme", slug="acme", owner="Olivia")
    labels = {label for samples in collected().values() for sample in samples for label in sample.labels}
    assert labels <= {"kind"} and not re.search("acme|Olivia", str(collected()))
