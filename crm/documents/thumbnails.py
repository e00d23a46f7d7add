"""Small pictures of pictures, for lists: made in a worker, without what cameras write into theirs."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from crm.documents.models import Attachment
from crm.documents.sniffing import BY_TYPE

EDGE = 320  # points of the longer side: four times what a list shows, for dense screens
MOST_POINTS = 60_000_000  # a quarter of a gigabyte when unpacked; beyond it, and beyond Pillow's bounds, an icon stands
TYPE = "image/webp"


def make_thumbnail(attachment_id):
    """The work of the timer documents.thumbnail. A file that went meanwhile, or cannot be read, is left alone."""
    attachment = Attachment.objects.select_for_update().filter(pk=attachment_id, thumbnail="", state="ready").first()
    if attachment is None:
        return
    try:
        with attachment.file.open("rb") as file:
            small = thumbnail_of(file, BY_TYPE[attachment.content_type].decoder)
    except FileNotFoundError:
        return
    if small:
        attachment.thumbnail.save("thumbnail", ContentFile(small), save=False)
        attachment.save(update_fields=["thumbnail"])


def thumbnail_of(file, decoder):
    """WebP of at most EDGE × EDGE points, upright, with no place, time or camera in it. None where the file is not
    what it says it is, or would unpack to more than MOST_POINTS.

    `decoder` is Pillow's name of the one format that may be tried: none but the sniffed one ever sees the bytes.
    """
    try:
        with Image.open(file, formats=[decoder]) as image:
            if image.width * image.height > MOST_POINTS:
                return None
            image.draft("RGB", (EDGE, EDGE))  # lets JPEGs be unpacked small from the start
            image.thumbnail((EDGE, EDGE))
            return _as_webp(ImageOps.exif_transpose(image))
    except Exception:  # noqa: BLE001  # whatever a hostile picture does to its decoder, an icon stands for it
        return None


def _as_webp(image):
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    plain.info.clear()  # colour profiles, comments, EXIF, XMP
    out = io.BytesIO()
    plain.save(out, "WEBP", quality=80)
    return out.getvalue()
