"""Secrets that have to be used again, and so cannot be hashes: encrypted with a key made of SECRET_KEY."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text, purpose):
    """The text, encrypted. What was sealed for one purpose does not open for another."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed, purpose):
    """The text again, also where a key sealed it that SECRET_KEY has replaced (SECRET_KEY_FALLBACKS). Raises
    cryptography's InvalidToken for what was sealed with any other."""
    return _box(purpose).decrypt(sealed.encode()).decode()


def _box(purpose):
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(f"{purpose}:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
