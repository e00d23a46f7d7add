"""What has to be done between starting the services and serving, and only when something changed."""

import hashlib
import os
import signal
import subprocess
import sys
from contextlib import suppress

import psycopg

from crm.runner.faults import Fault
from crm.runner.places import ROOT
from crm.runner.supervisor import die_with_parent

APPS = ("crm", "contacts", "sales", "marketing", "service", "reports")


class Stamps:
    """Remembers for which inputs a step was done last."""

    def __init__(self, places):
        self.folder = places.var / "stamps"

    def fits(self, name, value):
        with suppress(FileNotFoundError):
            return (self.folder / name).read_text() == value
        return False

    def write(self, name, value):
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(value)


class Command:
    """A management command in a process of its own, its words kept in a log."""

    def __init__(self, places, env, *words):
        self.words = words
        self.path = places.var / "log" / f"{words[0]}.log"
        with places.log(words[0]) as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", *words],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=lambda: die_with_parent(signal.SIGTERM),
            )

    def wait(self, stopping):
        """Wait for its end. Raises Fault when it failed, InterruptedError when we are asked to stop."""
        while self.process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.1)
            if stopping():
                self.end()
                raise InterruptedError
        if self.process.returncode:
            lines = self.path.read_text(errors="replace").strip().splitlines()
            last = lines[-1] if lines else "it said nothing"
            raise Fault(f"`manage.py {' '.join(self.words)}` failed: {last} (all of it is in {self.path})")

    def end(self):
        """Stop it and whatever it has started in turn."""
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait()


def output(env, *words):
    """What a management command says. Raises Fault when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Fault(f"`manage.py {' '.join(words)}` failed: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout


def migrate_here():
    """Migrate in the foreground, its words on our own output. Raises Fault when it fails."""
    if subprocess.run([sys.executable, "manage.py", "migrate", "--noinput"], cwd=ROOT, check=False).returncode:
        raise Fault("The database could not be migrated: the reason stands above.")


def manage_here(addresses, *words):
    """A management command in the foreground, its words on our own output. Raises Fault when it fails."""
    command = [sys.executable, "manage.py", *words]
    if subprocess.run(command, cwd=ROOT, env=os.environ | addresses, check=False).returncode:
        raise Fault(f"`{words[0]}` did not succeed: the reason stands above.")


def database_state(url):
    """Changes when a migration is added, or when this is another database than last time."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for app in APPS:
        for path in sorted((ROOT / app).glob("**/migrations/*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT oid, to_regclass('django_migrations') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        digest.update(str(row).encode())
        if row[1]:
            applied = connection.execute("SELECT count(*), max(applied) FROM django_migrations").fetchone()
            digest.update(str(applied).encode())
    return digest.hexdigest()


def static_state():
    """Changes when a file that collectstatic reads does."""
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes())
    for path in sorted([*(ROOT / "static").rglob("*"), *(ROOT / "crm" / "ui").glob("*.py"), ROOT / "crm/settings.py"]):
        status = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def has_workspaces(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT EXISTS (SELECT FROM tenants_tenant)").fetchone()[0]
