"""A fact is drawn with its name, its value and, where it may be changed, a pencil."""

from django.utils.translation import override

from crm.ui.facts import render_fact
from crm.ui.parts import Fact
from crm.ui.tables import Cell


def drawn(**given):
    return render_fact(Fact(**{"key": "city", "label": "City", "cell": Cell(text="Riyadh")} | given))


def test_it_names_and_shows_its_value():
    markup = drawn()
    assert markup.startswith('<div class="wl-fact" id="fact-city"><dt>City</dt><dd>')
    assert "<bdi>Riyadh</bdi>" in markup and "<a" not in markup


def test_what_may_be_changed_has_a_pencil_that_says_what_it_changes():
    markup = drawn(edit_url="/acme/people/7/city/")
    assert markup.count('"/acme/people/7/city/"') == 2  # to go to without script, and to ask for with it
    assert 'aria-label="Edit City"' in markup and 'title="Edit"' in markup


def test_in_the_readers_language():
    with override("fa"):
        assert 'title="ویرایش"' in drawn(edit_url="/acme/people/7/city/")


def test_nothing_of_it_is_taken_for_markup():
    markup = drawn(key='"><i>', label="<b>", cell=Cell(text="<script>"), edit_url='/"><s>')
    assert not any(wild in markup for wild in ("<i>", "<b>", "<script>", "<s>"))


def test_an_empty_value_shows_a_dash():
    assert "—" in drawn(cell=Cell())
