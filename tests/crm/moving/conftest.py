"""A small firm of every kind of reference, committed, beside another; and the archive that it makes."""

import json
import zipfile

import pytest
from django.core.files.storage import default_storage

from crm.audit import chain
from crm.backup.archive import MANIFEST
from crm.backup.saving import walk
from crm.moving import saving
from tests.crm.moving import firms


@pytest.fixture
def files():
    """Nothing is stored yet, whatever earlier tests have left behind; and nothing afterwards."""
    _remove_files()
    yield default_storage
    _remove_files()


def _remove_files():
    for name in list(walk(default_storage)):
        default_storage.delete(name)


@pytest.fixture
def story(committed_db, files):
    """The firm that moves (see firms.open_story), and another whose name may never be in its archive."""
    firms.open_stranger(files)
    return firms.open_story(files)


@pytest.fixture
def archive(story, tmp_path):
    chain.seal()
    path = tmp_path / "nawafeth.wasl.zip"
    saving.save(story.tenant, path)
    return path


@pytest.fixture
def altered(archive):
    """A copy of the archive with other entries, None leaving one out, and another manifest: `change(manifest)`. The
    manifest vouches for what is new, unless it is to be caught."""

    def make(contents=None, *, change=None, honest=True):
        contents, copy = contents or {}, archive.with_name("altered.zip")
        with zipfile.ZipFile(archive) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
            said = json.loads(old.read(MANIFEST))
            for name in dict.fromkeys([*old.namelist(), *contents]):
                content = contents[name] if name in contents else old.read(name)
                if name == MANIFEST or content is None:
                    continue
                if name in contents and honest:
                    firms.vouch(said, name, content)
                new.writestr(name, content)
            if change:
                change(said)
            new.writestr(MANIFEST, json.dumps(said))
        return copy

    return make
