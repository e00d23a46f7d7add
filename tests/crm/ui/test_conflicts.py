"""Two edit one record: what one changed is merged, what both changed is asked about, and nothing typed is lost."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from contacts.models import Contact
from crm.activities.actions import plan, reschedule, revise
from crm.events.models import Event
from crm.records import registry
from crm.records.actions import assign
from crm.records.fields.actions import add_field
from tests import make
from tests.crm.ui.test_forms import filled

DRAWER = {"HX-Request": "true", "HX-Target": "drawer"}
FACT = {"HX-Request": "true"}


@pytest.fixture
def noura(rep):
    return make.contact("Noura", by=rep, city="Riyadh", note="Calls late", tags=["VIP"], phones=["+966551204477"])


@pytest.fixture
def opened(client_for, rep, noura):
    """(client, address, what Rami's browser would send) of a form that he opened before anybody else changed her."""
    client, address = client_for(rep), f"/people/{noura.pk}/edit/"
    page = client.get(address)
    return client, address, filled(page) | {"seen": page.context["form"].seen}


def changed_by(member, record, **values):
    return registry.of(record).resolve("update")(record, by=member, **values)


def sent_back(page):
    """What the question's form holds: hidden fields, and the choices that are marked."""
    inputs = re.findall(r"<input ([^>]*)>", page.content.decode().partition("<main")[2] or page.content.decode())
    found = {}
    for attributes in inputs:
        name, value = (re.search(rf' ?{key}="([^"]*)"', attributes) for key in ("name", "value"))
        if name and name[1] != "csrfmiddlewaretoken" and ("radio" not in attributes or "checked" in attributes):
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    return found


def test_what_only_one_changed_is_merged_by_itself(opened, noura, manager):
    client, address, form = opened
    changed_by(manager, noura, city="Jeddah", tags=["VIP", "Showroom"])
    assert client.post(address, form | {"note": "Calls early"}).status_code == 302
    noura.refresh_from_db()
    assert (noura.city, noura.tags, noura.note) == ("Jeddah", ["VIP", "Showroom"], "Calls early")
    last = Event.objects.filter(kind="contact.updated").order_by("-pk").first()
    assert list(last.data["changes"]) == ["note"]  # and told as what it is


def test_what_both_changed_alike_is_no_question(opened, noura, manager):
    client, address, form = opened
    changed_by(manager, noura, city="Jeddah")
    assert client.post(address, form | {"city": " Jeddah "}).status_code == 302


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_what_both_changed_is_asked_and_all_else_of_both_is_kept(opened, noura, manager, choice):
    client, address, form = opened
    changed_by(manager, noura, city="Jeddah", kind="customer")
    page = client.post(address, form | {"city": "Dammam", "note": "Line one\nline two"})
    assert page.status_code == 409
    [clash] = page.context["clashes"]
    assert (clash.label, clash.was, clash.theirs, clash.mine) == ("City", "Riyadh", "Jeddah", "Dammam")
    text = page.content.decode()
    assert "Mona Manager" in text and "Line one\nline two" in unescape(text) and "Note" not in [clash.label]
    noura.refresh_from_db()
    assert noura.city == "Jeddah"  # nothing is written before the answer
    assert client.post(address, sent_back(page) | {"choice-city": choice}).status_code == 302
    noura.refresh_from_db()
    assert noura.city == {"mine": "Dammam", "theirs": "Jeddah"}[choice]
    assert (noura.kind, noura.note) == ("customer", "Line one\nline two")


def test_a_third_change_while_choosing_is_asked_about_anew(opened, noura, manager):
    client, address, form = opened
    changed_by(manager, noura, city="Jeddah")
    page = client.post(address, form | {"city": "Dammam"})
    changed_by(manager, noura, city="Abha", note="Calls never")
    again = client.post(address, sent_back(page))
    assert again.status_code == 409 and [one.theirs for one in again.context["clashes"]] == ["Abha"]
    assert client.post(address, sent_back(again)).status_code == 302
    noura.refresh_from_db()
    assert (noura.city, noura.note) == ("Dammam", "Calls never")


def test_in_the_drawer_the_question_stands_there(opened, noura, manager):
    client, address, form = opened
    changed_by(manager, noura, city="Jeddah")
    page = client.post(address, form | {"city": "Dammam"}, headers=DRAWER)
    assert (
        page.status_code == 409
        and "<html" not in page.content.decode()
        and 'hx-target="#drawer"' in page.content.decode()
    )
    assert client.post(address, sent_back(page), headers=DRAWER).status_code == 204


def test_colleagues_records_and_choices_are_told_by_name(client_for, owner, rep, other_rep, noura):
    client, address = client_for(owner), f"/people/{noura.pk}/edit/"
    page = client.get(address)
    form = filled(page) | {"seen": page.context["form"].seen}
    firm = make.company("Glass Ltd", by=rep)
    changed_by(rep, noura, kind="customer", company=firm)
    assign(noura, to=other_rep, by=rep)
    page = client.post(address, form | {"owner": owner.pk, "kind": "partner", "company": "A new firm"})
    told = {one.label: (one.was, one.theirs, one.mine) for one in page.context["clashes"]}
    assert told == {
        "Owner": ("Rami Rep", "Rana Rep", "Olivia Owner"),
        "Type": ("Prospect", "Customer", "Partner"),
        "Company": ("", "Glass Ltd", "A new firm"),
    }


def test_an_amount_is_chosen_with_its_currency(client_for, owner, rep):
    deal = make.deal(by=rep, amount=100, currency="GBP")
    client, address = client_for(owner), f"/deals/{deal.pk}/edit/"
    page = client.get(address)
    form = filled(page) | {"seen": page.context["form"].seen}
    changed_by(rep, deal, currency="KWD", amount_minor=100_000)
    page = client.post(address, form | {"amount_minor": "250"})
    [clash] = page.context["clashes"]
    assert clash.label == "Amount · Currency" and clash.theirs.startswith("100") and clash.mine.startswith("250")
    assert client.post(address, sent_back(page)).status_code == 302
    deal.refresh_from_db()
    assert (deal.amount_minor, deal.currency) == (25_000, "GBP")


def test_a_hidden_field_is_neither_shown_nor_in_the_way(client_for, rep, manager, noura):
    rep.role.fields = {"contact": {"note": "hidden"}}
    rep.role.save()
    client, address = client_for(rep), f"/people/{noura.pk}/edit/"
    page = client.get(address)
    assert "Calls late" not in page.content.decode()
    form = filled(page) | {"seen": page.context["form"].seen}
    changed_by(manager, noura, note="A secret", city="Jeddah")
    page = client.post(address, form | {"city": "Dammam", "note": "mine"})
    assert page.status_code == 409 and "secret" not in page.content.decode()
    assert client.post(address, sent_back(page)).status_code == 302
    noura.refresh_from_db()
    assert (noura.note, noura.city) == ("A secret", "Dammam")


def test_a_fact_that_was_changed_meanwhile_says_so_where_it_stands(client_for, rep, manager, noura):
    client, address = client_for(rep), f"/people/{noura.pk}/facts/city/"
    seen = client.get(address, headers=FACT).context["seen"]
    changed_by(manager, noura, city="Jeddah")
    page = client.post(address, {"city": "Dammam", "seen": seen}, headers=FACT)
    text = page.content.decode()
    assert page.status_code == 409 and "Mona Manager" in text and "Jeddah" in text and 'value="Dammam"' in text
    assert "Keep theirs" in text
    assert client.post(address, {"city": "Dammam", "seen": page.context["seen"]}, headers=FACT).status_code == 200
    assert Contact.objects.get().city == "Dammam"


@pytest.mark.parametrize("seen", ["", "x", "[]", '{"city": 1}', json.dumps({"city": ["Riyadh"]}), "{" * 300_000])
def test_a_form_that_does_not_say_what_it_saw_is_written_as_it_is(opened, noura, manager, seen):
    client, address, form = opened
    changed_by(manager, noura, city="Jeddah")
    assert client.post(address, form | {"city": "Dammam", "seen": seen}).status_code == 302
    assert Contact.objects.get().city == "Dammam"


def test_a_form_with_a_mistake_remembers_what_it_saw_first(opened, noura, manager):
    client, address, form = opened
    wrong = client.post(address, form | {"city": "Dammam", "name": " "})
    assert wrong.status_code == 422
    changed_by(manager, noura, city="Jeddah")
    again = form | {"city": "Dammam", "seen": wrong.context["form"].seen}
    assert client.post(address, again).status_code == 409


@pytest.mark.parametrize(("language", "words"), [("ar", "اختيار ما يبقى"), ("fa", "انتخاب کنید")])
def test_the_question_is_in_the_readers_language(opened, noura, rep, manager, language, words):
    client, address, form = opened
    rep.language = language
    rep.save()
    changed_by(manager, noura, city="Jeddah")
    assert words in client.post(address, form | {"city": "Dammam"}).content.decode()


def test_the_firms_own_fields_are_merged_and_asked_about_like_any_other(client_for, owner, rep, noura):
    contact = registry.get("contact")
    budget = add_field(contact, kind="money", name="Budget", by=owner)
    paths = add_field(contact, kind="yes", name="Paths", by=owner)
    changed_by(rep, noura, custom={budget.key: [10_000, "GBP"], paths.key: False})
    client, address = client_for(rep), f"/people/{noura.pk}/edit/"
    page = client.get(address)
    form = filled(page) | {"seen": page.context["form"].seen}
    changed_by(owner, noura, custom={budget.key: [20_000, "GBP"]})
    page = client.post(address, form | {budget.key: "300", paths.key: "yes"})
    [clash] = page.context["clashes"]
    assert clash.label == "Budget" and [text[:3] for text in (clash.was, clash.theirs, clash.mine)] == [
        "100",
        "200",
        "300",
    ]
    assert client.post(address, sent_back(page) | {f"choice-{budget.key}": "theirs"}).status_code == 302
    noura.refresh_from_db()
    assert noura.custom == {budget.key: [20_000, "GBP"], paths.key: True}


def test_a_task_is_merged_and_asked_about_like_a_record(client_for, rep, manager):
    task = plan(subject="Call Noura", due_at=timezone.now() + timedelta(days=1, seconds=7), by=rep)
    client, address = client_for(rep), f"/tasks/{task.pk}/edit/"
    page = client.get(address)
    form = filled(page) | {"seen": page.context["form"].seen}
    later = timezone.now().replace(second=0, microsecond=0) + timedelta(days=3)
    revise(task, subject="Call Noura Harbi", by=manager)
    reschedule(task, due_at=later, by=manager)
    page = client.post(address, form | {"subject": "Call Noura back", "body": "About the doors"}, headers=DRAWER)
    assert page.status_code == 409 and "Mona Manager" in page.content.decode()
    assert [one.theirs for one in page.context["clashes"]] == ["Call Noura Harbi"]
    assert client.post(address, sent_back(page), headers=DRAWER).status_code == 204
    task.refresh_from_db()
    assert (task.subject, task.body, task.due_at) == ("Call Noura back", "About the doors", later)
