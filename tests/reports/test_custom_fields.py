"""A workspace's own fields on the page of a figure: numbers and money added up, rows split by a choice."""

import pytest

from crm.records import registry
from crm.records.fields.actions import add_field, retire_field
from reports.catalogue.customs import added_up
from reports.catalogue.measures import MEASURES, Question
from tests import make
from tests.reports.test_parity import this_month

OPTIONS = [{"key": "o1", "name": "Wood", "names": {"fa": "چوب"}}, {"key": "o2", "name": "Steel", "names": {}}]


@pytest.fixture
def fields(owner, pipeline):
    def add(kind, name, **said):
        return add_field(registry.get("deal"), kind=kind, name=name, by=owner, **said)

    return {
        "doors": add("number", "Doors"), "oil": add("money", "Oil"), "unused": add("number", "Unused"),
        "frame": add("choice", "Frame", options=OPTIONS), "quiet": add("yes", "Quiet glass"),
        "guide": add("member", "Guide"),
    }  # fmt: skip


@pytest.fixture
def deals(owner, fields):
    """Four open deals; the last names a colleague alone."""
    doors, oil, frame, quiet = (fields[name].key for name in ("doors", "oil", "frame", "quiet"))
    guide = {fields["guide"].key: owner.pk}
    said = [
        {doors: 2.5, oil: [1000, "GBP"], frame: "o1", quiet: True}, {doors: 4, oil: [500, "USD"], frame: "o1"},
        {doors: -1, oil: [250, "GBP"], frame: "o2", quiet: False, **guide}, guide,
    ]  # fmt: skip
    return [make.deal(by=owner, amount=10 * n, custom=custom) for n, custom in enumerate(said, 1)]


@pytest.fixture
def opened(client_for, owner, deals):
    """opened(asked) → the context of the page of open deals."""
    return lambda **asked: client_for(owner).get("/reports/open/", asked).context


def test_numbers_and_money_are_added_up_in_each_currency(opened, fields, owner):
    sums = {
        str(added.field): added.number if added.number is not None else added.worth for added in opened()["own"].sums
    }
    assert sums == {"Doors": 5.5, "Oil": {"GBP": 1250, "USD": 500}}
    narrowed = opened(field=fields["frame"].key, value="o2")["own"].sums
    assert [(added.number, added.worth) for added in narrowed] == [(-1, {}), (None, {"GBP": 250})]
    retire_field(fields["oil"], by=owner)
    assert [str(added.field) for added in opened()["own"].sums] == ["Doors"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [("frame", {"Wood": 2, "Steel": 1}), ("quiet", {"Yes": 1, "No": 1}), ("guide", {"Olivia Owner": 2})],
)
def test_each_part_opens_its_rows_and_the_parts_make_the_whole(opened, client_for, owner, fields, name, parts):
    page = opened(field=fields[name].key)
    bars = {str(bar.label): bar for bar in page["own"].bars}
    rest = 4 - sum(parts.values())
    assert {label: bar.figure.count for label, bar in bars.items()} == {**parts, "None given": rest}
    assert sum(bar.figure.worth["GBP"] for bar in bars.values()) == page["figure"].worth["GBP"] == 10_000
    for bar in bars.values():
        reply = client_for(owner).get(bar.url)
        shown = reply.context
        assert (shown["figure"].count, shown["figure"].worth) == (bar.figure.count, bar.figure.worth)
        assert len(shown["lines"]) == bar.figure.count and shown["own"].said == f"{fields[name]}: {bar.label}"
        assert shown["own"].whole_url in reply.content.decode().replace("&amp;", "&")


def test_what_the_role_hides_is_neither_added_up_nor_split_by(opened, client_for, owner, fields):
    owner.role.fields = {"deal": {fields[name].key: "hidden" for name in ("doors", "frame", "quiet", "guide")}}
    owner.role.save()
    own = opened()["own"]
    assert ([str(added.field) for added in own.sums], own.tabs, own.bars) == (["Oil"], [], [])
    client, frame = client_for(owner), fields["frame"].key
    for asked in ({"field": frame}, {"field": frame, "value": "o1"}, {"field": fields["oil"].key}, {"field": "x"}):
        assert client.get("/reports/open/", asked).status_code == 404
    assert client.get("/reports/calls/", {"field": frame}).status_code == 404


def test_a_value_that_cannot_be_is_not_found(client_for, owner, deals, fields):
    for value in ("o9", "\0", "true"):
        asked = {"field": fields["frame"].key, "value": value}
        assert client_for(owner).get("/reports/open/", asked).status_code == 404


def test_a_workspace_without_such_fields_asks_nothing_more(owner, pipeline, django_assert_num_queries):
    span = this_month()
    question = Question(member=owner, start=span.start, end=span.end)
    with django_assert_num_queries(0):
        assert added_up(MEASURES["open"], question) == []
