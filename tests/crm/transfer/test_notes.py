"""What fits into no field is kept in the note, and the note that was there stays."""

import pytest

from contacts.companies.models import Company
from contacts.people.models import Contact
from tests import make
from tests.crm.transfer.files import bring_in


@pytest.fixture
def noura(arabic, acme, owner):
    acme.language = "en"
    acme.save()
    return make.contact("Noura", by=owner, phones=["+966551204477"], note="Likes tea")


@pytest.mark.parametrize("repeats", ["fill", "overwrite"])
def test_a_cell_that_cannot_be_read_is_put_below_the_note(repeats, noura, owner, run_due):
    text = "Name,Phone,Birthday,Country\nNoura,0551204477,13/13/1990,Atlantis\n"
    for _time in range(2):  # the second time it stands there already
        bring_in(text, by=owner, run_due=run_due, repeats=repeats)
        noura.refresh_from_db()
        assert noura.note == "Likes tea\nBirthday: 13/13/1990\nCountry: Atlantis"


def test_a_note_of_the_file_replaces_the_old_one_only_when_chosen_so(noura, owner, run_due):
    text = "Name,Phone,Note,Birthday\nNoura,0551204477,Likes coffee,never\n"
    bring_in(text, by=owner, run_due=run_due)
    noura.refresh_from_db()
    assert noura.note == "Likes tea\nBirthday: never"
    bring_in(text, by=owner, run_due=run_due, repeats="overwrite")
    noura.refresh_from_db()
    assert noura.note == "Likes coffee\nBirthday: never"


def test_a_text_that_is_too_long_is_kept_whole_in_the_note_of_a_new_person(noura, owner, run_due):
    bring_in(f"Name,City\nOmar,{'Jeddah ' * 40}\n", by=owner, run_due=run_due)
    omar = Contact.objects.get(name="Omar")
    assert len(omar.city) <= 200
    assert omar.note == f"City: {('Jeddah ' * 40).strip()}"


def test_a_note_is_not_lengthened_beyond_five_thousand_letters(noura, owner, run_due):
    noura.note = "x" * 4_990
    noura.save()
    text = "Name,Phone,Birthday\nNoura,0551204477,the thirteenth\n"
    bring_in(text, by=owner, run_due=run_due)
    noura.refresh_from_db()
    assert noura.note == "x" * 4_990 + "\nBirthday:"


@pytest.mark.parametrize("repeats", ["fill", "overwrite"])
def test_further_numbers_of_a_firm_are_put_below_its_note(repeats, noura, owner, run_due):
    najd = make.company("Najd Towers", by=owner, note="Pays late", phone="+966112223344")
    text = "Company,Phone,Email\nNAJD TOWERS,0112223344; 0112223355,a@x.com b@x.com\nNew Firm,0112223366; 0112223377,\n"
    for _time in range(2):
        bring_in(text, by=owner, run_due=run_due, record_type="company", repeats=repeats)
        najd.refresh_from_db()
        assert (najd.phone, najd.email) == ("+966112223344", "a@x.com")
        assert najd.note == "Pays late\n+966112223355\nb@x.com"
    assert Company.objects.get(name="New Firm").note == "+966112223377"
