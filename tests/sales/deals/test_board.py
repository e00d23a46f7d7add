"""The board's numbers are those of its rows, in a fixed number of statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.html import strip_tags

from contacts.companies.models import Company
from contacts.people.models import Contact
from crm.activities.actions import plan
from sales.deals import board, cards
from sales.deals.actions import lose, win
from sales.deals.models import Deal
from sales.pipelines.queries import track_of
from tests import make


@pytest.fixture
def track(pipeline):
    return track_of(pipeline.pk)


def aged(deal, days):
    Deal.objects.filter(pk=deal.pk).update(stage_entered_at=timezone.now() - timedelta(days=days))
    deal.refresh_from_db()
    return deal


def totals(member, track, view=board.OPEN):
    return board.totals(board.open_deals(member, track), view, member, track)[view]


@pytest.fixture
def mixed(pipeline, rep, other_rep, reason, owner):
    """Deals of two reps in three stages and two currencies; some closed, one deleted."""
    make.deal(by=rep, amount=100)
    aged(make.deal(by=rep, amount=200), 8)
    make.deal(by=other_rep, stage="approval", amount=400)
    make.deal(by=other_rep, stage="approval", amount=50, currency="USD")
    aged(make.deal(by=owner, stage="payment", amount=1_000), 30)
    win(make.deal(by=rep, amount=9_999), by=rep)
    lose(make.deal(by=rep, amount=9_999), reason=reason, by=rep)
    Deal.objects.filter(pk=make.deal(by=rep).pk).update(deleted_at=timezone.now())


@pytest.mark.parametrize("view", board.VIEWS)
@pytest.mark.parametrize("who", ["owner", "manager", "rep", "reader"])
def test_totals_are_those_of_the_rows(mixed, track, request, who, view):
    member = request.getfixturevalue(who)
    deals = board.in_view(board.open_deals(member, track), view, member, track)
    rows = {stage.pk: list(deals.filter(stage=stage)) for stage in track.open_stages}
    for stage_id, total in totals(member, track, view).items():
        assert total.count == len(rows[stage_id])
        assert sum(total.amounts.values()) == sum(deal.amount_minor for deal in rows[stage_id])
    assert sum(total.count for total in totals(member, track, view).values()) == deals.count()


def test_everybody_counts_what_they_may_see(mixed, track, owner, manager, rep, other_rep):
    def count(member):
        return board.altogether(totals(member, track), track.open_stages)[0].count

    assert [count(member) for member in (owner, manager, rep, other_rep)] == [5, 4, 2, 2]


class TestKept:
    """Of very many deals, here of more than two."""

    @pytest.fixture(autouse=True)
    def few(self, monkeypatch):
        monkeypatch.setattr("sales.deals.board.FEW", 2)

    @pytest.fixture
    def asked(self, track, monkeypatch):
        count, anew = board._totals, []
        monkeypatch.setattr(board, "_totals", lambda *question: anew.append(1) or count(*question))

        def ask(member, stamp, view=board.OPEN):
            """(whether they were counted anew, the Total of all stages)"""
            anew.clear()
            found = board.totals(board.open_deals(member, track), view, member, track, stamp)[view]
            return bool(anew), board.altogether(found, track.open_stages)[0]

        return ask

    def test_totals_are_counted_once_until_something_changes(self, mixed, owner, asked):
        assert asked(owner, "1")[1].count == 5
        make.deal(by=owner)
        anew, total = asked(owner, "1")
        assert (anew, total.count) == (False, 5)
        anew, total = asked(owner, "2")
        assert (anew, total.count) == (True, 6)

    def test_few_are_counted_each_time_and_so_are_all_without_a_stamp(self, mixed, owner, rep, asked):
        assert [asked(rep, "1")[0] for _ in range(2)] == [True, True]
        assert [asked(owner, None)[0] for _ in range(2)] == [True, True]

    def test_nobody_is_told_what_another_may_see(self, mixed, owner, manager, asked):
        assert [asked(member, "1")[1].count for member in (owner, manager)] == [5, 4]
        assert [asked(member, "1", board.MINE)[1].count for member in (owner, manager)] == [1, 0]

    def test_amounts_that_a_role_hides_from_now_on_are_not_taken_from_before(self, mixed, owner, asked):
        assert asked(owner, "1")[1].amounts
        owner.role.fields = {"deal": {"amount_minor": "hidden"}}
        owner.role.save()
        assert not asked(owner, "1")[1].amounts


def test_currencies_are_never_added_up(mixed, track, stages, owner):
    total = totals(owner, track)[stages["approval"].pk]
    assert total.amounts == {"GBP": 40_000, "USD": 5_000}
    assert total.weighted(60) == {"GBP": 24_000, "USD": 3_000}


def test_the_whole_is_weighted_by_stage(mixed, track, owner):
    whole, weighted = board.altogether(totals(owner, track), track.open_stages)
    assert whole.amounts == {"GBP": 170_000, "USD": 5_000}
    assert weighted == {"GBP": 3_000 + 24_000 + 85_000, "USD": 3_000}


def test_half_a_minor_unit_is_rounded_up():
    assert board.Total(1, {"GBP": 5}).weighted(10) == {"GBP": 1}


@pytest.mark.parametrize(("days", "mark"), [(0, ""), (7, ""), (8, "warn"), (10, "warn"), (11, "rot")])
def test_a_deal_ages_by_its_stage(deal, stages, days, mark):
    assert board.rot(stages["first_call"], board.age_in_days(aged(deal, days))) == mark


def test_what_is_marked_is_what_is_counted(deal, track, stages, rep):
    for days in range(5, 12):
        aged(deal, days)
        counted = totals(rep, track, board.AGEING)
        marked = board.rot(stages["first_call"], board.age_in_days(deal))
        assert bool(marked) == bool(sum(total.count for total in counted.values()))


def test_a_stage_without_a_limit_never_ages(stages):
    stages["first_call"].ageing_days = 0
    assert board.rot(stages["first_call"], 900) == ""


def test_a_deal_waits_until_something_is_planned(deal, track, rep):
    assert totals(rep, track, board.WAITING)[deal.stage_id].count == 1
    plan(subject="Call", due_at=timezone.now(), record=deal, by=rep)
    assert totals(rep, track, board.WAITING) == {}


def test_the_newest_entry_stands_first(deal, track, rep):
    old = aged(make.deal(by=rep), 3)
    new = make.deal(by=rep)
    found = board.first_cards(board.open_deals(rep, track), track.open_stages)
    assert [row.pk for row in found[deal.stage_id]] == [new.pk, deal.pk, old.pk]


def test_a_column_goes_on_where_it_stopped(pipeline, track, stages, rep, monkeypatch):
    monkeypatch.setattr(board, "PER_COLUMN", 2)
    made = [make.deal(by=rep) for _ in range(5)]
    same_moment = timezone.now()
    Deal.objects.update(stage_entered_at=same_moment)
    stage, deals = stages["first_call"], board.open_deals(rep, track)
    seen = board.first_cards(deals, track.open_stages)[stage.pk][:2]
    while True:
        more = board.more_cards(deals, stage, board.parse_place(board.place_of(seen[-1])))
        seen += more[:2]
        if len(more) <= 2:
            break
    assert [row.pk for row in seen] == [each.pk for each in made[::-1]]


@pytest.mark.parametrize("place", ["", "7", "x-y", "1-2-3"])
def test_a_spoilt_place_is_refused(place):
    with pytest.raises(ValueError):  # noqa: PT011
        board.parse_place(place)


def test_the_board_asks_the_same_few_questions_for_any_number(mixed, track, rep, django_assert_num_queries):
    def look():
        deals = board.open_deals(rep, track)
        by_stage = board.totals(deals, board.OPEN, rep, track)[board.OPEN]
        found = board.first_cards(deals, track.open_stages)
        return cards.columns(track, by_stage, found, rep, more_url=lambda *_: "", create_url=lambda _: "")

    look()
    with django_assert_num_queries(5):  # totals, ids, deals, next steps, which of them may be moved
        look()
    for _ in range(30):
        make.deal(by=rep, contact=Contact.objects.create(name="Noura"))
    with django_assert_num_queries(5):
        columns = look()
    assert columns[0].count == "32"
    assert len(columns[0].cards) == 25


def test_the_totals_read_their_index_and_nothing_else(deal, track, owner, django_assert_num_queries):
    """On so many deals that the planner's choice is plain, with every other way made dear."""
    deals, deal.currency = range(deal.number + 1, deal.number + 3_001), owner.tenant.currency
    deal.save()
    facts = {name: getattr(deal, name) for name in ("pipeline", "stage", "stage_entered_at", "currency", "owner")}
    Deal.objects.bulk_create(Deal(title="Windows", number=number, amount_minor=number, **facts) for number in deals)
    with django_assert_num_queries(1) as asked:
        assert totals(owner, track)[deal.stage_id].count == 3_001
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "indexscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using deal_board on sales_deal" in plan, plan
    assert plan.count("Scan") == 1, plan


def test_a_card_shows_the_company_before_the_person(deal, stages, rep):
    def shown():
        [row] = board.for_cards(Deal.objects.filter(pk=deal.pk))
        card = cards.CardMaker().card(row, stages["first_call"], movable=True)
        return card.who, card.who_icon

    deal.contact = Contact.objects.create(name="Noura")
    deal.save()
    assert shown() == ("Noura", "user")
    deal.company = Company.objects.create(name="Masharef")
    deal.save()
    assert shown() == ("Masharef", "building")


def test_who_may_not_edit_cannot_move(mixed, track, reader):
    found = board.first_cards(board.open_deals(reader, track), track.open_stages)
    columns = cards.columns(
        track, totals(reader, track), found, reader, more_url=lambda *_: "", create_url=lambda _: ""
    )
    assert {card.move_url for column in columns for card in column.cards} == {""}


def test_amounts_stand_side_by_side():
    assert cards.amounts({"GBP": 100_00, "USD": 900_00}) == "$900 · £100"
    assert cards.amounts({"GBP": 100_00}, bare=True) == "100"
    assert cards.amounts({}) == ""


def test_the_bar_says_it_in_one_line(mixed, track, rep):
    assert strip_tags(cards.sentence(totals(rep, track), track)) == "2 deals · £300 · weighted £30"
    assert strip_tags(cards.sentence({}, track)) == "0 deals"


def test_what_is_weighted_shows_no_cents():
    assert cards.whole_units({"GBP": 590_40, "KWD": 1_500, "IRR": 7}) == {"GBP": 590_00, "KWD": 2_000, "IRR": 7}


def test_without_a_price_a_card_says_none(client_for, rep, deal):
    Deal.objects.update(amount_minor=0)
    page = client_for(rep).get("/deals/").content.decode()
    card = page[page.index(f'id="card-{deal.pk}"') :].partition("</li>")[0]
    assert "£0" not in card and "—" in card
