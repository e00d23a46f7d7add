"""The bell: cheap to ask, told when something is new, quiet after it was read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contacts.people.actions import create_contact
from crm.notify.actions import mark_read, notify_member
from crm.notify.models import Notification
from crm.notify.queries import newest, unread_count

HTMX = {"HTTP_HX_REQUEST": "true"}
DRAWER = {**HTMX, "HTTP_HX_TARGET": "drawer"}


@pytest.fixture
def news(rep):
    person = create_contact(name="Noura", by=rep)
    due = (timezone.now() + timedelta(hours=1)).isoformat()
    return [
        notify_member(rep, "task.due", key=str(n), record=person, data={"subject": f"Call {n}", "due_at": due})
        for n in range(12)
    ]


@pytest.fixture
def ask(client_for, rep):
    client, path = client_for(rep), reverse("notify:bell")
    return lambda etag="": client.get(path, **HTMX, **({"HTTP_IF_NONE_MATCH": etag} if etag else {}))


def test_it_says_how_many_are_new(ask, news):
    assert 'data-unread="12"' in ask().content.decode()


def test_while_nothing_changes_it_answers_304_without_a_body(ask, news):
    etag = ask().headers["ETag"]
    answer = ask(etag)
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)


def test_anything_new_or_read_changes_the_answer(ask, news, rep):
    etag = ask().headers["ETag"]
    notify_member(rep, "task.due", key="more", data={"subject": "x"})
    assert ask(etag).status_code == 200
    etag = ask().headers["ETag"]
    mark_read(rep, news[0].pk)
    assert 'data-unread="12"' in ask(etag).content.decode()


def test_asking_costs_at_most_six_statements(ask, news):
    etag = ask().headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        ask(etag)
    statements = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    # two more than in life: the test client's own leaving and entering of the scope
    assert len(statements) <= 8, statements


def test_what_others_are_told_is_not_counted(ask, other_rep, rep):
    notify_member(other_rep, "task.due", key="x", data={"subject": "x"})
    assert 'data-unread="0"' in ask().content.decode()
    assert unread_count(rep) == 0


def test_the_drawer_shows_the_last_ten(client_for, rep, news):
    page = client_for(rep).get(reverse("notify:notice_list"), **DRAWER).content.decode()
    assert page.count("wl-notice ") == 10
    assert "<html" not in page
    assert "“<bdi>Call 11</bdi>” is due" in page


def test_the_page_goes_back_further(client_for, rep, news):
    page = client_for(rep).get(reverse("notify:notice_list")).content.decode()
    assert page.count("wl-notice ") == 12
    older = client_for(rep).get(reverse("notify:notice_list"), {"before": news[3].pk}).content.decode()
    assert older.count("wl-notice ") == 3
    assert [each.pk for each in newest(rep, limit=2)] == [news[11].pk, news[10].pk]


def test_they_stand_in_the_order_of_their_times(rep, news):
    """What was told late stands where its time is, and further pages go on from there."""
    Notification.objects.filter(pk=news[2].pk).update(at=news[11].at + timedelta(hours=1))
    first = [each.pk for each in newest(rep, limit=3)]
    assert first == [news[2].pk, news[11].pk, news[10].pk]
    rest = [each.pk for each in newest(rep, limit=20, before=first[-1])]
    assert rest == [each.pk for each in reversed(news[:10]) if each.pk != news[2].pk]


def test_opening_one_marks_it_read_and_leads_to_its_record(client_for, rep, news):
    response = client_for(rep).get(reverse("notify:notice", args=[news[5].pk]))
    assert response["Location"] == f"/acme/people/{news[5].record_id}/"
    assert unread_count(rep) == 11
    assert Notification.objects.get(pk=news[5].pk).read_at


def test_nobody_opens_anothers(client_for, manager, news):
    assert client_for(manager).get(reverse("notify:notice", args=[news[0].pk])).status_code == 404


def test_all_are_read_at_once_and_the_bell_hears_of_it(client_for, rep, news, other_rep):
    notify_member(other_rep, "task.due", key="x", data={"subject": "x"})
    response = client_for(rep).post(reverse("notify:reading"), **HTMX)
    assert '"bell"' in response.headers["HX-Trigger"]
    assert (unread_count(rep), unread_count(other_rep)) == (0, 1)
    assert mark_read(rep) == 0


def test_a_notice_about_nothing_opens_the_list(client_for, rep):
    notification = notify_member(rep, "task.due", key="x", data={"subject": "x"})
    response = client_for(rep).get(reverse("notify:notice", args=[notification.pk]))
    assert response["Location"] == "/acme/notices/"
