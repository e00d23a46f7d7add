"""The pieces every template draws with: shapes, words, escaping, and form controls tied to their notes."""

import pytest
from django import forms
from django.template import Context, engines
from django.utils import translation

from crm.l10n import state
from crm.ui import glyphs
from crm.ui.cells import RENDERERS, render_cell, render_rows
from crm.ui.markup import fill
from crm.ui.tables import Cell, Head, Row, Table

HOSTILE = '<script>alert("x")</script>'


def draw(source, **context):
    return engines["django"].from_string(source).template.render(Context(context))


def reading(language, digits="latn"):
    return state.using(state.Preferences(language, "gregorian", digits, "UTC", 0, "SAR", "SA"))


class Questions(forms.Form):
    name = forms.CharField(help_text="As on the card")
    phone = forms.CharField(widget=forms.TextInput(attrs={"type": "tel"}))
    about = forms.CharField(widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(choices=[("a", "A")])
    days = forms.MultipleChoiceField(choices=[("1", "One"), ("2", "Two")], widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_icon_stands_in_the_sprite():
    assert "icons.svg#i-user" in draw('{% icon "user" %}')


@pytest.mark.parametrize(("name", "turns"), [("chevron-right", True), ("send", True), ("clock", False), ("x", False)])
def test_only_icons_that_point_along_the_line_turn_with_it(name, turns):
    assert ("wl-mirror" in glyphs.icon(name)) is turns


def test_avatar_shows_initials_and_escapes_the_name():
    drawn = glyphs.avatar(HOSTILE)
    assert "<script" not in drawn
    assert 'aria-hidden="true"' in drawn


def test_companies_are_square():
    assert "wl-ava-co" in glyphs.avatar("Gulf Motion", company=True)
    assert "wl-ava-co" not in glyphs.avatar("Noura")


def test_owner_is_read_out_where_only_the_face_is_seen():
    assert "Owner: Reem" in glyphs.owner("Reem", label=False)


def test_nobody_owns_it():
    assert "Nobody" in glyphs.owner("")


def test_stage_glyph_grows():
    early, late, last = (glyphs.stage_glyph(step, 5, "sky") for step in (1, 4, 5))
    assert " 0 0 1 " in early and " 0 1 1 " in late  # the large-arc flag of the slice
    assert 'r="4"' in last and "<path" not in last


def test_stage_glyph_survives_odd_numbers():
    assert "<svg" in glyphs.stage_glyph(0, 0)
    assert "<svg" in glyphs.stage_glyph(9, 5)


@pytest.mark.parametrize(
    ("state_name", "shape", "word"),
    [
        ("planned", "calendar-event", "Planned"),
        ("today", "clock", "Due today"),
        ("overdue", "alert-triangle", "Overdue"),
        ("none", "circle-dashed", "No next step"),
    ],
)
def test_next_step_has_a_shape_and_a_word_for_every_colour(state_name, shape, word):
    drawn = glyphs.next_step(state_name, "Call")
    assert f'data-state="{state_name}"' in drawn
    assert f"#i-{shape}" in drawn
    assert word in drawn


def test_age_counts_in_the_readers_digits_and_warns_by_shape():
    with reading("fa", "arabext"):
        assert "۲۱" in glyphs.age(21, "rot")
    assert "hourglass" in glyphs.age(21, "rot")
    assert "hourglass" not in glyphs.age(2)
    assert "Today" in glyphs.age(0)


def test_tag_without_tone_is_grey():
    assert 'data-tone="grey"' in draw('{% tag "Referral" %}')


def test_chip_names_what_it_removes():
    drawn = draw("{% chip label value url %}", label="Team", value=HOSTILE, url="?")
    assert "Remove filter: Team" in drawn
    assert "<script" not in drawn


@pytest.mark.parametrize("kind", sorted(RENDERERS))
def test_every_kind_of_cell_escapes_what_users_typed(kind):
    cell = Cell(HOSTILE, kind, url="/x/", sub=HOSTILE, state="today", items=(HOSTILE,), step=1, total=2)
    assert "<script" not in render_cell(cell)


@pytest.mark.parametrize("kind", sorted(RENDERERS))
def test_an_empty_cell_is_a_dash_with_a_word(kind):
    assert "—" in render_cell(Cell(kind=kind)) and 'aria-label="Empty"' in render_cell(Cell(kind=kind))


def test_an_unknown_kind_is_a_mistake():
    with pytest.raises(KeyError):
        render_cell(Cell("x", "sparkle"))


def test_phone_and_mail_run_left_to_right():
    assert 'dir="ltr" href="tel:+966551204477"' in render_cell(Cell("+966 55 120 4477", "phone"))
    assert 'dir="ltr" href="mailto:a@b.example"' in render_cell(Cell("a@b.example", "email"))


def test_money_keeps_the_page_direction():
    with reading("ar"):
        assert 'dir="rtl"' in render_cell(Cell("48,500 ر.س", "money"))


def test_table_says_how_it_is_sorted_and_where_cells_go_on_a_phone():
    table = Table(
        caption="People, sorted by name",
        title=Head("name", "Name", sort="ascending", url="?sort=-name"),
        heads=(Head("sum", "Open", "money", phone="subend"),),
        rows=(Row(7, Cell("Noura", "person", "/people/7/"), (Cell("5", "money"),)),),
    )
    drawn = draw('{% include "ui/_table.html" %}', table=table)
    assert 'aria-sort="ascending"' in drawn
    assert '<td class="num" data-m="subend">' in drawn
    assert 'id="row-7"' in drawn and 'value="7" form="bulk"' in drawn


def test_a_row_with_too_few_cells_is_a_mistake():
    table = Table("x", Head("name", "Name"), (Head("a", "A"),), (Row(1, Cell("x")),))
    with pytest.raises(ValueError, match="shorter"):
        render_rows(table)


def test_control_is_tied_to_its_error_and_its_hint():
    form = Questions({})
    drawn = draw('{% include "ui/_field.html" with field=form.name %}', form=form)
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn and "is-invalid" in drawn
    assert 'id="id_name_error"' in drawn and 'id="id_name_helptext"' in drawn


@pytest.mark.parametrize(
    ("name", "kind"),
    [("name", "field"), ("about", "field"), ("days", "choices"), ("agree", "check"), ("secret", "hidden")],
)
def test_fields_are_laid_out_by_kind(name, kind):
    assert draw("{{ field|control_kind }}", field=Questions()[name]) == kind


def test_numbers_run_left_to_right_and_words_as_they_are_typed():
    form = Questions()
    assert 'dir="ltr"' in draw("{% control form.phone %}", form=form)
    assert 'dir="auto"' in draw("{% control form.about %}", form=form)
    assert "dir=" not in draw("{% control form.kind %}", form=form)


def test_choices_are_checks_in_a_fieldset():
    drawn = draw('{% include "ui/_field.html" with field=form.days %}', form=Questions())
    assert "<fieldset" in drawn and drawn.count('class="form-check"') == 2


def test_a_form_counts_its_errors_once_at_the_top():
    drawn = draw('{% include "ui/_form.html" %}', form=Questions({}))
    assert drawn.count('role="alert"') == 1


def test_words_follow_the_language_of_the_reader():
    with translation.override("en"):
        assert glyphs.NEXT_STEP_WORDS["none"] == "No next step"


def test_fill_escapes_values_and_keeps_markup():
    assert fill("<b>{}{}</b>", "<i>", fill("<u>{}</u>", "&")) == "<b>&lt;i&gt;<u>&amp;</u></b>"


def test_fill_leaves_braces_of_users_alone():
    assert fill("{}", "{0} {x}") == "{0} {x}"


def test_a_cached_piece_of_markup_never_answers_for_the_same_text_typed_by_a_user():
    assert "<b>x</b>" in glyphs.tag(fill("<b>{}</b>", "x"))
    assert "<b>" not in glyphs.tag("<b>x</b>")
