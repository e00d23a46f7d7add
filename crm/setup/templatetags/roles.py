"""Parts of the matrix of a role."""

from django import template

from crm.ui import glyphs
from crm.ui.markup import fill

register = template.Library()
CELL = (
    '<label class="wl-scope{}" data-scope="{}"><svg aria-hidden="true"><use href="#scope-{}"/></svg>'
    '<span aria-hidden="true">{}</span>{}{}</label>'
)
DEGREE = '<li><label for="{}">{}</label>{}</li>'


@register.simple_tag
def degree_cell(field):
    """One field of a record and what is closed of it, in its list."""
    return fill(DEGREE, field.id_for_label, field.label, field.as_widget())


@register.simple_tag
def scope_cell(cell, locked):
    """One cell (crm.setup.roles.forms.Cell): a glyph and a word over a real select. The matrix has dozens of them."""
    wrong, turn = " wl-scope-wrong" if cell.field.errors else "", "" if locked else glyphs.icon("chevron-down")
    return fill(CELL, wrong, cell.scope, cell.scope, cell.word, turn, cell.field.as_widget())
