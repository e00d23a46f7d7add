"""How forms are written: by templates, except selects: those of countries and time zones have hundreds of options."""

from functools import lru_cache

from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe

from crm.ui.markup import escaped

SELECT = "django/forms/widgets/select.html"
CHOSEN = {"selected": True}


class Renderer(TemplatesSetting):
    def render(self, template_name, context, request=None):
        if template_name == SELECT:
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget):
    """What Django's template of that name gives for a widget's context, in a tenth of its time."""
    groups = (_group(label, options) for label, options, _index in widget["optgroups"])
    attrs = _attrs({"name": widget["name"], **widget["attrs"]})
    return mark_safe(f"<select{attrs}>{''.join(groups)}</select>")  # noqa: S308  # each part is escaped


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
