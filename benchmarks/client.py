"""Asking a running server for pages as one signed-in browser does: one kept connection, one request at a time."""

import http.client
import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY


def session_cookie(user):
    """The cookie of a fresh session of the user."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class Browser:
    def __init__(self, port, cookie=""):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Cookie": cookie, "Accept-Language": "en"}

    def get(self, path):
        """(seconds, body) of one request. Raises RuntimeError unless it is answered with 200."""
        begun = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - begun
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return seconds, body
