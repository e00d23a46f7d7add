"""What becomes of each kind of cell in a file."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from crm.activities.actions import plan
from crm.l10n.state import for_member, using
from crm.records import registry
from crm.records.types import Column
from crm.transfer.exporting.values import heads_of, packed, rows_of, unpacked
from tests import make

MOMENT = datetime(2026, 11, 21, 22, 30, 15, 999, tzinfo=UTC)


def cells(member, record, *columns, calendar="gregorian", zone="Asia/Riyadh"):
    member.calendar, member.time_zone = calendar, zone
    with using(for_member(member)):
        [row] = rows_of(registry.of(record), member, [record], columns)
    return row


@pytest.mark.parametrize(
    "cell",
    [None, "", "=1+1", "نورة\n", 0, 7, True, Decimal("48500.00"), Decimal("0.125"), date(2026, 11, 22),
     datetime(2026, 11, 22, 1, 30)],
    ids=repr,
)  # fmt: skip
def test_a_cell_comes_back_from_its_piece_as_it_went(cell):
    assert unpacked(packed(cell)) == cell and type(unpacked(packed(cell))) is type(cell)
    assert unpacked(packed(2.5)) == Decimal("2.5")


def test_an_amount_is_a_number_beside_its_currency(owner, rep):
    column = Column(name="amount", label="Amount", cell="money")
    assert heads_of([column, Column(name="title", label="Title")]) == ["Amount", "Amount: currency", "Title"]
    deal = make.deal(by=rep, amount=48_500)
    assert cells(owner, deal, column) == [Decimal("48500.00"), deal.currency]
    for minor, currency, wanted in ((1500, "KWD", "1.500"), (1500, "IRR", "1500"), (5, "SAR", "0.05")):
        deal.amount_minor, deal.currency = minor, currency
        assert cells(owner, deal, column) == [Decimal(wanted), currency]


def test_days_and_moments_on_the_readers_clock_and_in_their_calendar(owner, rep):
    person = make.contact("Noura", by=rep, birthday=date(1990, 5, 4))
    person.last_activity_at = person.created_at = MOMENT
    asked = (("birthday", "day"), ("created_at", "day"), ("last_activity_at", "ago"), ("created_at", "moment"))
    columns = [Column(name=name, label="", cell=cell) for name, cell in asked]
    moment = datetime(2026, 11, 22, 1, 30, 15)
    assert cells(owner, person, *columns) == [date(1990, 5, 4), date(2026, 11, 22), moment, moment]
    assert cells(owner, person, *columns, zone="UTC")[1] == date(2026, 11, 21)
    jalali = cells(owner, person, *columns, calendar="jalali")
    assert jalali == ["1369/02/14", "1405/09/01", "1405/09/01 01:30", "1405/09/01 01:30"]
    assert cells(owner, person, *columns, calendar="hijri")[0] == "1410/10/09"


def test_links_colleagues_choices_and_next_steps_are_said_in_words(owner, rep):
    rimal = make.company("=Rimal", by=rep)
    person = make.contact(
        "Noura", by=rep, company=rimal, kind="customer", tags=["VIP", "a, b"], phones=["+966551204477"]
    )
    plan(subject="Call her", due_at=timezone.now(), assignee=rep, record=person, by=rep)
    kind = registry.get("contact")
    with using(for_member(owner)):
        kind.resolve("decorate")([person], owner)
    chosen = kind.columns_for(owner, ["company", "kind", "phone", "owner", "tags", "next_step"])
    name, company, sort, phone, who, tags, step = cells(owner, person, *chosen)
    assert (name, company, sort, phone, who) == ("Noura", "=Rimal", "Customer", "+966551204477", "Rami Rep")
    assert tags == "VIP, a, b" and step.startswith("Call her")


def test_what_has_no_value_is_an_empty_cell(owner, rep):
    person = make.contact("Noura", by=rep)
    columns = registry.get("contact").offered(owner)
    told = dict(zip((column.name for column in columns), cells(owner, person, *columns), strict=True))
    assert {told[name] for name in ("phone", "email", "company", "birthday", "tags", "note", "city")} == {None}
