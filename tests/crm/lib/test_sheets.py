"""Files as firms hand them over: any encoding, delimiter, head, and kind of spreadsheet."""

import csv
import io
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from crm.lib.sheets import SheetError, open_table
from crm.lib.sniff import delimiter_of, encoding_of, head_of

DATA = Path(__file__).parent / "data"
PERSIAN = "نام;موبایل;شهر\nمهدی کریمی;۰۹۱۲۳۴۵۶۷۸۹;تهران\nژاله گلکار;09351112233;کرج\nپویا چراغی;;شیراز\n"
ARABIC = "الاسم,الجوال,المدينة\nعمر المطيري,٠٥٠١٢٣٤٥٦٧,جدة\nفاطمة الغامدي,0551234567,الرياض\n"
LATIN = "Name;City\nJosé Müller;Málaga\nZoë Brontë;Köln\nDaniel Brooks;London\n"


def table(text, encoding="utf-8"):
    return open_table(io.BytesIO(text.encode(encoding)))


def workbook(*rows, before=()):
    book = Workbook()
    for name in before:
        book.active.title = name
        book.create_sheet("data")
        book.active = book.worksheets[-1]
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file


def cells(opened, after=None):
    return [row for _number, row in opened.rows(opened.head_line if after is None else after)]


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (PERSIAN, "utf-8", "utf-8"),
        (PERSIAN, "utf-8-sig", "utf-8-sig"),
        (PERSIAN, "utf-16", "utf-16"),
        (PERSIAN, "utf-16-le", "utf-16-le"),
        (PERSIAN, "utf-16-be", "utf-16-be"),
        (PERSIAN.translate({ord("ی"): "ي", **{0x6F0 + n: str(n) for n in range(10)}}), "cp1256", "cp1256"),
        (ARABIC.translate({0x660 + n: str(n) for n in range(10)}), "cp1256", "cp1256"),
        (ARABIC.translate({0x660 + n: str(n) for n in range(10)}), "iso8859_6", "iso8859_6"),
        (LATIN, "utf-8", "utf-8"),
        (LATIN, "cp1252", "cp1252"),
        ("a;b\n1;2\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found(text, encoding, found):
    file = io.BytesIO(text.encode(encoding))
    assert encoding_of(file) == found
    assert file.tell() == 0
    assert cells(open_table(file), after=0) == cells(table(text), after=0)


def test_arabic_that_starts_late_in_a_long_file_is_found():
    text = "name;city\n" + "Daniel;London\n" * 30_000
    assert encoding_of(io.BytesIO(text.encode() + "عمر;جدة\n".encode("cp1256"))) != "utf-8"
    assert encoding_of(io.BytesIO((text + "عمر;جدة\n").encode())) == "utf-8"


def test_one_damaged_character_does_not_spoil_a_file():
    opened = open_table(io.BytesIO((PERSIAN * 20).encode() + b"a;\xff;b\n"))
    assert opened.encoding == "utf-8"
    assert cells(opened)[-1] == ["a", "\ufffd", "b"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    rows = [["الاسم", "ملاحظات", "المدينة"], ["عمر", "نافذة, باب; سلم | درج", "جدة"], ["ريم", "سطر\nثان", "أبها"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    opened = table(text.getvalue())
    assert opened.delimiter == delimiter
    assert cells(opened, after=0) == rows


def test_commas_inside_the_cells_do_not_win():
    assert delimiter_of("a;b\nx, y, z;1\nx, y, z;2\nx;3\n") == ";"


def test_one_column_needs_no_delimiter():
    opened = table("الاسم\nعمر\nريم\n")
    assert (opened.heads, cells(opened)) == (["الاسم"], [["عمر"], ["ريم"]])


def test_a_line_that_tells_the_delimiter_is_obeyed_and_is_no_row():
    opened = table("sep=|\nname|city\nOmar|Jeddah\n")
    assert (opened.head_line, cells(opened)) == (2, [["Omar", "Jeddah"]])


def test_rows_keep_the_number_a_spreadsheet_would_show():
    opened = table('name;note\nOmar;"two\nlines"\n\n;\nReem;x\n')
    assert list(opened.rows()) == [(1, ["name", "note"]), (2, ["Omar", "two\nlines"]), (5, ["Reem", "x"])]


def test_nul_bytes_and_spaces_around_cells_vanish():
    assert cells(table("name;city\n Omar\0 ;\u00a0Jeddah\n")) == [["Omar", "Jeddah"]]


def test_short_and_long_rows_are_given_as_they_are():
    opened = table("a;b;c\n1\n1;2;3;4\n1;2;3\n")
    assert cells(opened) == [["1"], ["1", "2", "3", "4"], ["1", "2", "3"]]
    assert opened.heads == ["a", "b", "c", ""]


def test_an_open_quote_is_told():
    with pytest.raises(SheetError) as error:
        list(table('name;city\n"Omar;Jeddah\n' + "Reem;Abha\n" * 200_000).rows())
    assert error.value.reason == "broken_quotes"


@pytest.mark.parametrize("content", [b"", b"\n\n", b" ;;\n;\n", "\ufeff".encode()])
def test_a_file_without_rows_is_told(content):
    with pytest.raises(SheetError) as error:
        open_table(io.BytesIO(content))
    assert error.value.reason == "empty"


@pytest.mark.parametrize("content", [b"PK\x03\x04 but no workbook", b"\xd0\xcf\x11\xe0 nothing"])
def test_a_broken_workbook_is_told(content):
    with pytest.raises(SheetError) as error:
        open_table(io.BytesIO(content))
    assert error.value.reason == "unreadable"


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ([["name", "city"], ["Omar", "Jeddah"]], 0),
        ([["كشف العملاء"], [], ["الاسم", "الجوال"], ["عمر", "0501234567"]], 2),
        ([["Report", "", ""], ["", "as of", 2026], ["name", "phone", "mail"], ["a", "0501234567", "a@b.example"]], 2),
        ([["", "contact", "", "", "work"], ["name", "phone", "mail", "city", "firm"], ["a", "1", "2", "3", "4"]], 1),
        ([["Omar", "0501234567"], ["Reem", "0507654321"]], None),
        ([["Omar", "omar@mail.example"], ["Reem", ""]], None),
        ([["name", "name"], ["a", "b"]], None),
        ([[1, "a"], [2, "b"]], None),
        ([["#", "name"], ["1", "a"], ["2", "b"]], 0),
        ([["نام", "تلفن ۱", "تلفن ۲"], ["علی", "021", ""]], 0),
        ([["a note that goes on and on and is no name of any column whatever, as everybody sees", "b"]], None),
    ],
)
def test_the_head_is_found_below_titles(rows, head):
    assert head_of(rows) == head


def test_a_table_without_a_head_has_nameless_columns():
    opened = table("Omar;0501234567\nReem;0507654321\n")
    assert (opened.head_line, opened.heads) == (0, ["", ""])
    assert len(cells(opened)) == 2


def test_a_workbook_gives_numbers_and_dates_as_such():
    file = workbook(
        ["الاسم", "الجوال", "القيمة", "التاريخ", "الموعد", "نشط"],
        ["عمر", 501234567, 48500.5, date(2026, 11, 24), datetime(2026, 11, 24, 14, 30), True],
        ["ريم", "٠٥٠١٢٣٤٥٦٧", None, "1448/06/12", time(9, 30), False],
    )
    opened = open_table(file)
    assert opened.heads[0] == "الاسم"
    assert cells(opened) == [
        ["عمر", 501234567, 48500.5, date(2026, 11, 24), datetime(2026, 11, 24, 14, 30), "True"],
        ["ريم", "٠٥٠١٢٣٤٥٦٧", "", "1448/06/12", "09:30:00", "False"],
    ]


def test_rows_of_a_workbook_are_numbered_as_it_shows_them():
    opened = open_table(workbook([], ["كشف"], [], ["الاسم", "المدينة"], ["عمر", "جدة"], [], ["ريم", "أبها"]))
    assert opened.head_line == 4
    assert [number for number, _cells in opened.rows(opened.head_line)] == [5, 7]


def test_an_empty_first_sheet_and_hidden_ones_are_passed_over():
    file = workbook(["الاسم", "المدينة"], ["عمر", "جدة"], before=["hidden"])
    assert cells(open_table(file)) == [["عمر", "جدة"]]


def test_the_name_of_a_file_is_not_believed():
    assert open_table(io.BytesIO(ARABIC.encode()), "customers.xlsx").delimiter == ","
    assert open_table(workbook(["a", "b"], ["c", "d"]), "customers.csv").heads == ["a", "b"]


def test_an_uploaded_file_can_be_walked_twice():
    opened = open_table(ContentFile(ARABIC.encode(), name="a.csv"))
    assert list(opened.rows()) == list(opened.rows())
    assert next(opened.rows()) == (1, ["الاسم", "الجوال", "المدينة"])
    assert len(list(opened.rows())) == 3


def test_the_kinds_of_file_firms_sent():
    """Cut from real shapes: Windows-1256 with semicolons, UTF-8 with a mark, a right-to-left sheet with a title."""
    heads = ["عنوان", "نام", "نام خانوادگی", "موبایل", "تلفن", "ایمیل", "شرکت", "شهر", "تاریخ تولد"]
    for name in ("customers-fa.csv", "customers-fa-utf8.csv"):
        with (DATA / name).open("rb") as file:
            opened = open_table(file)
            assert [head.replace("ي", "ی") for head in opened.heads[:9]] == heads
            assert len(cells(opened)) == 40
            assert any("\n" in row[-1] for row in cells(opened))
    with (DATA / "customers-ar.xlsx").open("rb") as file:
        opened = open_table(file)
        assert (opened.head_line, opened.heads[1]) == (3, "الاسم")
        assert len(cells(opened)) == 40
        assert {type(row[7]) for row in cells(opened)} == {str, date}


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=8)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=3, max_size=12),
    st.sampled_from([";", "\t", "|", ","]),
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_whatever_was_written_is_read_back(rows, delimiter, encoding):
    rows = [["name", "city", "note"], *rows]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    opened = table(text.getvalue(), encoding)
    assert cells(opened, after=0) == [row for row in rows if any(row)]


def test_a_workbook_that_ends_the_library_is_told_and_ends_nothing_else():
    content = (Path(__file__).parents[1] / "transfer" / "data" / "old.xls").read_bytes()
    for length in (600, 2_000, 4_200, len(content) - 700):
        with pytest.raises(SheetError) as told:
            open_table(io.BytesIO(content[:length]))
        assert told.value.reason == "unreadable"


def test_a_workbook_that_takes_too_long_is_told(monkeypatch):
    monkeypatch.setattr("crm.lib.sheets._LONGEST", 0.001)
    with pytest.raises(SheetError) as told:
        open_table(workbook(["Name"], ["Noura"]))
    assert told.value.reason == "too_large"


def test_a_zip_that_unpacks_to_too_much_is_told(monkeypatch):
    monkeypatch.setattr("crm.lib.sheets._MOST_UNPACKED", 20_000)
    with pytest.raises(SheetError) as told:
        open_table(workbook(*([f"Name {n}", "x" * 300] for n in range(500))))
    assert told.value.reason == "too_large"


def test_names_of_columns_may_repeat_but_a_repeated_title_is_none():
    rows = [["Noura", "0551204477", "0551204478"]] * 3
    assert head_of([["Name", "Phone", "Phone"], *rows]) == 0
    assert head_of([["Customers"] * 3, ["Name", "Phone", "Phone"], *rows]) == 1
