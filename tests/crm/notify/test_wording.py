"""A notification's words: complete for every kind, in every language, and never markup."""

import pytest

from crm.l10n.state import for_member, using
from crm.notify.actions import mark_read, notify_member
from crm.notify.kinds import KINDS
from crm.notify.models import Notification
from crm.notify.wording import marked_sentence, sentence
from crm.records.actions import delete
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope

EVIL = '<img src=x onerror="alert(1)">%(secret)s{date}%'
DATA = {
    "actor": "Mona", "actor_kind": "member", "subject": "Call", "due_at": "2026-03-21T08:00:00+00:00", "title": "Villa",
    "assignee_name": "Rami", "file": "people.csv", "created": 1234, "updated": 5, "failed": 0, "reason": "Why",
    "to": "a@b.example", "text": "Look", "record": "Villa", "date": "", "rule": "Window projects: Approval",
}  # fmt: skip


def told(member, kind, **data):
    number = Notification.objects.count()
    return notify_member(member, kind, key=f"k{number}", data=DATA | data)


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_in_every_language_with_all_its_words(rep, kind, language):
    rep.language = language
    with using(for_member(rep)):
        text = sentence(told(rep, kind))
        plain = str(KINDS[kind].sentence)
    assert "%(" not in text
    for name in ("actor", "subject", "title", "assignee_name", "file", "reason", "to", "text", "rule"):
        if f"%({name})s" in plain:
            assert DATA[name] in text


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_notification_without_any_data_still_reads(rep, kind):
    notification = notify_member(rep, kind, key="old")
    assert "%(" not in sentence(notification)
    assert "%(" not in marked_sentence(notification)


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_wrote_is_never_markup_nor_a_place_for_a_value(rep, kind):
    names = ("actor", "subject", "title", "assignee_name", "file", "reason", "to", "text", "record", "rule")
    notification = told(rep, kind, **dict.fromkeys(names, EVIL))
    assert "<img" not in marked_sentence(notification)
    assert "%(secret)s" in sentence(notification) or "%(" not in sentence(notification)


def test_counts_are_written_in_the_readers_digits(rep):
    rep.language, rep.digits = "fa", "arabext"
    with using(for_member(rep)):
        text = sentence(told(rep, "import.finished"))
    assert "۱٬۲۳۴" in text and "۰" in text
    assert "۰" in marked_words(rep, "import.finished")


def marked_words(member, kind):
    with using(for_member(member)):
        return marked_sentence(told(member, kind))


@pytest.mark.parametrize(
    ("text", "date", "words"),
    [
        ("{record} by {date}", "2026-03-21", "Villa by"), ("Look", "", "Look · Villa"),
        ("{date}", "2026-03-21", "· Villa"), ({"ar": "انظر"}, "", "انظر · Villa"), ("", "", "Villa"),
    ],
)  # fmt: skip
def test_a_rules_text_holds_record_and_date_where_they_were_put_or_at_the_end(rep, text, date, words):
    assert words in sentence(told(rep, "rule.told", text=text, date=date))


def test_a_notice_of_a_deleted_record_leads_to_what_is_not_found(client_for, rep):
    person = make.contact("Noura", by=rep)
    notification = notify_member(rep, "task.due", key="k", record=person, data=DATA)
    delete(person, by=rep)
    reply = client_for(rep).get(f"/notices/{notification.pk}/")
    assert reply["Location"] == f"/acme/people/{person.pk}/"
    assert client_for(rep).get(f"/notices/?before={notification.pk + 1}").status_code == 200


def test_another_firms_notice_does_not_exist(client_for, rep, outsider):
    with out_of_scope(), tenant_scope(outsider.tenant):
        theirs = notify_member(outsider, "task.due", key="k", data=DATA)
    assert client_for(rep).get(f"/notices/{theirs.pk}/").status_code == 404
    assert mark_read(rep) == 0
    with out_of_scope(), tenant_scope(outsider.tenant):
        theirs.refresh_from_db()
        assert theirs.read_at is None


@pytest.mark.parametrize("before", ["x", "²", "-1", "9" * 40, "9" * 5000, "\0"])
def test_a_place_that_cannot_be_is_the_newest(client_for, rep, before):
    told(rep, "task.due")
    page = client_for(rep).get("/notices/", {"before": before})
    assert page.status_code == 200
    assert "Call" in page.content.decode()


def test_reading_twice_keeps_the_first_moment(rep):
    notification = told(rep, "task.due")
    assert mark_read(rep, notification.pk) == 1
    first = Notification.objects.get().read_at
    assert mark_read(rep, notification.pk) == 0
    assert Notification.objects.get().read_at == first
