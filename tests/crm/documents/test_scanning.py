"""Files that wait for a scanner: nobody gets them before it said that they are clean, and never when it did not."""

import re
import socketserver

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.audit.models import Entry
from crm.documents.attachments import attach
from crm.documents.models import Attachment
from crm.documents.scanning import finding_of
from crm.events.feed import timeline
from crm.events.models import Timer, TimerFailure
from crm.events.timers import retry
from crm.notify.models import Notification
from tests.crm.documents.clamd import EICAR, Conversation, answering
from tests.crm.documents.test_thumbnails import picture

HTMX = {"HTTP_HX_REQUEST": "true"}
State = Attachment.State


@pytest.fixture
def scanner(settings):
    with answering(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)) as server:
        settings.SCANNER_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield server


def path(name, *args):
    return re.sub(r"^/acme", "", reverse(f"documents:{name}", args=args))


def added(record, by, name="a.txt", content=b"words"):
    [kept] = attach(record, [SimpleUploadedFile(name, content)], by=by)
    return kept


def listed(client, record):
    return client.get(path("files", "contact", record.pk), **HTMX).content.decode()


def test_a_file_waits_until_it_is_clean(scanner, person, rep, client_for, run_due):
    content, client = picture(size=(2000, 2000)), client_for(rep)
    kept = added(person, rep, "a.png", content)
    addresses = [path(name, kept.pk) for name in ("file", "file_preview", "thumbnail")]
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
    html = listed(client, person)
    assert "Being checked" in html and "every 2s" in html and path("file", kept.pk) + '"' not in html
    run_due()
    assert scanner.seen == [content]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    assert "Being checked" not in listed(client, person)


def test_a_harmful_file_is_kept_away_and_told_of(
    scanner, person, rep, client_for, run_due, django_capture_on_commit_callbacks
):
    kept, client = added(person, rep, content=b"x" * 5000 + EICAR), client_for(rep)
    where = kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        run_due()
    kept.refresh_from_db()
    assert (kept.state, kept.finding, kept.file.name) == (State.REFUSED, "Win.Test.EICAR_HDB-1", "")
    assert not default_storage.exists(where)
    assert client.get(path("file", kept.pk)).status_code == 403
    html = listed(client, person)
    assert "Refused" in html and "Win.Test.EICAR_HDB-1 · Today" in html and path("removal", kept.pk) in html
    assert timeline(person)[0].kind == "file.refused"
    assert Notification.objects.get(kind="file.refused").member == rep
    entry = Entry.objects.get(action="file.refused")
    assert (entry.record_id, entry.data["name"]) == (person.pk, "a.txt")
    client.post(path("removal", kept.pk))
    assert not Attachment.objects.exists()


def test_while_the_scanner_is_down_files_wait_and_the_work_shows_as_failed(
    scanner, settings, person, rep, client_for, run_due
):
    up, settings.SCANNER_URL = settings.SCANNER_URL, "unix:///nowhere/clamd.ctl"
    kept = added(person, rep)
    run_due(may_fail=True)
    failure = TimerFailure.objects.get(kind="documents.scan")
    assert failure.reason.startswith("NotScanned: CommunicationError")
    assert client_for(rep).get(path("file", kept.pk)).status_code == 403
    settings.SCANNER_URL = up
    retry(failure)
    run_due()
    assert client_for(rep).get(path("file", kept.pk)).status_code == 200
    assert not TimerFailure.objects.exists()


@pytest.mark.parametrize(
    "says",
    [b"", b"\n", b"stream: ERROR\n", b"INSTREAM size limit exceeded. ERROR\n", b"OK\n", b"stream: FOUND\n", b"\xff"],
)
def test_only_a_plain_yes_opens_a_file(scanner, person, rep, run_due, says):
    scanner.says = says
    kept = added(person, rep)
    run_due(may_fail=True)
    kept.refresh_from_db()
    assert kept.state == State.CHECKING and TimerFailure.objects.filter(kind="documents.scan").exists()


def test_a_scanner_may_live_at_a_path_of_this_machine(settings, tmp_path, person):
    with answering(socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd.ctl"), Conversation)):
        settings.SCANNER_URL = f"unix://{tmp_path}/clamd.ctl"
        assert finding_of(SimpleUploadedFile("a.txt", EICAR)) == "Win.Test.EICAR_HDB-1"
        assert finding_of(SimpleUploadedFile("a.txt", b"words")) == ""
    settings.SCANNER_URL = "http://scanner"
    with pytest.raises(ImproperlyConfigured, match="tcp://"):
        finding_of(SimpleUploadedFile("a.txt", b"words"))


def test_taking_the_scanner_away_passes_nothing_that_waited(scanner, settings, person, rep, run_due):
    kept, settings.SCANNER_URL = added(person, rep), ""
    run_due(may_fail=True)
    kept.refresh_from_db()
    assert kept.state == State.CHECKING
    assert added(person, rep, "b.txt").state == State.READY  # without one files are there at once
    assert Timer.objects.filter(kind="documents.scan").count() == 1
