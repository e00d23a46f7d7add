"""Signing in and out, failures, and what changes about an account: a row in every workspace where the person sits.

Signals are the door that Django and allauth leave open here; nothing else in Wasl listens to any.
"""

from contextvars import ContextVar

from allauth.account import signals as account
from django.apps import apps
from django.contrib.auth import signals as auth
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.utils.module_loading import import_string

from crm.audit.actions import note
from crm.lib.trail import current_trail, on_trail
from crm.tenants.models import User
from crm.tenants.scope import tenant_scope, user_scope
from crm.tenants.seats import seats_of

_afterwards: ContextVar[tuple] = ContextVar("afterwards", default=())
SECOND_FACTORS = {
    "authenticator_added": "added",
    "authenticator_removed": "removed",
    "authenticator_reset": "codes_made",
}


def connect():
    """Listen, once."""
    heard = [
        (auth.user_logged_in, _told("signin.done")),
        (auth.user_logged_out, _told("signin.ended")),
        (auth.user_login_failed, failed),
        (account.password_changed, _told("password.changed")),
        (account.password_set, _told("password.changed")),
        (account.password_reset, _told("password.reset")),
        (request_finished, catch_up),
    ]
    if apps.is_installed("allauth.mfa"):
        for name, verb in SECOND_FACTORS.items():
            heard.append((import_string(f"allauth.mfa.signals.{name}"), _told(f"second_factor.{verb}")))
    for number, (signal, receiver) in enumerate(heard):
        signal.connect(receiver, weak=False, dispatch_uid=f"audit.{number}")


def _told(action):
    def receiver(sender, user=None, authenticator=None, **kwargs):
        if user is not None:
            tell(user, action, {"kind": str(authenticator.type)} if authenticator is not None else {})

    return receiver


def tell(user, action, data=None):
    """Note an act of a person who is not in any one workspace, in all workspaces where they have an active seat."""
    seats = seats_of(user)
    with user_scope(user.pk):  # whatever scope is open is left for the while
        for seat in seats:
            with tenant_scope(seat.tenant_id):
                note(seat, action, data=data)


def failed(sender, credentials, **kwargs):
    """A wrong password. Written when the answer has gone out: how long that takes shall not tell whether there is an
    account. An address that nobody has is nobody's business, and is in no workspace's trail."""
    email = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    if email:
        _afterwards.set((*_afterwards.get(), (email, current_trail())))


def catch_up(**kwargs):
    waiting = _afterwards.get()
    if not waiting:
        return
    _afterwards.set(())
    for email, trail in waiting:
        user = User.objects.filter(email=email).first()
        if user is not None:
            with on_trail(trail):
                tell(user, "signin.failed")
    if not connection.in_atomic_block:
        close_old_connections()  # Django's own listener has been here already
