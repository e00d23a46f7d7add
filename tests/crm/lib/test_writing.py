"""Files for spreadsheets: no text becomes a formula, nothing is lost, both kinds read back."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from crm.lib import writing
from crm.lib.sheets import open_table

ATTACKS = [
    '=HYPERLINK("http://evil.example","click")', "=1+1", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "\n=1+1",
    "＝1+1", "＋1", "－1", "＠x", "  =1+1", "\u200f=1+1", "=cmd|' /C calc'!A0",
]  # fmt: skip


def as_csv(head, rows):
    file = io.BytesIO()
    writing.write("csv", file, head, rows)
    return file.getvalue()


def as_xlsx(head, rows, **options):
    file = io.BytesIO()
    writing.write("xlsx", file, head, rows, **options)
    file.seek(0)
    return load_workbook(file).active


@pytest.mark.parametrize("attack", ATTACKS)
class TestFormulas:
    def test_csv_leads_them_with_an_apostrophe(self, attack):
        text = as_csv(["a"], [[attack]]).decode("utf-8-sig")
        [_head, [cell]] = list(csv.reader(io.StringIO(text, newline="")))
        assert cell == f"'{attack}"

    def test_in_a_head_too(self, attack):
        text = as_csv([attack], []).decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(text, newline=""))) == [[f"'{attack}"]]

    def test_xlsx_keeps_them_as_quoted_text(self, attack):
        cell = as_xlsx(["a"], [[attack]])["A2"]
        assert cell.data_type == "s" and cell.quotePrefix
        assert cell.value.strip() == attack.strip()


@pytest.mark.parametrize("value", ["Nora", "نورة", "a=b", "1+1", "x@example.com", "", "'=1"])
def test_harmless_text_stays_as_it_is(value):
    assert writing.neutral(value) == value


def test_numbers_stay_numbers_and_days_are_written_out():
    sheet = as_xlsx(["a", "b", "c"], [[-5, 2.5, date(2026, 11, 22)]])
    assert (sheet["A2"].value, sheet["B2"].value) == (-5, 2.5)
    assert as_csv(["a", "b"], [[-5, date(2026, 11, 22)]]).decode("utf-8-sig") == "a,b\r\n-5,2026-11-22\r\n"
    assert writing.neutral(None) == "" and writing.neutral(True) is True


def test_csv_begins_with_the_mark_of_utf_8():
    assert as_csv(["اسم"], []).startswith(b"\xef\xbb\xbf")


def test_the_file_stays_open_and_the_rows_are_counted():
    file = io.BytesIO()
    assert writing.write("csv", file, ["a"], ([n] for n in range(3))) == 3
    assert not file.closed


def test_an_aware_moment_and_forbidden_letters_do_not_stop_a_sheet():
    moment = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    sheet = as_xlsx(["when", "what"], [[moment, "bell\x07 and \x0b"], [None, "x" * 40_000]])
    assert sheet["A2"].value == datetime(2026, 11, 22, 9, 30)
    assert sheet["B2"].value == "bell and " and len(sheet["B3"].value) == writing.LONGEST


def test_what_looks_like_an_error_stays_a_text_and_a_day_does_not_dress_its_neighbours():
    sheet = as_xlsx(["a"], [["#N/A", date(2026, 11, 22), 7, "text", 2.5, True, None, "=1"], ["\x07=1+1"]])
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "n", "s", "n", "b", "n", "s"]
    assert [cell.number_format for cell in sheet[2]][2:6] == ["General"] * 4
    assert sheet["A3"].data_type == "s" and sheet["A2"].value == "#N/A"


def test_a_sheet_is_named_and_reads_from_the_right():
    sheet = as_xlsx(["a"], [], title="Sales [2026]: all/most of it, and a very long name", right_to_left=True)
    assert sheet.title == "Sales  2026   all most of it, a"[:31].strip() and sheet.sheet_view.rightToLeft
    assert as_xlsx(["a"], [], title="///").title == "Sheet"


def test_a_sheet_that_would_lose_rows_is_refused(monkeypatch):
    monkeypatch.setattr(writing, "MOST_ROWS", 2)
    with pytest.raises(ValueError, match="no more rows"):
        as_xlsx(["a"], [[1], [2], [3]])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_written_can_be_read_by_our_own_import(kind):
    file = io.BytesIO()
    writing.write(kind, file, ["الاسم", "count"], [["نورة الحربي", 7], ['محمد، "أبو" علي', 12]])
    cells = [cells for _number, cells in open_table(file).rows()]
    assert cells[0] == ["الاسم", "count"] and cells[2][0] == 'محمد، "أبو" علي'
    assert [str(row[1]) for row in cells[1:]] == ["7", "12"]
