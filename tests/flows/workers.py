"""A real Celery worker on the test's own database and queue, which can be killed."""

import os
import signal
import subprocess
import sys
import time

from crm.runner.places import ROOT


class Worker:
    def __init__(self, environment):
        self.environment, self.process = environment, None

    def start(self):
        command = [sys.executable, "-m", "celery", "-A", "crm", "worker", "--loglevel", "WARNING", "--concurrency", "1",
                   "--without-gossip", "--without-mingle", "--without-heartbeat"]  # fmt: skip
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        return self

    def kill(self):
        """As a power cut would: the process and its children, at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def eventually(condition, what, *, seconds=120, meanwhile=lambda: None):
    """Wait until the condition holds and return its value. Fails with `what` when it does not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        meanwhile()
        time.sleep(0.15)
    raise AssertionError(f"still not so: {what}")
