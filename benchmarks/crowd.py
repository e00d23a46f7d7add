"""python -m benchmarks.crowd [--people 100000] [--seconds 60]: fifty members who work at once, by locust, on loopback.

Each opens lists, people, deals, the board and Today, types into the search and writes notes, and reads for some seconds
between one page and the next (members.py). First one of them works without a pause; the median of those answers is
what the nineteen fastest of twenty answers among fifty are held against. Ends with an exit code of 1 when the budget
(budgets.py) is broken or a request failed.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks import servers
from benchmarks.budgets import CROWD, CROWD_TIMES
from benchmarks.ground import ground
from crm.runner.places import ROOT

ALONE_SECONDS = 20
ARRIVING = 2  # members a second; what they are answered until all are there is not counted


def main():
    options = _options()
    with ground() as folder:
        from benchmarks import world  # noqa: PLC0415  # needs the settings
        from benchmarks.client import visitors  # noqa: PLC0415

        world.build([options.people], print)
        (folder / "visitors.json").write_text(json.dumps(visitors(world.tenant_of(options.people), CROWD)))
        with servers.web(), servers.worker():
            alone = _worked(folder, 1, ALONE_SECONDS, pause=0)
            crowd = _worked(folder, CROWD, options.seconds, pause=1)
    median, slow = float(alone["50%"]), float(crowd["95%"])
    print(f"one member without a pause: {alone['Request Count']} requests, median {median:.0f} ms")
    print(
        f"{CROWD} members: {crowd['Request Count']} requests, {float(crowd['Requests/s']):.1f} a second, median"
        f" {crowd['50%']} ms, 95 of 100 within {slow:.0f} ms: {slow / median:.1f} × of {CROWD_TIMES} ×,"
        f" {crowd['Failure Count']} failed"
    )
    failed = int(alone["Failure Count"]) + int(crowd["Failure Count"])
    sys.exit(1 if failed or slow > median * CROWD_TIMES else 0)


def _options():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=60)
    return parser.parse_args()


def _worked(folder, members, seconds, *, pause):
    """locust's line of all requests together, after so many seconds."""
    name, arrived = folder / f"crowd-{members}", members // ARRIVING
    command = [
        sys.executable, "-m", "locust", "-f", str(Path(__file__).parent / "members.py"), "--headless", "--only-summary",
        "--host", f"http://127.0.0.1:{servers.PORT}", "-u", str(members), "-r", str(ARRIVING),
        "-t", f"{arrived + seconds}s",
        "--reset-stats", "--csv", str(name), "--stop-timeout", "10", "--loglevel", "ERROR",
    ]  # fmt: skip
    environment = {**os.environ, "VISITORS": str(folder / "visitors.json"), "PAUSE": str(pause)}
    with (folder / f"crowd-{members}.txt").open("w") as said:
        subprocess.run(command, cwd=ROOT, env=environment, stdout=said, stderr=said, timeout=arrived + seconds + 120)
    with Path(f"{name}_stats.csv").open() as file:
        return next(row for row in csv.DictReader(file) if row["Name"] == "Aggregated")


if __name__ == "__main__":
    main()
