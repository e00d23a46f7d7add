"""A browser of a stranger, and the mail that tests follow links of."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import get_script_prefix, set_script_prefix

from crm.celery import app
from crm.setup.invitations.actions import prove_email
from tests import make
from tests.conftest import out_of_scope


class Stranger(Client):
    """A browser without a seat anywhere; like any request it begins outside all scopes."""

    def generic(self, *args, **kwargs):
        prefix = get_script_prefix()
        set_script_prefix("/")
        try:
            with out_of_scope():
                return super().generic(*args, **kwargs)
        finally:
            set_script_prefix(prefix)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A million rounds of hashing protect nobody here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def visitor(db):
    return Stranger(HTTP_ACCEPT_LANGUAGE="en-GB,en")


@pytest.fixture
def person(db):
    """Olivia, whose address is proven and who signs in with make.PASSWORD."""
    user = make.user("Olivia", email="olivia@example.com")
    user.set_password(make.PASSWORD)
    user.save()
    prove_email(user)
    return user


@pytest.fixture
def mails(django_capture_on_commit_callbacks):
    """Do what `with mails() as sent:` holds, its commits and its account mail included; `sent` is the list of it."""

    class Committed:
        def __enter__(self):
            self.commit = django_capture_on_commit_callbacks(execute=True)
            self.commit.__enter__()
            mail.outbox = []
            return mail.outbox

        def __exit__(self, *error):
            return self.commit.__exit__(*error)

    app.conf.task_always_eager = True
    yield Committed
    app.conf.task_always_eager = False


@pytest.fixture
def code_in():
    """code_in(mail) → the code that proves an address, as it stands in the mail."""
    return lambda message: re.search(r"^\d{4}-\d{4}$", message.body, re.M).group()


@pytest.fixture
def link_in():
    """link_in(mail) → the path of the first link in it."""
    return lambda message: re.search(r"http://testserver(/\S+)", message.body).group(1)


@pytest.fixture
def forget_limits():
    """What was counted against limits is forgotten, as after a while."""
    return cache.clear
