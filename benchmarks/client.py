"""Asking a running server for pages as one signed-in browser does: one kept connection, one request at a time."""

import http.client
import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from benchmarks import world
from contacts.models import Contact
from crm.tenants.scope import tenant_scope
from sales.deals.models import Deal


def session_cookie(user):
    """The cookie of a fresh session of the user."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def visitors(tenant, number):
    """What members.py knows of each: [{"workspace", "cookie", "people", "deals", "words"}]."""
    found = []
    for member in world.members_of(tenant, "rep", number):
        with tenant_scope(tenant):
            people = list(Contact.objects.filter(owner=member).order_by("pk").values_list("pk", "name")[:50])
            deals = list(Deal.objects.filter(owner=member).order_by("pk").values_list("pk", flat=True)[:50])
        found.append({
            "workspace": tenant.slug, "cookie": session_cookie(member.user), "deals": deals,
            "people": [pk for pk, _name in people], "words": [name for _pk, name in people],
        })  # fmt: skip
    return found


def asking_for(target):
    """The headers by which a script asks for one part of a page; none for a page."""
    return {"HX-Request": "true", "HX-Target": target} if target else {}


class Browser:
    def __init__(self, port, cookie=""):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Cookie": cookie, "Accept-Language": "en"}

    def get(self, path, target=""):
        """(seconds, body) of one request. Raises RuntimeError unless it is answered with 200."""
        begun = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers | asking_for(target))
        response = self.connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - begun
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return seconds, body
