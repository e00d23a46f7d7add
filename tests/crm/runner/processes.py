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

from crm.runner.places import ROOT


def until(question, seconds=90.0, what="it"):
    """Wait for a true answer and return it."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.05)
    return answer


def alive(pid):
    """Whether the process runs; one that has ended and waits for its parent does not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def parents():
    found = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            found[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
    return found


def family(pid):
    """The process and all its descendants."""
    tree, found = parents(), {pid}
    while more := {child for child, parent in tree.items() if parent in found} - found:
        found |= more
    return found


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


def all_gone(pids, seconds=90.0):
    until(lambda: not any(map(alive, pids)), seconds, f"the end of {sorted(pids)}")


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
