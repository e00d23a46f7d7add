"""Events as sentences: who, what, in the reader's language, with nothing of what people wrote taken for markup."""

import pytest
from django.utils import timezone

from contacts.companies.actions import update_company
from contacts.people.actions import update_contact
from crm.activities.conversations import add_note
from crm.events.actors import SYSTEM, System
from crm.events.feed import latest, timeline
from crm.events.models import Event
from crm.events.record import record_event
from crm.l10n import state
from crm.records import actions
from crm.ui import timeline as telling
from crm.ui.views import detail
from tests import make


@pytest.fixture
def noura(rep):
    return make.contact("Noura", by=rep, city="Riyadh", phones=["+966551204477"])


def told(record, kind):
    return telling.entry(latest(record, kind), on=record)


def test_standard_events_read_as_sentences(noura, rep, owner):
    actions.add_tag(noura, tag="VIP", by=rep)
    actions.assign(noura, to=None, by=owner)
    actions.delete(noura, by=rep)
    lines = {
        "contact.created": "<b><bdi>Rami Rep</bdi></b> added <b><bdi>Noura</bdi></b>",
        "contact.tagged": "<b><bdi>Rami Rep</bdi></b> tagged <b><bdi>Noura</bdi></b> with <b><bdi>VIP</bdi></b>",
        "contact.assigned": "<b><bdi>Olivia Owner</bdi></b> gave <b><bdi>Noura</bdi></b> to <b><bdi>Nobody</bdi></b>",
        "contact.deleted": "<b><bdi>Rami Rep</bdi></b> deleted <b><bdi>Noura</bdi></b>",
    }
    assert {kind: told(noura, kind).line for kind in lines} == lines


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            {"city": "Jeddah"},
            "changed <b><bdi>City</bdi></b> from <b><bdi>Riyadh</bdi></b> to <b><bdi>Jeddah</bdi></b>",
        ),
        ({"city": ""}, "cleared <b><bdi>City</bdi></b>, which was <b><bdi>Riyadh</bdi></b>"),
        ({"source": "Fair"}, "set <b><bdi>Source</bdi></b> to <b><bdi>Fair</bdi></b>"),
        ({"kind": "customer"}, "from <b><bdi>Prospect</bdi></b> to <b><bdi>Customer</bdi></b>"),
        ({"birthday": "1990-05-17"}, "set <b><bdi>Birthday</bdi></b> to <b><bdi>17 May 1990</bdi></b>"),
        ({"tags": ["a", "b"]}, "set <b><bdi>Tags</bdi></b> to <b><bdi>a, b</bdi></b>"),
        ({"company": "Rimal"}, "set <b><bdi>Company</bdi></b> to <b><bdi>Rimal</bdi></b>"),
        ({"city": "X", "source": "Y"}, "changed <b><bdi>City, Source</bdi></b>"),
        ({"note": "long " * 30}, "changed <b><bdi>Note</bdi></b>"),
    ],
)
def test_a_change_says_what_was_and_what_is(noura, rep, change, line):
    update_contact(noura, by=rep, **change)
    assert line in told(noura, "contact.updated").line


def test_a_phone_is_written_as_its_readers_write_it(noura, rep, acme):
    update_contact(noura, by=rep, phone="+966551204488")
    assert "+966 55 120 4477" in told(noura, "contact.updated").line
    acme.language, acme.phone_region, acme.digits = "fa", "SA", ""
    with state.using(state.for_tenant(acme)):
        assert "۰۵۵ ۱۲۰ ۴۴۸۸" in told(noura, "contact.updated").line


def test_what_people_wrote_is_never_markup(noura, rep):
    update_contact(noura, by=rep, city="<script>alert(1)</script>")
    add_note(noura, body="<b onclick=x>%(actor)s</b>", by=rep)
    assert "<script>" not in told(noura, "contact.updated").line
    assert "&lt;script&gt;" in told(noura, "contact.updated").line
    note = telling.entry(timeline(noura)[0], on=noura)
    assert note.body == "<b onclick=x>%(actor)s</b>"  # escaped by the template
    assert not note.small


def test_an_automatic_actor_is_named_as_what_it_is(noura):
    for actor, name in (
        (System(kind="form", name="Contact us"), "The web form Contact us"),
        (System(kind="rule", name="Follow up"), "The rule Follow up"),
        (System(kind="import", name="old.csv"), "The import old.csv"),
        (SYSTEM, "Wasl"),
    ):
        actions.add_tag(noura, tag=name, by=actor)
        entry = telling.entry(timeline(noura, limit=1)[0], on=noura)
        assert f"<b><bdi>{name}</bdi></b> tagged" in entry.line
    assert telling.entry(timeline(noura)[2]).icon == "robot"


def test_an_event_that_nobody_declared_is_still_told(noura, rep):
    record_event(noura, "contact.blessed", by=rep, data={})
    record_event(rep, "member.promoted", by=rep, also=[noura])
    assert [telling.entry(event, on=noura).line for event in timeline(noura, limit=2)] == [
        "<b><bdi>Rami Rep</bdi></b>: <b><bdi>member.promoted</bdi></b>",
        "<b><bdi>Rami Rep</bdi></b>: <b><bdi>contact.blessed</bdi></b>",
    ]


def test_an_old_event_without_the_words_does_not_break_the_page(noura, rep):
    Event.objects.filter(kind="contact.created").update(data={})
    assert "added …" in told(noura, "contact.created").line


def test_a_change_to_somebody_else_says_to_whom(rep):
    company = make.company("Rimal", by=rep)
    noura = make.contact("Noura", by=rep, company=company)
    update_contact(noura, by=rep, city="Jeddah")
    update_company(company, by=rep, city="Riyadh")
    lines = [telling.entry(event, on=company).line for event in timeline(company)]
    assert f'<a href="/acme/people/{noura.pk}/"><bdi>Noura</bdi></a>' in lines[1]
    assert "<a" not in lines[0]


def test_days_are_the_readers_own(noura, rep, acme):
    event = latest(noura, "contact.created")
    event.at = timezone.now().replace(year=2024, month=3, day=19, hour=22, minute=0)
    acme.language, acme.calendar, acme.time_zone, acme.digits = "fa", "jalali", "Asia/Tehran", ""
    with state.using(state.for_tenant(acme)):
        [day] = telling.days([event])
    assert "۳۰ اسفند ۱۴۰۲" not in day.label  # half past one in Tehran is the next day
    assert "۱ فروردین ۱۴۰۳" in day.label


def test_earlier_events_are_asked_for_by_key(client_for, rep, noura, monkeypatch):
    monkeypatch.setattr(detail, "PAGE", 3)
    for number in range(6):
        update_contact(noura, by=rep, city=f"City {number}")
    client = client_for(rep)
    page = client.get(f"/people/{noura.pk}/").content.decode()
    assert "City 5" in page and "City 0" not in page
    url = page.split('hx-get="/acme/people/')[-1].split('"')[0]
    more = client.get(f"/people/{url}", headers={"HX-Request": "true"}).content.decode()
    assert "City 2" in more and "City 4</bdi></b> to" not in more
    for before in ("x", "-1", "99999999999999999999"):
        assert client.get(f"/people/{noura.pk}/timeline/?before={before}").status_code == 200


def test_the_head_and_timeline_ask_anew_when_something_changed(client_for, rep, noura):
    page = client_for(rep).get(f"/people/{noura.pk}/").content.decode()
    assert f'<div id="timeline" hx-get="/acme/people/{noura.pk}/timeline/" hx-trigger="changed from:body"' in page
    assert f'hx-get="/acme/people/{noura.pk}/" hx-trigger="changed from:body" hx-select="#record-head"' in page
