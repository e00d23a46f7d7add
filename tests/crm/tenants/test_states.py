"""While migrating, an index or a constraint reaches its model without drawing the others anew."""

import pytest
from django.db.migrations.operations import AddConstraint, AddIndex, RemoveConstraint, RemoveIndex
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import BigAutoField, CharField, Index, UniqueConstraint

from crm.tenants.states import relatives_kept

BY_NAME = Index(fields=["name"], name="city_by_name")
NAMED_ONCE = UniqueConstraint(fields=["name"], name="city_named_once")


def city(**options):
    return ModelState("geo", "City", [("id", BigAutoField(primary_key=True)), ("name", CharField())], options)


@pytest.fixture
def state():
    state = ProjectState()
    state.add_model(city())
    assert state.apps.get_model("geo", "city")  # drawn
    return state


def told(state):
    """The names that the state and the model drawn from it have: they are to be the same."""
    meta, kept = state.apps.get_model("geo", "city")._meta, state.models["geo", "city"].options
    drawn = [each.name for each in (*meta.indexes, *meta.constraints)]
    assert drawn == [each.name for each in (*kept["indexes"], *kept["constraints"])]
    return drawn


def change(state, *operations):
    for operation in operations:
        operation.state_forwards("geo", state)


def test_what_is_added_and_removed_is_known_to_the_model(state):
    with relatives_kept():
        change(state, AddIndex("City", BY_NAME), AddConstraint("City", NAMED_ONCE))
        assert told(state) == ["city_by_name", "city_named_once"]
        change(state, RemoveIndex("City", "city_by_name"), RemoveConstraint("City", "city_named_once"))
        assert told(state) == []


def test_no_model_is_drawn_anew(state):
    before = state.apps.get_model("geo", "city")
    with relatives_kept():
        change(state, AddIndex("City", BY_NAME))
    assert state.apps.get_model("geo", "city") is before


def test_a_state_that_was_not_drawn_is_left_so():
    state = ProjectState()
    state.add_model(city())
    with relatives_kept():
        change(state, AddIndex("City", BY_NAME))
    assert "apps" not in state.__dict__
    assert told(state) == ["city_by_name"]


def test_afterwards_and_after_an_error_models_are_drawn_as_ever(state):
    with pytest.raises(KeyError), relatives_kept():
        change(state, AddIndex("Town", BY_NAME))
    before = state.apps.get_model("geo", "city")
    change(state, AddIndex("City", BY_NAME))
    assert state.apps.get_model("geo", "city") is not before
    assert told(state) == ["city_by_name"]
