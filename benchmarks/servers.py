"""The programs that are measured, as processes: Wasl's web server and worker, and the floor."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import redis

from crm.runner.places import ROOT

FLOOR_PORT, PORT = 8491, 8492
PATIENCE = 900  # seconds


@contextmanager
def floor():
    """A bare Django view behind the same gunicorn settings."""
    environment = os.environ.copy()
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    config = Path(__file__).parent / "floor" / "gunicorn.py"
    with _listening(_gunicorn(config, "benchmarks.floor:application"), environment, FLOOR_PORT):
        yield


@contextmanager
def web():
    """Wasl, as `make run` serves it."""
    config = ROOT / "crm" / "runner" / "gunicorn.py"
    with _listening(_gunicorn(config, "crm.wsgi:application"), os.environ, PORT):
        yield


@contextmanager
def worker():
    """A Celery worker, as `make run` starts it, and as little in the way of pages as there."""
    command = [sys.executable, "-m", "celery", "-A", "crm", "worker", "--loglevel", "ERROR", "--without-gossip"]
    with _running(["nice", "-n", "5", *command, "--without-mingle"], os.environ):
        _settled()
        yield


def _settled():
    """Wait until nothing of what the making of the workspaces asked for is left to do."""
    prefix = f"{os.environ['CACHE_PREFIX']}:"
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    deadline, quiet = time.monotonic() + PATIENCE, 0
    while quiet < 5:
        left = client.llen(f"{prefix}default") + client.llen(f"{prefix}upkeep") + client.hlen(f"{prefix}unacked")
        quiet = 0 if left else quiet + 1
        if time.monotonic() > deadline:
            raise SystemExit(f"the worker still has {left} tasks after {PATIENCE} s")
        time.sleep(1)


def _gunicorn(config, application):
    return [sys.executable, "-m", "gunicorn", "--log-level", "error", "-c", str(config), application]


@contextmanager
def _running(command, environment):
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def _listening(command, environment, port):
    environment = {**environment, "PORT": str(port), "HOST": "127.0.0.1", "LOG_LEVEL": "ERROR"}
    with _running(command, environment) as process:
        deadline = time.monotonic() + 60
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{command[-1]} does not listen on port {port}")
            time.sleep(0.1)
        yield


def _answers(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
