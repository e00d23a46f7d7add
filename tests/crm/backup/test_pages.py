"""Settings, Backups: for owners only, figures of the installation, two buttons, and the red banner on every page."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from crm.audit.models import Entry
from crm.backup import queries
from crm.backup.models import Run
from crm.runner import health

RED = "nobody has proved that a backup"


@pytest.fixture
def runs(db):
    now = timezone.now()
    Run.objects.create(
        kind="backup", state="done", name="wasl-20261122T013000Z.zip", started_at=now, finished_at=now, bytes=3 << 20
    )
    return Run.objects.create(kind="proof", state="failed", started_at=now, finished_at=now, reason="people has 2 rows")


def page(client):
    response = client.get("/settings/backups/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_the_last_ones_with_their_result(runs, owner, client_for):
    text = page(client_for(owner))
    assert "wasl-20261122T013000Z.zip" in text and "3 MB" in text
    assert "people has 2 rows" in text and "Failed" in text and "None yet" in text


@pytest.mark.parametrize(("language", "word"), [("ar", "النسخ الاحتياطي"), ("fa", "پشتیبان")])
def test_it_speaks_the_readers_language(runs, owner, client_for, language, word):
    owner.language = language
    owner.save()
    assert word in page(client_for(owner))


def test_an_empty_installation_is_told_what_will_happen(owner, client_for):
    text = page(client_for(owner))
    assert "No backup yet" in text and "disabled" in text


def test_the_menu_shows_it_to_owners_alone(owner, manager, client_for):
    assert "/settings/backups/" in client_for(owner).get("/settings/general/").content.decode()
    manager.role.rights = ["settings"]
    manager.role.save()
    client = client_for(manager)
    assert "/settings/backups/" not in client.get("/settings/general/").content.decode()
    assert client.get("/settings/backups/").status_code == 403


@pytest.mark.parametrize("kind", ["backup", "proof"])
def test_a_button_leaves_the_work_to_a_worker(owner, client_for, kind, runs):
    assert client_for(owner).post(f"/settings/backups/{kind}/").status_code == 302
    assert Run.objects.get(state="waiting").kind == kind
    assert Entry.objects.filter(action=f"backup.{kind}_asked", actor_id=owner.pk).exists()
    assert "A worker is at it" in page(client_for(owner))


def test_an_old_proof_is_a_red_banner_for_those_who_may_change_settings(owner, rep, client_for):
    cache.set(queries.KEY, (timezone.now() - timedelta(days=30), True), None)
    text = client_for(owner).get("/people/").content.decode()
    assert RED in text and "30 days" in text and "/settings/backups/" in text
    assert RED not in client_for(rep).get("/people/").content.decode()


def test_a_young_proof_is_none(owner, client_for):
    cache.set(queries.KEY, (timezone.now(), True), None)
    assert RED not in client_for(owner).get("/people/").content.decode()


def test_readiness_names_its_age_and_stays_ready(settings, db):
    settings.BACKUP_PROOF_DAYS = 10_000
    assert health.backups() == {"ok": True, "proven_days": None, "overdue": False}
    settings.BACKUP_PROOF_DAYS = 0
    Run.objects.create(kind="proof", state="done", started_at=timezone.now() - timedelta(days=3))
    assert health.backups() == {"ok": True, "proven_days": 3, "overdue": True}
