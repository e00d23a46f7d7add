"""How forms are written: by templates, but for what every form has a dozen of.

A template takes ten times as long for an input, and a select of countries or time zones has hundreds of options."""

from functools import lru_cache

from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe

from crm.ui.markup import escaped

WIDGETS = "django/forms/widgets/"
SELECT, TEXTAREA = f"{WIDGETS}select.html", f"{WIDGETS}textarea.html"
INPUTS = frozenset(
    f"{WIDGETS}{kind}.html"
    for kind in ("text", "number", "email", "url", "tel", "password", "search", "date", "datetime", "time", "hidden")
) | {f"{WIDGETS}checkbox.html"}
CHOSEN = {"selected": True}


class Renderer(TemplatesSetting):
    def render(self, template_name, context, request=None):
        if template_name in INPUTS:
            return input_of(context["widget"])
        if template_name == SELECT:
            return select(context["widget"])
        if template_name == TEXTAREA:
            return textarea(context["widget"])
        return super().render(template_name, context, request)


def input_of(widget):
    """What Django's template input.html gives for a widget's context."""
    value = widget["value"]
    said = "" if value is None else f' value="{escaped(value)}"'
    start = f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"'
    return mark_safe(f"{start}{said}{_attrs(widget['attrs'])}>")  # noqa: S308  # each part is escaped


def textarea(widget):
    """Likewise. The first line's end is the markup's, not the text's."""
    attrs = _attrs({"name": widget["name"], **widget["attrs"]})
    return mark_safe(f"<textarea{attrs}>\n{escaped(widget['value'] or '')}</textarea>")  # noqa: S308  # likewise


def select(widget):
    """Likewise."""
    groups = (_group(label, options) for label, options, _index in widget["optgroups"])
    attrs = _attrs({"name": widget["name"], **widget["attrs"]})
    return mark_safe(f"<select{attrs}>{''.join(groups)}</select>")  # noqa: S308  # each part is escaped


def plain_select(attrs, pairs, chosen):
    """A select of ((value, label), …), all plain strings, with the chosen value."""
    return mark_safe(f"<select{_attrs(attrs)}>{_options(pairs, chosen)}</select>")  # noqa: S308  # likewise


@lru_cache(maxsize=512)
def _options(pairs, chosen):
    return "".join([_plain(value, label, value == chosen) for value, label in pairs])


def _group(label, options):
    written = "".join(map(_option, options))
    return f'<optgroup label="{escape(label)}">{written}</optgroup>' if label else written


def _option(option):
    value, label, attrs = option["value"], option["label"], option["attrs"]
    label = str(label) if isinstance(label, Promise) else label
    if value.__class__ is str and label.__class__ is str and (not attrs or attrs == CHOSEN):
        return _plain(value, label, bool(attrs))
    return f'<option value="{escape(str(value))}"{_attrs(attrs)}>{conditional_escape(label)}</option>'


@lru_cache(maxsize=8192)
def _plain(value, label, chosen):
    """One of plain strings: nearly all of them, and the same on each page."""
    return f'<option value="{escape(value)}"{" selected" if chosen else ""}>{escape(label)}</option>'


def _attrs(attrs):
    """As Django's attrs.html: true ones stand by their name alone, false ones not at all."""
    said = ((name, value) for name, value in attrs.items() if value is not False)
    return "".join([f" {name}" if value is True else f' {name}="{escaped(value)}"' for name, value in said])
