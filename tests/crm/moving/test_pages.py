"""Settings: an owner takes the workspace along, with proof of themselves; nobody else, and every step on the trail."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core.files.storage import default_storage
from django.utils import timezone

from crm.audit.models import Entry
from crm.events.models import Timer
from crm.moving import actions
from crm.moving.models import Archive
from crm.notify.models import Notification
from crm.tenants.scope import tenant_scope
from tests import make
from tests.crm.moving.firms import work_off

SURE = {"understood": "on", "password": make.PASSWORD}


@pytest.fixture
def boss(owner, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow one adds nothing here
    owner.user.password = make_password(make.PASSWORD)
    owner.user.save()
    return owner


def test_everything_leaves_only_with_the_owners_password(boss, client_for):
    client = client_for(boss)
    assert b"Not in it: passwords" in client.get("/settings/archive/").content
    for data in ({}, SURE | {"password": "guess"}, {"password": make.PASSWORD}):
        response = client.post("/settings/archive/", data)
        assert response.status_code == 422 and not Archive.objects.exists()
    assert client.post("/settings/archive/", SURE).status_code == 302
    archive = Archive.objects.get()
    assert Timer.objects.filter(kind="moving.write", object_id=archive.pk).exists()
    assert Entry.objects.filter(action="archive.started", actor_id=boss.pk).exists()
    again = client.post("/settings/archive/", SURE)
    assert again.status_code == 422 and "An archive is being written" in again.content.decode()
    actions._tell(archive.pk, 30, 120)
    part = client.get(f"/settings/archive/{archive.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert ">30<" in part and ">120<" in part and "hx-trigger" in part and "<html" not in part
    assert client.get(f"/settings/archive/{archive.pk}/file/").status_code == 302, "there is none yet"
    client.post(f"/settings/archive/{archive.pk}/discard/")
    archive.refresh_from_db()
    assert archive.state == "gone" and not Timer.objects.filter(kind="moving.write").exists()
    assert client.get(f"/settings/archive/{archive.pk + 1}/").status_code == 404


def test_a_worker_writes_it_tells_its_owner_and_deletes_it_in_time(committed_db, client_for):
    tenant, boss = make.workspace("Acme", slug="acme", owner="Olivia Owner")
    with tenant_scope(tenant):
        make.contact("Some Body", by=boss)
        first = actions.start(by=boss)
    with tenant_scope(tenant):
        work_off()
        first.refresh_from_db()
        assert first.state == "done" and first.rows > 10 and len(first.sha256) == 64
        notice = Notification.objects.get(kind="archive.ready", member=boss)
        assert notice.record_id == first.pk
    client = client_for(boss)
    shown = client.get(f"/settings/archive/{first.pk}/").content.decode()
    assert first.sha256 in shown and "Download" in shown
    response = client.get(f"/settings/archive/{first.pk}/file/")
    assert b"".join(response.streaming_content)[:2] == b"PK" and "no-store" in response["Cache-Control"]
    with tenant_scope(tenant):
        assert Entry.objects.filter(action="archive.opened", actor_id=boss.pk).exists()
        end = Timer.objects.get(kind="moving.end")
        assert timedelta(days=2, hours=23) < end.due - timezone.now() < timedelta(days=3)
        assert default_storage.exists(first.file)
        Timer.objects.filter(pk=end.pk).update(due=timezone.now())
        work_off()
        first.refresh_from_db()
    assert first.state == "gone" and not default_storage.exists(first.file)
    assert client.get(f"/settings/archive/{first.pk}/file/").status_code == 302


def test_who_is_no_owner_any_more_gets_nothing(owner, manager):
    archive = actions.start(by=manager)
    actions.write(archive.pk)
    archive.refresh_from_db()
    assert (archive.state, archive.size) == ("failed", 0) and "no owner any more" in archive.reason
