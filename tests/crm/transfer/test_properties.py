"""What holds of every cell, head and file, whatever stands in it."""

import csv
import io
import json
import re
from datetime import date
from unittest.mock import patch

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm.l10n import calendars, state
from crm.lib import sheets
from crm.lib.digits import from_latin
from crm.records import registry
from crm.transfer.errors import safe
from crm.transfer.guessing import MANY, guess_dates, guess_mapping, repeated
from crm.transfer.models import ImportJob
from crm.transfer.reading import StoredTable
from crm.transfer.understanding import Understanding
from crm.transfer.values import LISTS, READERS, Unreadable, as_text, day, emails, is_nothing, phones

NO_FIELDS_OF_ITS_OWN = patch("crm.records.fields.queries._mark", lambda: "")  # nor any workspace, nor a database
COMMON = settings(max_examples=150, deadline=None)
SETS = st.sampled_from(["latn", "arab", "arabext"])
DAYS = st.dates(date(1930, 1, 1), date(2030, 12, 31))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
CELLS = st.one_of(
    TEXTS,
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none(),
    DAYS.map(lambda day: {"day": day.isoformat()}),
    st.sampled_from(
        ["0551204477", "a@b.com, c@d.com", "1369/11/14", "13/13/1990", "'=1+1", "=1+1", "٠٥٥ ١٢٠ ٤٤٧٧", "-", "۰"]
    ),
)
FIELDS = st.sampled_from(["contact", "company"])
NOISE = st.sampled_from(["", " ", "\u200f", "\u202a", "\u00a0", "\ufeff", "  "])


def reader(language="ar", calendar="gregorian", region="SA"):
    return state.using(
        state.Preferences(
            language=language, calendar=calendar, digits="latn", time_zone="Asia/Riyadh", week_start=6, currency="SAR",
            phone_region=region,
        )
    )  # fmt: skip


# numbers


@COMMON
@given(
    st.integers(500_000_000, 599_999_999),
    SETS,
    st.sampled_from(["0{}", "+966{}", "00966{}", "966{}", "{}", "(+966) {}"]),
    NOISE,
)
def test_a_number_is_the_same_in_every_shape_and_digits(number, digits, shape, noise):
    spaced = re.sub(r"(..)(...)(....)", r"\1 \2-\3", str(number))
    with reader():
        for typed in (str(number), spaced):
            cell = noise + from_latin(shape.format(typed), digits) + noise
            assert phones(cell) == [f"+966{number}"]


@COMMON
@given(
    st.lists(st.integers(500_000_000, 599_999_999), min_size=1, max_size=4, unique=True),
    st.sampled_from([", ", "،", ";", "\n", " / ", " or ", " أو ", "|"]),
)
def test_several_numbers_in_a_cell_are_all_read_in_order(numbers, between):
    with reader():
        assert phones(between.join(f"0{number}" for number in numbers)) == [f"+966{number}" for number in numbers]


@pytest.mark.parametrize("cell", ["011 - 222 3344", "(011) 222 - 3344", "+966 (0) 11 222-3344", "Tel: 011 2223344"])
def test_one_number_with_signs_between_is_one(cell):
    with reader():
        assert phones(cell) == ["+966112223344"]


def test_what_is_no_number_beside_one_that_is_does_not_hide_it():
    with reader():
        assert phones("0551204477; ask Sami") == ["+966551204477"]
        assert phones("home, 0551204477") == ["+966551204477"]


# addresses

LOCAL = st.from_regex(r"[a-z][a-z0-9]{0,8}([._+-][a-z0-9]{1,6})?", fullmatch=True)
MAILS = st.builds("{}@{}.example".format, LOCAL, st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True))


@COMMON
@given(
    st.lists(MAILS, min_size=1, max_size=4, unique=True),
    st.sampled_from([", ", ";", "؛", "،", "\n", " ", " / "]),
    st.sampled_from(["{}", "<{}>", "mailto:{}", '"Ali" <{}>', "{} "]),
    st.booleans(),
)
def test_addresses_are_read_out_of_whatever_stands_around_them(mails, between, shape, upper):
    cell = between.join(shape.format(mail.upper() if upper else mail) for mail in mails)
    assert emails(cell) == mails


# days


@COMMON
@given(DAYS, SETS, st.sampled_from("/-."), st.booleans(), st.sampled_from(["", " 00:00", " 10:30:15"]), NOISE)
@pytest.mark.parametrize("calendar", ["gregorian", "jalali", "hijri"])
def test_a_day_in_figures_is_read_in_its_calendar(calendar, day_, digits, sign, year_first, clock, noise):
    year, month, number = calendars.CALENDARS[calendar].fields(day_)
    parts = (f"{year}", f"{month:02}", f"{number:02}") if year_first else (f"{number}", f"{month}", f"{year}")
    cell = noise + from_latin(sign.join(parts) + clock, digits) + noise
    with reader(calendar=calendar):
        assert day(cell) == day_


@COMMON
@given(DAYS, SETS, st.sampled_from("/-."))
def test_a_day_with_the_month_first_is_read_so_when_told(day_, digits, sign):
    cell = from_latin(sign.join(map(str, (day_.month, day_.day, day_.year))), digits)
    with reader():
        assert day(cell, month_first=True) == day_


@COMMON
@given(DAYS, st.floats(0, 0.999))
def test_a_serial_day_of_a_workbook_is_read(day_, clock):
    serial = (day_ - date(1899, 12, 30)).days
    with reader():
        assert {day(cell) for cell in (serial, serial + clock, str(serial), {"day": day_.isoformat()})} == {day_}


# any cell


@COMMON
@given(CELLS, st.sampled_from(sorted(READERS)))
def test_a_cell_is_read_or_refused_in_words_and_nothing_else(cell, kind):
    with reader():
        if is_nothing(cell, kind):
            return
        try:
            value = READERS[kind](cell)
        except Unreadable as refused:
            assert str(refused)
            assert "\n" not in str(refused)
        else:
            assert isinstance(value, list) == (kind in LISTS)
            texts = value if isinstance(value, list) else [str(value)]
            assert not any(re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text) for text in texts)
            assert kind not in ("text", "phone", "email") or not any("\n" in text for text in texts)


@COMMON
@given(CELLS)
def test_no_cell_of_the_error_file_starts_a_formula(cell):
    text = safe(cell)
    started = text.startswith(("=", "@", "\t", "\r", "\n", "＝", "＠"))
    signed = text.startswith(("+", "-", "＋", "－")) and not text[1:].replace(" ", "").isdigit()
    assert not started
    assert not signed


@COMMON
@given(TEXTS)
@example("=1+1")
@example("+cmd")
@example("'=1+1")
def test_a_cell_comes_back_from_the_error_file_as_it_went(cell):
    went = as_text(cell)
    assert as_text(safe(went)) in (went, as_text(went))


@COMMON
@given(FIELDS, st.data())
def test_a_row_of_any_cells_is_understood(key, data):
    kind = registry.get(key)
    names = st.sampled_from(["", *(field.name for field in kind.import_fields if field.kind != "member")])
    mapping = data.draw(st.lists(names, min_size=1, max_size=6))
    job = ImportJob(
        record_type=key,
        heads=[f"Column {n}" for n in range(len(mapping))],
        dates=data.draw(st.sampled_from(ImportJob.Dates)),
    )
    rows = data.draw(st.lists(st.lists(CELLS, max_size=7), max_size=4))
    longest = {field.name: field.longest for field in kind.import_fields if field.kind in ("text", "lines")}
    with reader(), NO_FIELDS_OF_ITS_OWN:
        read = Understanding(job, mapping, member=None).read(enumerate(rows, 2))
    assert [row.line for row in read] == list(range(2, len(rows) + 2))
    for row in read:
        assert set(row.values) <= {*mapping, "note"} - {""}
        assert all(len(row.values.get(name, "")) <= most for name, most in longest.items())


# heads

KNOWN = (
    "Name",
    "نام",
    "الاسم",
    "Phone 2",
    "تلفن ۲",
    "E-mail:",
    "Mobile (home)",
    "Birthday",
    "تاريخ الميلاد",
    "Country",
)
HEADS = st.one_of(TEXTS, st.sampled_from(("", *KNOWN, "Owner", "DOB", "Type", "Website", "#")))


@COMMON
@given(FIELDS, st.lists(HEADS, max_size=12), st.lists(st.lists(CELLS, max_size=12), max_size=8))
def test_a_guess_names_known_fields_and_none_twice_that_one_column_fills(key, heads, sample):
    fields = registry.get(key).import_fields
    with reader():
        mapping = guess_mapping(heads, sample, fields)
    assert len(mapping) == len(heads)
    assert set(mapping) <= {"", *(field.name for field in fields)}
    assert repeated(mapping, fields) == []
    once = [name for name in mapping if name and next(f for f in fields if f.name == name).kind not in MANY]
    assert len(once) == len(set(once))


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
@pytest.mark.parametrize("key", ["contact", "company"])
def test_every_field_is_known_by_its_label_and_by_each_of_its_names(key, language):
    fields = registry.get(key).import_fields
    for field in fields:
        with translation.override(language):
            label = str(field.label)
        assert guess_mapping([label], [], fields) != [""], label
        for alias in field.aliases:
            assert guess_mapping([alias], [], fields) != [""], alias


@COMMON
@given(st.lists(CELLS, max_size=30))
def test_a_guess_of_dates_is_always_one(cells):
    with reader():
        assert guess_dates(cells) in ImportJob.Dates


@COMMON
@given(st.lists(DAYS, min_size=12, max_size=30), st.sampled_from(["jalali", "hijri"]), SETS, st.booleans())
def test_islamic_dates_are_told_from_gregorian_ones(days, calendar, digits, year_first):
    cells = []
    for each in days:
        parts = calendars.CALENDARS[calendar].fields(each)
        cells.append(from_latin("/".join(map(str, parts if year_first else reversed(parts))), digits))
    with reader(calendar=calendar):
        assert guess_dates(cells) in ("jalali", "hijri")
    with reader():
        assert guess_dates([each.isoformat() for each in days]) == "gregorian"


# files

WORDS = st.sampled_from(
    ["محمد", "فاطمة الزهراء", "عبدالله", "الرياض", "جدة", "شركة النوافذ", "مريم", "خالد العتيبي", "مكة", "نورة", ""]
)


@COMMON
@given(
    st.lists(st.tuples(WORDS, WORDS, st.integers(0, 10**9).map(str)), min_size=4, max_size=30),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_table_in_any_encoding_and_delimiter_is_read_back(rows, delimiter, encoding, end, quoting):
    head = ("الاسم", "المدينة", "الجوال")
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([head, *rows])
    table = StoredTable(sheets.open_table(io.BytesIO(text.getvalue().encode(encoding))))
    assert (table.delimiter, table.head_line, table.heads()) == (delimiter, 1, list(head))
    assert list(table.rows()) == [(number, list(row)) for number, row in enumerate(rows, 2)]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), TEXTS.map(str.encode), st.text("a;,|\t\"\n\r'1 ", max_size=80).map(str.encode))
)
@example(b"\0\0\0,\0\n\0")
@example(b"\xff\xfe\0\0")
@example(b"\xff\xfea")
@example(b'"\n')
@example(b"sep=;")
def test_any_bytes_are_a_table_of_plain_values_or_refused(content):
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return
    try:
        table = StoredTable(sheets.open_table(io.BytesIO(content)))
        heads, rows = table.heads(), list(table.rows())
    except (sheets.SheetError, ValueError) as refused:
        assert isinstance(refused, sheets.SheetError) or "columns" in str(refused)
        return
    assert "\\u0000" not in json.dumps([heads, rows])
    assert all(number > table.head_line for number, _cells in rows)
