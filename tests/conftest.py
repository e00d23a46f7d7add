"""Two workspaces and a cast. A test that asks for `acme` runs inside its scope, as the plain database role."""

import os
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import caches
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.test import Client
from django.utils import timezone, translation
from hypothesis import settings as properties

from crm.api.actions import issue_token
from crm.events import timers
from crm.events.models import Timer, TimerFailure
from crm.lib.sessions import SessionStore
from crm.tenants import scope
from crm.tenants.scope import tenant_scope
from tests import make
from tests.remembering import remembered

properties.register_profile("wasl", deadline=None)  # a busy machine is slow, and that proves nothing
properties.load_profile("wasl")
PBKDF2PasswordHasher.iterations = 1  # a million takes half a second for each password, and proves nothing more
REAL_PROCESSES = ("tests/browser/", "tests/flows/", "tests/crm/runner/")  # and whatever commits for others to see


def pytest_collection_modifyitems(items):
    """Where nobody watches (CI), what drives browsers, workers or servers is tried twice more, and told ("R").

    Elsewhere it fails at once, for what holds only sometimes wants to be understood.
    """
    for item in items:
        for_others = "committed_db" in getattr(item, "fixturenames", ())
        if os.environ.get("CI") and (for_others or item.nodeid.startswith(REAL_PROCESSES)):
            item.add_marker(pytest.mark.flaky(reruns=2))


@contextmanager
def out_of_scope():
    """No tenant, as a request or a task begins; the scope around it is put back afterwards."""
    outer = scope._current.get()
    token = scope._current.set(None)
    if outer:
        scope._unbind("default")
    try:
        yield
    finally:
        scope._current.reset(token)
        if outer:
            scope._bind(outer, None, "default")


def session_of(user):
    """The key of a session as it is after a sign-in. Written at once: tests of signing in sign in, all others need not
    wait for what listens to it."""
    session = SessionStore()
    session.update(
        {
            auth.SESSION_KEY: str(user.pk),
            auth.BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            auth.HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    session.save()
    return session.session_key


class MemberClient(Client):
    """A browser signed in as a member. Paths are given without the workspace: `client.get("/people/")`."""

    def __init__(self, member=None, **kwargs):
        super().__init__(**kwargs)
        self.prefix = f"/{member.tenant.slug}" if member else ""
        if member:
            with out_of_scope():
                self.cookies[settings.SESSION_COOKIE_NAME] = session_of(member.user)

    def generic(self, method, path, *args, **kwargs):
        if self.prefix and not path.startswith((self.prefix + "/", "/accounts/", "/workspaces/", "http")):
            path = self.prefix + path
        with out_of_scope():
            return super().generic(method, path, *args, **kwargs)


class TokenClient(MemberClient):
    """A program with a token of a member, who gets the right to have one. Bodies are JSON."""

    def __init__(self, member, *, scope="write", **kwargs):
        super().__init__(**kwargs)
        self.prefix = f"/{member.tenant.slug}"
        with out_of_scope(), tenant_scope(member.tenant):
            if "api" not in member.role.rights:
                member.role.rights = [*member.role.rights, "api"]
                member.role.save()
            self.token, self.key = issue_token(name="Robot", scope=scope, by=member)
        self.defaults["HTTP_AUTHORIZATION"] = f"Bearer {self.key}"

    def post(self, path, data=None, content_type="application/json", **kwargs):
        return super().post(path, data, content_type=content_type, **kwargs)

    def patch(self, path, data="", content_type="application/json", **kwargs):
        return super().patch(path, data, content_type=content_type, **kwargs)


@pytest.fixture(autouse=True)
def _language_of_the_source():
    """A request leaves its reader's language active in this thread; the next test begins without one."""
    yield
    translation.deactivate()


@receiver(setting_changed)
def _frame_anew(**_changed):
    """What pages keep of their frame was written under the settings of another test."""
    caches["frame"].clear()


@pytest.fixture
@remembered
def acme_seats(db):
    return make.workspace("Acme", slug="acme", owner="Olivia Owner")


@pytest.fixture
def acme(acme_seats):
    """The workspace under test, its scope open."""
    tenant, _ = acme_seats
    with tenant_scope(tenant):
        yield tenant


@pytest.fixture
@remembered
def zenith_seats(db):
    with out_of_scope():
        return make.workspace("Zenith", slug="zenith", owner="Otto Outsider")


@pytest.fixture
def zenith(zenith_seats):
    """Another firm; nothing of it may ever show in acme."""
    return zenith_seats[0]


@pytest.fixture
def outsider(zenith_seats):
    return zenith_seats[1]


@pytest.fixture
def owner(acme, acme_seats):
    return acme_seats[1]


@pytest.fixture
@remembered
def manager(acme, owner):
    boss = make.member(by=owner, role="manager", name="Mona Manager")
    make.team("Sales", manager=boss)
    return boss


@pytest.fixture
def team(manager):
    return manager.team


@pytest.fixture
@remembered
def rep(owner, team):
    return make.member(by=owner, role="rep", name="Rami Rep", team=team)


@pytest.fixture
@remembered
def other_rep(owner, team):
    return make.member(by=owner, role="rep", name="Rana Rep", team=team)


@pytest.fixture
@remembered
def agent(owner):
    return make.member(by=owner, role="agent", name="Adam Agent")


@pytest.fixture
@remembered
def reader(owner):
    return make.member(by=owner, role="reader", name="Rita Reader")


@pytest.fixture
def client_for():
    return MemberClient


@pytest.fixture
def run_due():
    """Do all work that is due, as the workers would; a failure of any of it fails the test."""

    def run(*, now=None, may_fail=False):
        for _ in range(200):
            due = Timer.objects.filter(due__lte=now or timezone.now(), given_up_at=None).order_by("due", "pk")
            batch = list(due[:100])
            if not batch:
                break
            for timer in batch:
                with out_of_scope(), tenant_scope(timer.tenant):
                    timers.fire(timer.pk)
                    if not may_fail:
                        assert not list(TimerFailure.objects.values_list("kind", "reason"))
        else:
            raise AssertionError("work keeps coming back")

    return run
