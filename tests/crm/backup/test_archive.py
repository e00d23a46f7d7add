"""The file of a backup: whole or not there, for its owner's eyes only, and telling when it was touched."""

import json
import stat
import zipfile

import pytest

from crm.backup import actions, archive, tables
from crm.backup.archive import Damaged, Reader
from crm.backup.models import Run
from crm.runner.faults import Fault
from crm.tenants.models import Tenant
from tests.crm.backup.conftest import FILE


def test_it_holds_every_table_and_every_file(saved):
    path, run = saved
    with Reader(path) as found:
        assert set(found.zip.namelist()) == {
            "manifest.json", f"files/{FILE}", *(f"tables/{name}.copy" for name in found.manifest["tables"])
        }  # fmt: skip
        assert found.manifest["tables"]["tenants_tenant"]["rows"] == 2
        assert found.manifest["tables"]["contacts_contact"]["rows"] == 3, "the owner sees every workspace's rows"
        assert found.manifest["files"][FILE]["bytes"] == 10 and found.manifest["lost"] == []
        assert ["backup", "0001_initial"] in found.manifest["migrations"]
    assert (run.state, run.files, run.bytes) == ("done", 1, path.stat().st_size)


def test_only_its_owner_may_read_it(saved):
    path, _run = saved
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_rows_give_the_same_sums(saved):
    actions.back_up()
    sums = []
    for path in actions.archives().values():
        with Reader(path) as found:
            sums.append({n: t["sha256"] for n, t in found.manifest["tables"].items() if n != "backup_run"})
    assert all(each == sums[0] for each in sums)


def test_a_backup_that_breaks_off_leaves_nothing_but_its_reason(firm, folder, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("crm.backup.saving._save_files", full)
    with pytest.raises(Fault, match="No space left"):
        actions.back_up()
    assert list(folder.iterdir()) == []
    run = Run.objects.get()
    assert run.state == "failed" and "No space left" in run.reason and run.finished_at


def test_a_file_that_is_deleted_meanwhile_is_listed(firm, folder, monkeypatch):
    monkeypatch.setattr("crm.backup.saving.walk", lambda storage, folder="": [FILE, "1/files/gone.pdf"])
    run = actions.back_up()
    with Reader(folder / run.name) as found:
        assert found.manifest["lost"] == ["1/files/gone.pdf"] and list(found.manifest["files"]) == [FILE]


def test_two_at_once_are_refused(firm):
    with actions._alone(), pytest.raises(actions.Busy):
        actions.back_up()
    assert not Run.objects.exists()


def test_one_that_lost_its_worker_is_told(firm):
    Run.objects.create(kind="backup", state="running", name="wasl-x.zip")
    actions.back_up()
    assert list(Run.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "done"]


@pytest.mark.parametrize("content", [b"", b"not a zip"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(Damaged):
        Reader(tmp_path / "x.zip")


def test_a_later_format_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        file.writestr(archive.MANIFEST, json.dumps({"format": 2}))
    with pytest.raises(Damaged, match="format 2"):
        Reader(tmp_path / "x.zip")


def test_a_workspace_of_the_snapshot_is_whole(firm, folder, monkeypatch):
    """What commits while the tables are read is in none of them."""
    listed = tables.tables

    def late(connection):
        found = listed(connection)
        Tenant.objects.create(name="Late", slug="late")
        return found

    monkeypatch.setattr("crm.backup.tables.tables", late)
    run = actions.back_up()
    with Reader(folder / run.name) as found:
        assert found.manifest["tables"]["tenants_tenant"]["rows"] == 2
    assert Tenant.objects.count() == 3
