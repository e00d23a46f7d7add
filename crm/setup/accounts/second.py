"""The second step of signing in: its secrets and its words."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.l10n.numbers import format_number


class SecondStep(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not the code. Look again, it may have changed."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an authenticator app or a passkey first."),
    }

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type):
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)s") % {"number": format_number(count + 1)}

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": "Wasl"}


def _box():
    """Keys made of SECRET_KEY and of those it replaced: a new one does not lock anybody out."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(f"second step:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
