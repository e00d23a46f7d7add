"""Backing up, proving, and removing what is too old. One process at a time, on whatever machine it runs."""

import logging
import os
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.utils import timezone

from crm.backup import saving, scratch
from crm.backup.archive import Damaged, Reader
from crm.backup.keeping import kept
from crm.backup.models import Run
from crm.backup.queries import last_done, remember
from crm.runner.faults import Fault

LOCK = "SELECT pg_try_advisory_lock(hashtextextended('wasl backup', 0))"
NAME = re.compile(r"wasl-(\d{8}T\d{6}Z)\.zip")
STAMP = "%Y%m%dT%H%M%SZ"
log = logging.getLogger("wasl.backup")


class Busy(Fault):
    """Another backup or proof is under way."""


def owner_url():
    """The address by which the owner reaches the database: all rows are the owner's to read."""
    return os.environ["DATABASE_URL"]


def folder():
    return Path(settings.BACKUP_DIR or settings.VAR_DIR / "backups")


def archives():
    """{moment: path} of the backups that lie in the folder."""
    found = ((NAME.fullmatch(path.name), path) for path in folder().glob("wasl-*.zip"))
    return {datetime.strptime(match[1], STAMP).replace(tzinfo=UTC): path for match, path in found if match}


def ask(kind, *, by=None):
    """Have a worker do it: a Run that waits. One that waits already is enough."""
    waiting = Run.objects.filter(kind=kind, state__in=[Run.State.WAITING, Run.State.RUNNING]).first()
    if waiting:
        return waiting
    log.info("%s asked for by member %s", kind, by.pk if by else "-")
    return Run.objects.create(kind=kind, state=Run.State.WAITING)


def back_up():
    """Make a backup now and remove those whose time is over. Returns its Run.

    Raises Fault when it does not come about; the Run then says why. Raises Busy, and leaves no Run, when another works.
    """
    with _alone():
        moment = datetime.now(UTC)
        path = folder() / f"wasl-{moment:{STAMP}}.zip"
        with _kept_as(Run.Kind.BACKUP, path.name) as run:
            _sweep_unfinished()
            manifest = saving.save(owner_url(), path)
            run.bytes = path.stat().st_size
            run.rows = sum(table["rows"] for table in manifest["tables"].values())
            run.files = len(manifest["files"])
        remove_old()
    return run


def prove(path=None):
    """Restore an archive, the newest unless one is named, into a scratch database and compare it with its manifest.

    Returns (Run, Report). Raises Fault when there is none or it does not come back, Busy when another works. The Run of
    a proof that found differences is a failed one.
    """
    with _alone():
        path = Path(path) if path else newest()
        with _kept_as(Run.Kind.PROOF, path.name) as run:
            run.bytes = path.stat().st_size if path.exists() else 0
            with Reader(path), scratch.database(owner_url()) as url:
                report = scratch.rebuild(path, url)
            run.rows, run.files = report.rows, report.files
            if report.faults:
                run.state, run.reason = Run.State.FAILED, "\n".join(report.faults)
    return run, report


def newest():
    found = archives()
    if not found:
        raise Fault(f"There is no backup in {folder()}: make one first.")
    return found[max(found)]


@contextmanager
def _alone():
    with psycopg.connect(owner_url(), autocommit=True) as connection:
        if not connection.execute(LOCK).fetchone()[0]:
            raise Busy("Another backup or restore is under way: wait until it has ended.")
        yield


@contextmanager
def _kept_as(kind, name):
    """A Run around the work, with how it ended. Raises Fault for whatever went wrong."""
    now = timezone.now()
    # we hold the lock, so whatever still says that it is running ended with its worker
    Run.objects.filter(state=Run.State.RUNNING).update(
        state=Run.State.FAILED, finished_at=now, reason="It ended without a word: its worker was stopped."
    )
    run = Run.objects.filter(kind=kind, state=Run.State.WAITING).first() or Run(kind=kind)
    run.state, run.name, run.started_at = Run.State.RUNNING, name, now
    run.save()
    try:
        yield run
    except (Fault, Damaged, OSError, psycopg.Error) as error:
        run.state, run.reason = Run.State.FAILED, f"{type(error).__name__}: {error}"[:2000]
        raise Fault(str(error)) from error
    finally:
        _finish(run)


def _finish(run):
    if run.state == Run.State.RUNNING:
        run.state = Run.State.DONE
    run.finished_at = timezone.now()
    run.save()
    remember()
    if run.state == Run.State.FAILED:
        log.error("%s of %s failed: %s", run.kind, run.name, run.reason)
    else:
        log.info("%s %s: %s rows, %s files, %s bytes", run.kind, run.name, run.rows, run.files, run.bytes)


def _sweep_unfinished():
    for path in folder().glob(".wasl-*.part"):
        path.unlink(missing_ok=True)


def remove_old():
    """Remove the archives that no day, week or month needs. Returns their names. The one that was proved last stays
    until a newer one is proved."""
    found = archives()
    stay = kept(found, daily=settings.BACKUP_DAILY, weekly=settings.BACKUP_WEEKLY, monthly=settings.BACKUP_MONTHLY)
    proven = last_done(Run.Kind.PROOF)
    gone = [path for moment, path in found.items() if moment not in stay and path.name != (proven and proven.name)]
    for path in gone:
        path.unlink(missing_ok=True)
    names = [path.name for path in gone]
    Run.objects.filter(kind=Run.Kind.BACKUP, name__in=names).update(removed_at=timezone.now())
    return names
