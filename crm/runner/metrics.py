"""Figures for Prometheus on an address of their own (METRICS_ADDR=127.0.0.1:9464), never on the one people use.

The web's master process answers there, for all of its workers; what lies in the database and the queue is asked for at
each scrape. Without METRICS_ADDR nothing is counted and nothing listens.
"""

import os
import tempfile

if os.environ.get("METRICS_ADDR"):  # before the library is imported: it decides then where it counts
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="wasl-metrics-"))

import psycopg  # noqa: E402
import redis  # noqa: E402
from prometheus_client import CollectorRegistry, Histogram, multiprocess, start_http_server  # noqa: E402
from prometheus_client.core import GaugeMetricFamily  # noqa: E402

from crm.events import heartbeat  # noqa: E402

WANTED = bool(os.environ.get("METRICS_ADDR"))
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REQUESTS = (
    Histogram("wasl_request_seconds", "Answers, by the pattern of their address", ["method", "route", "status"],
              buckets=BUCKETS) if WANTED else None
)  # fmt: skip
TIMERS = """
    SELECT coalesce(extract(epoch FROM now() - min(due) FILTER (WHERE given_up_at IS NULL AND due <= now()
                AND (claimed_until IS NULL OR claimed_until < now()))), 0)::float8,
           count(*) FILTER (WHERE given_up_at IS NULL AND due <= now()), count(*) FILTER (WHERE given_up_at IS NOT NULL)
    FROM events_timer
"""
FAILURES = "SELECT kind, count(*) FROM events_timerfailure GROUP BY kind"
UNSEALED = "SELECT coalesce(extract(epoch FROM now() - min(at)), 0)::float8 FROM audit_entry WHERE hash IS NULL"


def observe(method, route, status, seconds):
    """Count one answer."""
    if WANTED:
        REQUESTS.labels(method, route, str(status)).observe(seconds)


def listen(address):
    """Answer scrapes on "host:port" in a thread of this process. Raises OSError when it cannot listen there."""
    host, _colon, port = address.rpartition(":")
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    registry.register(
        State(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], os.environ.get("CACHE_PREFIX", "wasl"))
    )
    return start_http_server(int(port), addr=host.strip("[]") or "127.0.0.1", registry=registry)


def forget(pid):
    """A web process has ended: what it counted stays, its files go."""
    if WANTED:
        multiprocess.mark_process_dead(pid)


class State:
    """What stands in the database and the queue, over all workspaces and without a word of theirs."""

    def __init__(self, database, queue, prefix):
        self.database, self.queue, self.prefix = database, queue, prefix

    def collect(self):
        yield from self._guarded("wasl_database_up", "Whether the database answers", self._from_database)
        yield from self._guarded("wasl_broker_up", "Whether the queue answers", self._from_queue)

    def _guarded(self, name, words, found):
        up, figures = 1, []
        try:
            figures = list(found())
        except (psycopg.Error, redis.RedisError, OSError):
            up = 0
        yield _gauge(name, words, up)
        yield from figures

    def _from_database(self):
        with psycopg.connect(self.database, connect_timeout=3, autocommit=True) as connection:
            lag, due, given_up = connection.execute(TIMERS).fetchone()
            failures = connection.execute(FAILURES).fetchall()
            (unsealed,) = connection.execute(UNSEALED).fetchone()
        yield _gauge("wasl_timer_lag_seconds", "How long the latest due work has been waiting for a worker", lag)
        yield _gauge("wasl_timers_due", "Work that is due", due)
        yield _gauge("wasl_timers_given_up", "Work that is not tried any more", given_up)
        yield _gauge("wasl_audit_unsealed_seconds", "Age of the oldest audit entry without a seal", unsealed)
        failing = GaugeMetricFamily("wasl_failures", "Work whose last attempt failed, by kind", labels=["kind"])
        for kind, count in failures:
            failing.add_metric([kind], count)
        yield failing

    def _from_queue(self):
        client = redis.Redis.from_url(self.queue, socket_timeout=3, socket_connect_timeout=3)
        try:
            depth = sum(client.llen(f"{self.prefix}:{queue}") for queue in ("default", "upkeep"))
        finally:
            client.close()
        yield _gauge("wasl_queue_depth", "Messages that wait for a worker", depth)
        if (age := heartbeat.age()) is not None:
            yield _gauge("wasl_heartbeat_age_seconds", "Since a worker last took a message of beat's", age)


def _gauge(name, words, value):
    family = GaugeMetricFamily(name, words)
    family.add_metric([], value)
    return family
