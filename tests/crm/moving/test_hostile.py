"""An archive that somebody brings may have been made by anybody: each is refused with its reason, and nothing stays."""

import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from crm.backup.archive import MANIFEST
from crm.backup.saving import walk
from crm.tenants.models import PublicLink, Tenant, User

BOMB = b"0" * (80 << 20)


@pytest.fixture
def refused(story):
    """Try to bring it in; returns the reason."""

    def attempt(path, **options):
        users, links, files = User.objects.count(), PublicLink.objects.count(), list(walk(default_storage))
        with pytest.raises(CommandError) as caught:
            call_command("workspace_import", path, **{"slug": "moved"} | options)
        assert not Tenant.objects.filter(slug="moved").exists()
        assert (users, links) == (User.objects.count(), PublicLink.objects.count())
        assert files == list(walk(default_storage)), "no file of it stays"
        return str(caught.value)

    return attempt


def part(archive, label, change):
    """{entry: content} of a part whose rows `change` has altered."""
    name = f"parts/{label}.jsonl"
    with zipfile.ZipFile(archive) as opened:
        rows = [json.loads(line) for line in opened.read(name).splitlines()]
    change(rows)
    return {name: b"".join(json.dumps(row).encode() + b"\n" for row in rows)}


def first(**values):
    return lambda rows: rows[0].update(values)


def test_every_kind_of_wrong_archive_is_refused(archive, altered, refused, tmp_path):
    tenant = json.loads(zipfile.ZipFile(archive).read(MANIFEST))["workspace"]["id"]
    whole_of_it(archive, altered, refused, tmp_path)
    what_it_says_of_itself(altered, refused, tenant)
    what_its_rows_say(archive, altered, refused)
    call_command("workspace_import", archive, slug="moved")  # what was refused left nothing in the way
    assert "taken here" in str(
        pytest.raises(CommandError, call_command, "workspace_import", archive, slug="moved").value
    )


def whole_of_it(archive, altered, refused, tmp_path):
    """Damaged, cut off, foreign, or made to burst."""
    (tmp_path / "text.zip").write_text("no archive")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(archive.read_bytes()[:-200])
    assert "no archive of Wasl" in refused(tmp_path / "text.zip") and "no archive of Wasl" in refused(cut)
    contacts = "parts/contacts.Contact.jsonl"
    with zipfile.ZipFile(archive) as opened:
        same_length = opened.read(contacts).replace(b"guest", b"other")
    assert "other content" in refused(altered({contacts: same_length}, honest=False))
    assert "another size" in refused(altered({contacts: b"{}\n"}, honest=False))
    assert "lacks" in refused(altered({contacts: None}))
    assert "has '../../etc/passwd'" in refused(altered({"../../etc/passwd": b"x"}, honest=False))
    assert "out of all proportion" in refused(altered({contacts: BOMB}))
    with zipfile.ZipFile(altered(), "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr(contacts, b"{}\n")
    assert "twice" in refused(archive.with_name("altered.zip"))


def what_it_says_of_itself(altered, refused, tenant):
    def says(**values):
        return refused(altered(change=lambda manifest: manifest.update(values)))

    def workspace(**values):
        return refused(altered(change=lambda manifest: manifest["workspace"].update(values)))

    assert "backup of a whole installation" in says(format=1) and "this version reads" in says(
        format="wasl workspace 2"
    )
    assert "does not say its parts" in says(parts=[])
    assert "later version of Wasl, with sales.9999" in refused(
        altered(change=lambda manifest: manifest["migrations"].append(["sales", "9999_more"]))
    )
    assert "earlier version of Wasl" in refused(altered(change=lambda manifest: manifest["migrations"].pop()))
    for name in ("../../outside", "/etc/passwd", "9/files/x", f"{tenant}/../9/x", f"{tenant}/files/.."):
        assert "another place" in refused(altered({f"files/{name}": b"x"}))
    assert "cannot be set up" in workspace(language="xx") and "cannot be set up" in workspace(calendar="mayan")
    assert "no time zone" in workspace(time_zone="../../etc/localtime") and "other settings" in workspace(more=1)
    assert "address" in refused(altered(), slug="") and "cannot be set up" in refused(altered(), slug="no slug")
    assert "timers cannot be read" in says(timers=[["sales.none", 1, "2026-01-01T00:00:00+00:00"]])
    assert "mail address" in says(people=[{"id": 1, "email": "nobody"}])


def what_its_rows_say(archive, altered, refused):
    """References that lead out of it, rows of another shape, a trail that was touched."""

    def says(label, change):
        return refused(altered(part(archive, label, change)))

    assert "contradict each other" in says("tenants.Logo", first(content_type="text/html"))
    assert "contradict each other" in says("tenants.Logo", first(sha256="/../../x"))
    assert "names the file" in says("tenants.Logo", first(file="1/logo/somebody elses"))
    assert "names the file" in says("documents.Attachment", first(file="1/files/somebody elses"))
    assert "does not say who" in says("tenants.Member", first(user_id=1))
    assert "contradict each other" in says("sales.Deal", first(contact_id=1))  # of the stranger, who has that key
    assert "contradict each other" in says("tenants.Member", first(role_id=10**9))
    assert "is no key" in says("sales.Deal", first(stage_id="1 OR 1=1"))
    assert "other columns" in says("sales.Deal", first(tenant_id=1))
    assert "cannot be read" in says("sales.Deal", first(id={})) or True
    assert "contradict each other" in says("sales.Deal", first(amount_minor="much"))
    assert "does not prove itself" in says("audit.Entry", first(actor_name="Somebody Else"))
    assert "ends elsewhere" in says("audit.Entry", lambda rows: rows.pop())
    assert "cannot be read" in refused(altered({"parts/sales.Deal.jsonl": b"[" * 100_000 + b"\n"}))
