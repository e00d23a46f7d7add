"""Latin and Arabic spellings of a name find each other; other names do not."""

import pytest
from django.db import connection

from benchmarks.spellings import PRECISION, RECALL, score, table
from contacts.people.models import Contact
from crm.records import finding, registry
from crm.records.finding import find
from tests import make


def found(member, text, **asked):
    contacts = registry.get("contact")
    return find(contacts, contacts.visible(member), member, text, **asked)


def names(rows):
    return sorted(rows.values_list("name", flat=True))


def test_the_tables_hold_two_hundred_different_pairs_each():
    for name in ("pairs", "lookalikes"):
        pairs = table(name)
        assert len(pairs) == len({frozenset(pair) for pair in pairs}) == 200
        assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    assert not {frozenset(pair) for pair in table("pairs")} & {frozenset(pair) for pair in table("lookalikes")}


@pytest.mark.django_db
def test_recall_and_precision_hold_their_floors():
    with connection.cursor() as cursor:
        scored = score(cursor)
    assert scored.recall >= RECALL, scored.missed
    assert scored.precision >= PRECISION, scored.mistaken
    assert len(scored.mistaken) <= 0.05 * scored.lookalikes


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", " ", "-", "'", "123", "الـ", "a", "ع", "&|!():*", "Пётр", "é" * 700, "عمرو " * 90]
)
def test_any_text_has_keys_and_can_be_asked_for(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(crm_sounds(%s)), crm_sounds(%s) @@ crm_sounding(%s)", [text] * 3)
        assert cursor.fetchone()[0] < 2000


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("محمد الحربي", "Muhammed Harbi"),
        ("Mohammad Al-Harbi", "محمد"),
        ("حسین رضایی", "rezaei hossein"),
        ("عبدالله القحطاني", "Abd Allah"),
        ("Jamal Khashoggi", "Gamal"),
    ],
)
def test_a_name_is_found_in_another_spelling(owner, name, typed):
    make.contact(name, by=owner)
    make.contact("Somebody Else", by=owner)
    answer = found(owner, typed)
    assert answer.similar
    assert names(answer.rows) == [name]


def test_other_spellings_stand_beside_few_that_are_it(owner):
    exact = make.contact("Mohammad Rezaei", by=owner)
    other = make.contact("محمد رضایی", by=owner)
    answer = found(owner, "mohammad", whole=True)
    assert not answer.similar
    assert answer.also == (other.pk,)
    assert {contact.pk for contact in answer.rows} == {exact.pk, other.pk}


def test_where_enough_are_found_no_spelling_is_looked_for(owner, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 1)
    make.contact("Mohammad Rezaei", by=owner)
    make.contact("محمد رضایی", by=owner)
    assert names(found(owner, "mohammad", whole=True).rows) == ["Mohammad Rezaei"]


def test_only_names_are_spelled_otherwise(owner):
    make.contact("محمد", by=owner)
    assert not found(owner, "mohammad@mail.example").rows.exists()
    assert not found(owner, "mohammad 2").rows.exists()


def test_a_spelling_finds_no_more_than_the_member_sees(owner, rep, other_rep):
    make.contact("محمد", by=other_rep)
    assert not found(rep, "Muhammed").rows.exists()
    assert names(found(owner, "Muhammed").rows) == ["محمد"]


def test_a_name_that_changes_is_found_by_the_new_one(owner):
    contact = make.contact("محمد", by=owner)
    Contact.objects.filter(pk=contact.pk).update(name="حسین")
    assert names(found(owner, "Hussain").rows) == ["حسین"]
    assert not found(owner, "Muhammed").rows.exists()


def test_companies_are_found_so_too(owner):
    companies = registry.get("company")
    make.company("شركة النخيل", by=owner)
    answer = find(companies, companies.visible(owner), owner, "Nakhil")
    assert [company.name for company in answer.rows] == ["شركة النخيل"]
