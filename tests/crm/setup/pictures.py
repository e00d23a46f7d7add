"""Pictures that somebody might give as a logo."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, PngImagePlugin

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><html><script>alert(document.cookie)</script></html>"
TRAILER = b"<script>alert(1)</script>PK\x03\x04"
SECRET = b"Secret Phones"


def drawn(size=(300, 100), mode="RGBA", colour="navy", kind="PNG", **saved):
    """A bar of colour; with RGBA on a transparent ground, a tenth of it as margin."""
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else colour)
    if mode == "RGBA":
        edges = [size[0] // 10, size[1] // 10, size[0] - size[0] // 10 - 1, size[1] - size[1] // 10 - 1]
        ImageDraw.Draw(image).rounded_rectangle(edges, 4, colour)
    out = io.BytesIO()
    image.save(out, kind, **saved)
    return out.getvalue()


def photo(size=(900, 600)):
    """As a phone takes it: on its side, with its maker, a place and a comment in it."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return drawn(size, "RGB", kind="JPEG", exif=exif, comment=SECRET, icc_profile=SECRET * 9)


def told():
    """A PNG that says more than its points."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", SECRET.decode())
    words.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET.decode()}</x>")
    return drawn(pnginfo=words)


def bomb(width, height):
    """A few hundred bytes that say they are so large, and are not."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def uploaded(content=None, name="logo.png", kind="image/png"):
    return SimpleUploadedFile(name, drawn() if content is None else content, kind)
