"""gunicorn's settings, the same under `make run`, in a container and in the benchmark."""

import gc
import os
from pathlib import Path

from django.db import connections
from django.urls import reverse
from gunicorn.glogging import Logger

from crm.runner import metrics, telemetry
from crm.runner.faults import Fault
from crm.runner.logs import Json
from crm.runner.preflight import check_wall

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # loaded once, shared by the workers, and a fallen worker is back at once
timeout = 60
graceful_timeout = 10
keepalive = 5
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # a heartbeat must not wait for a disk
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
control_socket_disable = True
proc_name = "wasl"


class Log(Logger):
    """The server's own lines (start, stop, a process that fell), written like all others."""

    def setup(self, cfg):
        super().setup(cfg)
        if os.environ.get("LOG_FORMAT") == "json":
            for handler in self.error_log.handlers:
                handler.setFormatter(Json())


logger_class = Log


def when_ready(server):
    """Refuse to serve without the wall; load the pages' code before the workers are forked from it."""
    try:
        check_wall(os.environ["DATABASE_URL"])
    except Fault as fault:
        server.log.critical(str(fault))
        raise SystemExit(1) from None
    reverse("runner:healthz")
    if address := os.environ.get("METRICS_ADDR"):
        metrics.listen(address)


def pre_fork(server, worker):
    """What is loaded stays: the collector need not walk it again and again while pages are written."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def post_fork(server, worker):
    """A connection opened while loading belongs to the parent."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()
    telemetry.start("wasl-web")


def child_exit(server, worker):
    metrics.forget(worker.pid)
