"""One process that starts the others, restarts what falls and leaves nothing behind when it ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crm.runner.faults import Fault
from crm.runner.places import ROOT

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
SHORTEST_PAUSE = 0.5
HEALTHY_AFTER = 10.0
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(number, parent=None):
    """Ask the kernel to send us this signal when our parent ends, however it ends. Linux only."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if parent is not None and os.getppid() != parent:  # it ended before we asked
        os.kill(os.getpid(), number)


@dataclass(frozen=True)
class Program:
    """How to run one child. `prepare` runs before each start, `ready` says when the next one may start."""

    name: str
    argv: list
    log: Callable
    env: dict | None = None
    account: object = None  # whom to run as, when we are root
    stop: int = signal.SIGTERM
    orphaned: int | None = None  # the signal it gets when we are killed, if not `stop`
    patience: float = 20.0
    prepare: Callable = lambda: None
    ready: Callable = lambda: True
    nice: int = 0  # how far it steps back when the processors are busy
    base: bool = False  # others stand on it: it is stopped after them
    sweep: bool = True  # kill the rest of its process group after it ends


def _begin(program, parent):
    """In the child, before it becomes the program."""
    die_with_parent(program.orphaned or program.stop, parent)
    os.nice(program.nice)


@dataclass
class Child:
    program: Program
    process: subprocess.Popen | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float = 0.0

    @property
    def alive(self):
        return self.process is not None and self.process.poll() is None

    def spawn(self):
        program, parent = self.program, os.getpid()
        program.prepare()
        identity = {}
        if program.account is not None and program.account.foreign:
            identity = {"user": program.account.uid, "group": program.account.gid, "extra_groups": []}
        with program.log() as log:
            self.process = subprocess.Popen(
                program.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=program.env,
                cwd="/" if program.base else ROOT,
                process_group=0,
                preexec_fn=lambda: _begin(program, parent),
                **identity,
            )
        self.started = time.monotonic()

    def sweep(self):
        if self.program.sweep:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Runs programs, each in its own process group, and keeps them running until told to stop."""

    def __init__(self, say=lambda line: None):
        self.children = []
        self.say = say
        self.stopping = False

    def stop_on_signals(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, *_):
        self.stopping = True

    def launch(self, programs, timeout=60.0):
        """Start programs in order, each after the one before is ready.

        Raises Fault naming the one that does not come up, InterruptedError when asked to stop meanwhile.
        """
        for program in programs:
            child = Child(program)
            self.children.append(child)
            child.spawn()
            deadline = time.monotonic() + timeout
            while not program.ready():
                if self.stopping:
                    raise InterruptedError
                if not child.alive or time.monotonic() > deadline:
                    raise Fault(f"{program.name} does not start; its last words: {last_words(program)}")
                time.sleep(0.02)

    def watch(self, still_wanted=lambda: True, interval=0.2):
        """Restart whatever ends, with back-off, until a signal comes or the services are not wanted."""
        while not self.stopping and still_wanted():
            for child in self.children:
                self._look_after(child)
            time.sleep(interval)

    def _look_after(self, child):
        now = time.monotonic()
        if child.process is not None and (code := child.process.poll()) is not None:
            child.sweep()
            long_lived = now - child.started > HEALTHY_AFTER
            child.pause = SHORTEST_PAUSE if long_lived else min(LONGEST_PAUSE, child.pause * 2 or SHORTEST_PAUSE)
            child.due = now + child.pause
            child.process = None
            self.say(f"{child.program.name} ended ({ending(code)}), starting it again in {child.pause:g} s")
        elif child.process is None and now >= child.due:
            child.spawn()

    def stop(self):
        """Stop all, politely and then for good: first what stands on the services, then the services."""
        self.stopping = True
        for base in (False, True):
            running = [child for child in reversed(self.children) if child.program.base is base and child.process]
            for child in running:
                if child.alive:
                    child.process.send_signal(child.program.stop)
            for child in running:
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(child.program.patience)
                if child.alive:
                    child.process.kill()
                    child.process.wait()
                child.sweep()
                child.process = None


def ending(code):
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def last_words(program):
    """The last line a program wrote to its log, and where the rest is."""
    with program.log() as log:
        path = Path(log.name)
    lines = path.read_text(errors="replace").strip().splitlines()
    return f"“{lines[-1].strip()}” (all of them are in {path})" if lines else f"none ({path} is empty)"
