"""The key by which services of push know an installation (RFC 8292): P-256, told as base64url of its 32 bytes."""

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
BYTES = 32


def new_key():
    """A private key, drawn by lot."""
    return to_text(ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(BYTES, "big"))


def public_key(private):
    """What browsers are given of a private key: its point, uncompressed. Raises ValueError for what is no key."""
    number = int.from_bytes(to_bytes(private), "big")
    point = ec.derive_private_key(number, CURVE).public_key()
    return to_text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def is_point(text):
    """Whether a browser's public key (p256dh) is a point of the curve."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, to_bytes(text))
    except ValueError:
        return False
    return True


def to_text(content):
    """base64url without its padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def to_bytes(text):
    """The content of base64url, padded or not. Raises ValueError."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
