"""How much a workspace may keep: counted honestly, bounded exactly, said in the reader's words."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import translation

from crm.backup.saving import walk
from crm.documents.attachments import attach, remove
from crm.documents.models import Attachment
from crm.documents.room import room
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope
from tests.crm.documents.test_making import made

KB = 1024


def upload(size=10 * KB, name="a.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7".ljust(size))


def test_files_and_papers_count_until_they_are_gone(person, rep, template, run_due, zenith):
    [kept, _other] = attach(person, [upload(), upload(5 * KB)], by=rep)
    document = made(person, template, run_due)
    assert (room().files, room().papers, room().most) == (15 * KB, document.size, 0)
    Attachment.objects.filter(pk=kept.pk).update(state="refused", file="")
    assert room().used == 5 * KB + document.size
    remove(kept, by=rep)
    assert room().files == 5 * KB
    with out_of_scope(), tenant_scope(zenith):
        assert room().used == 0


def test_what_does_not_fit_is_refused_with_what_is_left(person, rep, settings):
    settings.STORAGE_QUOTA = 32 * KB
    attach(person, [upload(20 * KB)], by=rep)
    with pytest.raises(ValidationError, match="14 KB do not fit any more: 12 KB of 32 KB are left in this workspace"):
        attach(person, [upload(7 * KB), upload(7 * KB)], by=rep)
    attach(person, [upload(12 * KB)], by=rep)
    with pytest.raises(ValidationError, match="is full: 32 KB are used"):
        attach(person, [upload(1 * KB)], by=rep)
    with translation.override("fa"), pytest.raises(ValidationError, match="این فضای کاری پر است: ۳۲"):
        attach(person, [upload(1 * KB)], by=rep)
    assert len(list(walk(default_storage))) == 2  # nothing of the refused ones stays behind


def test_papers_are_made_even_when_it_is_full(person, rep, template, run_due, settings):
    settings.STORAGE_QUOTA = 10 * KB
    attach(person, [upload()], by=rep)
    assert made(person, template, run_due).state == "ready"
    assert room().left == 0 and room().percent == 100


def test_of_many_at_once_as_many_get_in_as_fit(committed_db, settings):
    settings.STORAGE_QUOTA = 35 * KB
    tenant, owner = make.workspace("Acme", slug="acme")
    with tenant_scope(tenant):
        person = make.contact(by=owner)
    start = Barrier(6)

    def add(_worker):
        try:
            start.wait()
            with tenant_scope(tenant):
                attach(person, [upload()], by=owner)
            return "kept"
        except ValidationError as fault:
            return fault.code or fault.error_list[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(add, range(6))) == ["kept"] * 3 + ["room"] * 3
    with tenant_scope(tenant):
        assert room().used == 30 * KB and len(list(walk(default_storage, str(tenant.pk)))) == 3


def test_the_workspaces_settings_tell_how_full_it_is(person, rep, owner, client_for, settings):
    attach(person, [upload()], by=rep)
    html = client_for(owner).get("/settings/general/").content.decode()
    assert "<strong>10 KB</strong>" in html and 'value="31"' not in html
    settings.STORAGE_QUOTA = 32 * KB
    html = client_for(owner).get("/settings/general/").content.decode()
    assert "<strong>10 KB of 32 KB</strong>" in html and 'value="31"' in html
