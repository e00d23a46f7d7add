"""A bucket as Django's storage, whose failures read like a disk's: whoever keeps files need not know which it is."""

from contextlib import contextmanager

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# Addresses with the bucket in their path and no newer checksums, so that servers other than Amazon's understand; and an
# answer for whoever waits at a page, even when the server is away.
MANNERS = Config(
    s3={"addressing_style": "path"}, signature_version="s3v4", connect_timeout=3, read_timeout=20,
    retries={"max_attempts": 2}, request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)  # fmt: skip


class Bucket(S3Storage):
    """As S3Storage; what cannot be stored or opened raises OSError (FileNotFoundError where there is no such file)."""

    def get_default_settings(self):
        return {**super().get_default_settings(), "client_config": MANNERS}

    def _save(self, name, content):
        with _as_of_a_disk():
            return super()._save(name, content)

    def _open(self, name, mode="rb"):
        with _as_of_a_disk():
            return super()._open(name, mode)

    def exists(self, name):
        with _as_of_a_disk():
            return super().exists(name)

    def delete(self, name):
        with _as_of_a_disk():
            return super().delete(name)


@contextmanager
def _as_of_a_disk():
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"the bucket: {type(error).__name__}: {error}") from error
