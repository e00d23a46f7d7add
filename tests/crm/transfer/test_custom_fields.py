"""Custom fields in a file: their heads are known, their cells read, and what must be there once is there once."""

import pytest

from contacts.companies.models import Company
from contacts.people.models import Contact
from crm.l10n.state import for_member, using
from crm.records import registry
from crm.records.fields import actions
from crm.records.models import UniqueValue
from crm.transfer.actions import RUN, run_soon, undo
from crm.transfer.customs import Reading
from crm.transfer.guessing import guess_mapping
from crm.transfer.models import ImportJob, ImportRow
from crm.transfer.values import Unreadable
from tests import make

OPTIONS = [{"key": "o1", "name": "Wood", "names": {"fa": "چوب"}}, {"key": "o2", "name": "Steel", "names": {}}]


@pytest.fixture
def add(owner):
    def made(kind, name, **said):
        return actions.add_field(registry.get("contact"), kind=kind, name=name, by=owner, **said)

    return made


@pytest.fixture
def reading(rep):
    with using(for_member(rep)):
        yield Reading(members={"rami rep": rep})


def test_every_kind_is_read_as_people_write_it(add, reading, rep):
    frame = {"options": OPTIONS}
    said = [
        ("text", {}, " A-17 ", "A-17"), ("number", {}, "۲٫۵", 2.5), ("number", {}, 0, 0),
        ("money", {}, "1,200.5", [120050, "GBP"]), ("day", {}, "2026-03-21", "2026-03-21"), ("yes", {}, "نعم", True),
        ("yes", {}, "no", False), ("choice", frame, "چوب", "o1"), ("choices", frame, "steel، Wood", ["o1", "o2"]),
        ("member", {}, "Rami Rep", rep.pk),
    ]  # fmt: skip
    for kind, more, cell, wanted in said:
        assert reading.value(add(kind, kind, **more), cell) == wanted, (kind, cell)
    for kind, more, cell in [
        ("number", {}, "many"), ("yes", {}, "perhaps"), ("choice", frame, "Glass"), ("member", {}, "Nobody"),
        ("money", {}, "dear"), ("number", {}, "9" * 20),
    ]:  # fmt: skip
        with pytest.raises(Unreadable):
            reading.value(add(kind, kind, **more), cell)


def test_a_head_in_any_language_means_the_field(add):
    field = add("text", "House number", names={"fa": "شماره خانه"})
    fields = registry.get("contact").imported()
    for head in ("House Number", "شماره‌ خانه", field.key):
        assert guess_mapping([head], [], fields) == [field.key]


@pytest.fixture
def bring(owner, run_due):
    """bring(mapping, rows, …) → the ImportJob, taken to its end."""

    def done(mapping, rows, repeats="fill"):
        job = ImportJob.objects.create(
            record_type="contact", file="x", file_name="people.csv", owner=owner, created_by=owner, repeats=repeats,
            heads=list(mapping), mapping=list(mapping), sample=[], state=ImportJob.State.RUNNING,
        )  # fmt: skip
        for line, cells in enumerate(rows, 2):
            ImportRow.objects.create(job=job, line=line, cells=cells, outcome=ImportRow.Outcome.WAITING)
        run_soon(RUN, job.pk)
        run_due()
        job.refresh_from_db()
        return job

    return done


def test_a_file_fills_them_and_an_undo_takes_them_back(add, bring, owner, run_due):
    code = add("text", "Code", unique=True)
    frame = add("choice", "Frame", options=OPTIONS, default="o2")
    noura = make.contact("Noura", by=owner, phones=["+447700900001"], custom={code.key: "1", frame.key: None})
    job = bring(
        ["name", "phone", code.key, frame.key],
        [
            ["Noura", "+447700900001", "9", "Wood"], ["Sara", "+447700900002", "2", ""],
            ["Mona", "+447700900003", "1", "Glass"], ["Huda", "+447700900004", "2", "Wood"],
        ],
    )  # fmt: skip
    people = {person.name: person.custom for person in Contact.objects.all()}
    assert people == {
        "Noura": {code.key: "1", frame.key: "o1"}, "Sara": {code.key: "2", frame.key: "o2"}, "Mona": {frame.key: "o2"},
        "Huda": {frame.key: "o1"},
    }  # fmt: skip
    reasons = list(job.rows.order_by("line").values_list("reason", flat=True))
    assert reasons[:2] == ["", ""]
    assert "Another record has “1”" in reasons[2] and "not a choice" in reasons[2] and "“2”" in reasons[3]
    assert sorted(UniqueValue.objects.values_list("value", flat=True)) == ["1", "2"]
    assert Contact.objects.get(name="Sara").search_norm.endswith(" 2")

    undo(job, by=owner)
    run_due()
    noura.refresh_from_db()
    assert (noura.custom, Contact.objects.count()) == ({code.key: "1"}, 1)
    assert list(UniqueValue.objects.values_list("value", flat=True)) == ["1"]


def test_a_column_that_replaces_says_so_on_the_timeline(add, bring, owner):
    code = add("text", "Code")
    noura = make.contact("Noura", by=owner, phones=["+447700900001"], custom={code.key: "1"})
    bring(["phone", code.key], [["+447700900001", "7"]], repeats="overwrite")
    noura.refresh_from_db()
    assert noura.custom == {code.key: "7"}


def test_a_row_without_what_must_be_filled_in_is_told_and_makes_nothing(add, bring, owner):
    code = add("text", "Code", required=True, unique=True)
    frame = add("choice", "Frame", options=OPTIONS, default="o2", required=True)
    sill = add("text", "Sill", required=True, condition={"field": frame.key, "values": ["o1"]})
    make.contact("Noura", by=owner, phones=["+447700900001"], city="Qom")
    names = ["name", "phone", "city", "company", code.key, frame.key, sill.key]
    job = bring(
        names,
        [
            ["Noura", "+447700900001", "", "", "", "", ""],  # here already: what it lacks is asked for in its form
            ["Sara", "+447700900002", "", "Sara's firm", "1", "", ""],
            ["Mona", "+447700900003", "", "Mona's firm", "", "Wood", ""],
            ["Huda", "+447700900004", "", "", "1", "Glass", ""],
            ["Lina", "+447700900005", "", "", "2", "Wood", ""],
            ["Rana", "+447700900006", "", "Sara's firm", "2", "Wood", "Oak"],  # Lina, who failed, claims nothing
        ],
    )  # fmt: skip
    outcomes, reasons = zip(*job.rows.order_by("line").values_list("outcome", "reason"), strict=True)
    assert outcomes == ("skipped", "created", "failed", "failed", "failed", "created")
    assert reasons[2] == "Must be filled in: Code, Sill." and reasons[4] == "Must be filled in: Sill."
    assert reasons[3].startswith("Must be filled in: Code.") and "has “1”" in reasons[3] and "“Glass”" in reasons[3]
    assert set(Contact.objects.values_list("name", flat=True)) == {"Noura", "Sara", "Rana"}
    assert Contact.objects.get(name="Sara").custom == {code.key: "1", frame.key: "o2"}
    assert list(Company.objects.values_list("name", flat=True)) == ["Sara's firm"]


def test_what_the_importers_role_closes_is_not_asked_of_them(add, bring, owner):
    code = add("text", "Code", required=True)
    owner.role.fields = {"contact": {code.key: "read"}}
    owner.role.save()
    job = bring(["name"], [["Sara"]])
    assert (job.created, job.failed) == (1, 0)


def test_what_is_not_shown_is_left_out_and_told(add, bring, owner):
    frame = add("choice", "Frame", options=OPTIONS)
    sill = add("text", "Sill", condition={"field": frame.key, "values": ["o1"]})
    since = add("text", "Since", condition={"field": "kind", "values": ["customer"]}, required=True)
    for number, name, custom in ((1, "Noura", {frame.key: "o1"}), (2, "Sara", {frame.key: "o2", sill.key: "Ash"})):
        make.contact(name, by=owner, phones=[f"+44770090000{number}"], kind="supplier", custom=custom)
    job = bring(
        ["phone", "kind", frame.key, sill.key, since.key],
        [
            ["+447700900001", "", "", "Oak", ""], ["+447700900002", "Customer", "", "Oak", "2020"],
            ["+447700900003", "Supplier", "Steel", "Oak", "2021"],
        ],
        repeats="overwrite",
    )  # fmt: skip
    one, two, three = Contact.objects.order_by("phone")
    assert one.custom == {frame.key: "o1", sill.key: "Oak"}
    assert two.custom == {frame.key: "o2", sill.key: "Ash", since.key: "2020"} and three.custom == {frame.key: "o2"}
    assert list(job.rows.order_by("line").values_list("reason", flat=True)) == [
        "", "Not asked for here, so left out: Sill.", "Not asked for here, so left out: Sill, Since.",
    ]  # fmt: skip
