"""What a file is, by its bytes. Names lie, and so do the types that browsers send along."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HEAD = 4096
LONGEST_NAME = 120
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
MARKUP = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|xml|\?xml|\?php)", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be kept. `inline`: browsers may show it on the spot, for nothing in it can act.
    `decoder`: Pillow's name of it, where small pictures are made of it."""

    type: str
    suffixes: tuple[str, ...]
    icon: str = "file"
    inline: bool = False
    decoder: str = ""


PDF = Kind("application/pdf", (".pdf",), icon="file-type-pdf", inline=True)
PNG = Kind("image/png", (".png",), icon="photo", inline=True, decoder="PNG")
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"), icon="photo", inline=True, decoder="JPEG")
GIF = Kind("image/gif", (".gif",), icon="photo", inline=True, decoder="GIF")
WEBP = Kind("image/webp", (".webp",), icon="photo", inline=True, decoder="WEBP")
HEIF = Kind("image/heic", (".heic", ".heif"), icon="photo")
WORD = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), icon="file-type-doc")
SHEET = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), icon="file-type-xls")
DWG = Kind("image/vnd.dwg", (".dwg",), icon="ruler-measure")
DXF = Kind("image/vnd.dxf", (".dxf",), icon="ruler-measure")
CSV = Kind("text/csv", (".csv",), icon="file-type-csv")
TEXT = Kind("text/plain", (".txt",), icon="file-text")
KINDS = (PDF, PNG, JPEG, GIF, WEBP, HEIF, WORD, SHEET, DWG, DXF, CSV, TEXT)
# phones offer their camera and their pictures by type, desktops list files by suffix
ACCEPT = ",".join([*(suffix for kind in KINDS for suffix in kind.suffixes), *(k.type for k in KINDS if k.decoder)])
BY_TYPE = {kind.type: kind for kind in KINDS}


def kind_of(file, name):
    """The Kind of an open file. Raises ValidationError, in words for whoever chose it, when it may not be kept."""
    file.seek(0)
    head = file.read(HEAD)
    found = _by_magic(head) or _office(file, head) or _by_text(head, PurePath(name).suffix.lower())
    file.seek(0)
    if found is None:
        raise ValidationError(_refusal(head, name), code="kind")
    return found


def _by_magic(head):
    if head[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return HEIF
    if re.match(rb"AC10\d\d|AC1\.\d\d|AC2\.10", head):
        return DWG
    if head.startswith(b"AutoCAD Binary DXF"):
        return DXF
    return None


def _office(file, head):
    """Word and Excel files are zips of a known shape. One with macros in it is not kept."""
    if not head.startswith(b"PK\x03\x04"):
        return None
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if "word/document.xml" in names:
        return WORD
    return SHEET if "xl/workbook.xml" in names else None


def _by_text(head, suffix):
    """Plain text has no mark of its own, so here the name has a say as well."""
    kind = {".csv": CSV, ".txt": TEXT, ".dxf": DXF}.get(suffix)
    if kind is None or not head or (b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return None
    text = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1", "replace")
    if MARKUP.search(text):
        return None
    return kind if kind is not DXF or re.match(r"\s*(999\s|0\s+SECTION)", text) else None


def _refusal(head, name):
    shown = {"name": name}
    if not head:
        return _("“%(name)s” is empty.") % shown
    if head.startswith(b"PK"):
        return _("“%(name)s” is an archive, or holds macros. Unpack it and add the files themselves.") % shown
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _("“%(name)s” is of an old Office format. Save it as .docx, .xlsx or .pdf first.") % shown
    return _("“%(name)s” is not a kind of file that can be kept here.") % shown


def clean_name(name, kind):
    """The name without folders, control and direction characters, not too long, ending as its kind does."""
    name = PurePath(name.replace("\\", "/")).name
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C" or letter == "\u200c")
    name = re.sub(r'[<>:"/|?*]', "_", name)
    name = re.sub(r"\s+", " ", name).strip(" .")
    stem, suffix = PurePath(name).stem, PurePath(name).suffix.lower()
    if suffix not in kind.suffixes:
        stem, suffix = name, kind.suffixes[0]
    return (stem[:LONGEST_NAME].strip(" .") or _("File")) + suffix
