"""From HTML to PDF: the side of the press that Wasl calls."""

import atexit
import json
import os
import subprocess
import sys
import threading

from django.conf import settings

from crm.documents import press
from crm.documents.sheets import styles

KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE")


class PrintFailed(RuntimeError):
    """The document could not be printed. The message says why, in English, for those who run the system."""


class Press:
    """One child process that prints, started when first needed and again when it died. Safe to call from threads."""

    def __init__(self):
        self.lock, self.process, self.owner = threading.Lock(), None, None

    def print(self, job):
        with self.lock:
            process = self._ready()
            try:
                press.write(process.stdin, json.dumps(job).encode())
                answer = press.read(process.stdout)
            except OSError:
                answer = None
            if not answer:
                raise PrintFailed(self._cause_of_death())
        if answer[:1] == b"-":
            raise PrintFailed(answer[1:].decode())
        return answer[1:]

    def _ready(self):
        if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
            self.owner = os.getpid()  # a fork must not write into its parent's pipe
            self.process = subprocess.Popen(  # noqa: S603  # our own file, under our own interpreter
                [sys.executable, "-I", press.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ},
            )
        return self.process

    def _cause_of_death(self):
        code = self.process.wait()
        if code == -press.signal.SIGALRM:
            return f"printing took longer than {press.SECONDS} seconds"
        return f"the press ended with code {code}"

    def close(self):
        if self.process and self.owner == os.getpid():
            self.process.stdin.close()
            self.process.wait()
            self.process = None


_press = Press()
atexit.register(_press.close)


def render_pdf(html, *, engine=""):
    """The PDF of a page (crm.documents.sheets.page), its footer in the language and digits in force. Bytes.

    Nothing outside the page is fetched but our fonts, from settings.PRINT_FONTS. `engine` is weasyprint or
    plutoprint; by default settings.PRINT_ENGINE, else the best this machine can run. Raises PrintFailed.
    """
    job = {"html": html, "styles": styles(), "fonts": str(settings.PRINT_FONTS)}
    return _press.print({**job, "engine": engine or settings.PRINT_ENGINE})
