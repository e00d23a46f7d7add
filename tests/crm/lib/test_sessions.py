"""A session that cannot be written is told apart from one that was ended."""

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError

from crm.lib.sessions import SessionStore


@pytest.fixture
def kept(db):
    session = SessionStore()
    session["seen"] = 1
    session.save()
    return session


def test_it_is_the_one_in_use():
    assert settings.SESSION_ENGINE == SessionStore.__module__


def test_it_is_kept_and_found_again(kept):
    assert SessionStore(kept.session_key)["seen"] == 1


def test_one_that_was_ended_meanwhile_is_not_brought_back(kept):
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        kept.save()


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_a_lost_connection_is_no_ended_session(kept, monkeypatch, fault):
    def lost(*args, **kwargs):
        raise fault("the connection is closed")

    monkeypatch.setattr(Session, "save", lost)
    with pytest.raises(fault):
        kept.save()


def test_whoever_asks_meanwhile_hears_of_our_fault_and_not_of_theirs(client_for, rep, monkeypatch):
    client = client_for(rep)
    client.raise_request_exception = False
    session = client.session
    session["seen"] = 0  # so old that the request notes the time
    session.save()

    def lost(*args, **kwargs):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(Session, "save", lost)
    assert client.get("/people/").status_code == 500
