"""What goes into an archive: one moment, behind the wall, and only what is of use elsewhere."""

import json
import zipfile
from datetime import timedelta

import psycopg
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from contacts.models import Contact
from crm.api.webhooks.actions import create_webhook, queue
from crm.backup.archive import MANIFEST
from crm.documents.attachments import attach
from crm.events.models import Delivery, Event, Timer
from crm.events.timers import set_timer
from crm.moving import loading, saving
from crm.records.models import BulkJob
from crm.tenants.base import tenant_models
from crm.tenants.scope import tenant_scope
from tests import make
from tests.crm.moving.firms import PDF, work_off


@pytest.fixture
def firm(committed_db, files):
    """(tenant, owner, one of its people)."""
    tenant, owner = make.workspace("Acme", slug="acme", owner="Olivia Owner")
    with tenant_scope(tenant):
        person = make.contact("Noura", by=owner)
        work_off()
    return tenant, owner, person


def opened(path):
    """({label: rows}, manifest) as they are written."""
    with zipfile.ZipFile(path) as archive:
        rows = {
            name.removeprefix("parts/").removesuffix(".jsonl"): [
                json.loads(line) for line in archive.read(name).splitlines()
            ]
            for name in archive.namelist()
            if name.startswith("parts/")
        }
        return rows, json.loads(archive.read(MANIFEST))


def test_it_is_one_moment_although_people_go_on(firm, tmp_path, monkeypatch):
    tenant, owner, _person = firm
    whole = saving._save_part

    def while_somebody_works(connection, part, writer):
        with tenant_scope(tenant):
            make.contact(f"Meanwhile {part.label}", by=owner)
        return whole(connection, part, writer)

    told = []
    monkeypatch.setattr(saving, "_save_part", while_somebody_works)
    saving.save(tenant, tmp_path / "a.zip", tell=lambda done, total: told.append((done, total)))
    rows, manifest = opened(tmp_path / "a.zip")
    assert [row["name"] for row in rows["contacts.Contact"]] == ["Noura"]
    assert all(len(rows[label]) == said["rows"] for label, said in manifest["parts"].items())
    assert told == sorted(told) and told[-1][0] == told[-1][1] == sum(map(len, rows.values()))
    with tenant_scope(tenant):
        assert Contact.objects.count() > 20, "nobody had to wait"


def test_it_is_read_by_the_plain_role_behind_the_wall(firm, tmp_path, monkeypatch):
    tenant, _owner, _person = firm
    other, _boss = make.workspace("Zenith", slug="zenith", owner="Otto Outsider")
    seen = []
    whole = saving._save_rows

    def asked(connection, tenant_id, writer, tell):
        seen.append(connection.execute("SELECT current_user, count(*) FROM tenants_member").fetchone())
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), connection.transaction():
            connection.execute("UPDATE tenants_tenant SET name = 'x'")
        return whole(connection, tenant_id, writer, tell)

    monkeypatch.setattr(saving, "_save_rows", asked)
    saving.save(tenant, tmp_path / "a.zip")
    assert seen == [("crm_app", 1)]
    rows, manifest = opened(tmp_path / "a.zip")
    assert {row["name"] for row in rows["tenants.Member"]} == {"Olivia Owner"}
    assert {person["name"] for person in manifest["people"]} == {"Olivia Owner"}
    assert manifest["people"][0].keys() == {"id", "email", "name", "language"}, "no password, no second step"
    assert other.slug not in json.dumps(manifest)


def test_secrets_and_machinery_stay_behind(firm, tmp_path):
    tenant, owner, _person = firm
    with tenant_scope(tenant):
        hook, secret = create_webhook(name="Store", url="https://x.example/zz", kinds=["contact.*"], by=owner)
        queue(hook, None)
    saving.save(tenant, tmp_path / "a.zip")
    rows, manifest = opened(tmp_path / "a.zip")
    stay = {"api.Token", "notify.Device", "notify.Push", "events.TimerFailure", "transfer.Export", "moving.Archive"}
    stay |= {"api.Webhook", "api.Sending"}
    assert not stay & rows.keys()
    assert not [each for each in (secret, hook.secret, "example/zz") if each in json.dumps([rows, manifest])]
    assert not any(
        "hash" in row or "password" in row for label in rows for row in rows[label] if label != "audit.Entry"
    )
    from_models = {model._meta.label for model in tenant_models(loading.parts.__globals__["apps"])}
    assert rows.keys() | stay >= from_models


def test_a_file_that_is_gone_is_named_and_stops_nothing(firm, tmp_path):
    tenant, owner, person = firm
    with tenant_scope(tenant):
        [kept, lost] = attach(person, [SimpleUploadedFile(name, PDF) for name in ("a.pdf", "b.pdf")], by=owner)
    default_storage.delete(lost.file.name)
    manifest = saving.save(tenant, tmp_path / "a.zip")
    assert list(manifest["files"]) == [kept.file.name] and manifest["lost"] == [lost.file.name]
    moved = loading.load(tmp_path / "a.zip", slug="moved")
    with tenant_scope(moved):
        person = Contact.objects.get()
        names = {name: loading.moved_file(file.file.name, moved.pk) for name, file in (("a", kept), ("b", lost))}
        assert default_storage.exists(names["a"]) and not default_storage.exists(names["b"])


def test_work_within_goes_on_in_both_and_work_for_others_only_there(firm, tmp_path):
    """An event that half of its consumers have dealt with, a job under way, mails and reminders."""
    tenant, owner, person = firm
    soon, past = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=1)
    with tenant_scope(tenant):
        event = Event.objects.latest("pk")
        Delivery.objects.filter(event=event).exclude(consumer="crm.records.activity.consume").delete()
        set_timer("events.fan_out", event.pk, past)
        set_timer("activities.due", person.pk, past)
        set_timer("activities.overdue", person.pk, soon)
        set_timer("channels.send", person.pk, soon)
        asked = {"asked": "q=x", "ids": [person.pk], "state": "running"}
        BulkJob.objects.create(record_type="contact", verb="tag", member=owner, **asked)
    saving.save(tenant, tmp_path / "a.zip")
    rows, manifest = opened(tmp_path / "a.zip")
    assert {row["event_id"] for row in rows["events.Delivery"]} == {event.pk}, "of all other events nobody will ask"
    assert {kind for kind, _key, _due in manifest["timers"]} == {
        "events.fan_out",
        "activities.due",
        "activities.overdue",
    }
    moved = loading.load(tmp_path / "a.zip", slug="moved")
    with tenant_scope(moved):
        timers = Timer.objects.filter(tenant=moved).values_list("kind", flat=True)
        assert sorted(timers) == ["events.fan_out", "records.empty_bin"], "that task was none, and the past is past"
        job = BulkJob.objects.get()
        assert (job.state, job.asked, job.ids) == ("stopped", "", [])
        before = Delivery.objects.count()
        work_off()
        assert (
            Delivery.objects.count() > before and not Timer.objects.filter(tenant=moved, kind="events.fan_out").exists()
        )
