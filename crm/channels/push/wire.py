"""Web Push: a message for one browser, sealed so that only it can read (RFC 8291), posted to the service that its maker
runs (RFC 8030), which knows us by our key (RFC 8292)."""

import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from http_ece import encrypt
from py_vapid import Vapid02

from crm.lib import door
from crm.lib.vapid import CURVE, public_key, to_bytes

KEPT = 12 * 3600  # seconds for which the service tries to reach a device that is off
LONGEST = 3600  # seconds that a service may make us wait
GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser says when it lets itself be woken: its address and keys, in base64url."""

    endpoint: str
    p256dh: str
    auth: str


class Gone(RuntimeError):
    """The browser does not want to be woken any more; its address will never work again."""


class NotSent(RuntimeError):
    """The service did not take it; `wait` is in how many seconds it wants to be asked again, 0 if it did not say."""

    def __init__(self, reason, wait=0):
        super().__init__(reason)
        self.wait = wait


def our_key():
    """The public key that browsers are asked to trust; "" where the installation has none and so pushes nothing."""
    return public_key(settings.PUSH_KEY) if settings.PUSH_KEY else ""


def send(subscription, message, *, topic):
    """Hand a message (JSON, at most some 3,900 bytes) to the browser's service. What is said under the same `topic` (at
    most 32 letters of base64url) before it was delivered is replaced. Raises Gone, NotSent."""
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT),
        "Urgency": "normal",
        "Topic": topic,
        **_signature(subscription.endpoint),
    }
    try:
        status, told = door.post(
            subscription.endpoint, _sealed(subscription, message), headers, inside=settings.PUSH_INSIDE
        )
    except door.DoorClosed as closed:
        raise Gone(str(closed)) from closed
    except door.NotReached as error:
        raise NotSent(str(error)) from error
    if status in GONE:
        raise Gone(f"{status}")
    if not 200 <= status < 300:
        wait = told.get("Retry-After", "")
        host = urlsplit(subscription.endpoint).hostname  # the rest of the address is a secret
        raise NotSent(f"{host} answered {status}", min(int(wait), LONGEST) if wait.isdecimal() else 0)


def _sealed(subscription, message):
    return encrypt(
        json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode(),
        salt=secrets.token_bytes(16),
        private_key=ec.generate_private_key(CURVE),
        dh=to_bytes(subscription.p256dh),
        auth_secret=to_bytes(subscription.auth),
        version="aes128gcm",
    )


def _signature(endpoint):
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": settings.PUSH_CONTACT}
    return Vapid02.from_raw(settings.PUSH_KEY.encode()).sign(claims)
