"""Messages that prove whose they are, as Standard Webhooks has it (https://www.standardwebhooks.com, version 1): its
libraries check them without a word of ours."""

import base64
import hashlib
import hmac
import secrets

from crm.lib.sealing import seal, unseal

MARK, BYTES = "whsec_", 32
PURPOSE = "webhook"


def new_secret():
    """(the secret as a receiver keeps it, the same sealed)."""
    secret = MARK + base64.b64encode(secrets.token_bytes(BYTES)).decode()
    return secret, seal(secret, PURPOSE)


def opened(sealed):
    """The secret. Raises cryptography's InvalidToken where the key that sealed it has gone."""
    return unseal(sealed, PURPOSE)


def sealed_anew(sealed):
    """The same secret, sealed with the present key. Raises as `opened` does."""
    return seal(opened(sealed), PURPOSE)


def signature(secret, uid, stamp, body):
    """HMAC-SHA256 of "id.timestamp.body", by the bytes that the secret is base64 of."""
    key = base64.b64decode(secret.removeprefix(MARK))
    return "v1," + base64.b64encode(hmac.new(key, f"{uid}.{stamp}.".encode() + body, hashlib.sha256).digest()).decode()


def headers(secret, *, uid, stamp, kind, body):
    """What a message carries besides its body. `uid` is the same at each try, `stamp` (seconds since 1970) is not."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Wasl-Webhooks/1",
        "Wasl-Event": kind,
        "webhook-id": str(uid),
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(secret, uid, stamp, body),
    }
