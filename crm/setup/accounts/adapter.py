"""Where allauth meets Wasl: who may sign up, how its mails look and travel, what its answers say."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.l10n.state import current
from crm.setup.accounts.tasks import send_account_mail
from crm.tenants.models import Tenant

# What is worth a message; whatever else allauth would say is seen anyway.
MESSAGES = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/password_set.txt": _("Your password is set."),
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
    "account/messages/email_confirmation_sent.txt": _("We sent you a mail to confirm your address."),
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
        "too_many_login_attempts": _("Too many failed attempts. Wait five minutes, or set a new password."),
    }

    def is_open_for_signup(self, request):
        return may_open_workspaces()

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

    # Links in mails start with the configured address, never with the Host that a request claims to be for.

    def get_reset_password_from_key_url(self, key):
        return public_url("account_reset_password_from_key", "UID", "KEY").replace("UID-KEY", key)

    def get_email_confirmation_url(self, request, emailconfirmation):
        return public_url("account_confirm_email", emailconfirmation.key)

    def get_password_change_redirect_url(self, request):
        return reverse("setup:home")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """A password is all that can change about an account."""
        self.send_mail("account/email/password_changed", user.email, {})

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
        transaction.on_commit(lambda: send_account_mail.delay(email, subject, text, html), robust=True)


def public_url(name, *args):
    return settings.PUBLIC_URL + reverse(name, args=args)
