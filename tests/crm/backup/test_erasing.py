"""The end of a workspace: shut at once, undone by an owner, erased by a worker, proved over every table there is."""

import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connections
from django.http import Http404
from django.utils import timezone

from crm.audit.models import Entry
from crm.backup import closing, erasing, tasks
from crm.backup.models import Erasure
from crm.backup.saving import walk
from crm.events import timers
from crm.tenants.base import tenant_models
from crm.tenants.models import Tenant, User
from crm.tenants.public import issue_link, open_link
from crm.tenants.scope import tenant_scope
from tests import make


@pytest.fixture
def firms(committed_db, files):
    """((Acme, owner), (Zenith, owner)), each with people, a file, a timer and a link."""
    found = []
    for name in ("Acme", "Zenith"):
        tenant, owner = make.workspace(name, slug=name.lower(), owner=f"{name} Owner")
        with tenant_scope(tenant):
            make.contact("Some Body", by=owner)
            make.company("Some Firm", by=owner)
            timers.set_timer("channels.send", 1, timezone.now() + timedelta(days=1))
            issue_link("invitation", 1, token=f"{name} token")
        for place in (f"{tenant.pk}/files/a.pdf", f"imports/{tenant.pk}/b"):
            files.save(place, ContentFile(b"x"))
        found.append((tenant, owner))
    return found


def shut(tenant, owner, *, days_ago=0):
    with tenant_scope(tenant):
        tenant = closing.close(tenant, by=owner)
    if days_ago:
        Tenant.objects.filter(pk=tenant.pk).update(erase_at=timezone.now() - timedelta(days=days_ago))
    return tenant


def prove(workspace):
    out = io.StringIO()
    call_command("workspace", "prove-gone", workspace, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_nothing_is_left_of_it_and_all_of_the_other(firms):
    (acme, owner), (zenith, _boss) = firms
    with connections["owner"].cursor() as cursor:
        before = dict(erasing._counts(cursor, zenith.pk))
    shut(acme, owner, days_ago=1)
    tasks.erase_workspaces()
    certificate = Erasure.objects.get()
    assert certificate.number == acme.pk and certificate.files == 2 and certificate.files_removed_at
    assert certificate.counts["contacts_contact"] == 1 and certificate.rows == sum(certificate.counts.values())
    assert erasing.leftovers(acme.pk) == []
    with connections["owner"].cursor() as cursor:
        assert dict(erasing._counts(cursor, zenith.pk)) == before
    assert sorted(walk(default_storage)) == sorted([f"{zenith.pk}/files/a.pdf", f"imports/{zenith.pk}/b"])
    assert certificate.hash in prove("acme") and certificate.hash in prove(str(acme.pk))


def test_every_table_of_a_workspace_is_looked_at(committed_db):
    with connections["owner"].cursor() as cursor:
        looked = {name for name, _count in erasing._counts(cursor, 0)}
    assert {model._meta.db_table for model in tenant_models(apps)} <= looked
    assert {"events_timer", "tenants_publiclink"} <= looked


def test_before_its_day_it_stays_and_an_owner_takes_it_back(firms):
    acme, owner = firms[0]
    shut(acme, owner)
    tasks.erase_workspaces()
    assert Tenant.objects.filter(pk=acme.pk).exists() and not Erasure.objects.exists()
    with tenant_scope(acme):
        closing.reopen(acme, by=owner)
        acts = list(Entry.objects.filter(action__startswith="workspace.").values_list("action", flat=True))
    assert acts[-2:] == ["workspace.closing", "workspace.kept"]
    assert erasing.erase(acme.pk) is None


def test_what_is_left_is_named(firms):
    acme, owner = firms[0]
    shut(acme, owner, days_ago=1)
    tasks.erase_workspaces()
    default_storage.save(f"{acme.pk}/files/late.pdf", ContentFile(b"x"))
    with pytest.raises(CommandError, match="is left"):
        prove("acme")
    Erasure.objects.update(files_removed_at=None)
    tasks.erase_workspaces()
    assert prove("acme")


def test_an_altered_certificate_is_no_proof(firms):
    acme, owner = firms[0]
    shut(acme, owner, days_ago=1)
    tasks.erase_workspaces()
    Erasure.objects.update(rows=1)
    with pytest.raises(CommandError, match="altered"):
        prove("acme")


def test_what_was_never_erased_is_not_proved(firms):
    with pytest.raises(CommandError, match="is there"):
        prove("zenith")
    with pytest.raises(CommandError, match="never erased"):
        prove("nobody")


def test_nothing_runs_and_no_link_opens_in_it_meanwhile(firms):
    (acme, owner), (zenith, _boss) = firms
    for tenant in (acme, zenith):
        with tenant_scope(tenant):
            timers.set_timer("channels.send", 2, timezone.now())
    shut(acme, owner)
    due = {tenant for tenant, _timer in timers.claim_due()}
    assert acme.pk not in due and zenith.pk in due
    assert open_link("Zenith token", "invitation")[0] == zenith
    with pytest.raises(Http404):
        open_link("Acme token", "invitation")


def test_nobody_gets_in_and_an_owner_can_undo_it(acme, owner, rep, client_for):
    owner.user.set_password(make.PASSWORD)
    owner.user.save()
    boss, colleague = client_for(owner), client_for(rep)
    wrong = boss.post("/settings/ending/", {"name": "Acme Ltd", "password": "no"})
    assert (
        wrong.status_code == 422 and "not the name" in wrong.content.decode() and "password" in wrong.content.decode()
    )
    assert boss.post("/settings/ending/", {"name": acme.name, "password": make.PASSWORD}).status_code == 302
    for client in (boss, colleague):
        response = client.get("/people/")
        assert response.status_code == 423 and "This workspace is closed" in response.content.decode()
    assert colleague.post("/settings/ending/undo/").status_code == 403
    assert "Keep the workspace" in boss.get("/settings/ending/").content.decode()
    assert boss.post("/settings/ending/undo/").status_code == 302
    assert colleague.get("/people/").status_code == 200


def test_who_signs_in_by_a_company_account_signs_in_anew_first(acme, owner, client_for):
    owner.user.set_unusable_password()
    owner.user.save()
    client = client_for(owner)
    User.objects.filter(pk=owner.user.pk).update(last_login=timezone.now() - timedelta(hours=1))
    assert client.post("/settings/ending/", {"name": acme.name}).status_code == 422
    User.objects.filter(pk=owner.user.pk).update(last_login=timezone.now())
    assert client.post("/settings/ending/", {"name": acme.name}).status_code == 302
