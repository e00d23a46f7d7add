"""A small installation whose rows are committed, a folder for its backups, and databases to restore into."""

import os
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from crm.backup import actions
from crm.backup.saving import walk
from crm.tenants.scope import tenant_scope
from tests import make
from tests.databases import Databases

ADDRESS = "two\nlines,\ta tab, a \\ and a \\N: شارع"
FILE = "1/files/paper.pdf"


@pytest.fixture
def folder(settings, tmp_path):
    settings.BACKUP_DIR = str(tmp_path / "backups")
    return tmp_path / "backups"


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
def firm(committed_db, folder, files):
    """Two workspaces with people in them, and one file."""
    tenant, owner = make.workspace("Acme", slug="acme", owner="Olivia Owner")
    tenant.address = ADDRESS
    tenant.save()
    with tenant_scope(tenant):
        make.contact("محمد علي", by=owner)
        make.contact("Nobody Knows", by=owner)
    other, boss = make.workspace("Zenith", slug="zenith", owner="Otto Outsider")
    with tenant_scope(other):
        make.contact("Somebody Else", by=boss)
    files.save(FILE, ContentFile(b"%PDF paper"))
    return tenant


@pytest.fixture
def saved(firm):
    """(path of a backup, its Run)."""
    run = actions.back_up()
    return actions.folder() / run.name, run


@pytest.fixture
def scratch(django_db_setup):
    """The address of a migrated database beside the test's own."""
    databases = Databases(os.environ["DATABASE_URL"])
    name = f"test_restored_{os.getpid()}"
    databases.drop(name)
    databases.clone(databases.template(), name)
    yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    databases.drop(name)
