"""python -m benchmarks.bulk [--records 100000]: one change of very many records in a worker, and the pages meanwhile.

Everybody whom a list shows goes to another owner, and is then taken back. Until the worker is done, pages are asked for
as one member asks who opens one after the other; their medians are held against those of a quiet server just before.
Ends with an exit code of 1 when a budget (budgets.py) is broken, or a record was left out.
"""

import argparse
import statistics
import sys
import time

from benchmarks import servers
from benchmarks.budgets import BULK_RECORDS, BULK_SECONDS, BULK_SLOWS
from benchmarks.ground import ground

WARM_UP, ROUNDS = 5, 40
LIMIT = 900  # seconds after which nobody waits any longer


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk")
    parser.add_argument("--records", type=int, default=BULK_RECORDS)
    records = parser.parse_args().records
    with ground():
        from benchmarks import bulkwork, world  # noqa: PLC0415  # need the settings

        world.build([records], print)
        with servers.web(), servers.worker():
            task = bulkwork.Task(world.tenant_of(records), servers.PORT)
            quiet = _medians(task, lambda done: done < ROUNDS + WARM_UP)
            broken = [_told(what, job, busy, seconds, quiet) for what, job, busy, seconds in _both(task)]
    sys.exit(1 if any(broken) else 0)


def _both(task):
    for what, begin in (("assigned", task.begin), ("taken back", task.take_back)):
        job, begun = begin(), time.monotonic()
        busy = _medians(task, lambda _done, job=job, begun=begun: _busy(task, job, begun))
        yield what, job, busy, task.seconds


def _busy(task, job, begun):
    if time.monotonic() - begun > LIMIT:
        raise SystemExit(f"the worker has not ended after {LIMIT} s: {job.state}, {job.place:,} of {job.total:,}")
    return task.is_busy(job)


def _medians(task, goes_on):
    """{page: median seconds} of pages in turn, for as long as it goes on; without the first ones."""
    taken, done = {page: [] for page in task.pages}, 0
    while goes_on(done):
        for page in task.pages:
            taken[page].append(task.ask(page))
        done += 1
    return {page: statistics.median(seconds[WARM_UP:] or seconds) for page, seconds in taken.items()}


def _told(what, job, busy, seconds, quiet):
    """Print it. Returns whether a budget is broken."""
    budget = BULK_SECONDS * job.total / BULK_RECORDS
    count = job.undone if what == "taken back" else job.changed
    print(f"{job.total:,} records {what}: {seconds:.1f} s of {budget:.0f} s ({count:,} changed)")
    for page, before in quiet.items():
        slower = busy[page] / before
        print(f"  {page:<24} {before * 1000:>7.1f} ms  {busy[page] * 1000:>7.1f} ms meanwhile  {slower:.2f} ×")
    slow = max(busy[page] / before for page, before in quiet.items())
    return seconds > budget or slow > BULK_SLOWS or count != job.total


if __name__ == "__main__":
    main()
