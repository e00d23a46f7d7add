"""Wasl as `serve` runs it, on services of its own, and a hand that kills its pieces at random."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path

import psycopg
import requests

from crm.runner.places import ROOT
from tests.flows.mail import free_port

OURS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "CACHE_PREFIX", "PUBLIC_URL", "WASL_VAR", "EMAIL_URL", "WASL_STATIC"}
PATIENCE = 30  # seconds that no answer may take, whatever is being killed


class Stack:
    """The whole of Wasl below one folder, on a port of its own, with a firm in it."""

    def __init__(self, folder, mail):
        self.folder, self.port = Path(folder), free_port()
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        self.env = kept | {
            "WASL_VAR": str(self.folder), "PORT": str(self.port), "WASL_DEMO": "0", "EMAIL_URL": mail,
            "TRUSTED_PROXIES": "1", "WEB_WORKERS": "2", "WEB_THREADS": "4", "WORKERS": "2",
        }  # fmt: skip
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self, seconds=300):
        with (self.folder / "serve.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "crm.runner", "serve", "--tied"], cwd=ROOT, env=self.env, stdout=log, stderr=log
            )
        end = time.monotonic() + seconds
        while "ready in" not in self.said():
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"it does not start: {self.said()}")
            time.sleep(0.3)
        return self

    def said(self):
        return (self.folder / "serve.log").read_text(errors="replace")

    def last_words(self, name):
        return (self.folder / "log" / f"{name}.log").read_text(errors="replace")[-3000:]

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(60)
            self.process.kill()

    def run(self, *words):
        """A program of ours on this stack's database: (exit code, what it said)."""
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def seed(self):
        code, said = self.run("-m", "tests.flows.storm_firm")
        assert code == 0, said
        return json.loads(next(line for line in said.splitlines() if line.startswith('{"slug"')))

    def database(self):
        lines = (self.folder / "env").read_text().splitlines()
        url = next(line.partition("=")[2] for line in lines if line.startswith("DATABASE_URL="))
        return psycopg.connect(url, autocommit=True)

    def one(self, sql, *values):
        """The first column of the first row, asked as the owner, who sees all rows."""
        with self.database() as connection:
            return connection.execute(sql, values or None).fetchone()[0]

    def rows(self, sql, *values):
        with self.database() as connection:
            return connection.execute(sql, values or None).fetchall()

    def pieces(self):
        """{process id: command line} of everything that our own `serve` has started, and what that has started."""
        parents, commands = {}, {}
        for entry in Path("/proc").iterdir():
            with suppress(OSError, ValueError, IndexError):
                pid, parent = int(entry.name), int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                commands[pid] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                parents[pid] = parent  # last, for it may end between the two
        ours = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
            ours |= more
        return {pid: commands[pid] for pid in ours - {self.process.pid}}


class Storm:
    """Kills web processes, workers, beat, the broker and database connections in an order that the seed decides."""

    MARKS = {"web": "gunicorn", "worker": " worker ", "beat": " beat ", "broker": "valkey-server"}
    ACTS = ("web", "worker", "connections", "broker", "worker", "connections", "beat", "pause")

    def __init__(self, stack, seed):
        self.stack, self.chance, self.told = stack, random.Random(seed), []

    def rage(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            act = self.chance.choice(self.ACTS)
            getattr(self, act, lambda act=act: self.kill(act))()
            self.told.append(act)
            time.sleep(self.chance.uniform(1.0, 4.0))

    def kill(self, name):
        found = sorted(pid for pid, command in self.stack.pieces().items() if self.MARKS[name] in command)
        if found:
            with suppress(ProcessLookupError):
                os.kill(self.chance.choice(found), signal.SIGKILL)

    def connections(self):
        """Half of the connections end, whatever they are at."""
        with suppress(psycopg.OperationalError):
            self.stack.rows(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND (pid + %s) %% 2 = 0",
                self.chance.randrange(2),
            )

    def pause(self):
        """The broker stands still for a while: it neither answers nor refuses."""
        for pid, command in self.stack.pieces().items():
            if self.MARKS["broker"] in command:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGSTOP)
                    time.sleep(self.chance.uniform(2.0, 5.0))
                    os.kill(pid, signal.SIGCONT)


class Person(threading.Thread):
    """Works without a break. `acts` are functions (session, marker) → an answer; what was acknowledged is in `done`,
    what ended without an answer, or with an error, in `unsure`; answers that never came in `hung`."""

    def __init__(self, name, session, acts, stop):
        super().__init__(name=name, daemon=True)
        self.session, self.acts, self.stop_asked = session, acts, stop
        self.done, self.unsure, self.hung, self.refused = [], [], [], []

    def run(self):
        number = 0
        while not self.stop_asked.is_set():
            number += 1
            kind, act = self.acts[number % len(self.acts)]
            marker = f"{kind} {self.name} {uuid.uuid4().hex}"
            try:
                answer = act(self.session, marker)
            except requests.Timeout:
                self.hung.append(marker)
                self.unsure.append(marker)
            except requests.RequestException:
                self.unsure.append(marker)
                time.sleep(0.5)  # the server is being started again
            else:
                self.keep(marker, answer)
            time.sleep(0.2)

    def keep(self, marker, answer):
        if answer.status_code in (200, 204, 302):
            self.done.append(marker)
        elif answer.status_code >= 500:
            self.unsure.append(marker)
        else:
            self.refused.append((marker, answer.status_code))
