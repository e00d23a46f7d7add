"""Finding people by words in any spelling, by numbers in any shape, and in no more than the member sees."""

import pytest
from django.db import connection

from contacts.people.models import Contact
from crm.records import actions, finding, registry
from crm.records.patience import capped_count, rows_within
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope


def names(member, text):
    contacts = registry.get("contact")
    found = finding.find(contacts, contacts.visible(member), member, text)
    return sorted(found.rows.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("علي كريم", "علی کریم"),
        ("مُحَمَّد الأحمد", "محمد احمد"),
        ("فاطمة", "فاطمه"),
        ("نرم‌افزار سپهر", "نرمافزار"),
        ("José Straße", "jose strasse"),
        ("Noura Al-Harbi", "harbi NOURA"),
    ],
)
def test_spelling_makes_no_difference(owner, name, typed):
    make.contact(name, by=owner)
    make.contact("Somebody Else", by=owner)
    assert names(owner, typed) == [name]


@pytest.mark.parametrize("typed", ["0551204477", "۰۵۵ ۱۲۰ ۴۴۷۷", "+966 55 120 4477", "٠٠٩٦٦٥٥١٢٠٤٤٧٧", "1204477"])
def test_a_phone_is_found_in_any_shape(owner, typed):
    make.contact("Noura", by=owner, phones=["+966551204477"])
    make.contact("Sara", by=owner, phones=["+966560041189"])
    assert names(owner, typed) == ["Noura"]


def test_a_further_phone_a_mail_and_the_company_find_a_person(owner):
    make.contact(
        "Noura", by=owner, phones=["+966551204477", "+966112617553"], emails=["n.harbi@mail.example"], company="Rimal"
    )
    assert names(owner, "2617553") == names(owner, "harbi@mail") == names(owner, "rimal") == ["Noura"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("noura@mail.example", ["Noura"]),
        ("Noura@Mail", ["Noura"]),
        ("noura@", ["Noura"]),
        ("@mail.example", ["Li", "Noura", "Sara"]),
        ("li@mail.example", ["Li"]),
    ],
)
def test_an_address_is_found_whole_and_in_parts(owner, typed, found):
    for name in ("Noura", "Sara", "Li"):
        make.contact(name, by=owner, emails=[f"{name.lower()}@mail.example"])
    assert names(owner, typed) == found


def test_an_address_of_another_host_is_at_most_like_it(owner):
    make.contact("Noura", by=owner, emails=["noura@mail.example"])
    contacts = registry.get("contact")
    found = finding.find(contacts, contacts.visible(owner), owner, "noura@elsewhere.example")
    assert found.similar or not found.rows.exists()


def test_fewer_than_three_letters_are_the_beginning_of_the_name(owner):
    for name in ("Ali", "Alba", "Khalid"):
        make.contact(name, by=owner)
    assert names(owner, "al") == ["Alba", "Ali"]
    assert names(owner, "k") == ["Khalid"]


def test_every_word_must_be_there_the_short_ones_too(owner):
    make.contact("Sara Al-Otaibi", by=owner)
    make.contact("Sara Whitfield", by=owner)
    assert names(owner, "sara ot") == ["Sara Al-Otaibi"]
    contacts = registry.get("contact")
    found = finding.find(contacts, contacts.visible(owner), owner, "sara otaibi whitfield")
    assert found.similar


def test_signs_of_a_pattern_mean_themselves(owner):
    make.contact("100% Glass", by=owner)
    make.contact("100 Glass", by=owner)
    assert names(owner, "100%") == ["100% Glass"]
    assert names(owner, "gl_ss") == []


def test_nothing_typed_finds_all(owner):
    make.contact("Noura", by=owner)
    assert names(owner, "  ") == ["Noura"]


def test_what_is_nearly_it_is_offered_when_nothing_is(owner):
    make.contact("Abdulrahman Al-Otaibi", by=owner)
    contacts = registry.get("contact")
    found = finding.find(contacts, contacts.visible(owner), owner, "abdulrahmen")
    assert found.similar
    assert [contact.name for contact in found.rows] == ["Abdulrahman Al-Otaibi"]


def test_only_what_the_member_sees_is_found(owner, rep, other_rep, manager, reader):
    make.contact("Noura Mine", by=rep)
    make.contact("Noura Hers", by=other_rep)
    make.contact("Noura Boss", by=owner)
    actions.delete(make.contact("Noura Gone", by=rep), by=rep)
    assert names(rep, "noura") == ["Noura Mine"]
    assert names(rep, "no") == ["Noura Mine"]
    assert names(manager, "noura") == ["Noura Hers", "Noura Mine"]
    assert names(reader, "noura") == ["Noura Boss", "Noura Hers", "Noura Mine"]


def test_of_very_many_the_latest_are_found_or_all_if_they_are_narrowed(owner, monkeypatch):
    monkeypatch.setattr(finding, "MANY", 2)
    for number in range(4):
        contact = make.contact(f"Noura {number}", by=owner)
        Contact.objects.filter(pk=contact.pk).update(last_activity_at=f"2026-01-0{number + 1}T00:00Z")
    contacts = registry.get("contact")
    latest = finding.find(contacts, contacts.visible(owner), owner, "noura", whole=True)
    assert latest.many
    assert {contact.name for contact in latest.rows} == {"Noura 2", "Noura 3"}
    everybody = finding.find(contacts, contacts.visible(owner), owner, "noura")
    assert not everybody.many
    assert everybody.rows.count() == 4


def test_a_tag_is_found_through_the_scan(owner):
    make.contact("Noura", by=owner, tags=["VIP"])
    make.contact("Sara", by=owner)
    rows = finding.tagged(registry.get("contact"), Contact.objects.all(), "VIP")
    assert [contact.name for contact in rows] == ["Noura"]


def test_a_count_stops_at_its_cap(owner):
    for _ in range(4):
        make.contact(by=owner)
    assert capped_count(Contact.objects.all(), cap=10) == 4
    assert capped_count(Contact.objects.all(), cap=2) == 3


@pytest.fixture
def counted(monkeypatch, django_assert_num_queries):
    """Whether many, here more than two, were counted anew; counting is two statements."""
    monkeypatch.setattr("crm.records.patience.FEW", 2)

    def count(rows, stamp, *, anew):
        with django_assert_num_queries(1 if anew else 0):
            return capped_count(rows, stamp=stamp)

    return count


def test_many_are_counted_once_until_something_changes(owner, counted):
    for _ in range(3):
        make.contact(by=owner)
    rows = Contact.objects.all()
    assert counted(rows, "1", anew=True) == 3
    make.contact(by=owner)
    assert counted(rows, "1", anew=False) == 3
    assert counted(rows, "2", anew=True) == 4


def test_few_are_counted_each_time_and_so_are_many_without_a_stamp(owner, counted):
    make.contact(by=owner), make.contact(by=owner)
    for _ in range(2):
        assert counted(Contact.objects.all(), "1", anew=True) == 2
    make.contact(by=owner)
    for _ in range(2):
        assert counted(Contact.objects.all(), None, anew=True) == 3


def test_a_kept_count_is_of_the_same_question_and_workspace_alone(owner, zenith, counted):
    for name in ("Noura", "Salem", "Huda"):
        make.contact(name, by=owner)
    assert counted(Contact.objects.all(), "1", anew=True) == 3
    assert counted(Contact.objects.exclude(name="Huda"), "1", anew=True) == 2
    with out_of_scope(), tenant_scope(zenith):
        assert counted(Contact.objects.all(), "1", anew=True) == 0


def test_that_counting_takes_too_long_is_kept_too(owner, counted, monkeypatch):
    monkeypatch.setattr("crm.records.patience.rows_within", lambda *_question: None)
    assert counted(Contact.objects.all(), "1", anew=False) is None
    monkeypatch.undo()
    assert counted(Contact.objects.all(), "1", anew=False) is None


def test_without_the_cache_they_are_counted_each_time(owner, counted, monkeypatch):
    def gone(*_args, **_more):
        raise ConnectionError

    monkeypatch.setattr("crm.records.keeping.cache.get", gone)
    monkeypatch.setattr("crm.records.keeping.cache.set", gone)
    for _ in range(3):
        make.contact(by=owner)
    for _ in range(2):
        assert counted(Contact.objects.all(), "1", anew=True) == 3


def test_a_question_that_takes_too_long_is_given_up_and_spoils_nothing(owner):
    make.contact(by=owner)
    assert rows_within("SELECT pg_sleep(%s)", [5], milliseconds=30) is None
    assert Contact.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
