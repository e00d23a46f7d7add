"""Built into every template: glyphs, table cells, form controls."""

from django import template
from django.forms import ModelChoiceField, widgets
from django.utils.html import format_html
from django.utils.translation import gettext as _

from crm.l10n.widgets import LocalInput
from crm.ui import boardcards, cells, facts, glyphs
from crm.ui.icons import NOTE, TOAST

register = template.Library()

UNSAID = (None, "", "---------", "—")  # how an empty choice is written that has no words

register.simple_tag(glyphs.icon, name="icon")
register.simple_tag(glyphs.avatar, name="avatar")
register.simple_tag(glyphs.owner, name="owner")
register.simple_tag(glyphs.stage_glyph, name="stage_glyph")
register.simple_tag(glyphs.next_step, name="next_step")
register.simple_tag(glyphs.age, name="age")
register.simple_tag(glyphs.amount, name="amount")
register.simple_tag(cells.render_cell, name="cell")
register.simple_tag(cells.render_heads, name="table_heads")
register.simple_tag(cells.render_rows, name="table_rows")
register.simple_tag(facts.render_fact, name="fact")
register.simple_tag(boardcards.render_card, name="card")
register.simple_tag(boardcards.render_cards, name="cards")


@register.simple_tag
def tag(text, tone="", icon="", line=False):
    return glyphs.tag(text, tone, icon, line)


@register.simple_tag
def tone_icon(tone="", kind="note"):
    """The shape that says what a note's or a toast's colour says."""
    return glyphs.icon((TOAST if kind == "toast" else NOTE).get(tone, NOTE[""]))


@register.simple_tag(takes_context=True)
def live(context):
    """What the page shows, for live.js; nothing on a page that does not watch (MemberView.watches)."""
    shown = getattr(context["request"], "live", None)
    if shown is None:
        return ""
    return format_html('<span id="live" hidden data-watch="{}" data-stamp="{}"></span>', shown.watch, shown.stamp)


@register.simple_tag
def logo():
    return format_html(
        '<svg class="wl-logo" viewBox="0 0 24 24" role="img" aria-label="{}"><rect width="24" height="24" rx="6"/>'
        '<path d="M5.2 14.6h8.1c2.6 0 4.9-1.4 4.9-3.7 0-1.6-1.1-2.7-2.6-2.7-2.4 0-3.6 2.7-4.6 6.4"/>'
        '<circle cx="5.6" cy="14.6" r="1.7"/><circle class="is-dot" cx="16.4" cy="17.6" r="1.1"/></svg>',
        _("Wasl"),
    )


@register.simple_tag
def progress(value, max=100, tone="", label=""):  # noqa: A002 - the attribute's own name
    return format_html(
        '<progress class="wl-progress" data-tone="{}" value="{}" max="{}" aria-label="{}"></progress>',
        tone,
        value,
        max,
        label,
    )


@register.simple_tag
def chip(label, value, remove_url):
    """One active filter as a sentence, with the way to remove it."""
    return format_html(
        '<span class="wl-chip"><span title="{}">{} <b><bdi>{}</bdi></b></span>'
        '<a href="{}" aria-label="{}">{}</a></span>',
        f"{label} {value}".strip(),
        label,
        value,
        remove_url,
        _("Remove filter: %(name)s") % {"name": label or value},
        glyphs.icon("x"),
    )


@register.filter
def control_kind(bound):
    """How a form field is laid out: hidden, check, choices (a group), file or field."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, widgets.CheckboxInput):
        return "check"
    if isinstance(widget, widgets.CheckboxSelectMultiple | widgets.RadioSelect):
        return "choices"
    return "file" if isinstance(widget, widgets.FileInput) else "field"


@register.filter
def may_stay_empty(bound):
    """Whether to say that it is optional: not where choosing nothing is a choice with words of its own."""
    asked = bound.field
    if isinstance(asked, ModelChoiceField):
        nothing = asked.empty_label
    else:
        first = next(iter(getattr(asked, "choices", ())), ("-", ""))
        nothing = "" if first[0] else first[1]
    return not asked.required and nothing in UNSAID


def _direction(widget):
    """Addresses and numbers run left to right everywhere; words follow what is typed."""
    if "dir" in widget.attrs or isinstance(widget, LocalInput | widgets.Select | widgets.FileInput):
        return {}
    kind = getattr(widget, "input_type", "text")
    if kind in {"email", "tel", "url", "number", "password", "time"}:
        return {"dir": "ltr"}
    return {"dir": "auto"} if kind == "text" or isinstance(widget, widgets.Textarea) else {}


@register.simple_tag
def control(bound, classes=""):
    """The field's control in our clothes. Django ties it to `<id>_helptext` and `<id>_error` by itself."""
    widget = bound.field.widget
    kind = control_kind(bound)
    base = "form-check-input" if kind in {"check", "choices"} else "form-control"
    if isinstance(widget, widgets.Select) and kind == "field":
        base = "form-select"
    attrs = _direction(widget)
    if bound.errors:
        base += " is-invalid"
    attrs["class"] = " ".join(filter(None, [base, classes, widget.attrs.get("class", "")]))
    return bound.as_widget(attrs=attrs)
