"""The embedded PostgreSQL and Valkey of one folder: who runs them, how to find them, when they end."""

import fcntl
import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

from crm.lib.vapid import new_key
from crm.runner.faults import Fault
from crm.runner.places import ROOT, Places
from crm.runner.postgres import Cluster
from crm.runner.supervisor import Supervisor
from crm.runner.valkey import Valkey

NAMES = ("DATABASE_URL", "REDIS_URL")


class Services:
    """Both services under one folder. A lock on that folder says whether somebody runs them already."""

    def __init__(self, var, *, throwaway=False):
        self.places = Places(var)
        self.throwaway = throwaway
        self.cluster = Cluster(self.places, careless=throwaway)
        self.valkey = Valkey(self.places, lasting=not throwaway)

    def programs(self, wanted=NAMES):
        """The programs for those addresses that nobody has set."""
        found = []
        if "DATABASE_URL" in wanted:
            found.append(self.cluster.program())
        if "REDIS_URL" in wanted:
            found.append(self.valkey.program())
        return found

    def addresses(self):
        return {"DATABASE_URL": self.cluster.url(), "REDIS_URL": self.valkey.url}

    def answering(self):
        return self.cluster.ready() and self.valkey.ready()

    @contextmanager
    def held(self, purpose, wait=0.0):
        """Be the one who runs them. Yields False when another process is."""
        self.places.var.mkdir(parents=True, exist_ok=True)
        with (self.places.var / "lock").open("a+") as lock:
            taken = _lock_within(lock, wait)
            if taken:
                lock.truncate(0)
                lock.write(f"{os.getpid()} {purpose}")
                lock.flush()
            yield taken

    def holder(self):
        """The process number and purpose (keep, serve) of whoever runs them, or None."""
        with suppress(FileNotFoundError, ValueError), (self.places.var / "lock").open("r+") as lock:
            if not _lock_within(lock, 0):
                pid, purpose = lock.read().split()
                return int(pid), purpose
        return None

    def write_env(self, wanted=NAMES):
        """Write the addresses and our keys (made once) where settings read them, for our eyes only."""
        made = {"SECRET_KEY": secrets.token_urlsafe(50), "PUSH_KEY": new_key()}
        values = {**made, **self.read_env()}
        values |= {name: address for name, address in self.addresses().items() if name in wanted}
        fresh = self.places.env_file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in values.items())
        fresh.rename(self.places.env_file)
        return values

    def read_env(self):
        with suppress(FileNotFoundError):
            lines = self.places.env_file.read_text().splitlines()
            return dict(line.split("=", 1) for line in lines if "=" in line)
        return {}

    def launch(self, supervisor, wanted=NAMES):
        """Start those whose address is wanted, then make the roles, the database and the file of addresses."""
        supervisor.launch(self.programs(wanted), timeout=30)
        if "DATABASE_URL" in wanted:
            self.cluster.settle()
        return self.write_env(wanted)

    def keep(self):
        """Run both until a signal comes or, for a throwaway set, until the last user has gone."""
        with self.held("keep", wait=1.0) as ours:
            if not ours:
                return
            supervisor = Supervisor()
            supervisor.stop_on_signals()
            try:
                self.launch(supervisor)
                if self.throwaway:
                    self._drop_leftovers()
                supervisor.watch(still_wanted=self._in_use if self.throwaway else lambda: True)
            except InterruptedError:
                pass
            finally:
                supervisor.stop()

    def _drop_leftovers(self):
        with self.cluster.connect() as postgres:
            names = postgres.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'").fetchall()
            for (name,) in names:
                postgres.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def ensure(self, timeout=60.0):
        """Have both running in the background. Raises Fault when they do not come up."""
        deadline = time.monotonic() + timeout
        keeper = None
        while not (self.holder() and self.answering()):
            if keeper is None and self.holder() is None:
                keeper = self._spawn_keeper()
            elif keeper is not None and keeper.poll():
                raise Fault(_last_line(self.places.var / "log" / "services.log"))
            if time.monotonic() > deadline:
                raise Fault(f"The services do not answer; see {self.places.var}/log.")
            time.sleep(0.05)
        while not self.places.env_file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.read_env()

    def _spawn_keeper(self):
        command = [sys.executable, "-m", "crm.runner", "keep", "--var", str(self.places.var)]
        with self.places.log("services") as log:
            return subprocess.Popen(
                command + (["--throwaway"] if self.throwaway else []),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, timeout=30.0):
        """Stop whoever runs them and wait until they have gone. Returns whether anybody did."""
        holder = self.holder()
        if holder is None:
            return False
        os.kill(holder[0], signal.SIGTERM)
        deadline = time.monotonic() + timeout
        while self.holder() == holder and time.monotonic() < deadline:
            time.sleep(0.05)
        return True

    def join(self):
        """Say that we use them for as long as this process lives; the kernel takes it back whatever happens.

        To be called before `ensure`: services without users end.
        """
        self.places.var.mkdir(parents=True, exist_ok=True)
        self._membership = (self.places.var / "users").open("a")
        fcntl.flock(self._membership, fcntl.LOCK_SH)

    def _in_use(self):
        """Whether anybody has joined. After a no the lock stays ours: a newcomer waits until we have gone."""
        users = (self.places.var / "users").open("a")
        if _lock_within(users, 0):
            self._membership = users
            return False
        users.close()
        return True


def _lock_within(file, seconds):
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.05)
        else:
            return True


def _last_line(path):
    lines = path.read_text(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("wasl: ") if lines else f"The services ended without a word; see {path}."
