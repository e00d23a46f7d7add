"""`doctor`: every check of the preflight, one line each, whether or not Wasl runs."""

import os
import platform
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import psycopg

from crm.runner import postgres, preflight, valkey
from crm.runner.faults import Fault
from crm.runner.services import NAMES, Services
from crm.runner.supervisor import Supervisor

LAST_DONE = """
    SELECT kind, max(started_at) FROM backup_run WHERE state = 'done' GROUP BY kind
"""
OLDEST_BACKUP = {"backup": timedelta(days=2), "proof": timedelta(days=10)}


def examine(var):
    """Print what is well and what is not. Raises Fault at the end when anything is not."""
    services = Services(var)
    faults = [
        _tell("Python", lambda: platform.python_version()),
        _tell("program files", lambda: _program_files(services)),
        _tell("data", lambda: f"{services.places.state}, run as {services.places.account.name}"),
    ]
    if not any(faults):
        faults += _with_services(services)
    if count := sum(faults):
        raise Fault(f"{count} of these checks failed: each says what to do.")


def _with_services(services):
    try:
        with running(services) as addresses:
            print(f"  note   backups: {_backups(addresses['DATABASE_URL'])}", flush=True)
            return [
                _tell("database", lambda: preflight.check_database(addresses["DATABASE_URL"])),
                _tell("queue", lambda: preflight.check_queue(addresses["REDIS_URL"])),
                _tell("address", lambda: _address(services)),
            ]
    except Fault as fault:
        return [_tell("services", _raiser(fault))]


@contextmanager
def running(services):
    """The addresses of the services in force; embedded ones are started for the occasion unless they run."""
    given = {name: os.environ[name] for name in NAMES if os.environ.get(name)}
    with services.held("keep") as ours:
        supervisor = Supervisor()
        try:
            wanted = [name for name in NAMES if name not in given]
            yield {**(services.launch(supervisor, wanted) if ours else services.read_env()), **given}
        finally:
            supervisor.stop()


def _backups(url):
    """What is known of backups, in a line; no fault: a new installation has none, and says so."""
    with suppress(Fault, psycopg.errors.UndefinedTable), preflight.reach(url) as connection:
        found = dict(connection.execute(LAST_DONE).fetchall())
        backup, proof = (
            f"{name} {found[name].astimezone(UTC):%Y-%m-%d %H:%M} UTC" if name in found else f"no {name} yet"
            for name in ("backup", "proof")
        )
        old = [name for name in OLDEST_BACKUP if name in found and _age(found[name]) > OLDEST_BACKUP[name]]
        return f"{backup}, {proof}" + ("" if len(found) == 2 and not old else ": run `make backup` and `make restore`")
    return "none yet: run `make backup` and `make restore`"


def _age(moment):
    return datetime.now(UTC) - moment


def _program_files(services):
    account = services.places.account
    found = [str(postgres.binaries(account))] if not os.environ.get("DATABASE_URL") else []
    return ", ".join(found + ([str(valkey.binary(account))] if not os.environ.get("REDIS_URL") else [])) or "not needed"


def _address(services):
    host, port = os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or "8000")
    holder = services.holder()
    if holder and holder[1] == "serve":
        return f"Wasl is running (process {holder[0]})"
    preflight.check_port(host, port)
    return f"{host}:{port} is free"


def _raiser(fault):
    def raising():
        raise fault

    return raising


def _tell(name, check):
    """Print one line. Returns whether it is a fault."""
    try:
        print(f"  ok     {name}: {check()}", flush=True)
    except Fault as fault:
        print(f"  FAULT  {name}: {fault}", flush=True)
        return True
    return False
