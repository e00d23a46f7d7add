"""Where allauth meets Wasl: who may sign up, how its mails look and travel, what its answers say."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.l10n.state import current
from crm.setup.accounts import notices, outbox
from crm.setup.accounts.lockout import in_words, seconds_left
from crm.setup.accounts.middleware import begin
from crm.setup.accounts.tasks import send_account_mail
from crm.tenants.models import Tenant

# What is worth a message; whatever else allauth would say is seen anyway.
MESSAGES = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/password_set.txt": _("Your password is set."),
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is switched off."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("These are your new recovery codes. The old ones have stopped."),
}


def may_open_workspaces():
    """Whether strangers may sign up and make workspaces here. The very first workspace may always be made."""
    return settings.SIGN_UP_OPEN or not Tenant.objects.exists()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("No account has this address and password. Check both, or set a new password."),
        "email_taken": _("This address has an account already. Sign in instead."),
        "enter_current_password": _("This is not your password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This is not the code. Look again, it may have changed."),
        "rate_limited": _("Too many attempts. Wait a minute and try again."),
        "same_as_current": _("This is the address we wrote to."),
    }

    def is_open_for_signup(self, request):
        return may_open_workspaces()

    def login(self, request, user):
        """Every way in ends here: the device is on its owner's list from now on."""
        super().login(request, user)
        UserSession.objects.create_from_request(request)
        begin(request.session)

    def is_reauthentication_required(self, *, app):
        """Not again of somebody who signed in a moment ago, on their way to setting up a second step."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and super().is_reauthentication_required(app=app)

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        user.name, user.language = form.cleaned_data["name"], get_language()
        if commit:
            user.save()
        return user

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        words = message or MESSAGES.get(message_template)
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def pre_authenticate(self, request, **credentials):
        """Attempts on one account and from one place are counted; the answer says when there is another one."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        if left := seconds_left(request, "login_failed", key=key):
            raise ValidationError(locked(left), code="too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def validation_error(self, code, *args):
        """The same for a second step, whose limit allauth keeps under the user."""
        if code == "too_many_login_attempts":
            return ValidationError(locked(0), code=code)
        return super().validation_error(code, *args)

    # Links in mails start with the configured address, never with the Host that a request claims to be for.

    def get_reset_password_from_key_url(self, key):
        return public_url("account_reset_password_from_key", "UID", "KEY").replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request):
        return reverse("setup:home")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Whatever opens an account has changed: its owner hears of it, and what to do if it was not them."""
        notice = notices.NOTICES[template_prefix]
        self.send_mail("account/email/notice", user.email, {"title": notice.title, "words": notice.words})

    def send_mail(self, template_prefix, email, context):
        """Written here, in the language of whoever asked; sent by a worker, so that answers take the same time."""
        here = current()
        context = context | {
            "email": email,
            "firm": _("Wasl"),
            "language": here.language,
            "direction": here.direction,
            "login_url": public_url("account_login"),
            "signup_url": public_url("account_signup") if may_open_workspaces() else "",
            "reset_url": public_url("account_reset_password"),
        }
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        text = render_to_string(f"{template_prefix}_message.txt", context).strip()
        html = render_to_string(f"{template_prefix}_message.html", context | {"subject": subject})
        with transaction.atomic():
            mail = outbox.post(to=email, subject=subject, text=text, html=html, language=here.language)
            transaction.on_commit(lambda: send_account_mail.delay(mail.pk), robust=True)


def locked(seconds):
    """Plainly: what happened, when it ends, and the way around it."""
    when = in_words(seconds) if seconds else _("in a few minutes")
    return _("Too many failed attempts. Try again %(when)s, or set a new password now.") % {"when": when}


def public_url(name, *args):
    return settings.PUBLIC_URL + reverse(name, args=args)
