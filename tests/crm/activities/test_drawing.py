"""A row of a table of tasks: what it shows, what can be done from it, and that nothing in it is taken for markup."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from crm.activities.agenda import Line
from crm.activities.drawing import Look, render_lines
from crm.activities.models import Task
from crm.activities.queries import due_step
from crm.l10n import state
from crm.tenants.models import Member

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def drawn(rep):
    def draw(look=None, token="token", on="", **fields):
        given = {"pk": 7, "subject": "Measure the windows", "due_at": NOW + timedelta(hours=2)} | fields
        task = Task(**given)
        line = Line(
            task=task, step=due_step(task, NOW), time="11:00", on=on, on_url="/acme/deals/3/", on_icon="briefcase"
        )
        with state.using(state.for_member(rep)):
            return render_lines([line], token, look or Look())

    return draw


def test_an_open_one_leads_to_its_page_and_is_ticked_with_the_pages_token(drawn):
    row = drawn()
    assert row.startswith('<tr id="task-7">') and "/tasks/7/" in row and "<bdi>Measure the windows</bdi>" in row
    assert 'name="quick" value="1" aria-label="Done: Measure the windows"' in row
    assert row.count('<input type="hidden" name="csrfmiddlewaretoken" value="token">') == row.count("<form") == 3


def test_a_call_on_a_record_is_asked_how_it_went_instead(drawn):
    row = drawn(kind="call", record_type="deal", record_id=3)
    assert 'name="quick"' not in row and '<a class="wl-tick"' in row


def test_its_menu_closes_postpones_edits_and_drops_it(drawn):
    row = drawn()
    for words in ("More about Measure the windows", "Done, with the result", "Move to tomorrow", "Edit", "Drop"):
        assert words in row
    assert "Open again" not in row


def test_what_is_done_says_when_and_can_be_opened_again(drawn):
    row = drawn(done_at=timezone.now())
    assert "is-done" in row and "wl-done" in row and "Open again" in row and "Write the result" in row
    assert "Drop" not in row and row.count("<form") == 1


def test_the_hour_is_told_and_of_a_late_one_how_late(drawn):
    assert '<time class="wl-muted" datetime="2026-11-22T11:00:00+00:00">11:00</time>' in drawn()
    late = drawn(Look(late=True), due_at=NOW - timedelta(days=2))
    assert 'data-state="overdue"' in late and "2 days late" in late


def test_a_table_shows_boxes_and_owners_where_it_is_asked_to(drawn):
    plain, full = drawn(), drawn(Look(selectable=True, of_team=True), owner=Member(name="Sara"))
    assert 'name="ids"' not in plain and "Sara" not in plain
    assert 'name="ids" value="7"' in full and 'aria-label="Select Measure the windows"' in full and "Sara" in full
    assert "Nobody" in drawn(Look(of_team=True))


def test_its_record_is_named_but_on_the_records_own_page(drawn):
    assert 'href="/acme/deals/3/"' in drawn(on="Balcony")
    assert "Balcony" not in drawn(Look(on_record=True), on="Balcony")


def test_nothing_that_was_typed_is_taken_for_markup(drawn):
    typed = "<b>\"'&"
    row = drawn(Look(selectable=True, of_team=True), typed, typed, subject=typed, owner=Member(name=typed))
    assert "<b>" not in row and "\"'" not in row and row.count("&lt;b&gt;") > 6


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "تم: قياس النوافذ"), ("fa", "انجام شد: قياس النوافذ")], ids=["ar", "fa"]
)
def test_in_the_readers_language(drawn, rep, language, words):
    rep.language = language
    assert f'aria-label="{words}"' in drawn(subject="قياس النوافذ")
