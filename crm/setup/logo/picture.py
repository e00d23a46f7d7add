"""A logo as it is kept: drawn anew from the picture that was given, so that nothing else in the file travels."""

import io

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from crm.documents.sizes import format_size
from crm.documents.sniffing import HEAD, JPEG, MARKUP, PNG, WEBP, kind_of
from crm.l10n.numbers import format_number

LIMIT = 5 * 1024 * 1024  # bytes of the picture that is given
KINDS = (PNG, JPEG, WEBP)
ACCEPT = ",".join([*(kind.type for kind in KINDS), *(suffix for kind in KINDS for suffix in kind.suffixes)])
EDGES = (600, 300)  # points that are kept: 300 an inch on paper, three for each of a screen
OPAQUE = 255
LEAST = 16  # points of the shorter side of what is kept
MOST_POINTS = 16_000_000  # 64 megabytes when unpacked, in the process that answers
HEAVY = 100_000  # bytes, from which on a photograph is kept as one


def redrawn(file, name):
    """(bytes, content type, width, height) of the open picture, at most EDGES large, upright, with no place, camera,
    colour profile or comment in it, and without the transparent margin around it.

    Raises ValidationError, in words for whoever gave it, for what is no picture of KINDS, too large or too small.
    """
    decoder = _kind(file, name).decoder
    try:
        with Image.open(file, formats=[decoder]) as image:
            _check_points(image.width, image.height)
            image.draft("RGB", (2 * EDGES[0], 2 * EDGES[0]))  # lets JPEGs be unpacked small from the start
            plain = _plain(ImageOps.exif_transpose(image))
            plain.thumbnail(EDGES)
    except ValidationError:
        raise
    except Image.DecompressionBombError:
        _check_points(MOST_POINTS, MOST_POINTS)
    except Exception as error:
        raise ValidationError(_("“%(name)s” cannot be read as a picture.") % {"name": name}, code="broken") from error
    if min(plain.size) < LEAST:
        words = _("This picture is too small or too narrow to be printed. Choose a larger one.")
        raise ValidationError(words, code="small")
    content, kind = _written(plain)
    return content, kind.type, *plain.size


def _kind(file, name):
    """The one of KINDS that the bytes say; its name and the type that came along have no say."""
    file.seek(0)
    head = file.read(HEAD)
    text = head.decode("latin-1").lower()
    if "<svg" in text:
        words = _("“%(name)s” is a drawing (SVG), which can carry programs. Save it as PNG and choose that.")
        raise ValidationError(words % {"name": name}, code="drawing")
    if MARKUP.match(text.lstrip("ï»¿ \r\n\t")):
        words = _("“%(name)s” is a page, not a picture. Give the address of the picture itself.")
        raise ValidationError(words % {"name": name}, code="page")
    kind = kind_of(file, name)
    if kind not in KINDS:
        raise ValidationError(_("“%(name)s” is no PNG, JPEG or WebP picture.") % {"name": name}, code="kind")
    return kind


def check_size(size, name):
    """Raises ValidationError for a file of more than LIMIT bytes."""
    if size > LIMIT:
        shown = {"name": name, "size": format_size(size), "most": format_size(LIMIT)}
        raise ValidationError(_("“%(name)s” has %(size)s; the most is %(most)s.") % shown, code="size")


def _check_points(width, height):
    if width * height > MOST_POINTS:
        words = _("This picture has too many points; %(most)s million are the most. Make it smaller first.")
        raise ValidationError(words % {"most": format_number(MOST_POINTS // 1_000_000)}, code="points")


def _plain(image):
    """Its points alone, cut to those that can be seen."""
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    plain.info.clear()  # colour profiles, comments, EXIF, XMP
    if plain.mode == "RGB":
        return plain
    seen = plain.getchannel("A").getbbox()
    if seen is None:
        raise ValidationError(_("Nothing can be seen in this picture: all of it is transparent."), code="empty")
    plain = plain.crop(seen)
    return plain if plain.getchannel("A").getextrema()[0] < OPAQUE else plain.convert("RGB")


def _written(plain):
    """(bytes, Kind): PNG, exact and small for what firms draw; a photograph would weigh too much for a mail so."""
    content = _saved(plain, "PNG", optimize=True)
    if len(content) <= HEAVY:
        return content, PNG
    if plain.mode == "RGB":
        return _saved(plain, "JPEG", quality=88), JPEG
    return _saved(plain.quantize(256, method=Image.Quantize.FASTOCTREE), "PNG", optimize=True), PNG


def _saved(image, kind, **how):
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()
