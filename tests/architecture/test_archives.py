"""Every column that may hold keys says whether it does, and every timer whether it travels: or an archive would carry
keys of one installation into another, where they are somebody else's."""

import pytest
from django.conf import settings

from crm.lib.carrying import PLAIN
from crm.moving import catalogue
from crm.moving.catalogue import Part, Undeclared
from crm.tenants.models import Member
from crm.ui.models import SavedView


def test_every_column_and_timer_is_declared():
    assert catalogue.faults() == []


def test_what_nobody_declared_is_named(monkeypatch):
    monkeypatch.delattr(SavedView, "archive_refs")
    monkeypatch.setitem(settings.TIMERS, "sales.new", "x")
    faults = catalogue.faults()
    assert "ui.SavedView.archive_refs says nothing of asked" in faults
    assert "timer sales.new: does it travel or stay?" in faults
    monkeypatch.setattr(SavedView, "archive_refs", {"asked": PLAIN, "columns": PLAIN, "gone": PLAIN}, raising=False)
    assert "ui.SavedView has no column gone" in catalogue.faults()


def test_one_word_means_one_table(monkeypatch):
    monkeypatch.setattr(Member, "archive_words", ("stage",))
    with pytest.raises(Undeclared, match="stage means sales.Stage already"):
        catalogue.words()


def test_what_is_referred_to_comes_first_wherever_it_has_to():
    order = [part.model for part in catalogue.parts()]
    for part in catalogue.parts():
        for field in part.fields:
            if field.related_model in order and not field.null:
                assert order.index(field.related_model) < order.index(part.model), field
    assert Part(Member).columns[0] == "id" and "tenant_id" not in Part(Member).columns
