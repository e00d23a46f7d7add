"""What a file of rows is written in: encoding, delimiter, and where its head stands."""

import codecs
import csv
import re
from collections import Counter
from itertools import islice

DELIMITERS = (";", ",", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EIGHT_BIT = ("cp1256", "iso8859_6", "cp1252")
_SAMPLE = 256 * 1024
_OTHER_TEXTS = re.compile(r"\s*(%PDF|\{\\rtf|<!doctype|<html|<\?xml)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_FOREIGN_WORD = re.compile(r"[A-Za-z]*[^\x00-\x7f][^\x00-\x40\x5b-\x60\x7b-\x7f]*")
_EVERYDAY = frozenset("ابتجحخدذرزسشصضطعغفقكلمنهويةىأإآئؤءپچژگکی\u200c")
_ARABIC = re.compile("[\u0600-\u06ff]")
_ACCENTED = frozenset("àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿßšž" + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝŠŽ")


def encoding_of(file):
    """The codec of a binary file, read from its start and rewound: by its mark, by what decodes, by what then
    reads like words. Windows-1256 has every byte, so it always decodes and is chosen by its letters."""
    file.seek(0)
    sample = file.read(_SAMPLE)
    marked = next((name for mark, name in _MARKS if sample.startswith(mark)), None)
    found = marked or _utf16_without_mark(sample) or ("utf-8" if _is_utf8(file, sample) else _eight_bit(sample))
    file.seek(0)
    return found


def is_table(text):
    """Whether the beginning of a decoded file may be rows at all, rather than a picture, a program or a web page."""
    return not _OTHER_TEXTS.match(text) and len(_CONTROLS.findall(text)) * 200 <= len(text)


def delimiter_of(text):
    """The delimiter that cuts most lines of a sample into the same number of cells, the more the better."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def head_of(rows):
    """The index of the row that names the columns, below any title rows; None when the data starts at once."""
    filled = [_filled(row) for row in rows]
    usual = _usual_width(filled)
    for index, cells in enumerate(filled):
        if not cells or len(cells) < 0.6 * usual or _is_repeated(cells):
            continue
        if all(_is_name(cell) for cell in cells) and _are_different(cells):
            return index
        if len(cells) >= usual:
            return None
    return None


def _is_utf8(file, sample):
    """Whether the whole file is UTF-8, a damaged character in a hundred allowed."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    damaged = beyond_ascii = 0
    file.seek(0)
    while chunk := file.read(_SAMPLE):
        if not chunk.isascii():
            text = decoder.decode(chunk)
            damaged += text.count("\ufffd")
            beyond_ascii += len(text) - len(text.encode("ascii", "ignore"))
    return damaged * 100 <= beyond_ascii


def _utf16_without_mark(sample):
    """Commas and line ends of UTF-16 carry a zero byte, on one side only."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    fewer, more = sorted((even, odd))
    if more < len(sample) / 20 or fewer * 10 > more:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _eight_bit(sample):
    return max(_EIGHT_BIT, key=lambda codec: _readability(sample.decode(codec, errors="replace")))


def _readability(text):
    """Letters of daily use in words of one script count for an encoding, all else beyond ASCII against it."""
    score = 0
    for word in _FOREIGN_WORD.findall(text):
        foreign = [letter for letter in word if letter > "\x7f"]
        if _ARABIC.search(word):
            score += sum(1 if letter in _EVERYDAY else -3 for letter in foreign)
            score -= 3 * (len(word) - len(foreign))
        else:
            usual = len(foreign) * 2 <= len(word)
            score += sum(1 if usual and letter in _ACCENTED else -3 for letter in foreign)
    return score


def _evenness(text, delimiter):
    lines = text.splitlines(keepends=True)
    try:
        widths = Counter(len(row) for row in islice(csv.reader(lines, delimiter=delimiter), 200) if any(row))
    except csv.Error:
        return 0, 0
    many = {width: times for width, times in widths.items() if width > 1}
    if not many:
        return 0, 0
    width, times = max(many.items(), key=lambda item: (item[1], item[0]))
    return round(times / widths.total(), 1), width


def _filled(row):
    return [cell for cell in row if not (isinstance(cell, str) and not cell.strip())]


def _is_repeated(cells):
    """A title may stand in each column."""
    return len(cells) > 2 and len(set(cells)) == 1


def _are_different(cells):
    """A few columns may be called the same."""
    return len(cells) == 1 or 1 < len(set(cells)) > len(cells) / 3


def _usual_width(filled):
    """How many cells most rows fill, of those that fill more than one."""
    widths = Counter(len(cells) for cells in filled if len(cells) > 1)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _is_name(cell):
    """Words, not data: no address, no figure of three digits, no sentence."""
    if not isinstance(cell, str) or "@" in cell or len(cell) > 80:
        return False
    return len(re.findall(r"\d", cell)) < 3 and any(letter.isalpha() or letter == "#" for letter in cell)
