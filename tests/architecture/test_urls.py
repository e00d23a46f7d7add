"""Every URL × role × workspace, from one table. A new URL without a row fails here."""

from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.architecture import access
from tests.architecture.access import ROLES
from tests.conftest import MemberClient, out_of_scope

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


def call(client, row, cast):
    args = row.args(cast)
    path = reverse(row.url, args=args)
    return getattr(client, row.method)(path, row.data(cast, args))


def test_every_url_has_a_row():
    assert sorted(set(url_names()) - {row.url for row in ROWS}) == []


def test_every_row_has_a_url():
    assert sorted({row.url for row in ROWS} - set(url_names())) == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", MEMBERS_ONLY, ids=str)
def test_a_role_gets_what_the_table_says(row, role, cast):
    assert call(MemberClient(getattr(cast, role)), row, cast).status_code == getattr(row, role)


@pytest.mark.parametrize("row", MEMBERS_ONLY, ids=str)
def test_a_member_of_another_workspace_gets_404(row, cast):
    client = MemberClient(cast.outsider)
    client.prefix = "/acme"
    assert call(client, row, cast).status_code == 404


@pytest.mark.parametrize("row", NAMING, ids=str)
def test_another_workspaces_object_is_not_found_in_ones_own(row, cast):
    args = row.args(cast)
    path, data = reverse(row.url, args=args), row.data(cast, args)
    with out_of_scope():
        client = MemberClient(cast.outsider)
        response = getattr(client, row.method)(path.replace("/acme/", "/", 1), data)
    assert response.status_code in (404, 403)


@pytest.mark.parametrize("row", MEMBERS_ONLY, ids=str)
def test_a_stranger_is_sent_to_sign_in(row, cast):
    path = "/acme" + reverse(row.url, args=row.args(cast)).removeprefix("/acme")
    with out_of_scope():
        response = getattr(Client(), row.method)(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("row", [row for row in ROWS if row.public is not None], ids=str)
def test_a_stranger_gets_what_the_table_says(row, cast):
    args = row.args(cast)
    path = reverse(row.url, args=args).removeprefix("/acme")
    with out_of_scope():
        assert getattr(Client(), row.method)(path, row.data(cast, args)).status_code == row.public
