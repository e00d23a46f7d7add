"""Trees of conditions as a whole: what the database finds is what going through the records by hand finds, whichever
index helps; and what an address holds is what was put together."""

import random
from datetime import date, timedelta

import pytest

from contacts.people.models import Contact
from crm.lib.text import fold
from crm.records import registry
from crm.ui.listing import Listing
from crm.ui.where.fields import askable
from crm.ui.where.kinds import KINDS, UNARY
from crm.ui.where.tree import Condition, Group, Where, encode, read
from crm.ui.where.words import OPERATORS, flat, operator_of, said_of, where_words
from tests import make

NAMES = ("Noura Ali", "محمد علي", "Sara", "علی رضایی", "Maha Al-Ali", "José")
CITIES = ("جدة", "Riyadh", "", "Jeddah", "الرياض")
TAGS = ("VIP", "new", "showroom")
DAYS = [date(1990, 1, 1) + timedelta(days=40 * n) for n in range(6)]

# What the conditions below mean, said once more in another way.
BY_HAND = {
    "has": lambda value, wanted: fold(wanted[0]) in fold(value),
    "hasnt": lambda value, wanted: fold(wanted[0]) not in fold(value),
    "is": lambda value, wanted: fold(wanted[0]) == fold(value),
    "isnt": lambda value, wanted: fold(wanted[0]) != fold(value),
    "starts": lambda value, wanted: fold(value).startswith(fold(wanted[0])),
    "any": lambda value, wanted: bool(_set(value) & set(wanted)),
    "all": lambda value, wanted: set(wanted) <= _set(value),
    "none": lambda value, wanted: not _set(value) & set(wanted),
    "empty": lambda value, wanted: value in ("", None, []),
    "filled": lambda value, wanted: value not in ("", None, []),
    "before": lambda value, wanted: value is not None and value < date.fromisoformat(wanted[0]),
    "after": lambda value, wanted: value is not None and value > date.fromisoformat(wanted[0]),
    "between": lambda value, wanted: (
        value is not None and min(wanted) <= value.isoformat() <= max(wanted)
    ),
}  # fmt: skip


def _set(value):
    return set(value) if isinstance(value, list) else {value}


@pytest.fixture
def people(rep):
    dice = random.Random(7)  # noqa: S311
    for n in range(24):
        make.contact(
            dice.choice(NAMES), by=rep, city=dice.choice(CITIES), kind=dice.choice(Contact.Kind.values),
            tags=dice.sample(TAGS, dice.randrange(3)), birthday=dice.choice([None, *DAYS]), note=f"No. {n}",
        )  # fmt: skip


def a_condition(dice):
    name = dice.choice(("name", "city", "kind", "tags", "birthday"))
    kind = {"name": "text", "city": "text", "kind": "choice", "tags": "tags", "birthday": "day"}[name]
    op = dice.choice([op for op in KINDS[kind].ops if op != "in"])
    some = {
        "name": ["ali", "علي", "sar", "Noura Ali", "jose", "محمد"], "city": ["جده", "riy", "Jeddah", "ريا"],
        "kind": Contact.Kind.values, "tags": TAGS, "birthday": [day.isoformat() for day in DAYS],
    }[name]  # fmt: skip
    count = 0 if op in UNARY else 2 if op in ("between", "any", "all", "none") else 1
    return [name, op, *dice.sample(list(some), count)]


def a_tree(dice):
    groups = [
        [dice.choice(("all", "any")), *(a_condition(dice) for _ in range(dice.randrange(1, 4)))]
        for _ in range(dice.randrange(1, 4))
    ]
    return [dice.choice(("all", "any")), *groups]


def by_hand(tree, record):
    def fulfils(condition):
        name, op, *wanted = condition
        return BY_HAND[op](getattr(record, name), wanted)

    join = {"all": all, "any": any}
    outer, *groups = tree
    return join[outer]([join[inner]([fulfils(one) for one in conditions]) for inner, *conditions in groups])


def test_the_database_finds_what_going_through_them_by_hand_finds(rep, people):
    dice, records, fenced = random.Random(1), list(Contact.objects.all()), 0  # noqa: S311
    for _ in range(120):
        tree = a_tree(dice)
        listing = Listing(registry.get("contact"), rep, {"where": encode(tree)})
        fenced += "contact_scan" in str(listing.filters.qs.query)
        wanted = {one.pk for one in records if by_hand(tree, one)}
        assert {one.pk for one in listing.every} == wanted, tree
        assert listing.filters.conditions.encoded() == encode(tree)
    assert 20 < fenced < 110  # both ways were tried


class TestParts:
    def where(self, member, *groups, join="all"):
        return read(encode([join, *groups]), askable(registry.get("contact"), member), member)

    def test_without_one_condition_or_one_group(self, rep):
        city, name = ["city", "empty"], ["name", "has", "x"]
        where = self.where(rep, ["all", city, name], ["any", city, name])
        assert flat(where) == [(0, 0), (0, 1), (1, None)]
        assert where.without(0, 1).encoded() == encode(["all", ["all", city], ["any", city, name]])
        assert where.without(1).encoded() == encode(["all", ["all", city, name]])
        assert where.without(1).without(0, 0).without(0, 0).encoded() == ""
        assert where.without(0, 0).without(0, 0) == self.where(rep, ["any", city, name])
        assert flat(self.where(rep, ["all", city, name], ["any", name], join="any")) == [(0, None), (1, 0)]

    def test_nothing_asked_is_nothing(self, rep):
        assert not read("", {}, rep) and not Where() and Where().encoded() == "" and where_words(Where()) == ""
        assert self.where(rep) == Where() and self.where(rep, ["all"]) == Where()
        assert Where(left_out=1) and Where(broken=True)

    def test_every_operator_of_every_kind_has_words(self, rep):
        for record_type in ("contact", "company", "deal", "task", "call"):
            for field in askable(registry.get(record_type), rep).values():
                assert str(field.label)
                for op in KINDS[field.kind].ops:
                    assert str(operator_of(field, op)), (field.name, op)
        assert set(OPERATORS) == {op for kind in KINDS.values() for op in kind.ops} - {"all"}

    def test_a_sentence_for_one_value_and_for_several(self, rep):
        fields = askable(registry.get("contact"), rep)

        def said(name, op, *values):
            return " ".join(said_of(Condition(fields[name], op, values))).strip()

        assert said("kind", "any", "customer") == "Type is Customer"
        assert said("kind", "any", "customer", "partner") == "Type is Customer or Partner"
        assert said("kind", "none", "customer") == "Type is not Customer"
        assert said("kind", "none", "customer", "gone") == "Type is none of Customer or …"
        assert said("tags", "any", "VIP") == "Tags has VIP" and said("tags", "none", "VIP") == "Tags has none of VIP"
        assert said("tags", "all", "VIP", "new") == "Tags has all of VIP and new"
        assert said("birthday", "between", DAYS[1], DAYS[0]) == "Birthday between 1 Jan 1990 and 10 Feb 1990"
        assert said("birthday", "empty") == "Birthday is empty" and said("company", "is", 7) == "Company is …"
        assert said("birthday", "in", "this_month") == "Birthday is in This month"
        group = Group("any", (Condition(fields["city"], "empty"), Condition(fields["owner"], "any", ("me",))))
        assert where_words(Where("all", (group,))) == "(City is empty or Owner is \u2068Me\u2069)"

    def test_money_is_said_and_kept_with_its_currency(self, rep):
        field = askable(registry.get("deal"), rep)["amount"]
        condition = Condition(field, "gt", (4_850_000, "SAR"))
        assert said_of(condition)[0] == "Amount more than" and "48,500" in said_of(condition)[1]
        assert condition.packed() == ["amount", "gt", 4_850_000, "SAR"]
