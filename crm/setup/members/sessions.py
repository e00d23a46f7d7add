"""Ending what an account has open."""

from allauth.usersessions.models import UserSession
from django.db import transaction


def end_sessions(user):
    """Sign the account out on every device, once the present transaction is committed."""
    pk = user.pk
    transaction.on_commit(lambda: [session.end() for session in UserSession.objects.filter(user=pk)], robust=True)
