"""A picture by its address on the web: asked for once, through the door, and kept as a file of ours from then on."""

import io
from http import HTTPStatus
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.documents.sizes import format_size
from crm.lib import door
from crm.setup.logo.picture import LIMIT

ASKED = {"Accept": "image/png,image/jpeg,image/webp", "User-Agent": "Wasl"}
LEFT = "/?:@!$&'()*+,;=%~"  # of an address as people copy it, what stands for itself


def fetched(address):
    """(open file, the host it came from). Raises ValidationError, in words for whoever typed the address."""
    try:
        url = in_ascii(address)
        status, _headers, body = door.get(url, ASKED, most=LIMIT, inside=settings.LOGO_INSIDE)
    except (door.DoorClosed, ValueError) as error:
        words = _("Only public addresses of secure websites (HTTPS) can be asked.")
        raise ValidationError(words, code="closed") from error
    except door.NotReached as error:
        words = _("The website does not answer. Try again, or upload the picture.")
        raise ValidationError(words, code="unreached") from error
    except door.TooLarge as error:
        words = _("What the website has at this address is larger than %(most)s.") % {"most": format_size(LIMIT)}
        raise ValidationError(words, code="size") from error
    if status in range(300, 400):
        words = _("This address leads on to another one. Open it in a browser, and copy where it ends.")
        raise ValidationError(words, code="redirect")
    if status != HTTPStatus.OK:
        raise ValidationError(_("The website has no picture at this address."), code="missing")
    return io.BytesIO(body), urlsplit(url).hostname


def in_ascii(address):
    """The address as it travels: names of other letters than ASCII's in their ASCII form, paths encoded.

    Raises ValueError.
    """
    parts = urlsplit(address)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    return urlunsplit((parts.scheme, host, quote(parts.path, LEFT), quote(parts.query, LEFT), ""))
