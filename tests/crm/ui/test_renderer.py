"""Inputs, areas and selects are written as Django's own templates write them."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from crm.ui.renderer import Renderer, plain_select

HOSTILE = [
    ("", "Nothing"),
    (None, "None at all"),
    (1, 'Glass & <b>"frames"</b>'),
    ("a'b", "نوافذ"),
    ("Group <i>", [(2, "Two"), ("3", "Three")]),
]


class Pieces(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_data(self, data):
        if text := re.sub(r"\s+", " ", data).strip():
            self.found.append(text)


def both(widget, value, attrs):
    context = widget.get_context("it", value, attrs)
    name = context["widget"]["template_name"]
    ours, theirs = (renderer().render(name, context) for renderer in (Renderer, DjangoTemplates))
    assert hasattr(ours, "__html__")
    return Pieces(ours).found, Pieces(theirs).found


def test_an_option_is_chosen_named_and_escaped_as_there():
    for value in ("", 1, "a'b", 3, None):
        ours, theirs = both(forms.Select(choices=HOSTILE), value, {"id": "x", "required": True, "data-a": '"<&'})
        assert ours == theirs


def test_several_may_be_chosen():
    ours, theirs = both(forms.SelectMultiple(choices=HOSTILE), [1, "3"], {"disabled": False, "multiple": True})
    assert ours == theirs and str(ours).count("selected") == 2


def test_plain_pairs_are_written_so_too():
    pairs = (("", "Seen & changed"), ("read", "Read <only>"), ('"', "Hidden"))
    for chosen in ("read", '"', "", "gone"):
        context = forms.Select(choices=pairs).get_context("it", chosen, {"id": "x", "disabled": True})
        theirs = DjangoTemplates().render("django/forms/widgets/select.html", context)
        ours = plain_select({"name": "it", "id": "x", "disabled": True}, pairs, chosen)
        assert Pieces(ours).found == Pieces(theirs).found


INPUTS = (
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.DateInput,
    forms.TimeInput, forms.HiddenInput, forms.CheckboxInput, forms.Textarea,
)  # fmt: skip


@pytest.mark.parametrize("widget", INPUTS)
@pytest.mark.parametrize("value", [None, "", 0, True, "<script>\"&'", "\nline\nline", mark_safe("&amp;"), _("Yes")])
def test_inputs_and_areas_hold_the_same(widget, value):
    attrs = {"id": 'a"<', "required": True, "disabled": False, "rows": 2, "title": mark_safe("&amp;"), "lang": _("Yes")}
    ours, theirs = both(widget(), value, attrs)
    assert ours == theirs and len(ours) >= 1


def test_an_area_keeps_the_empty_line_that_its_text_begins_with():
    assert "\n\nfirst" in forms.Textarea().render("it", "\nfirst", renderer=Renderer())


def test_forms_write_theirs_so_and_all_else_by_templates():
    class Form(forms.Form):
        colour = forms.ChoiceField(choices=HOSTILE)
        name = forms.CharField()

    form = Form({"colour": "1", "name": "<x>"})
    assert isinstance(form.renderer, Renderer)
    assert Pieces(str(form["colour"])).found[0] == (
        "select",
        [("id", "id_colour"), ("name", "colour"), ("required", None)],
    )
    assert '<option value="1" selected>' in str(form["colour"])
    assert 'value="&lt;x&gt;"' in str(form["name"])
