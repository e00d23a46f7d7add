"""python -m benchmarks [--sizes 10000,100000] [--rounds 30] [--pages board]: pages as multiples of a bare Django view.

The floor and the pages are timed in turn, in the same run, behind the same gunicorn settings; each figure is a median.
Ends with an exit code of 1 when a budget (budgets.py) is broken.
"""

import argparse
import json
import sys
from contextlib import ExitStack

from benchmarks import servers
from benchmarks.ground import ground


def main():
    options = _options()
    with ground() as folder:
        from benchmarks.measure import measure  # noqa: PLC0415  # needs the settings

        with ExitStack() as running:
            running.enter_context(servers.floor())
            report = measure(options, lambda: running.enter_context(servers.web()), servers.FLOOR_PORT, servers.PORT)
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


if __name__ == "__main__":
    main()
