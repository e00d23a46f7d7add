"""The file of a backup: a zip with a COPY text a table, the files as they are, and a manifest that vouches for both.

`manifest.json` is written last: {"format": 1, "made_at": ISO time, "version", "postgres", "migrations": [[app, name]],
"tables": {name: {"columns", "rows", "sha256"}}, "sequences": {name: [last value, given out]},
"files": {name in the storage: {"bytes", "sha256"}}, "lost": [files that were deleted meanwhile]}.
A table is `tables/<name>.copy`, in PostgreSQL's COPY text format and in the order of its primary key.
"""

import hashlib
import json
import os
import zipfile
from contextlib import contextmanager, suppress

FORMAT = 1
BLOCK = 1 << 20
MANIFEST = "manifest.json"


class Damaged(Exception):
    """The archive cannot be read, or does not hold what its manifest says."""


class Writer:
    """Adds entries to an archive that appears under its name only when it is whole. Use `writing`."""

    def __init__(self, file):
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3)

    def add(self, name, blocks, *, packed=True):
        """Write the blocks as one entry. Returns (bytes, newlines, sha256 in hex)."""
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = 0o600 << 16
        digest, size, lines = hashlib.sha256(), 0, 0
        with self.zip.open(entry, "w", force_zip64=True) as target:
            for block in blocks:
                target.write(block)
                digest.update(block)
                size, lines = size + len(block), lines + bytes(block).count(b"\n")
        return size, lines, digest.hexdigest()

    def finish(self, manifest):
        self.zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
        self.zip.close()


@contextmanager
def writing(path):
    """A Writer for an archive that only its owner may read. It is there whole, or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.part")
    descriptor = os.open(building, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            writer = Writer(file)
            try:
                yield writer
            finally:
                with suppress(ValueError, OSError):  # broken off inside an entry; what went wrong is on its way up
                    writer.zip.close()
            file.flush()
            os.fsync(file.fileno())
        building.rename(path)
    finally:
        building.unlink(missing_ok=True)


class Reader:
    """An archive that is there. Raises Damaged when it is none of ours."""

    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
            self.manifest = json.loads(self.zip.read(MANIFEST))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise Damaged(f"{path} is no archive of Wasl: {error}") from None
        if self.manifest.get("format") != FORMAT:
            raise Damaged(f"{path} has the format {self.manifest.get('format')}, and this version reads {FORMAT} only.")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.zip.close()

    def blocks(self, name):
        """The content of an entry, block by block. Raises Damaged when it is missing or broken."""
        try:
            with self.zip.open(name) as source:
                while block := source.read(BLOCK):
                    yield block
        except (KeyError, OSError, zipfile.BadZipFile, EOFError, zipfile.zlib.error) as error:
            raise Damaged(f"{name} cannot be read: {error}") from None

    def digest(self, name):
        """(bytes, sha256 in hex) of an entry."""
        digest, size = hashlib.sha256(), 0
        for block in self.blocks(name):
            digest.update(block)
            size += len(block)
        return size, digest.hexdigest()
