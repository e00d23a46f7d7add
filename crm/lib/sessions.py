"""Sessions in the database, and in the cache as long as there is one."""

from django.contrib.sessions.backends import cached_db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError

LOST = (InterfaceError, OperationalError)


class SessionStore(cached_db.SessionStore):
    """As Django's, which takes a connection that is lost while a session is written for a session that somebody ended
    meanwhile, and answers that the request was a bad one. The request is done by then: it is the server that failed."""

    def save(self, must_create=False):
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, LOST):
                raise error.__context__ from None
            raise
