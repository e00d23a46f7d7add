"""Single values: which keys are found in them, which words are left alone, and what is refused."""

import pytest

from crm.backup.archive import Damaged
from crm.moving.catalogue import Part
from crm.moving.mapping import Mapper, Span, once
from crm.records.models import BulkChange, CustomField
from crm.ui.models import SavedView


def a_mapper(**said):
    labels = ("tenants.Member", "access.Team", "sales.Stage", "sales.Deal", "ui.SavedView", "records.CustomField",
              "records.BulkJob", "records.BulkChange", "documents.Document")  # fmt: skip
    spans = {label: Span(1, 100, 1001) for label in labels}
    return Mapper(
        tenants=(7, 8), spans=spans, people={3: 33}, permissions={}, files={"7/files/a": "8/files/a"},
        member_fields=frozenset({5}), **said,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"assignee": 4, "total": 4, "name": "4"}, {"assignee": 1004, "total": 4, "name": "4"}),
        ({"before": 2, "after": 3, "after_name": "cf_9 x"}, {"before": 1002, "after": 1003, "after_name": "cf_9 x"}),
        ({"before": "Mona", "on": ["deal", 9]}, {"before": "Mona", "on": ["deal", 1009]}),
        ({"with_kind": "team", "with_id": 2}, {"with_kind": "team", "with_id": 1002}),
        ({"given": [[2, "Tasks: 3"]], "stages": [1, 2]}, {"given": [[1002, "Tasks: 3"]], "stages": [1001, 1002]}),
        ({"cf_5": 6, "cf_6": 6}, {"cf_1005": 1006, "cf_1006": 6}),
        ({"field": "cf_5", "values": [6]}, {"field": "cf_1005", "values": [1006]}),
        ({"changes": {"cf_6": [1, 2]}}, {"changes": {"cf_1006": [1, 2]}}),
        ({"recipient": "member:6", "due": {"field": "cf_6", "minutes": 15}},
         {"recipient": "member:1006", "due": {"field": "cf_1006", "minutes": 15}}),
        (["-cf_6", "deal.cf_6", "see cf_6 there"], ["-cf_1006", "deal.cf_1006", "see cf_6 there"]),
        ({"asked": {"stage": "3", "city": "3"}}, {"asked": {"stage": "1003", "city": "3"}}),
        ({"columns": {"deal:3": ["title"]}, "pins": [3]}, {"columns": {"deal:1003": ["title"]}, "pins": [1003]}),
        ({"owner": None, "team": True, "to": ["Rami"]}, {"owner": None, "team": True, "to": ["Rami"]}),
    ],
)  # fmt: skip
def test_json_is_read_by_its_names(before, after):
    assert a_mapper().said(before) == after


def test_keys_of_nobody_stay_nobodys():
    mapper = a_mapper()
    assert mapper.key("sales.Deal", 101) == -101 and mapper.key("sales.Deal", -101) == -101
    assert mapper.record("export", 4) == -4 and mapper.record("workspace", 7) == 8
    assert mapper.key("sales.Deal", None) is None and mapper.key("tenants.User", 3) == 33
    for label, key in (("sales.Deal", "1"), ("sales.Deal", True), ("tenants.User", 4), ("sales.Deal", 1.5)):
        with pytest.raises(Damaged):
            mapper.key(label, key)


def test_a_row_has_the_columns_of_its_table_and_its_own_keys():
    mapper = a_mapper()
    row = dict.fromkeys(Part(CustomField).columns) | {
        "id": 5,
        "kind": "member",
        "default": 6,
        "names": {},
        "condition": {},
    }
    assert mapper.row(Part(CustomField), row) | {"default": 1006, "id": 1005} == mapper.row(Part(CustomField), row)
    for wrong in ({**row, "more": 1}, {**row, "id": 500}, {**row, "id": "5"}, [row], {"id": 5}):
        with pytest.raises(Damaged):
            mapper.row(Part(CustomField), wrong)


def test_a_journal_is_read_by_the_type_of_its_job():
    mapper = a_mapper(parents={("records.BulkJob", "record_type"): {2: "deal"}})
    row = {"id": 1, "job_id": 2, "record_id": 9, "before": {"owner_id": 4}, "after": {"owner_id": None}}
    moved = mapper.row(Part(BulkChange), row)
    assert moved == {
        "id": 1001,
        "job_id": 1002,
        "record_id": 1009,
        "before": {"owner_id": 1004},
        "after": {"owner_id": None},
    }


def test_conditions_that_cannot_be_read_are_left_as_they_are():
    mapper = a_mapper()
    for text in ("1", "1e30", "2zzz", "1" + "A" * 50, ""):
        assert mapper.asked({"where": text}) == {"where": text}
    assert "asked" in Part(SavedView).carriers


def test_no_row_names_a_file_that_does_not_come_along():
    mapper = a_mapper()
    assert mapper.file("7/files/a") == "8/files/a" and mapper.file("") == ""
    with pytest.raises(Damaged):
        mapper.file("9/files/secret")
    assert mapper.file_parts([{"path": "9/files/secret"}, {"path": "7/files/a"}, {}]) == [{"path": "8/files/a"}]
    with pytest.raises(Damaged):
        mapper.file_parts({"path": "7/files/a"})


def test_what_was_told_is_never_taken_for_what_will_be():
    assert once("task.due:7") != "task.due:7" and once(once("task.due:7")) == once("task.due:7") and once("") == ""
