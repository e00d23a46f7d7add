"""Out and in again: the same rows, the same sums; and whatever is not the same is named."""

import json
import os
import shutil
import zipfile

import psycopg
import pytest
from django.core.management import CommandError, call_command

from crm.backup import actions, restoring
from crm.backup.archive import MANIFEST, Damaged, Reader
from crm.backup.models import Run
from crm.runner.faults import Fault
from tests.crm.backup.conftest import ADDRESS, FILE


def loaded(path, url):
    report = restoring.Report()
    with Reader(path) as archive, psycopg.connect(url, autocommit=True) as connection:
        restoring.load(connection, archive, report)
        restoring.compare(connection, archive.manifest, report)
    return report


def altered(path, **changes):
    """A copy of the archive: entry name → new content, None to leave it out."""
    copy = path.with_name("altered.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            content = changes.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return copy


def test_every_table_comes_back_as_it_was(saved, scratch):
    report = loaded(saved[0], scratch)
    assert report.faults == [] and report.rows > 20
    with psycopg.connect(scratch) as connection:
        assert connection.execute("SELECT address FROM tenants_tenant ORDER BY id").fetchone() == (ADDRESS,)
        assert connection.execute("SELECT count(*) FROM contacts_contact").fetchone() == (3,)


def test_keys_triggers_and_counters_are_in_force_again(saved, scratch):
    loaded(saved[0], scratch)
    with psycopg.connect(scratch, autocommit=True) as back, psycopg.connect(os.environ["DATABASE_URL"]) as here:
        for question in (
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1, 2",
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
            "SELECT relname, relrowsecurity FROM pg_class WHERE relkind = 'r' ORDER BY 1",
        ):
            assert back.execute(question).fetchall() == here.execute(question).fetchall()
        (last,) = back.execute("SELECT max(id) FROM contacts_contact").fetchone()
        (following,) = back.execute("SELECT nextval(pg_get_serial_sequence('contacts_contact', 'id'))").fetchone()
        assert following > last


def test_the_audit_trail_keeps_its_times_and_seals(saved, scratch):
    loaded(saved[0], scratch)
    question = "SELECT id, at, number, hash FROM audit_entry ORDER BY id"
    with psycopg.connect(scratch) as back, psycopg.connect(os.environ["DATABASE_URL"]) as here:
        assert back.execute(question).fetchall() == here.execute(question).fetchall() != []


def test_a_row_too_few_is_named(saved, scratch):
    with Reader(saved[0]) as archive:
        rows = b"".join(archive.blocks("tables/contacts_contact.copy")).splitlines(keepends=True)
    copy = altered(saved[0], **{"tables/contacts_contact.copy": b"".join(rows[:2])})
    assert loaded(copy, scratch).faults == ["contacts_contact has 2 rows, and the manifest says 3"]


def test_another_content_is_named(saved, scratch):
    with Reader(saved[0]) as archive:
        rows = b"".join(archive.blocks("tables/contacts_contact.copy"))
    copy = altered(saved[0], **{"tables/contacts_contact.copy": rows.replace(b"Nobody", b"No-one")})
    assert loaded(copy, scratch).faults == ["contacts_contact has other content than the manifest says"]


def test_a_missing_table_undoes_it_all(saved, scratch):
    copy = altered(saved[0], **{"tables/contacts_contact.copy": None})
    with pytest.raises(Damaged, match="contacts_contact"):
        loaded(copy, scratch)
    with psycopg.connect(scratch) as connection:
        assert connection.execute("SELECT count(*) FROM tenants_tenant").fetchone() == (0,)


def test_an_archive_of_a_later_version_is_refused(saved):
    manifest = json.loads(zipfile.ZipFile(saved[0]).read(MANIFEST))
    with pytest.raises(Damaged, match="later version"):
        restoring._targets([*manifest["migrations"], ["contacts", "9999_of_the_future"]])


def test_an_archive_of_an_earlier_version_is_migrated_no_further(saved):
    manifest = json.loads(zipfile.ZipFile(saved[0]).read(MANIFEST))
    early = [each for each in manifest["migrations"] if each[0] != "backup"]
    targets = restoring._targets(early)
    assert not any(app == "backup" for app, _name in targets)
    assert len({app for app, _name in targets}) == len(targets) == len({app for app, _name in early})


def test_a_proof_restores_it_elsewhere_and_leaves_no_database(saved):
    """The whole of it: a scratch database, our migrations, the rows, the sums."""
    run, report = actions.prove()
    assert (run.kind, run.state, report.faults) == ("proof", "done", [])
    assert report.files == 1 and report.tables > 50 and run.rows == report.rows == saved[1].rows
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        left = connection.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'wasl_proof_test%'").fetchone()
    assert left == (0,)


def test_a_proof_of_a_spoilt_file_fails_and_is_kept(saved, monkeypatch):
    copy = altered(saved[0], **{f"files/{FILE}": b"%PDF other"})
    shutil.move(copy, saved[0])
    found = restoring.Report()
    monkeypatch.setattr("crm.backup.scratch.rebuild", lambda path, url: _files_alone(path, found))
    run, report = actions.prove()
    assert run.state == "failed" and FILE in run.reason and report.faults
    assert Run.objects.filter(kind="proof", state="failed").exists()


def _files_alone(path, report):
    with Reader(path) as archive:
        restoring._files(archive, report, with_files=False)
    return report


def test_what_does_not_come_back_at_all_is_a_failed_proof(saved):
    saved[0].write_bytes(saved[0].read_bytes()[:200])
    with pytest.raises(Fault):
        actions.prove()
    assert Run.objects.filter(kind="proof", state="failed", reason__contains="no archive").exists()


def test_nothing_is_restored_over_people_or_files(saved):
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(saved[0]), "--into-this-installation")


def test_without_a_backup_there_is_nothing_to_prove(committed_db, folder):
    with pytest.raises(Fault, match="no backup"):
        actions.prove()
