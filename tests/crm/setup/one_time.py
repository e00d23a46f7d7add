"""The codes of an authenticator app, as RFC 6238 has them."""

import base64
import hmac
import struct
import time


def code(secret, *, at=None):
    """Six digits for a base32 secret and a time in seconds (now)."""
    counter = int((time.time() if at is None else at) // 30)
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
