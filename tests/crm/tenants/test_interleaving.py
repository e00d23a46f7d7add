"""Hundreds of requests and tasks of two workspaces at once, on the same few connections: nothing is mixed."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from crm.access.models import Team
from crm.tenants.jobs import tenant_task
from crm.tenants.models import Member
from crm.tenants.scope import has_tenant, tenant_scope
from tests import make

WORKERS, ROUNDS = 4, 150
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@tenant_task
def found_team(name):
    """Writes one row and reads back everything that the task can see."""
    make.team(name)
    seen.append((name.partition(" ")[0], {team.name.partition(" ")[0] for team in Team.objects.all()}))


seen = []


@pytest.fixture
def firms(committed_db):
    made = {slug: make.workspace(slug.title(), slug=slug, owner=f"{slug} owner") for slug in ("acme", "zenith")}
    for slug, (tenant, owner) in made.items():
        with tenant_scope(tenant):
            for number in range(5):
                make.member(by=owner, name=f"{slug} member {number}")
    return made


def browser(owner, local):
    """One signed-in browser a thread and workspace."""
    if owner.pk not in (kept := local.__dict__.setdefault("browsers", {})):
        kept[owner.pk] = Client()
        kept[owner.pk].force_login(owner.user, backend=BACKEND)
    return kept[owner.pk]


def test_hundreds_of_turns_mix_nothing(firms):
    seen.clear()
    local, other = threading.local(), {"acme": "zenith", "zenith": "acme"}

    def turn(number, slug):
        tenant, owner = firms[slug]
        if number % 5:
            found_team.run(tenant.pk, f"{slug} {number}")
        else:
            page = browser(owner, local).get(f"/{slug}/settings/members/").content.decode()
            assert f"{slug} member 4" in page
            assert f"{other[slug]} member" not in page
        with connection.cursor() as cursor:
            cursor.execute("select coalesce(current_setting('crm.tenant', true), '')")
            assert (cursor.fetchone(), has_tenant()) == (("",), False)

    def close():
        connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda job: turn(*job), itertools.product(range(ROUNDS), firms)))
        list(pool.map(lambda _: close(), range(WORKERS)))
    assert len(seen) == ROUNDS * 2 * 4 // 5
    assert all(names == {slug} for slug, names in seen)
    for slug, (tenant, _owner) in firms.items():
        with tenant_scope(tenant):
            assert Team.objects.count() == len(seen) // 2
            assert Member.objects.filter(name__startswith=other[slug]).count() == 0
