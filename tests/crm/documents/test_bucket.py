"""Files in a bucket: the same pages, rights, small pictures, scans, backups and erasures as with a folder.

The other side is moto's server, which speaks S3 over a socket.
"""

import io
import logging
import re
import socketserver
from types import SimpleNamespace

import boto3
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from moto.server import ThreadedMotoServer

from crm.backup import archive, erasing, restoring, saving
from crm.documents.attachments import attach, remove
from crm.documents.room import room
from crm.lib.storage import storage_of
from tests.crm.documents.clamd import Conversation, answering
from tests.crm.documents.test_thumbnails import picture

BIG = b"%PDF-1.7" + b"x" * (6 * 1024 * 1024)  # more than is held in memory


@pytest.fixture(scope="module")
def server():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "a/secret", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", **keys)
    client.create_bucket(Bucket="wasl")
    yield SimpleNamespace(client=client, url=f"s3://key:a%2Fsecret@{host}:{port}/wasl/firms?tls=0")
    server.stop()


@pytest.fixture
def bucket(server, settings, files):
    """() → the keys in the bucket, which is the default storage now."""
    settings.STORAGES = {**settings.STORAGES, "default": storage_of(server.url, folder="")}

    def keys():
        return sorted(each["Key"] for each in server.client.list_objects_v2(Bucket="wasl").get("Contents", []))

    yield keys
    for key in keys():
        server.client.delete_object(Bucket="wasl", Key=key)


def path(name, *args):
    return re.sub(r"^/acme", "", reverse(f"documents:{name}", args=args))


def added(record, by, name="a.png", content=None):
    [kept] = attach(record, [SimpleUploadedFile(name, content or picture())], by=by)
    return kept


def test_a_file_is_scanned_drawn_shown_and_deleted_there(
    bucket, settings, person, rep, agent, zenith, client_for, run_due, django_capture_on_commit_callbacks
):
    with answering(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)) as scanner:
        settings.SCANNER_URL = f"tcp://127.0.0.1:{scanner.server_address[1]}"
        kept = added(person, rep)
        run_due()
        assert scanner.seen == [picture()]
    kept.refresh_from_db()
    assert bucket() == sorted(f"firms/{name}" for name in (kept.file.name, kept.thumbnail.name))
    response = client_for(rep).get(path("file", kept.pk))
    assert b"".join(response.streaming_content) == picture() and response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "private, no-store" and response["Content-Length"] == str(len(picture()))
    assert client_for(rep).get(path("thumbnail", kept.pk)).status_code == 200
    assert "wasl/firms" not in client_for(rep).get(path("files", "contact", person.pk)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        remove(kept, by=rep)
    assert bucket() == []


def test_large_files_come_back_whole_and_lost_ones_are_not_found(bucket, person, rep, client_for):
    kept = added(person, rep, "a.pdf", BIG)
    response = client_for(rep).get(path("file", kept.pk))
    assert b"".join(response.streaming_content) == BIG and room().files == len(BIG)
    default_storage.delete(kept.file.name)
    assert client_for(rep).get(path("file", kept.pk)).status_code == 404


def test_a_backup_holds_a_buckets_files_and_brings_them_back(bucket, person, rep, tmp_path):
    kept = added(person, rep)
    with archive.writing(tmp_path / "a.zip") as writer:
        writer.finish({"format": archive.FORMAT, **saving._save_files(writer)})
    before = bucket()
    default_storage.delete(kept.file.name)
    assert bucket() == []
    report = restoring.Report()
    with archive.Reader(tmp_path / "a.zip") as found:
        restoring._files(found, report, with_files=True)
    assert (report.files, report.faults, bucket()) == (1, [], before)
    with default_storage.open(kept.file.name) as file:
        assert file.read() == picture()


def test_erasing_finds_one_workspaces_files_and_no_others(bucket, person, rep, acme):
    kept = added(person, rep)
    default_storage.save(f"imports/{acme.pk}/rows", io.BytesIO(b"x"))
    default_storage.save("imports/9999999/rows", io.BytesIO(b"x"))
    assert sorted(erasing.files_of(acme.pk)) == sorted([kept.file.name, f"imports/{acme.pk}/rows"])
    assert erasing.files_of(123456) == []


def test_a_bucket_that_is_away_refuses_in_words_and_keeps_nothing(bucket, settings, person, rep, client_for):
    away = storage_of("s3://key:secret@127.0.0.1:9/wasl?tls=0", folder="")
    settings.STORAGES = {**settings.STORAGES, "default": away}
    response = client_for(rep).post(
        path("add", "contact", person.pk), {"file": SimpleUploadedFile("a.png", picture())}, HTTP_HX_REQUEST="true"
    )
    assert response.status_code == 422 and "could not be stored" in response.content.decode()
    assert room().used == 0
