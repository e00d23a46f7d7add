"""Whatever somebody uploads, they get a right result or a sentence that says what is wrong with the file."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from contacts.people.models import Contact
from crm.transfer.models import ImportJob
from tests.crm.transfer.files import ARABIC, DATA, bring_in, csv_file, sheet_file, stored_file

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" * 20
NOTHING, UNREADABLE, NO_ROWS = "nothing in this file", "cannot be read", "no rows below"
WIDE = ",".join(f"Column {letter}" for letter in map(chr, range(0x4E00, 0x4E00 + 301)))


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


BAD = {
    "0 bytes": (b"", "a.csv", NOTHING),
    "0 bytes of a workbook": (b"", "a.xlsx", NOTHING),
    "only line ends": (b"\r\n\n\r\n", "a.csv", NOTHING),
    "only a mark": (b"\xef\xbb\xbf", "a.csv", NOTHING),
    "only delimiters": (b";;;\n;;;\n", "a.csv", NOTHING),
    "only NUL bytes": (b"\0" * 500, "a.csv", NOTHING),
    "a head only": (b"Name,Phone\n", "a.csv", NO_ROWS),
    "a head and empty rows": (b"Name,Phone\n,\n , \n", "a.csv", NO_ROWS),
    "an empty workbook": (sheet_file().read(), "a.xlsx", NOTHING),
    "a workbook with a head only": (sheet_file(["Name", "Phone"]).read(), "a.xlsx", NO_ROWS),
    "a picture": (PNG, "a.csv", UNREADABLE),
    "a picture called a workbook": (PNG, "a.xlsx", UNREADABLE),
    "a zip of something else": (zipped(a="hello"), "a.xlsx", UNREADABLE),
    "a zip called CSV": (zipped(a="hello"), "a.csv", UNREADABLE),
    "a broken zip": (ARABIC.read_bytes()[:9_000], "a.xlsx", UNREADABLE),
    "half of an old workbook": ((DATA / "old.xls").read_bytes()[:3_000], "a.xls", UNREADABLE),
    "an old workbook without its end": ((DATA / "old.xls").read_bytes()[:-700], "a.xls", UNREADABLE),
    "a web page": (b"<!DOCTYPE html><table><tr><td>Name</td></tr></table>", "a.xls", UNREADABLE),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a.csv", UNREADABLE),
    "a quote left open": (b'Name,Phone\n"Ali' + b",1\n" * 400_000, "a.csv", "never closed"),
    "a cell of two million letters": (b"Name,Note\nAli," + b"x" * 2_000_000, "a.csv", "million"),
    "too many columns": (f"{WIDE}\n{'1,' * 300}1\n".encode(), "a.csv", "more than 300 columns"),
    "another kind of file": (b"MZ\x90", "a.exe", "Choose a CSV file"),
    "a bomb": (b"", "bomb", "too large"),
}


@pytest.fixture(scope="module")
def bomb():
    """A workbook of some kilobytes that unpacks to more than memory should hold."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (257 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_no_table_is_told_beside_the_field_and_not_kept(case, owner, client_for, request):
    content, name, words = BAD[case]
    if name == "bomb":
        content, name = request.getfixturevalue("bomb"), "a.xlsx"
    kept = set(_stored())
    file = SimpleUploadedFile(name, content)
    response = client_for(owner).post("/imports/", {"record_type": "contact", "file": file})
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors["file"])
    assert words in response.content.decode()
    assert not ImportJob.objects.exists()
    assert set(_stored()) == kept


def _stored():
    try:
        return [
            name
            for tenant in default_storage.listdir("imports")[0]
            for name in default_storage.listdir(f"imports/{tenant}")[1]
        ]
    except FileNotFoundError:
        return []


def test_a_file_that_is_too_large_is_told(owner, client_for, settings):
    settings.IMPORT_LARGEST = 10
    file = SimpleUploadedFile("a.csv", b"Name,Phone\nAli,0551204477\n")
    response = client_for(owner).post("/imports/", {"record_type": "contact", "file": file})
    assert "larger than" in response.context["form"].errors["file"][0]


def test_no_file_at_all_is_told(owner, client_for):
    response = client_for(owner).post("/imports/", {"record_type": "contact"}, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/plain")
    assert response.content


HEAD, ROWS = "Name,Phone,City", ("Noura,0551204477,Jeddah", "Omar,0501234567,Abha")
WELL = "\n".join((HEAD, *ROWS)) + "\n"
BOOK = [["Name", "Phone", "City"], ["Noura", 551204477, "Jeddah"], ["Omar", "0501234567", "Abha"]]
GOOD = {
    "as usual": csv_file(WELL),
    "a mark before it": csv_file(WELL, encoding="utf-8-sig"),
    "UTF-16": csv_file(WELL, encoding="utf-16"),
    "UTF-16 without a mark": csv_file(WELL, encoding="utf-16-le"),
    "the other UTF-16": csv_file(WELL, encoding="utf-16-be"),
    "UTF-32": csv_file(WELL, encoding="utf-32"),
    "semicolons": csv_file(WELL.replace(",", ";")),
    "tabs": csv_file(WELL.replace(",", "\t"), name="people.tsv"),
    "bars": csv_file(WELL.replace(",", "|"), name="people.txt"),
    "Excel's own first line": csv_file("sep=|\n" + WELL.replace(",", "|")),
    "old line ends": csv_file(WELL.replace("\n", "\r")),
    "line ends of Windows": csv_file(WELL.replace("\n", "\r\n")),
    "mixed line ends": csv_file("\r\n".join((HEAD, "\n".join(ROWS)))),
    "no last line end": csv_file(WELL.rstrip()),
    "all in quotes": csv_file("\n".join('"' + line.replace(",", '","') + '"' for line in WELL.splitlines())),
    "spaces around": csv_file(WELL.replace(",", " , ")),
    "NUL bytes": csv_file(WELL.replace("Jeddah", "Jed\0dah").replace("Omar", "\0Omar\0")),
    "empty rows": csv_file("\n\n" + WELL.replace("\n", "\n\n,,\n \n")),
    "title rows": csv_file("Customers of 2026\n\nAs of 1 November,,\n" + WELL),
    "no head": csv_file("\n".join(ROWS)),
    "short and long rows": csv_file(f"{HEAD},Note\nNoura,0551204477,Jeddah\nOmar,0501234567,Abha,,,\n"),
    "a workbook": sheet_file(*BOOK),
    "a workbook called CSV": sheet_file(*BOOK, name="people.csv"),
    "a CSV called workbook": csv_file(WELL, name="people.xlsx"),
    "a workbook with titles and gaps": sheet_file(["Customers"], [], *BOOK[:2], [], [None, None, None], BOOK[2]),
    "Arabic digits": csv_file(WELL.translate({0x30 + n: 0x660 + n for n in range(10)})),
    "Persian digits": csv_file(WELL.translate({0x30 + n: 0x6F0 + n for n in range(10)})),
}


@pytest.mark.parametrize("case", GOOD)
def test_a_table_in_any_dress_comes_in_right(case, arabic, owner, run_due):
    GOOD[case].seek(0)
    columns = {"mapping": ["name", "phone", "city"]} if case == "no head" else {}
    job = bring_in(GOOD[case], by=owner, run_due=run_due, **columns)
    assert (job.total, job.created, job.failed) == (2, 2, 0)
    found = Contact.objects.order_by("name").values_list("name", "phone", "city")
    assert list(found) == [("Noura", "+966551204477", "Jeddah"), ("Omar", "+966501234567", "Abha")]
    assert not job.rows.exclude(reason="").exists()


def test_a_file_in_the_code_page_of_arabic_windows_is_read(arabic, owner, run_due):
    text = "الاسم;الجوال;المدينة\nنورة الحربي;0551204477;جدة\nعمر المطيري;0501234567;أبها\n"
    job = bring_in(csv_file(text, encoding="cp1256"), by=owner, run_due=run_due)
    assert (job.encoding, job.created) == ("cp1256", 2)
    assert set(Contact.objects.values_list("name", "city")) == {("نورة الحربي", "جدة"), ("عمر المطيري", "أبها")}


def test_an_old_workbook_is_read_with_its_merged_title(arabic, owner, run_due):
    job = bring_in(stored_file(DATA / "old.xls"), by=owner, run_due=run_due)
    assert (job.head_line, job.total, job.created) == (3, 3, 3)
    found = dict(Contact.objects.values_list("phone", "birthday"))  # 1400 is a Hijri year to a reader of Arabic
    assert found == {
        "+966551204477": date(1990, 2, 3), "+966501234567": date(1990, 1, 1), "+966507654321": date(1980, 3, 23),
    }  # fmt: skip


def test_merged_cells_count_once(arabic, owner, run_due):
    book = Workbook()
    for row in (["Our customers", None, None], *BOOK, [None, "0507654321", None]):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A4:A5")  # the name stands in the first of them only
    file = io.BytesIO()
    book.save(file)
    job = bring_in(ContentFile(file.getvalue(), name="a.xlsx"), by=owner, run_due=run_due)
    assert (job.head_line, job.created) == (2, 3)
    assert set(Contact.objects.values_list("name", flat=True)) == {"Noura", "Omar", "+966507654321"}


def test_lines_in_quotes_stay_lines_of_one_cell(owner, run_due):
    text = 'Name,Address,Note\nNoura,"7 Narjis St\r\nJeddah","She said ""call""\n\nat noon"\n'
    bring_in(text, by=owner, run_due=run_due)
    person = Contact.objects.get()
    assert (person.address, person.note) == ("7 Narjis St\nJeddah", 'She said "call"\nat noon')


def test_a_cell_of_almost_a_million_letters_is_cut_and_told(owner, run_due, client_for):
    job = bring_in(f"Name,City,Note\nNoura,{'x' * 999_000},{'y ' * 400_000}\n", by=owner, run_due=run_due)
    person = Contact.objects.get()
    assert (len(person.city), len(person.note)) == (200, 5_000)
    assert job.rows.get().reason.count("was cut") == 2
    assert client_for(owner).get(f"/imports/{job.pk}/").status_code == 200


def test_columns_of_the_same_name_are_all_read(arabic, owner, run_due):
    head = "Name,Phone,Phone,Email,Email,Birthday,Birthday"
    text = f"{head}\nNoura,0551204477,0551204478,a@x.com,b@x.com,1990-02-03,1991-01-01\n"
    job = bring_in(text, by=owner, run_due=run_due)
    assert job.heads[1:3] == ["Phone", "Phone"]
    assert job.mapping == ["name", "phone", "phone", "email", "email", "birthday", ""]
    person = Contact.objects.get()
    assert list(person.points.values_list("value", flat=True)) == [
        "+966551204477",
        "+966551204478",
        "a@x.com",
        "b@x.com",
    ]
    assert person.birthday == date(1990, 2, 3)


@pytest.mark.parametrize("text", ['=HYPERLINK("http://evil.example","x")', "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3"])
@pytest.mark.parametrize("make", [csv_file, sheet_file], ids=["CSV", "workbook"])
def test_a_formula_is_text(make, text, owner, run_due):
    if make is csv_file:
        quoted = text.replace('"', '""')
        file = csv_file(f'Name,City\nNoura,"{quoted}"\n')
    else:
        file = text_sheet(["Name", "City"], ["Noura", text])
    bring_in(file, by=owner, run_due=run_due)
    assert Contact.objects.get().city == text


def text_sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in book.active.iter_rows():
        for cell in cells:
            cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return ContentFile(file.getvalue(), name="a.xlsx")


BIRTHDAYS = {
    "1369/11/14": date(1991, 2, 3), "۱۳۶۹/۱۱/۱۴": date(1991, 2, 3), "١٣٦٩-١١-١٤": date(1991, 2, 3),
    "14/11/1369": date(1991, 2, 3), "۱۴ بهمن ۱۳۶۹": date(1991, 2, 3), "13691114": date(1991, 2, 3),
    "1991-02-03": date(1991, 2, 3), "1369/11/14 00:00:00": date(1991, 2, 3), "33272": date(1991, 2, 3),
}  # fmt: skip


@pytest.mark.parametrize("text", BIRTHDAYS)
def test_a_jalali_birthday_is_read_in_any_shape(text, farsi, owner, run_due):
    bring_in(f"نام و نام خانوادگی,تاریخ تولد\nمهدی کریمی,{text}\n", by=owner, run_due=run_due, dates="jalali")
    assert Contact.objects.get().birthday == BIRTHDAYS[text]


@pytest.mark.parametrize(
    "cell", [date(1991, 2, 3), datetime(1991, 2, 3, 10, 30), 33272, 33272.4375, "1991-02-03", "33272"]
)
def test_a_date_of_a_workbook_is_read_however_it_is_kept(cell, farsi, owner, run_due):
    bring_in(sheet_file(["Name", "Birthday"], ["Noura", cell]), by=owner, run_due=run_due)
    assert Contact.objects.get().birthday == date(1991, 2, 3)


@pytest.mark.parametrize("cell", [time(10, 30), True, 1e300, -5, "#REF!", 10**16])
def test_a_cell_that_is_no_date_is_told_and_kept_in_the_note(cell, farsi, owner, run_due):
    job = bring_in(sheet_file(["Name", "Birthday"], ["Noura", cell]), by=owner, run_due=run_due)
    person, row = Contact.objects.get(), job.rows.get()
    assert person.birthday is None
    assert bool(row.reason) == bool(person.note) == (cell != "#REF!")


def test_a_day_before_1927_is_read_of_a_workbook_only(farsi, owner, run_due):
    job = bring_in(sheet_file(["Name", "Birthday"], ["Noura", 9_500], ["Omar", "9500"]), by=owner, run_due=run_due)
    assert dict(Contact.objects.values_list("name", "birthday")) == {"Noura": date(1926, 1, 3), "Omar": None}
    assert "9500" in job.rows.get(line=3).reason


def test_a_date_in_a_column_of_words_is_written_as_one(owner, run_due):
    bring_in(sheet_file(["Name", "Note"], ["Noura", date(1991, 2, 3)]), by=owner, run_due=run_due)
    assert Contact.objects.get().note == "1991-02-03"
