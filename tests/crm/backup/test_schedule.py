"""When it is time, and which backups stay."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from crm.backup import actions, queries, schedule, tasks
from crm.backup.keeping import kept
from crm.backup.models import Run

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def ran(kind, when, state="done", **fields):
    return Run.objects.create(kind=kind, state=state, started_at=when, **fields)


@pytest.fixture
def hour(settings, db, monkeypatch):
    settings.BACKUP_AT = "01:30"
    monkeypatch.setattr(schedule, "installed_at", lambda: NOW - timedelta(days=2))


def test_a_new_installation_backs_up_in_its_first_night_and_proves_it_then(hour, monkeypatch):
    monkeypatch.setattr(schedule, "installed_at", lambda: NOW)
    assert schedule.due(NOW) == [] and schedule.due(NOW + timedelta(hours=13)) == []
    assert schedule.due(NOW + timedelta(hours=14)) == ["backup"]
    ran("backup", NOW)
    assert schedule.due(NOW) == ["proof"]
    ran("proof", NOW)
    assert schedule.due(NOW) == []


def test_one_a_day_and_one_that_was_slept_through_is_made_up(hour):
    ran("proof", NOW)
    run = ran("backup", NOW.replace(hour=1, minute=31))
    assert schedule.due(NOW) == [] and schedule.due(NOW + timedelta(hours=13)) == []
    assert schedule.due(NOW + timedelta(hours=14)) == ["backup"]
    run.started_at = NOW - timedelta(days=4)
    run.save()
    assert schedule.due(NOW) == ["backup"]


def test_the_hour_is_the_last_one_that_passed(hour):
    assert schedule.last_hour(NOW) == NOW.replace(hour=1, minute=30)
    assert schedule.last_hour(NOW.replace(hour=1)) == NOW.replace(hour=1, minute=30) - timedelta(days=1)


def test_a_failure_is_tried_again_after_a_while(hour):
    ran("backup", NOW, state="failed")
    assert schedule.due(NOW + timedelta(minutes=50)) == []
    assert schedule.due(NOW + timedelta(minutes=61)) == ["backup"]


def test_a_week_after_the_last_proof_the_next_is_due(hour, settings):
    ran("backup", NOW + timedelta(days=7))
    ran("proof", NOW)
    assert schedule.due(NOW + timedelta(days=6, hours=23)) == []
    assert schedule.due(NOW + timedelta(days=7)) == ["proof"]


def test_what_somebody_asked_for_is_done_even_when_the_clock_is_off(settings, db):
    settings.BACKUP_AT = ""
    assert schedule.due(NOW) == []
    actions.ask("proof")
    actions.ask("proof")
    assert schedule.due(NOW) == ["proof"] and Run.objects.count() == 1


def test_a_failing_worker_says_so_and_goes_on(hour, monkeypatch, caplog):
    def refuse():
        raise actions.Fault("the disk is full")

    monkeypatch.setitem(tasks.DO, "backup", refuse)
    with caplog.at_level("WARNING", "wasl.backup"):
        tasks.keep_backups()
    assert "the disk is full" in caplog.text


def test_the_pages_hear_of_the_last_proof_from_a_worker(hour, settings):
    settings.BACKUP_PROOF_DAYS = 10
    assert queries.warning() is None, "no worker has looked yet"
    ran("proof", timezone.now() - timedelta(days=9))
    queries.remember()
    assert queries.warning() is None
    Run.objects.update(started_at=timezone.now() - timedelta(days=11))
    queries.remember()
    assert queries.warning().days == 11 and queries.warning().at


def test_never_proved_is_told_once_the_installation_is_old_enough(hour, settings):
    settings.BACKUP_PROOF_DAYS = 0
    queries.remember()
    assert queries.warning().at is None
    ran("proof", timezone.now(), state="failed")
    queries.remember()
    assert queries.warning().at is None, "a failed proof proves nothing"


def days(*back):
    return [NOW - timedelta(days=number) for number in back]


def test_one_of_each_day_week_and_month_stays():
    stay = kept(days(*range(400)), daily=7, weekly=5, monthly=12)
    assert set(days(*range(7))) <= stay
    assert len(stay) <= 7 + 5 + 12 and min(stay) < NOW - timedelta(days=320)


def test_of_several_a_day_the_newest_stays():
    moments = [NOW, NOW - timedelta(hours=2), NOW - timedelta(hours=5)]
    assert kept(moments, daily=7, weekly=5, monthly=12) == {NOW}


def test_days_without_a_backup_are_not_counted():
    assert kept(days(0, 40, 80), daily=2, weekly=0, monthly=0) == set(days(0, 40))


def test_the_newest_stays_whatever_is_asked():
    assert kept(days(3, 9), daily=0, weekly=0, monthly=0) == set(days(3))
    assert kept([], daily=1, weekly=1, monthly=1) == set()


def test_old_archives_go_and_the_proved_one_stays(db, settings, tmp_path):
    settings.BACKUP_DIR, settings.BACKUP_DAILY = str(tmp_path), 2
    settings.BACKUP_WEEKLY = settings.BACKUP_MONTHLY = 0
    for moment in days(*range(6)):
        path = tmp_path / f"wasl-{moment:{actions.STAMP}}.zip"
        path.touch()
        ran("backup", moment, name=path.name)
    (tmp_path / "wasl-mine.zip").touch()
    ran("proof", NOW, name=f"wasl-{days(4)[0]:{actions.STAMP}}.zip")
    assert len(actions.remove_old()) == 3
    assert set(actions.archives()) == set(days(0, 1, 4)) and (tmp_path / "wasl-mine.zip").exists()
    assert Run.objects.exclude(removed_at=None).count() == 3
