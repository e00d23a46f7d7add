"""Traces: what a collector receives over its own protocol from a real server and a real worker's code."""

import json
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from django.db import connection
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from crm.audit.tasks import seal
from crm.runner import tasktrail, telemetry
from crm.runner.places import ROOT
from tests import make
from tests.flows.mail import free_port


class Collector(ThreadingHTTPServer):
    """The receiving end of OTLP over HTTP: keeps the spans that are posted to it."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.bodies = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def spans(self):
        """{name: span}, each with its attributes as a dict; and the names of the services."""
        found = {}
        for body in self.bodies:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for span in (each for scope in resource.scope_spans for each in scope.spans):
                    found.setdefault(span.name, []).append((span, {a.key: _value(a.value) for a in span.attributes}))
        return found


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


def _value(value):
    return getattr(value, value.WhichOneof("value"))


@pytest.fixture
def collector(monkeypatch):
    """Spans of this process go to a collector of ours until the test ends."""
    collector = Collector()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.server_port}")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
    before = list(connection.execute_wrappers)
    telemetry.start("wasl-web")
    telemetry._watch(connection)
    yield collector
    telemetry.stop()
    connection.execute_wrappers[:] = before
    collector.shutdown()


def received(collector):
    telemetry._provider.force_flush()
    return collector.spans()


def test_a_request_and_its_statements_are_one_trace_without_a_word_of_whom_it_is_about(collector, rep, client_for):
    person = make.contact("Noura Al-Harbi", by=rep, email="noura@mail.example")
    client_for(rep).get(f"/people/{person.pk}/?q=Noura")
    client_for(rep).get("/people/?q=Noura+Al-Harbi")
    spans = received(collector)
    [(request, facts)] = spans["GET /people/<int:pk>/"]
    assert facts["http.response.status_code"] == 200 and facts["wasl.tenant"] == rep.tenant_id
    statements = [facts for span, facts in spans["SELECT"] if span.trace_id == request.trace_id]
    assert len(statements) > 3 and any("contacts_contact" in each["db.query.text"] for each in statements)
    told = b"".join(collector.bodies)
    assert b"Noura" not in told and b"noura@" not in told and b"Harbi" not in told


def test_an_error_leaves_its_kind_and_not_its_words(collector):
    with suppress(ValueError), telemetry.span("x", "CLIENT", {}):
        raise ValueError("Noura Al-Harbi")
    [(span, facts)] = received(collector)["x"]
    assert facts == {"error.type": "ValueError"} and span.status.code == span.status.STATUS_CODE_ERROR
    assert b"Noura" not in b"".join(collector.bodies)


def test_a_task_goes_on_with_the_trace_that_sent_it(collector, db):
    with telemetry.span("asking", "SERVER", {}):
        headers = {}
        tasktrail.stamp(headers=headers)
    seal.request.update(headers)
    tasktrail.begin(task=seal)
    tasktrail.end(task=seal, state="FAILURE")
    seal.request.clear()
    spans = received(collector)
    [(asking, _facts)], [(done, facts)] = spans["asking"], spans[seal.name]
    assert (done.trace_id, done.parent_span_id) == (asking.trace_id, asking.span_id)
    assert facts["messaging.system"] == "celery" and facts["error.type"] == "failure"


def test_a_visitors_own_trace_is_not_taken_up_and_a_proxys_is(collector, client, settings, db):
    given = {"HTTP_TRACEPARENT": f"00-{'a' * 32}-{'b' * 16}-01"}
    client.get("/accounts/login/", **given)
    settings.TRUSTED_PROXIES = 1
    client.get("/accounts/login/", **given)
    ids = [span.trace_id.hex() for span, _facts in received(collector)["GET /accounts/login/"]]
    assert ids[0] != "a" * 32 and ids[1] == "a" * 32


def test_nothing_is_loaded_or_said_where_nobody_asked_for_it(monkeypatch, client, db):
    for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    telemetry.start("wasl-web")
    assert telemetry._provider is None and telemetry.carried() == ""
    with telemetry.span("x", "CLIENT", {}) as span:
        assert span is None
    assert client.get("/accounts/login/").status_code == 200


def test_a_real_server_sends_its_spans_when_it_stops_and_every_line_of_its_log_is_an_object(service_env):
    collector, port = Collector(), free_port()
    env = service_env | {
        "PORT": str(port), "WEB_WORKERS": "1", "DEBUG": "1", "LOG_FORMAT": "json",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "--config", "crm/runner/gunicorn.py", "crm.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    address, end = f"http://127.0.0.1:{port}/accounts/login/", time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        with suppress(requests.ConnectionError):
            assert requests.get(address, timeout=30).ok
            break
        time.sleep(0.2)
    server.terminate()
    lines = [json.loads(line) for line in server.communicate(timeout=30)[1].splitlines() if line]
    assert {"gunicorn.error", "wasl.requests"} <= {line["logger"] for line in lines}
    assert collector.spans()["GET /accounts/login/"]
    collector.shutdown()
