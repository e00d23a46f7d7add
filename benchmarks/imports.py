"""python -m benchmarks.imports [--rows 10000]: a messy list of customers, from the upload to the last row.

The file goes in as a browser sends it, its columns are confirmed as they were guessed, and the pieces are done one
after the other as a worker does them; then the same file once more, when everybody is known, and the undo of the first.
Ends with an exit code of 1 when one of them takes longer than the budget, or rows are lost.
"""

import argparse
import sys

from benchmarks.ground import ground

SECONDS = 30  # for 10,000 rows


def main():
    options = _options()
    with ground():
        from benchmarks.customers import bring_in_and_undo  # noqa: PLC0415  # needs the settings

        taken = bring_in_and_undo(options.rows)
    budget = SECONDS * options.rows / 10_000
    for what, seconds, job in taken:
        counts = f"{job.created:,} created, {job.updated:,} updated, {job.skipped:,} left, {job.failed:,} refused"
        print(f"{options.rows:,} rows {what}: {seconds:.1f} s of {budget:.0f} s ({counts})")
    sys.exit(1 if any(seconds > budget or job.done != job.total for _what, seconds, job in taken) else 0)


def _options():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports")
    parser.add_argument("--rows", type=int, default=10_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
