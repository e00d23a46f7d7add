import pytest

from contacts.people import actions
from contacts.people.models import Contact
from crm.events.feed import latest, timeline
from crm.events.models import Event
from crm.records import actions as record_actions
from crm.records.activity import consume
from tests import make


def points(contact):
    return [(point.kind, point.value) for point in contact.points.all()]


def test_a_person_belongs_to_whoever_made_them(rep, team):
    contact = make.contact("Noura Al-Harbi", by=rep)
    assert (contact.owner, contact.team_id) == (rep, team.pk)
    assert latest(contact, "contact.created").actor_name == "Rami Rep"


def test_a_name_is_made_of_its_parts_or_of_whatever_there_is(owner):
    assert actions.create_contact(given_name="مهدی ", family_name=" حسینی", by=owner).name == "مهدی حسینی"
    assert actions.create_contact(phones=["+966551204477"], by=owner).name == "+966551204477"
    with pytest.raises(ValueError, match="needs a name"):
        actions.create_contact(by=owner)


def test_the_first_phone_and_mail_stand_on_the_person(owner):
    contact = make.contact(
        by=owner, phones=["+966551204477", "+966112617553"], emails=["Noura@Mail.Example", "noura@mail.example"]
    )
    assert (contact.phone, contact.email) == ("+966551204477", "noura@mail.example")
    assert points(contact) == [
        ("phone", "+966551204477"),
        ("phone", "+966112617553"),
        ("email", "noura@mail.example"),
    ]
    contact.refresh_from_db()
    assert "+966112617553" in contact.search_norm


def test_a_company_is_found_in_another_spelling_or_made(owner):
    first = make.contact(by=owner, company="شركة الأمل")
    second = make.contact(by=owner, company="شرکة الامل ")
    assert first.company_id == second.company_id
    assert second.company_name == "شركة الأمل"
    assert [key for key, _ in second.timeline_parents()] == ["company"]


def test_a_change_tells_what_was_and_what_is(rep):
    contact = make.contact("Noura", by=rep, city="Jeddah", phones=["+966551204477"])
    contact = actions.update_contact(contact, by=rep, city="Riyadh", phone="+966551204478")
    assert latest(contact, "contact.updated").data["changes"] == {
        "phone": ["+966551204477", "+966551204478"],
        "city": ["Jeddah", "Riyadh"],
    }
    assert points(contact) == [("phone", "+966551204478")]


def test_no_change_is_no_event(rep):
    contact = make.contact("Noura", by=rep, city="Jeddah", phones=["+966551204477"])
    actions.update_contact(contact, by=rep, city="Jeddah", phone="+966551204477", tags=[])
    assert latest(contact, "contact.updated") is None


def test_the_main_phone_changes_and_the_others_stay(rep):
    contact = make.contact("Noura", by=rep, phones=["+1", "+2"])
    contact = actions.update_contact(contact, by=rep, phone="+3")
    assert points(contact) == [("phone", "+3"), ("phone", "+2")]
    contact = actions.update_contact(contact, by=rep, phone="")
    assert contact.phone == "+2"


def test_the_others_change_and_the_main_ones_stay(rep):
    contact = make.contact("Noura", by=rep, phones=["+1", "+2"], emails=["a@mail.example"])
    contact = actions.update_contact(contact, by=rep, other_points="+3\nB@mail.example")
    assert [value for _kind, value in points(contact)] == ["+1", "+3", "a@mail.example", "b@mail.example"]
    assert contact.other_points == "+3\nb@mail.example"


def test_flat_values_are_gathered():
    assert actions.gather({"name": "N", "phone_2": "+2", "phone": "+1", "city": "X"}) == {
        "name": "N",
        "phones": ["+1", "+2"],
        "city": "X",
    }
    assert actions.gather({"city": "X"}) == {"city": "X"}


def test_a_new_full_name_drops_parts_that_do_not_make_it(rep):
    contact = actions.create_contact(given_name="Noura", family_name="Harbi", by=rep)
    contact = actions.update_contact(contact, by=rep, name="Noura Saleh")
    assert (contact.name, contact.given_name, contact.family_name) == ("Noura Saleh", "", "")
    contact = actions.update_contact(contact, by=rep, given_name="Nora", family_name="Saleh")
    assert contact.name == "Nora Saleh"


def test_somebody_known_is_found_again_and_gains_what_is_new(rep):
    known = make.contact("Noura", by=rep, phones=["+966551204477"], city="Riyadh")
    contact, created = actions.get_or_create_contact(
        name="N. Harbi", phones=["+966551204477", "+966500000001"], emails=["n@mail.example"], city="Jeddah", by=rep
    )
    assert (contact.pk, created, contact.name, contact.city) == (known.pk, False, "Noura", "Riyadh")
    assert contact.email == "n@mail.example"
    assert contact.points_text == "+966500000001"


def test_nobody_known_is_made_new(rep):
    contact, created = actions.get_or_create_contact(name="Noura", phones=["+966551204477"], by=rep)
    assert created
    assert contact.phone == "+966551204477"


def test_a_deleted_person_is_not_found_again(rep):
    gone = record_actions.delete(make.contact("Noura", by=rep, phones=["+1"]), by=rep)
    contact, created = actions.get_or_create_contact(name="Noura", phones=["+1"], by=rep)
    assert created
    assert contact.pk != gone.pk


def test_deleting_and_bringing_back_are_both_told(rep):
    contact = make.contact("Noura", by=rep)
    record_actions.delete(contact, by=rep)
    record_actions.delete(contact, by=rep)
    assert record_actions.restore(contact, by=rep).deleted_at is None
    kinds = [event.kind for event in timeline(contact)]
    assert kinds == ["contact.restored", "contact.deleted", "contact.created"]


def test_a_person_goes_to_their_new_owners_team(owner, rep, manager):
    contact = make.contact("Noura", by=owner)
    contact = record_actions.assign(contact, to=rep, by=owner)
    assert (contact.owner, contact.team_id) == (rep, rep.team_id)
    assert latest(contact, "contact.assigned").data["to"] == "Rami Rep"


def test_tags_come_and_go_once(rep):
    contact = make.contact("Noura", by=rep, tags=["VIP", " VIP "])
    contact = record_actions.add_tag(contact, tag="  showroom  visit ", by=rep)
    contact = record_actions.add_tag(contact, tag="showroom visit", by=rep)
    assert contact.tags == ["VIP", "showroom visit"]
    assert record_actions.remove_tag(contact, tag="VIP", by=rep).tags == ["showroom visit"]
    assert Event.objects.filter(kind="contact.tagged").count() == 1


def test_what_happens_around_a_person_is_their_activity(rep):
    company = make.company("Acme Glass", by=rep)
    old = Contact.objects.filter(pk=make.contact("Noura", by=rep).pk)
    company_rows = type(company).objects.filter(pk=company.pk)
    for rows in (old, company_rows):
        rows.update(last_activity_at="2026-01-01T00:00Z")
    contact = actions.update_contact(old.get(), by=rep, company=company)
    event = latest(contact, "contact.updated")
    consume(event)
    assert company_rows.get().last_activity_at == event.at
    assert old.get().last_activity_at.year == 2026 and old.get().last_activity_at.month == 1
