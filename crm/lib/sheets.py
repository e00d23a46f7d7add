"""Rows out of the files that people hand over: CSV in any usual dress, and spreadsheets."""

import csv
import io
import json
import shutil
import subprocess
import sys
import tempfile
import weakref
import zipfile
import zlib
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from itertools import islice

from crm.lib import sniff, workbook

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # xlsx, xlsb, ods; xls
_SAMPLE_ROWS = 200
_MOST_UNPACKED = 256 * 1024 * 1024  # of a workbook, which is held in memory as a whole: some 400,000 rows
_PIECE = 1024 * 1024
_LONGEST = 120  # seconds that reading a workbook may take
csv.field_size_limit(1_000_000)  # the module knows one limit; a quote left open must not swallow a whole file


class SheetError(ValueError):
    """`reason` is one of empty, unreadable, locked, too_large, broken_quotes."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def open_table(file, name=""):
    """The table in a binary file, whatever its kind; `name` is not trusted for that. Raises SheetError."""
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if not start:
        raise SheetError("empty")
    if start == _ZIP:
        _check_unpacked(file)
        file.seek(0)
    table = Spreadsheet(file) if start in (_ZIP, _COMPOUND) else Delimited(file)
    if not table.sample:
        raise SheetError("empty")
    return table


class Table:
    """Rows of str, int, float, date or datetime, empty cells as "", numbered from 1 as a spreadsheet shows them."""

    def rows(self, after=0):
        """(number, cells) of each row below `after` that holds anything."""
        for number, cells in self._numbered():
            if number > after and any(cell != "" for cell in cells):
                yield number, cells

    @cached_property
    def sample(self):
        """The first rows, as (number, cells)."""
        return list(islice(self.rows(), _SAMPLE_ROWS))

    @cached_property
    def head_line(self):
        """The number of the row that names the columns; 0 when none does."""
        index = sniff.head_of([cells for _number, cells in self.sample])
        return 0 if index is None else self.sample[index][0]

    @cached_property
    def heads(self):
        """The names of the columns, "" for one without, as many as the widest row of the sample has."""
        named = next((cells for number, cells in self.sample if number == self.head_line), [])
        width = max(len(cells) for number, cells in self.sample if number >= self.head_line)
        names = [" ".join(str(cell).split()) for cell in named]
        return names + [""] * (width - len(names))


class Delimited(Table):
    """A text file. The file stays open and is read anew for each walk over its rows."""

    def __init__(self, file):
        self.file = file
        self.encoding = sniff.encoding_of(file)
        with _text(file, self.encoding) as text:
            sample = text.read(100_000)
        if not sniff.is_table(sample):
            raise SheetError("unreadable")
        first = sample.partition("\n")[0].strip().strip('"')
        # Excel's own way to say it: a first line that reads sep=;
        self.told = first[4:5] if first.startswith("sep=") and len(first) == 5 else ""
        self.delimiter = self.told or sniff.delimiter_of(sample)

    def _numbered(self):
        with _text(self.file, self.encoding) as text:
            lines = (line.replace("\0", "") for line in text)
            try:
                reader = csv.reader(lines, delimiter=self.delimiter)
                for number, cells in enumerate(reader, start=1):
                    if not (self.told and number == 1):
                        yield number, [cell.strip() for cell in cells]
            except csv.Error as error:
                raise SheetError("broken_quotes") from error


class Spreadsheet(Table):
    """The first sheet of a workbook that can be seen and holds anything, read by a process of its own (workbook.py)."""

    def __init__(self, file):
        self.lines = tempfile.TemporaryFile()
        weakref.finalize(self, self.lines.close)
        with tempfile.TemporaryFile() as whole:
            shutil.copyfileobj(file, whole)
            whole.seek(0)
            self._read(whole)

    def _read(self, whole):
        command = [sys.executable, "-I", workbook.__file__]
        try:
            ended = subprocess.run(  # noqa: S603  # our own program
                command, stdin=whole, stdout=self.lines, stderr=subprocess.DEVNULL, timeout=_LONGEST, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise SheetError("too_large") from error
        if ended.returncode:
            raise SheetError("locked" if ended.returncode == workbook.LOCKED else "unreadable")

    def _numbered(self):
        self.lines.seek(0)
        for number, line in enumerate(self.lines, start=1):
            yield number, [_cell(cell) for cell in json.loads(line)]


def _check_unpacked(file):
    """Raises SheetError when the parts of a zip would unpack to more than memory should hold, whatever they claim."""
    unpacked = 0
    try:
        with zipfile.ZipFile(file) as parts:
            for part in parts.infolist():
                part.file_size = _MOST_UNPACKED + 2 * _PIECE  # else the module stops where the part says that it ends
                with parts.open(part) as content:
                    while piece := content.read(_PIECE):
                        unpacked += len(piece)
                        if unpacked > _MOST_UNPACKED:
                            raise SheetError("too_large")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SheetError("unreadable") from error


def _cell(value):
    """Days and moments come as a list of their text."""
    if not isinstance(value, list):
        return value
    moment = datetime.fromisoformat(value[0])
    return moment if "T" in value[0] else moment.date()


@contextmanager
def _text(file, encoding):
    """The file as text from its start, left open behind."""
    file.seek(0)
    wrapper = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield wrapper
    finally:
        if not file.closed:  # a walk that nobody ended outlives its file
            wrapper.detach()
