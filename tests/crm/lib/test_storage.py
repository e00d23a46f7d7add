"""What STORAGE_URL may say, and that a mistake in it never shows the secret."""

import pytest

from crm.lib.storage import storage_of


def test_without_an_address_files_lie_in_a_folder():
    assert storage_of("", folder="/var/files")["OPTIONS"] == {"location": "/var/files"}


def test_an_address_names_server_bucket_and_keys():
    options = storage_of("s3://a%40b:c%2Fd@minio:9000/wasl/a/b?region=eu-central-1&tls=0", folder="")["OPTIONS"]
    assert (options["access_key"], options["secret_key"]) == ("a@b", "c/d")
    assert (options["endpoint_url"], options["bucket_name"]) == ("http://minio:9000", "wasl")
    assert (options["location"], options["region_name"]) == ("a/b", "eu-central-1")
    assert options["default_acl"] is None and options["file_overwrite"] is False
    assert storage_of("s3://k:s@s3.example/wasl", folder="")["OPTIONS"]["endpoint_url"] == "https://s3.example"


@pytest.mark.parametrize(
    "url",
    ["http://k:hush@host/b", "s3://k:hush@host", "s3://k:hush@/b", "s3://hush@host/b", "s3://k:hush@host/b?acl=public"],
)
def test_what_cannot_be_read_is_refused_without_its_secret(url):
    with pytest.raises(ValueError, match="STORAGE_URL is to be s3://key:secret@host/bucket") as fault:
        storage_of(url, folder="")
    assert "hush" not in str(fault.value)
