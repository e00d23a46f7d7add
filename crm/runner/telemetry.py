"""Traces for OpenTelemetry, sent when OTEL_EXPORTER_OTLP_ENDPOINT says where to: requests, tasks and their statements.

A span names what ran and how long, never whom it was about: patterns of addresses, SQL with its placeholders, numbers
of workspaces. That is why the spans are our own: the usual instrumentation keeps whole addresses and errors' messages.
Attributes are named as in OpenTelemetry's semantic conventions for HTTP, messaging and databases.
"""

import os
from contextlib import contextmanager, nullcontext

from django.db.backends.signals import connection_created
from django.utils.module_loading import import_string
from opentelemetry import propagate, trace

CARRIED = "traceparent"  # W3C trace context: the header of a request, and of a message of the queue
_provider = None


def wanted():
    return any(os.environ.get(f"OTEL_EXPORTER_OTLP_{what}") for what in ("ENDPOINT", "TRACES_ENDPOINT"))


def start(service):
    """Send spans from this process on, as the program `service` ("wasl-web"). After a fork, never before: the thread
    that sends them does not survive one. Everything else is read from OpenTelemetry's own variables."""
    global _provider
    if _provider or not wanted():
        return
    # By its path: only who wants traces pays for loading what sends them.
    _provider = import_string("crm.runner.collecting.provider")(os.environ.get("OTEL_SERVICE_NAME") or service)
    connection_created.connect(_watch, dispatch_uid="wasl.telemetry")


def stop(**kwargs):
    """Send what has not been sent yet, and nothing more."""
    global _provider
    if _provider:
        connection_created.disconnect(_watch, dispatch_uid="wasl.telemetry")
        _provider.shutdown()
        _provider = None


def span(name, kind, facts, *, parent=""):
    """A context manager around what is to be seen; it gives the span, or None where nothing is sent.

    `kind` is SERVER, CONSUMER or CLIENT; `facts` are attributes; `parent` is the traceparent of whoever asked for it.
    """
    return _span(name, kind, facts, parent) if _provider else nullcontext()


@contextmanager
def _span(name, kind, facts, parent):
    above = propagate.extract({CARRIED: parent}) if parent else None
    tracer = _provider.get_tracer("wasl")
    # An error's message may quote a row, so the span keeps its type and nothing else.
    with tracer.start_as_current_span(
        name, above, trace.SpanKind[kind], _told(facts), record_exception=False, set_status_on_exception=False
    ) as at:
        try:
            yield at
        except BaseException as error:
            failed(at, type(error).__name__)
            raise


def tell(at, name, facts):
    """Add to a span what is known only at its end."""
    if at is not None:
        at.update_name(name)
        at.set_attributes(_told(facts))


def failed(at, kind):
    if at is not None:
        at.set_attribute("error.type", kind)
        at.set_status(trace.StatusCode.ERROR)


def carried():
    """The traceparent for what this process asks of another, or "" outside of a trace."""
    carrier = {}
    if _provider:
        propagate.inject(carrier)
    return carrier.get(CARRIED, "")


def _told(facts):
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _watch(connection, **kwargs):
    if _statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_statement)


def _statement(execute, sql, params, many, context):
    """Values travel beside the statement and stay out of its span."""
    text = str(sql)
    with span(text.split(None, 1)[0].upper(), "CLIENT", {"db.system.name": "postgresql", "db.query.text": text}):
        return execute(sql, params, many, context)
