"""One fact of a record's page. A page shows dozens, so this is Python rather than an include each."""

from django.utils.translation import gettext as _

from crm.ui import glyphs
from crm.ui.cells import render_cell
from crm.ui.markup import fill


def render_fact(fact):
    """The markup of a crm.ui.parts.Fact; ui/_fact_form.html takes its place while it is edited."""
    return fill(
        '<div class="wl-fact" id="fact-{}"><dt>{}</dt><dd>{}{}</dd></div>',
        fact.key,
        fact.label,
        render_cell(fact.cell),
        _pencil(fact) if fact.edit_url else "",
    )


def _pencil(fact):
    return fill(
        '<a class="btn btn-quiet btn-icon wl-edit" href="{0}" hx-get="{0}" hx-target="closest .wl-fact" '
        'hx-swap="outerHTML" aria-label="{1} {2}" title="{1}">{3}</a>',
        fact.edit_url,
        _("Edit"),
        fact.label,
        glyphs.icon("pencil"),
    )
