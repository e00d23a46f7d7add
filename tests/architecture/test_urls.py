"""Every URL × role × workspace, from one table. A new URL without a row fails here."""

from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.architecture import access
from tests.architecture.access import ROLES
from tests.conftest import MemberClient, TokenClient, out_of_scope

ROWS = [row for m in iter_modules(access.__path__) for row in import_module(f"{access.__name__}.{m.name}").ROWS]
MEMBERS_ONLY = [row for row in ROWS if row.public is None]
NAMING = [row for row in MEMBERS_ONLY if row.args is not access.NOTHING and row.names_object]


def url_names(patterns=None, namespace=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or str(pattern.pattern))
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern.url_patterns, inner)


@pytest.fixture
def cast(owner, manager, rep, agent, reader, outsider):
    return SimpleNamespace(owner=owner, manager=manager, rep=rep, agent=agent, reader=reader, outsider=outsider)


@contextmanager
def undone():
    """What happens inside leaves no trace, so that everybody meets the same objects."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_for(row, member):
    return TokenClient(member) if row.by_token else MemberClient(member)


def status(client, row, path, data):
    with undone():
        return getattr(client, row.method)(path, data).status_code


def prepared(row, cast):
    args = row.args(cast)
    return reverse(row.url, args=args), row.data(cast, args)


def test_every_url_has_a_row():
    assert sorted(set(url_names()) - {row.url for row in ROWS}) == []


def test_every_row_has_a_url():
    assert sorted({row.url for row in ROWS} - set(url_names())) == []


@pytest.mark.parametrize("row", MEMBERS_ONLY, ids=str)
def test_everybody_gets_what_the_table_says(row, cast):
    path, data = prepared(row, cast)
    outsider = client_for(row, cast.outsider)
    outsider.prefix = "/acme"
    met = {role: status(client_for(row, getattr(cast, role)), row, path, data) for role in ROLES}
    met["a member of another workspace"] = status(outsider, row, path, data)
    with out_of_scope():
        met["a stranger"] = status(Client(), row, path if path.startswith("/acme") else f"/acme{path}", data)
    assert met == {role: getattr(row, role) for role in ROLES} | {
        "a member of another workspace": 404, "a stranger": 401 if row.by_token else 302,
    }  # fmt: skip


@pytest.mark.parametrize("row", NAMING, ids=str)
def test_another_workspaces_object_is_not_found_in_ones_own(row, cast):
    path, data = prepared(row, cast)
    assert status(client_for(row, cast.outsider), row, path.replace("/acme/", "/", 1), data) in (404, 403)


@pytest.mark.parametrize("row", [row for row in ROWS if row.public is not None], ids=str)
def test_a_stranger_gets_what_the_table_says(row, cast):
    path, data = prepared(row, cast)
    with out_of_scope():
        assert getattr(Client(), row.method)(path.removeprefix("/acme"), data).status_code == row.public
