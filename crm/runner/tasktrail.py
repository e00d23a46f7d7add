"""The id of a request travels with the messages it sends, and every task leaves a line in the log."""

import logging
import signal
import time
from contextlib import ExitStack
from contextvars import ContextVar

from celery import signals

from crm.lib.trail import Trail, current_trail, on_trail
from crm.runner import telemetry
from crm.runner.supervisor import die_with_parent

HEADER = "request_id"
_open: ContextVar[tuple] = ContextVar("task", default=())
log = logging.getLogger("wasl.tasks")


def connect():
    """Listen to the queue, once; and leave logging to the settings, which a worker would replace by its own."""
    signals.setup_logging.connect(leave_logging_alone, dispatch_uid="wasl.logging")
    signals.before_task_publish.connect(stamp, dispatch_uid="wasl.stamp")
    signals.task_prerun.connect(begin, dispatch_uid="wasl.begin")
    signals.task_postrun.connect(end, dispatch_uid="wasl.end")
    signals.worker_process_init.connect(begin_process, dispatch_uid="wasl.process")
    signals.worker_process_shutdown.connect(telemetry.stop, dispatch_uid="wasl.telemetry")


def leave_logging_alone(**kwargs):
    pass


def begin_process(**kwargs):
    """In each process of a worker, which has nothing to do without it."""
    die_with_parent(signal.SIGKILL)
    telemetry.start("wasl-worker")


def stamp(headers=None, **kwargs):
    if headers is None:
        return
    if request_id := current_trail().request_id:
        headers[HEADER] = request_id
    if parent := telemetry.carried():
        headers[telemetry.CARRIED] = parent


def begin(task=None, **kwargs):
    request_id = getattr(task.request, HEADER, None) or ""
    around = ExitStack()
    around.enter_context(on_trail(Trail(request_id=request_id)))
    parent = getattr(task.request, telemetry.CARRIED, None) or ""
    facts = {"messaging.system": "celery", "wasl.request": request_id}
    span = around.enter_context(telemetry.span(task.name, "CONSUMER", facts, parent=parent))
    _open.set((around, span, time.perf_counter()))


def end(task=None, state="", args=(), **kwargs):
    if not _open.get():
        return
    around, span, begun = _open.get()
    _open.set(())
    facts = {"task": task.name, "ms": round((time.perf_counter() - begun) * 1000, 1)}
    level = logging.INFO if state == "SUCCESS" else logging.ERROR
    log.log(level, "%s %s %s ms", task.name, (state or "").lower(), facts["ms"], extra=facts)
    if state != "SUCCESS":
        telemetry.failed(span, state.lower())
    around.close()
