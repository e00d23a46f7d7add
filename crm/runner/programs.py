"""The programs of Wasl itself: web, worker, beat."""

import http.client
import os
import signal
import sys

from crm.runner.places import ROOT
from crm.runner.supervisor import Program


def loopback(host):
    """The address to reach a server under that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104


def shown(host):
    return f"[{host}]" if ":" in host else host


def web(places, env):
    argv = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "crm" / "runner" / "gunicorn.py")]
    return Program(
        name="web",
        argv=[*argv, "crm.wsgi:application"],
        log=lambda: places.log("web"),
        env=env,
        ready=lambda: answers(env["HOST"], int(env["PORT"])),
        orphaned=signal.SIGQUIT,  # at once: nobody is left to wait for it
    )


def worker(places, env):
    argv = [sys.executable, "-m", "celery", "-A", "crm", "worker", "--loglevel", "INFO"]
    return Program(
        name="worker",
        argv=[*argv, "--hostname", "wasl@%h", "--without-gossip", "--without-mingle"],
        nice=5,  # people wait for pages, nobody for a task
        log=lambda: places.log("worker"),
        env=env,
        # not asked to end: it would wait for a queue that has ended with us; what it was at is done again
        orphaned=signal.SIGKILL,
    )


def beat(places, env):
    schedule = places.var / "beat"
    argv = [sys.executable, "-m", "celery", "-A", "crm", "beat", "--loglevel", "INFO"]
    return Program(
        name="beat",
        argv=[*argv, "--schedule", str(schedule), "--pidfile="],
        nice=5,
        log=lambda: places.log("beat"),
        env=env,
        # a file half written by a killed beat would keep the next one from starting; nothing in it is needed
        prepare=lambda: [path.unlink() for path in schedule.parent.glob("beat*")],
    )


def answers(host, port):
    """Whether the web server says that it lives."""
    connection = http.client.HTTPConnection(loopback(host), port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": public_host(), "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def public_host():
    """The host name that the application expects, since ALLOWED_HOSTS may know no other."""
    return os.environ.get("PUBLIC_URL", "http://localhost").partition("//")[2].partition("/")[0]
