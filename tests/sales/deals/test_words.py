"""What happened to a deal, in the reader's language and numbers."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation
from django.utils.html import strip_tags

from crm.events.feed import timeline
from crm.ui.timeline import entry
from sales.deals.actions import lose, move_stage, reopen, update_deal, win
from sales.pipelines.actions import change_stage, rename_loss_reason


def told(deal):
    return entry(timeline(deal)[0])


def line(deal):
    return strip_tags(told(deal).line)


@pytest.fixture
def translated(stages, owner):
    change_stage(stages["first_call"], names={"fa": "تماس اول"}, by=owner)
    change_stage(stages["approval"], names={"fa": "تأیید"}, by=owner)
    return stages


def test_a_move_names_both_stages(deal, stages, rep):
    move_stage(deal, to=stages["approval"], by=rep)
    assert line(deal) == "Rami Rep moved the deal from First call to Approval"


def test_stages_are_named_in_the_readers_language(deal, translated, rep):
    move_stage(deal, to=translated["approval"], by=rep)
    with translation.override("fa"):
        assert "تأیید" in line(deal)
        assert "Approval" not in line(deal)


def test_a_move_with_a_date_shows_it(deal, stages, rep):
    move_stage(deal, to=stages["installation"], delivery_on=date(2031, 3, 4), by=rep)
    [tag] = told(deal).tags
    assert "2031" in tag.text


def test_a_visit_is_shown_with_its_time(deal, stages, rep):
    visit = timezone.now().replace(hour=9, minute=5)
    move_stage(deal, to=stages["measurement"], visit_at=visit, by=rep)
    [tag] = told(deal).tags
    assert "09:05" in tag.text


def test_a_win_tells_the_amount(deal, rep):
    win(deal, by=rep)
    assert line(deal) == "Rami Rep won the deal: £48,500"


def test_a_loss_tells_where_and_why(deal, reason, rep):
    rename_loss_reason(reason, name="Too expensive", names={"fa": "گران"}, by=rep)
    lose(deal, reason=reason, note="Bought next door", by=rep)
    assert line(deal) == "Rami Rep lost the deal in First call"
    assert ([tag.text for tag in told(deal).tags], told(deal).body) == (["Too expensive"], "Bought next door")
    with translation.override("fa"):
        assert timeline(deal)[0].data["reason_names"] == {"fa": "گران"}
        assert [tag.text for tag in told(deal).tags] == ["گران"]


def test_reopening_tells_where_it_stands_again(deal, rep):
    win(deal, by=rep)
    reopen(deal, by=rep)
    assert line(deal) == "Rami Rep reopened the deal in First call"


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"amount_minor": 5_000_000}, "Rami Rep changed Amount from £48,500 to £50,000"),
        ({"expected_close": date(2031, 3, 4)}, "Rami Rep set Closes to 4 Mar 2031"),
        ({"visit_at": datetime(2031, 3, 4, 9, 5, tzinfo=UTC)}, "Rami Rep set Visit to 4 Mar 2031 09:05"),
        ({"source": "Fair"}, "Rami Rep set Source to Fair"),
    ],
)
def test_a_change_shows_what_was_and_is(deal, rep, change, shown):
    update_deal(deal, by=rep, **change)
    assert line(deal) == shown


def test_a_name_with_markup_stays_text(deal, stages, owner, rep):
    change_stage(stages["approval"], name="<script>", by=owner)
    move_stage(deal, to=stages["approval"], by=rep)
    assert "<script>" not in told(deal).line
