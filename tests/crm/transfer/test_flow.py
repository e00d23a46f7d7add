"""A file's whole way in: upload, columns, worker, outcome."""

from datetime import date

import pytest

from contacts.companies.models import Company
from contacts.people.models import Contact
from crm.lib.text import fold
from crm.transfer.models import ImportJob
from tests.crm.transfer.files import ARABIC, FARSI, FARSI_UTF8, bring_in, stored_file, uploaded

State = ImportJob.State


@pytest.mark.parametrize("path", [FARSI, FARSI_UTF8], ids=["Windows-1256", "UTF-8 with a mark"])
def test_a_persian_list_comes_in_with_everybody_once(path, farsi, owner, run_due):
    job = bring_in(stored_file(path), by=owner, run_due=run_due)
    assert (job.state, job.total, job.created, job.updated, job.skipped, job.failed) == (State.DONE, 434, 400, 0, 34, 0)
    assert job.mapping[:5] == ["title", "given_name", "family_name", "phone", "phone"]
    assert Contact.objects.count() == 400
    assert Company.objects.count() == 7  # of seventeen spellings
    person = Contact.objects.get(pk=job.rows.get(line=2).record_id)
    assert (fold(person.name), fold(person.given_name)) == (fold("مهدی حسینی"), fold("مهدی"))
    assert fold(person.family_name) == fold("حسینی")
    assert not [each.name for each in Contact.objects.all() if " " not in each.name]
    assert not [each.phone for each in Contact.objects.all() if not each.phone.startswith("+98")]
    assert Contact.objects.exclude(birthday=None).count() > 100
    assert all(date(1920, 1, 1) < each.birthday < date(2015, 1, 1) for each in Contact.objects.exclude(birthday=None))


def test_an_arabic_sheet_comes_in_whole(arabic, owner, run_due):
    job = bring_in(stored_file(ARABIC), by=owner, run_due=run_due)
    assert (job.state, job.total, job.created, job.failed) == (State.DONE, 400, 400, 0)
    assert (job.head_line, job.mapping[:6]) == (3, ["", "name", "company", "phone", "email", "city"])
    assert Company.objects.count() == 5
    assert not [each.phone for each in Contact.objects.all() if not each.phone.startswith("+966")]
    assert not job.rows.exclude(reason="").exists()


@pytest.mark.parametrize(
    ("heads", "mapping"),
    [
        ("نام;نام خانوادگی", ["given_name", "family_name"]),
        ("نام خانوادگی;نام", ["family_name", "given_name"]),
        ("Name;Surname", ["given_name", "family_name"]),
        ("الاسم;اسم العائلة", ["given_name", "family_name"]),
        ("نام;نام کوچک;نام خانوادگی", ["name", "given_name", "family_name"]),
        ("نام;موبایل", ["name", "phone"]),
        ("First name;Last name", ["given_name", "family_name"]),
    ],
)
def test_a_name_beside_a_last_name_is_the_first_one(heads, mapping, farsi, owner):
    row = ";".join("مهدی" for _head in mapping)
    assert uploaded(f"{heads}\n{row}\n", by=owner).mapping == mapping


def test_a_last_name_is_part_of_the_name_however_the_columns_were_chosen(farsi, owner, run_due):
    text = "نام;نام خانوادگی\nمهدی;کریمی\nسارا احمدی;احمدی\n;رضایی\n"
    bring_in(text, by=owner, run_due=run_due, mapping=["name", "family_name"])
    assert set(Contact.objects.values_list("name", flat=True)) == {"مهدی کریمی", "سارا احمدی", "رضایی"}
