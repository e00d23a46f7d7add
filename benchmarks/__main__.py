"""python -m benchmarks [--sizes 10000,100000] [--rounds 30] [--pages board]: pages as multiples of a bare Django view.

The floor and the pages are timed in turn, in the same run, behind the same gunicorn settings; each figure is a median.
Ends with an exit code of 1 when a budget (budgets.py) is broken.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.ground import ground
from crm.runner.places import ROOT

HERE = Path(__file__).parent
FLOOR_PORT, PORT = 8491, 8492


def main():
    options = _options()
    with ground() as folder:
        from benchmarks.measure import measure  # noqa: PLC0415  # needs the settings

        servers = [_serve("benchmarks.floor:application", HERE / "floor" / "gunicorn.py", FLOOR_PORT)]
        try:
            report = measure(options, lambda: servers.append(_serve_wasl()), FLOOR_PORT, PORT)
        finally:
            for server in servers:
                server.terminate()
                server.wait(20)
    (folder / "report.json").write_text(json.dumps(report, indent=1))
    sys.exit(1 if report["broken"] else 0)


def _options():
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--pages", default="", help="only pages whose name holds this")
    options = parser.parse_args()
    options.sizes = [int(size) for size in options.sizes.split(",")]
    return options


def _serve_wasl():
    return _serve("crm.wsgi:application", ROOT / "crm" / "runner" / "gunicorn.py", PORT)


def _serve(application, config, port):
    environment = os.environ | {"PORT": str(port), "HOST": "127.0.0.1", "LOG_LEVEL": "ERROR"}
    if "floor" in application:
        environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "gunicorn", "--log-level", "error", "-c", str(config), application]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
    deadline = time.monotonic() + 60
    while not _listens(port):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            raise SystemExit(f"{application} does not listen on port {port}")
        time.sleep(0.1)
    return server


def _listens(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


if __name__ == "__main__":
    main()
