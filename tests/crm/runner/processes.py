"""Looking at real processes: whose children they are, whether they are gone."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from crm.runner.places import ROOT


def until(question, seconds=90.0, what="it"):
    """Wait for a true answer and return it."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.05)
    return answer


class Process(NamedTuple):
    """A number alone may be given to another process as soon as the first has ended."""

    pid: int
    started: int  # clock ticks after the machine's start

    @property
    def alive(self):
        """Whether it runs; one that has ended and waits for its parent does not."""
        state = _stat(self.pid)
        return bool(state) and state[0] != "Z" and int(state[19]) == self.started


def _stat(pid):
    """What the kernel says of a process from its state on, [] when there is none."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []


def process(pid):
    """The process that has this number now, None when there is none."""
    state = _stat(pid)
    return Process(pid, int(state[19])) if state else None


def parents():
    found = {int(entry.name): _stat(entry.name) for entry in Path("/proc").glob("[0-9]*")}
    return {pid: int(state[1]) for pid, state in found.items() if state}


def family(pid):
    """The process and all its descendants."""
    tree, found = parents(), {pid}
    while more := {child for child, parent in tree.items() if parent in found} - found:
        found |= more
    return {each for each in map(process, found) if each}


def children(pid):
    """The direct children by the words of their command line."""
    found = {}
    for child, parent in parents().items():
        if parent == pid:
            with suppress(OSError):
                found[child] = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


def kill(pid, number=signal.SIGKILL):
    os.kill(pid, number)


def all_gone(processes, seconds=90.0):
    def left():
        return [each for each in processes if each.alive]

    try:
        until(lambda: not left(), seconds, "the end of processes")
    except AssertionError as late:
        names = [Path(f"/proc/{each.pid}/cmdline").read_bytes().replace(b"\0", b" ") for each in left()]
        raise AssertionError(f"{late}: {names} go on") from None


@contextmanager
def var_folder():
    """A short path that an unprivileged account can enter, unlike pytest's own folders under root."""
    folder = Path(tempfile.mkdtemp(prefix="wasl-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def environment(var, **more):
    """What a person's shell would give: none of what the test run has set for itself."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "WASL_VAR": str(var), "WASL_DEMO": "0", **more}


def runner(*words, var, **more):
    """Run a command of the runner to its end."""
    return subprocess.run(
        [sys.executable, "-m", "crm.runner", *words],
        cwd=ROOT,
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=120,
    )
