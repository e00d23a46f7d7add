"""Fields by which lists are sorted: who has a slot, and that it is right however a value came to be written."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from contacts.people.models import Contact
from crm.events.timers import run_soon
from crm.records import actions as records
from crm.records import many, registry
from crm.records.fields import slots
from crm.records.fields.actions import add_field, change_field, restore_field, retire_field
from crm.records.fields.values import hold
from crm.tenants import bulk
from crm.tenants.scope import tenant_scope
from crm.transfer.actions import RUN, undo
from crm.transfer.models import ImportJob, ImportRow
from tests import make
from tests.conftest import out_of_scope

VALUES = {  # kind: values of Noura and Sara; Zahra has none
    "number": (10, 2.5), "money": ([90_000, "GBP"], [500, "GBP"]), "day": ("2026-01-01", "2024-10-01"),
    "text": ("پنجره", "چوب"),
}  # fmt: skip


@pytest.fixture
def people(owner):
    return [make.contact(name, by=owner) for name in ("Noura", "Sara", "Zahra")]


def stored(field):
    """What the records have in its slot, the oldest first."""
    return list(Contact.objects.order_by("pk").values_list(field.slot, flat=True))


def offered(field, member):
    """What the member's list may be sorted by for the field's sake."""
    columns = registry.get(field.record_type).offered(member)
    return next(column.sort for column in columns if column.name == field.key)


class TestSlots:
    def test_a_worker_fills_what_is_there_and_empties_what_is_given_up(self, add, owner, people, run_due, monkeypatch):
        monkeypatch.setattr(slots, "AT_ONCE", 2)
        fields = {kind: add(kind, kind) for kind in VALUES}
        for place, person in enumerate(people[:2]):
            records.change(person, by=owner, custom={fields[kind].key: both[place] for kind, both in VALUES.items()})
        records.delete(people[1], by=owner)  # she may come back
        fields = {kind: change_field(field, sortable=True, by=owner) for kind, field in fields.items()}
        for field in fields.values():
            assert (field.is_prepared, offered(field, owner), stored(field)) == (True, "", [None] * 3)
        run_due()
        hold()  # a request reads the definitions anew
        for field in fields.values():
            field.refresh_from_db()
            assert (field.is_prepared, offered(field, owner)) == (False, field.key)
        found = [stored(field) for field in fields.values()]
        days = [date(2026, 1, 1), date(2024, 10, 1), None]
        assert found == [[10, 2.5, None], [90_000, 500, None], days, ["پنجره", "چوب", None]]
        given_up = change_field(fields["text"], sortable=False, by=owner)
        assert (given_up.slot, offered(given_up, owner)) == ("cf_txt_1", "")  # nobody else's until it is empty
        run_due()
        assert stored(given_up) == [None] * 3
        given_up.refresh_from_db()
        assert given_up.slot == ""

    def test_five_of_a_sort_have_one_and_the_sixth_is_told_why_not(self, add, owner, run_due):
        first = [add("number", f"N{place}", sortable=True) for place in range(3)][0]
        _one, _two, late = [add("money", f"M{place}", sortable=place < 2) for place in range(3)]
        with pytest.raises(ValidationError, match="N0, N1, N2, M0, M1"):
            change_field(late, sortable=True, by=owner)
        with pytest.raises(ValidationError, match="Untick one"):
            add("number", "N3", sortable=True)
        assert add("number", "Panes", "company", sortable=True).slot == "cf_num_1"
        assert not add("yes", "Own house", sortable=True).sortable
        retire_field(first, by=owner)
        with pytest.raises(ValidationError, match="N0 is just giving up"):
            change_field(late, sortable=True, by=owner)
        run_due()
        assert change_field(late, sortable=True, by=owner).slot == first.slot
        assert not restore_field(first, by=owner).sortable

    def test_a_change_of_mind_while_a_worker_is_at_it_counts(self, add, owner, people, run_due, monkeypatch):
        monkeypatch.setattr(slots, "AT_ONCE", 1)
        size = add("number", "Panes")
        records.change(people[0], by=owner, custom={size.key: 4})
        size = change_field(size, sortable=True, by=owner)
        slots.work(size.pk)
        assert stored(size)[0] == 4
        size = change_field(size, sortable=False, by=owner)
        size = change_field(size, sortable=True, by=owner)
        assert (size.slot, size.slot_place) == ("cf_num_1", 0)
        records.change(people[0], by=owner, custom={size.key: 5})
        run_due()
        assert stored(size)[0] == 5


CUSTOMISABLE = ["contact", "company", "deal"]


def test_every_type_with_fields_of_its_own_is_proved_below():
    assert sorted(CUSTOMISABLE) == sorted(each.key for each in registry.all_types() if each.customisable)


class TestWriting:
    @pytest.mark.parametrize("kind", CUSTOMISABLE)
    def test_values_come_and_go(self, add, owner, kind):
        size, day = add("number", "Panes", kind, sortable=True), add("day", "Since", kind, sortable=True)
        plain = add("number", "Doors", kind)
        record = getattr(make, kind)(by=owner, custom={size.key: 4, plain.key: 1})
        record.refresh_from_db()
        assert (record.cf_num_1, record.cf_date_1, record.cf_num_2) == (4, None, None)
        spring = date(2026, 3, 21)
        for said, wanted in (
            ({day.key: "2026-03-21"}, (4, spring)), ({size.key: None, plain.key: 9}, (None, spring)),
            ({size.key: 2.125, day.key: None}, (2.125, None)),
        ):  # fmt: skip
            record = registry.get(kind).resolve("update")(record, by=owner, custom=said)
            record.refresh_from_db()
            assert (record.cf_num_1, record.cf_date_1) == wanted, said

    def test_many_at_once_and_taken_back_after_the_field_has_got_another_slot(self, add, owner, people, run_due):
        other, size = add("number", "Other", sortable=True), add("number", "Panes", sortable=True)
        records.change(people[2], by=owner, custom={size.key: 1})
        done = many.change_many(list(Contact.objects.order_by("pk")), by=owner, custom={size.key: 7})
        assert (size.slot, stored(size)) == ("cf_num_2", [7, 7, 7])
        retire_field(other, by=owner)
        change_field(size, sortable=False, by=owner)
        run_due()
        size = change_field(size, sortable=True, by=owner)
        run_due()
        assert (size.slot, stored(size)) == ("cf_num_1", [7, 7, 7])
        before = {one.record.pk: one.before for one in done}
        many.write_many([(one, before[one.pk]) for one in Contact.objects.all()], "updated", by=owner)
        assert stored(size) == [None, None, 1]
        assert Contact.objects.filter(cf_num_2=None).count() == 3

    def test_a_file_that_is_brought_in_and_taken_back(self, add, owner, people, run_due):
        size = add("number", "Panes", sortable=True)
        records.change(people[0], by=owner, phone="+447700900001")
        job = ImportJob.objects.create(
            record_type="contact", file="x", file_name="people.csv", owner=owner, created_by=owner, repeats="fill",
            heads=["name", "phone", size.key], mapping=["name", "phone", size.key], sample=[], state="running",
        )  # fmt: skip
        for line, cells in enumerate([["Maha", "+447700900009", "۱۲٫۵"]], 2):
            ImportRow.objects.create(job=job, line=line, cells=cells, outcome=ImportRow.Outcome.WAITING)
        run_soon(RUN, job.pk)
        run_due()
        assert stored(size) == [None, None, None, 12.5]
        job.refresh_from_db()
        undo(job, by=owner)
        run_due()
        assert stored(size) == [None] * 3

    def test_whatever_else_writes_a_row_cannot_leave_it_wrong(self, add, owner, people):
        size, code = add("number", "Panes", sortable=True), add("text", "Code", sortable=True)
        stale = Contact.objects.get(pk=people[0].pk)
        records.change(people[0], by=owner, custom={size.key: 3})
        stale.custom = {size.key: 3}
        stale.save()  # whole, with the slot that it had before
        key, row = bulk.new_keys(Contact, 1)[0], bulk.stored_values(stale)
        bulk.insert(Contact, [{**row, "id": key, "custom": {size.key: 5}, "cf_num_1": None}])
        Contact.objects.filter(pk=people[1].pk).update(custom={size.key: "many", code.key: "ظ" * 5_000})
        assert (stored(size), stored(code)) == ([3, None, None, 5], [None, "ظ" * 200, None, None])

    def test_another_workspace_has_fields_and_slots_of_its_own(self, add, owner, people, zenith, outsider, run_due):
        size = add("number", "Panes")
        records.change(people[0], by=owner, custom={size.key: 4})
        with out_of_scope(), tenant_scope(zenith):
            theirs = add_field(registry.get("contact"), kind="day", name="Since", sortable=True, by=outsider)
            stranger = make.contact(by=outsider, custom={theirs.key: "2026-01-01"})
            Contact.objects.filter(pk=stranger.pk).update(custom={size.key: 9, theirs.key: "2026-01-02"})
        size = change_field(size, sortable=True, by=owner)
        run_due()
        assert stored(size) == [4, None, None]
        with out_of_scope(), tenant_scope(zenith):
            stranger.refresh_from_db()
            assert (stranger.cf_num_1, stranger.cf_date_1) == (None, date(2026, 1, 2))
