"""Fields that a workspace has added: in conditions, in words, in files, and gone from all of them."""

import csv
import io

import pytest

from contacts.people.models import Contact
from crm.access.catalogue import HIDDEN
from crm.records import registry
from crm.records.fields.actions import retire_field
from crm.transfer.exporting.pieces import resume
from crm.transfer.models import Export
from crm.ui.listing import Listing
from crm.ui.where.fields import askable
from crm.ui.where.tree import encode, read
from crm.ui.where.words import where_words
from tests import make
from tests.crm.records.fields.conftest import add  # noqa: F401  # the fixture
from tests.crm.ui.where.test_asking import found

VALUES = {
    "text": ("نافذة مزدوجة", None), "lines": ("one\ntwo", None), "number": (2.5, 10),
    "money": ([90_000, "GBP"], [90_000, "SAR"]), "day": ("2024-10-01", "2026-01-01"), "yes": (True, False),
    "choice": ("o1", "o2"), "choices": (["o1", "o2"], ["o2"]), "member": (0, None),
}  # fmt: skip
ASKED = {
    "text": (["has", "نافذه"], ["is", "نافذة مزدوجة"], ["filled"], ["isnt", "x y"]),
    "lines": (["has", "TWO"], ["filled"]),
    "number": (["lt", "2.6"], ["eq", "2.5"], ["between", 0, 9]),
    "money": (["gt", 5, "GBP"], ["between", 5, 100_000, "GBP"]),
    "day": (["in", "Mehr 1403"], ["before", "2024-10-02"], ["between", "2024-10-01", "2024-10-01"]),
    "yes": (["yes"],), "choice": (["any", "o1", "o3"], ["none", "o2"]),
    "choices": (["any", "o1"], ["all", "o1", "o2"]), "member": (["any", "me"],),
}  # fmt: skip


@pytest.fixture
def fields(add):  # noqa: F811
    return {kind: add(kind, f"My {kind}", options=("Nets", "Blinds", "Sill")) for kind in VALUES}


@pytest.fixture
def two(fields, rep):
    for place, name in enumerate(("Noura", "Sara")):
        values = {fields[kind].key: each[place] for kind, each in VALUES.items() if each[place] is not None}
        if place == 0:
            values[fields["member"].key] = rep.pk
        make.contact(name, by=rep, custom=values)


def test_each_kind_finds_whom_it_should_and_says_what_it_asks(fields, two, rep):
    for kind, asked in ASKED.items():
        key = fields[kind].key
        for op, *values in asked:
            wanted = ["Noura", "Sara"] if (kind, op) == ("text", "isnt") else ["Noura"]
            assert found("contact", rep, [key, op, *values]) == wanted, (kind, op)
    assert found("contact", rep, [fields["text"].key, "empty"]) == ["Sara"]
    assert found("contact", rep, [fields["yes"].key, "no"]) == ["Sara"]
    asked = ["all", ["all", [fields["choices"].key, "all", "o1", "o2"], [fields["yes"].key, "yes"]]]
    where = read(encode(asked), askable(registry.get("contact"), rep), rep)
    assert where_words(where) == "(My choices has all of \u2068Nets and Blinds\u2069 and My yes is yes)"
    sql = str(Listing(registry.get("contact"), rep, {"where": encode(asked)}).filters.qs.query)
    assert "contacts_contact_scan" in sql


def test_the_builder_draws_each_kind(fields, two, rep, client_for):
    tree = ["all", *(["all", [fields[kind].key, *asked[0]]] for kind, asked in ASKED.items())][:9]
    page = client_for(rep).get("/lists/contact/conditions/", {"where": encode(tree)})
    assert len(page.context["draft"].rows) == 8 and "My lines" in page.content.decode()


def test_hidden_and_retired_ones_are_asked_by_nobody(fields, two, rep, owner):
    key = fields["text"].key
    rep.role.fields = {"contact": {key: HIDDEN}}
    assert found("contact", rep, [key, "empty"]) == ["Noura", "Sara"]
    rep.role.fields = {}
    retire_field(fields["text"], by=owner)
    assert found("contact", rep, [key, "empty"]) == ["Noura", "Sara"]
    assert Contact.objects.filter(custom__has_key=key).count() == 1


def test_they_are_columns_of_exported_files(fields, two, owner, rep, client_for, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    client = client_for(owner)
    client.post("/lists/contact/export/", {"kind": "csv", "which": "all"})
    job = Export.objects.get()
    while resume(job.pk):
        pass
    text = b"".join(client.get(f"/exports/{job.pk}/file/").streaming_content).decode("utf-8-sig")
    noura, sara = csv.DictReader(io.StringIO(text))
    told = {kind: noura[f"My {kind}"] for kind in VALUES}
    assert told == {
        "text": "نافذة مزدوجة", "lines": "one\ntwo", "number": "2.5", "money": "900.00",
        "day": "2024-10-01", "yes": "Yes", "choice": "Nets", "choices": "Nets, Blinds", "member": rep.name,
    }  # fmt: skip
    assert (sara["My yes"], sara["My number"], sara["My money: currency"]) == ("No", "10", "SAR")
