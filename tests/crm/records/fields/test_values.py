"""What the actions of every type do with custom values: kept in one form, told, given defaults, unique."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from contacts.companies.actions import update_company
from contacts.people.actions import update_contact
from crm.events.models import Event
from crm.records import actions as records
from crm.records.fields import actions
from crm.records.fields.kinds import loaded, stored
from crm.records.fields.queries import fields_of
from crm.records.models import UniqueValue
from crm.records.purging import purge
from sales.deals.actions import update_deal
from tests import make


def test_a_value_has_one_stored_form(add, rep):
    options = add("choices", "Extras", options=("Nets", "Blinds", "Sill"))
    said = {
        "number": (Decimal("2.50"), 2.5), "day": (date(2026, 3, 21), "2026-03-21"),
        "money": ((1250, "SAR"), [1250, "SAR"]),
        "yes": (False, False), "member": (rep, rep.pk), "text": ("", None), "choice": ("o2", "o2"),
    }  # fmt: skip
    for kind, (value, wanted) in said.items():
        options.kind = kind
        assert stored(options, value) == wanted, kind
    options.kind = "choices"
    assert stored(options, ["o3", "o1"]) == ["o1", "o3"]  # in the order of the options
    assert stored(options, Decimal("3")) is not None
    options.kind = "number"
    assert repr(stored(options, Decimal("3.000"))) == "3"
    options.kind = "money"
    assert stored(options, (None, "SAR")) is None
    assert (loaded("day", "2026-03-21"), loaded("money", [1, "GBP"])) == (date(2026, 3, 21), (1, "GBP"))


@pytest.mark.parametrize("kind", ["contact", "company", "deal"])
def test_every_type_keeps_what_is_not_named_and_tells_what_changed(add, owner, kind):
    size, note = add("number", "Panes", kind), add("lines", "Access", kind)
    record = getattr(make, kind)(by=owner, custom={size.key: 4, note.key: "Ring twice"})
    assert record.custom == {size.key: 4, note.key: "Ring twice"}
    update = {"contact": update_contact, "company": update_company, "deal": update_deal}[kind]
    record = update(record, by=owner, custom={size.key: 5, note.key: None})
    record.refresh_from_db()
    assert (record.custom, record.custom_text) == ({size.key: 5}, "")
    event = Event.objects.filter(kind=f"{kind}.updated").latest("pk")
    assert event.data["changes"] == {size.key: [4, 5], note.key: ["Ring twice", None]}
    update(record, by=owner, custom={size.key: 5})
    assert Event.objects.filter(kind=f"{kind}.updated").latest("pk") == event


def test_a_new_record_begins_with_defaults_however_it_is_made(add, owner, rep):
    grade = add("choice", "Grade", options=("A", "B"), default="o2")
    add("day", "Since", default="today")
    keeper = add("member", "Keeper", default="me")
    only = add("text", "Trade", default="None", condition={"field": "kind", "values": ["supplier"]})
    noura, sara = make.contact("Noura", by=rep), make.contact("Sara", by=rep, kind="supplier", custom={grade.key: "o1"})
    assert (noura.custom[grade.key], noura.custom[keeper.key], only.key in noura.custom) == ("o2", rep.pk, False)
    assert (sara.custom[grade.key], sara.custom[only.key], len(sara.custom)) == ("o1", "None", 4)


def test_a_colleague_is_told_by_name(add, owner, rep):
    keeper = add("member", "Keeper")
    update_contact(make.contact("Noura", by=owner), by=owner, custom={keeper.key: rep.pk})
    assert Event.objects.latest("pk").data["changes"] == {keeper.key: ["", rep.name]}


class TestUnique:
    @pytest.fixture
    def number(self, add):
        return add("text", "Customer number", unique=True)

    def test_a_value_is_there_once_in_any_digits(self, number, owner):
        make.contact("Noura", by=owner, custom={number.key: "A-17"})
        with pytest.raises(ValidationError) as error:
            make.contact("Sara", by=owner, custom={number.key: "a-۱۷"})
        assert list(error.value.message_dict) == [number.key]
        sara = make.contact("Sara", by=owner, custom={number.key: "A-18"})
        with pytest.raises(ValidationError):
            update_contact(sara, by=owner, custom={number.key: "A-17"})
        sara.refresh_from_db()
        assert sara.custom[number.key] == "A-18"

    def test_what_is_given_up_is_free_again(self, number, owner):
        noura = make.contact("Noura", by=owner, custom={number.key: "17"})
        update_contact(noura, by=owner, custom={number.key: "18"})
        make.contact("Sara", by=owner, custom={number.key: "17"})
        update_contact(noura, by=owner, custom={number.key: None})
        assert list(UniqueValue.objects.values_list("value", flat=True)) == ["17"]

    def test_a_deleted_record_keeps_it_and_a_purged_one_does_not(self, number, owner):
        noura = make.contact("Noura", by=owner, custom={number.key: "17"})
        records.delete(noura, by=owner)
        with pytest.raises(ValidationError, match="deleted record"):
            make.contact("Sara", by=owner, custom={number.key: "17"})
        purge(noura, by=owner)
        assert not UniqueValue.objects.exists()
        sara = make.contact("Sara", by=owner, custom={number.key: "17"})
        assert UniqueValue.objects.get().record_id == sara.pk

    def test_a_field_becomes_unique_when_its_values_are(self, add, owner):
        badge = add("number", "Badge")
        noura, sara = (make.contact(name, by=owner, custom={badge.key: 7}) for name in ("Noura", "Sara"))
        with pytest.raises(ValidationError, match="1 value"):
            actions.change_field(badge, unique=True, by=owner)
        update_contact(sara, by=owner, custom={badge.key: 8})
        actions.change_field(badge, unique=True, by=owner)
        with pytest.raises(ValidationError):
            update_contact(noura, by=owner, custom={badge.key: 8})
        actions.change_field(badge, unique=False, by=owner)
        assert update_contact(noura, by=owner, custom={badge.key: 8}).custom == {badge.key: 8}

    def test_choices_cannot_be_unique(self, add):
        assert not add("choice", "Grade", options=("A",), unique=True).unique


def test_definitions_cost_nothing_where_there_are_none_and_one_look_after_a_change(
    add, acme, owner, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert fields_of("contact") == ()
    field = add("text", "Trade")
    with django_assert_num_queries(2):
        assert fields_of("contact") == (field,)
    with django_assert_num_queries(0):
        assert fields_of("contact")[0].key == field.key
    actions.retire_field(field, by=owner)
    assert fields_of("contact") == ()
    actions.restore_field(field, by=owner)
    assert [each.name for each in fields_of("contact")] == ["Trade"]
