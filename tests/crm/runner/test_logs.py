"""The log: one object a line, ids of request, workspace and member, and nobody's name, mail or number."""

import json
import logging
import sys

import pytest
from celery import current_app
from django.test import Client

from crm.audit.tasks import seal
from crm.lib.trail import Trail, current_trail, on_trail
from crm.runner import logs, tasktrail
from crm.runner.requests import valid_address
from tests import make
from tests.conftest import out_of_scope


def record(message, *args, **extra):
    made = logging.LogRecord("wasl.x", logging.INFO, "x.py", 1, message, args, extra.pop("exc_info", None))
    made.__dict__.update(extra)
    return made


def as_json(*args, **extra):
    return json.loads(logs.Json().format(record(*args, **extra)))


@pytest.fixture
def lines(caplog):
    """What requests leave in the log, as JSON."""

    def read():
        return [json.loads(line) for line in written]

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(logs.Json().format(record))

    written, keep, ours = [], Keep(), logging.getLogger("wasl")
    ours.addHandler(keep)
    with caplog.at_level("INFO", logger="wasl"):
        yield read
    ours.removeHandler(keep)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("mail to noura@mail.example failed", "mail to (mail) failed"),
        ("called +966 55 120 4477 twice", "called (phone) twice"),
        ("called 0551204477", "called (phone)"),
        ("duplicate: Key (email)=(a@b.example) already exists", "duplicate: Key (email)=(left out) already exists"),
        ("boom\nDETAIL:  Failing row contains (7, Noura, 1990).", "boom\nDETAIL: (left out)"),
        ("timer 1204477 of object 12 at 2026-11-22 09:30", "timer 1204477 of object 12 at 2026-11-22 09:30"),
    ],
)
def test_what_tells_who_somebody_is_is_left_out(text, left):
    assert logs.scrub(text) == left


def test_an_exception_is_scrubbed_too():
    try:
        raise ValueError("no such mail as noura@mail.example")
    except ValueError:
        told = as_json("it failed", exc_info=sys.exc_info())
    assert "ValueError: no such mail as (mail)" in told["error"] and "noura" not in json.dumps(told)


def test_a_line_says_when_how_bad_and_where(acme):
    with on_trail(Trail(request_id="abcdefgh")):
        told = as_json("%s done", 7)
    assert told["message"] == "7 done" and told["at"].endswith("+00:00") and told["level"] == "INFO"
    assert (told["request_id"], told["tenant"]) == ("abcdefgh", acme.pk)


def test_the_form_for_people_names_the_request():
    with on_trail(Trail(request_id="abcdefgh")):
        assert logs.Line().format(record("done")).endswith("INFO wasl.x done [abcdefgh]")
    assert logs.Line().format(record("done")).endswith("INFO wasl.x done")


def test_a_request_is_told_by_pattern_and_ids(lines, client_for, rep):
    contact = make.contact("Noura Al-Harbi", by=rep)
    response = client_for(rep).get(f"/people/{contact.pk}/?q=Noura")
    told = lines()[-1]
    assert told["route"] == "/people/<int:pk>/" and told["method"] == "GET" and told["status"] == 200
    assert (told["tenant"], told["member"]) == (rep.tenant_id, rep.pk) and told["ms"] > 0
    assert told["request_id"] == response["X-Request-ID"]
    assert "Noura" not in json.dumps(lines(), ensure_ascii=False) and "acme" not in json.dumps(lines())


def test_being_asked_for_health_leaves_no_line(lines, db):
    Client().get("/healthz")
    assert lines() == []


class TestRequestIds:
    def ask(self, **headers):
        with out_of_scope():
            return Client().get("/healthz", headers=headers)["X-Request-ID"]

    def test_each_request_has_its_own(self, db):
        assert len({self.ask() for _ in range(3)}) == 3

    def test_a_proxys_is_kept_and_a_visitors_is_not(self, db, settings):
        assert self.ask(**{"X-Request-ID": "from-outside-1"}) != "from-outside-1"
        settings.TRUSTED_PROXIES = 1
        assert self.ask(**{"X-Request-ID": "from-outside-1"}) == "from-outside-1"

    @pytest.mark.parametrize("bad", ["short", "x" * 65, "new\nline-of-log", "with space in it", '"};drop'])
    def test_what_is_no_id_is_replaced(self, db, settings, bad):
        settings.TRUSTED_PROXIES = 1
        assert self.ask(**{"X-Request-ID": bad}) != bad

    @pytest.mark.parametrize(
        ("text", "address"), [("192.0.2.7", "192.0.2.7"), ("fe80::1%eth0", "fe80::1"), ("unknown", ""), ("", "")]
    )
    def test_an_address_that_is_none_is_left_out(self, text, address):
        assert valid_address(text) == address


class TestTasks:
    def test_the_id_of_a_request_travels_with_its_messages(self):
        headers = {}
        with on_trail(Trail(request_id="abcdefgh", address="192.0.2.7")):
            tasktrail.stamp(headers=headers)
        assert headers == {"request_id": "abcdefgh"}
        tasktrail.stamp(headers=(without := {}))
        assert without == {}

    def test_a_task_works_on_the_trail_of_whoever_sent_it(self, lines):
        task = current_app.tasks[seal.name]
        task.push_request(request_id="abcdefgh")
        try:
            tasktrail.begin(task=task)
            assert current_trail().request_id == "abcdefgh"
            tasktrail.end(task=task, state="SUCCESS")
        finally:
            task.pop_request()
        assert current_trail() == Trail()
        assert (lines()[-1]["task"], lines()[-1]["request_id"]) == ("crm.audit.tasks.seal", "abcdefgh")

    def test_a_task_that_failed_is_an_error(self, lines):
        task = seal
        tasktrail.begin(task=task)
        tasktrail.end(task=task, state="FAILURE")
        assert lines()[-1]["level"] == "ERROR"
