"""One process that starts the others, restarts what falls and leaves nothing behind when it ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
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
    account: object = None
    stop: int = signal.SIGTERM
    patience: float = 20.0
    prepare: Callable = lambda: None
    ready: Callable = lambda: True
    sweep: bool = True  # kill the rest of its process group after it ends


@dataclass
class Child:
    program: Program
    process: subprocess.Popen | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float = field(default=0.0)


class Supervisor:
    """Runs programs in order, each in its own process group, and keeps them running until told to stop."""

    def __init__(self, programs, say=lambda line: None):
        self.children = [Child(program) for program in programs]
        self.say = say
        self.stopping = False

    def start(self, timeout=30.0):
        """Start all in order, each after the one before is ready. Raises TimeoutError naming the late one."""
        for child in self.children:
            self._spawn(child)
            self._await_ready(child, timeout)

    def _await_ready(self, child, timeout):
        deadline = time.monotonic() + timeout
        while not child.program.ready():
            if self.stopping:
                raise InterruptedError
            if child.process.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError(child.program.name)
            time.sleep(0.02)

    def stop_on_signals(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, *_):
        self.stopping = True

    def watch(self, still_wanted=lambda: True, interval=0.2):
        """Restart whatever ends, with back-off, until a signal comes or the services are not wanted."""
        while not self.stopping and still_wanted():
            for child in self.children:
                self._look_after(child)
            time.sleep(interval)

    def _look_after(self, child):
        now = time.monotonic()
        if child.process is not None and (code := child.process.poll()) is not None:
            self._sweep(child)
            child.pause = 0.5 if now - child.started > HEALTHY_AFTER else min(LONGEST_PAUSE, child.pause * 2 or 0.5)
            child.due = now + child.pause
            child.process = None
            self.say(f"{child.program.name} ended with {code}, starting it again in {child.pause:g} s")
        elif child.process is None and now >= child.due:
            self._spawn(child)

    def _spawn(self, child):
        program, parent = child.program, os.getpid()
        program.prepare()
        identity = {}
        if program.account is not None and program.account.foreign:
            identity = {"user": program.account.uid, "group": program.account.gid, "extra_groups": []}
        with program.log() as log:
            child.process = subprocess.Popen(
                program.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=program.env,
                cwd="/" if identity else None,
                process_group=0,
                preexec_fn=lambda: die_with_parent(program.stop, parent),
                **identity,
            )
        child.started = time.monotonic()

    def stop(self):
        """Stop all in reverse order: politely, then for good."""
        self.stopping = True
        for child in reversed(self.children):
            process = child.process
            if process is None:
                continue
            if process.poll() is None:
                process.send_signal(child.program.stop)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(child.program.patience)
            if process.poll() is None:
                process.kill()
                process.wait()
            self._sweep(child)
            child.process = None

    def _sweep(self, child):
        if child.program.sweep:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.process.pid, signal.SIGKILL)
