"""Who a row is about: the same person in another spelling, and never somebody else."""

import pytest

from contacts.people.matching import could_be_one
from contacts.people.models import Contact
from tests.crm.transfer.files import bring_in


@pytest.mark.parametrize(
    ("known", "given"),
    [
        ("Noura Al-Harbi", "Noura Alharbi"),
        ("Noura Al-Harbi", "noura al harbi"),
        ("علی رضا احمدی", "علیرضا احمدی"),
        ("أحمد الحربي", "احمد حربي"),
        ("Dr. Sara Smith", "Sara Smith"),
        ("S. Smith", "Sara Smith"),
        ("Mohammad Karimi", "Mohammed Karimi"),
        ("نورة الحربي", "Noura Al-Harbi"),
        ("Sara Smith", "Smith, Sara"),
    ],
)
def test_two_spellings_may_be_one_person(known, given):
    assert could_be_one(known, given)
    assert could_be_one(given, known)


@pytest.mark.parametrize(
    ("known", "given"), [("Sara Smith", "John Smith"), ("رضا احمدی", "مریم احمدی"), ("Omar Fahd", "Khalid Fahd")]
)
def test_a_family_on_one_phone_is_not_one_person(known, given):
    assert not could_be_one(known, given)
    assert not could_be_one(given, known)


@pytest.mark.parametrize(
    "name", ["omar@example.com", "Omar@Example.com", "0551204477", "٠٥٥ ١٢٠ ٤٤٧٧", "+966-55-1204477"]
)
@pytest.mark.parametrize("repeats", ["fill", "overwrite"])
def test_a_number_or_address_in_the_place_of_a_name_names_nobody_anew(name, repeats, arabic, owner, run_due):
    text = f"Name,Phone,Email\nOmar Fahd,0551204477,omar@example.com\n{name},0551204477,omar@example.com\n"
    job = bring_in(text, by=owner, run_due=run_due, repeats=repeats)
    assert (job.created, job.updated, job.skipped) == (1, 0, 1)
    assert Contact.objects.get().name == "Omar Fahd"


def test_somebody_known_by_a_number_only_gets_their_name(arabic, owner, run_due):
    job = bring_in("Name,Phone\n0551204477,0551204477\nOmar Fahd,0551204477\n", by=owner, run_due=run_due)
    assert (job.created, job.updated) == (1, 1)
    assert Contact.objects.get().name == "Omar Fahd"
