"""The whole of Wasl as real processes: it comes up, outlives the death of any part, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress

import pytest

from crm.runner import steps
from crm.runner.places import ROOT, Places
from tests.crm.runner.processes import (
    all_gone,
    children,
    environment,
    family,
    free_port,
    kill,
    runner,
    until,
    var_folder,
)

pytestmark = pytest.mark.xdist_group("serve")
PARTS = {"postgres": "/postgres", "valkey": "valkey-server", "web": "gunicorn", "worker": "worker", "beat": "beat"}


class Wasl:
    """A folder to serve from, and the process that serves from it."""

    def __init__(self, var):
        self.var, self.port, self.process, self.begun = var, free_port(), None, []
        # As on a second start: collecting the static files takes longer than everything else here
        steps.Stamps(Places(var)).write("static", steps.static_state())

    def begin(self, *words, tied=False):
        command = [sys.executable, "-m", "crm.runner", "serve", *(["--tied"] if tied else [])]
        self.out = (self.var / "out").open("w")
        self.process = subprocess.Popen(
            [*words, *command],
            cwd=ROOT,
            env=environment(self.var, PORT=str(self.port)),
            stdout=self.out,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        self.begun.append(self.process)

    def start(self, *words, tied=False):
        """Begin, and wait until all parts are there."""
        self.begin(*words, tied=tied)
        try:
            until(self.ready, 300, "the address")
            until(lambda: len(children(self.supervisor)) == len(PARTS), 60, "worker and beat")
        except AssertionError:
            self.end(signal.SIGTERM)
            raise

    @property
    def said(self):
        return (self.var / "out").read_text()

    def ready(self):
        assert self.process.poll() is None, self.said
        return "Ctrl-C stops everything" in self.said

    @property
    def supervisor(self):
        return int((self.var / "lock").read_text().split()[0])

    def part(self, name):
        return next((p for p, words in children(self.supervisor).items() if PARTS[name] in words), None)

    def status(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def end(self, number=signal.SIGINT):
        """Signal the whole process group, as a terminal does, and wait."""
        everyone = family(self.process.pid)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        code = self.process.wait(120)
        all_gone(everyone, 120)
        return code


@pytest.fixture(scope="module")
def broken_off():
    """A new folder whose first start was asked to stop while it laid the tables; what that answered and said."""
    with var_folder() as var:
        wasl = Wasl(var)
        wasl.begin()
        until(lambda: "migrating" in wasl.said, 120, "the migration")
        yield wasl, wasl.end(signal.SIGTERM), wasl.said
        for process in wasl.begun:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(120)


@pytest.fixture
def wasl(broken_off):
    return broken_off[0]


@pytest.fixture
def running(wasl):
    if wasl.process is None or wasl.process.poll() is not None:
        wasl.start()
    return wasl


def test_asked_to_stop_before_it_is_ready_it_leaves_no_process(broken_off):
    _wasl, code, said = broken_off
    assert code == 0
    assert "stopped before it was ready" in said


def test_it_comes_up_and_tells_its_address(running):
    assert f"http://127.0.0.1:{running.port}/" in running.said
    assert running.status("/healthz") == 200
    until(lambda: running.status("/readyz") == 200, what="the first word of a worker")


def test_a_second_start_from_the_same_folder_is_refused(running):
    done = runner("serve", var=running.var, PORT=str(free_port()))
    assert done.returncode == 1
    assert f"process {running.supervisor}" in done.stderr


@pytest.mark.parametrize("name", PARTS)
def test_a_killed_part_comes_back(running, name):
    before = until(lambda: running.part(name))
    everyone = family(before)
    kill(before)
    all_gone(everyone)
    until(lambda: running.part(name) not in (None, before), what=name)
    until(lambda: running.status("/readyz") == 200, what="readiness")
    assert f"{name} ended (SIGKILL)" in running.said


def test_a_killed_supervisor_takes_all_along_and_the_next_start_recovers(running):
    everyone = family(running.supervisor)
    kill(running.supervisor)
    running.process.wait()
    all_gone(everyone)
    running.start()
    until(lambda: running.status("/readyz") == 200, what="readiness")
    assert "migrating" not in running.said


def test_ctrl_c_leaves_no_process(running):
    assert running.end(signal.SIGINT) == 0
    assert "stopping" in running.said


def test_a_killed_parent_leaves_no_process(wasl):
    if wasl.process.poll() is None:
        wasl.end()
    wasl.start("sh", "-c", '"$@"; :', "sh", tied=True)
    shell, everyone = wasl.process.pid, family(wasl.process.pid)
    assert wasl.supervisor != shell
    kill(shell)
    wasl.process.wait()
    all_gone(everyone)
