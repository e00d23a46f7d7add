"""Two people edit one record: what only one of them changed is kept by itself, what both changed is asked about.

A form carries what its reader saw, field by field (`seen`), so there are three sides to each: as it was, as the record
stands now, as the form has it. What a role hides is in no form, so it is on no side.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.events.models import Event
from crm.ui.timeline import actor_name

MINE, THEIRS = "mine", "theirs"
LONGEST = 200_000  # characters of what a form saw
CHANGES = ("updated", "assigned", "tagged", "untagged", "revised", "rescheduled", "reassigned")


@dataclass(frozen=True, slots=True)
class Side:
    """A value of a field as it is compared, and as its reader reads it."""

    plain: str
    shown: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Fields that both changed, each to something else. `name` is that of the choice; texts are as it is read."""

    name: str
    label: str
    was: str
    theirs: str
    mine: str


class SeenForm:
    """A form of something that others may edit too (`record`; None while it is made). A template writes `seen` into a
    hidden field; `together` names fields of which none means anything without the others."""

    record = None
    together = ()

    @property
    def seen(self):
        """What the reader of this form saw when it was drawn first, for the hidden field that keeps it."""
        if self.record is None:
            return ""
        return self.data.get("seen", "") if self.is_bound else seen_of(self)

    def values(self):
        """What is to be written, by field."""
        return dict(self.cleaned_data)

    def compared(self, name, values):
        """The value of a field among raw values, as it is compared with another."""
        return values.get(name)

    def shown(self, name, values):
        """The value of a field among raw values, as its reader reads it."""
        field, value = self.fields[name], values.get(name)
        if value in (None, "", []):
            return ""
        if hasattr(value, "pk"):
            return str(value)
        labels = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}
        said = field.prepare_value(value) if not isinstance(value, list) else value
        texts = [str(labels.get(str(each), each)) for each in (said if isinstance(said, list) else [said])]
        return pgettext("between the items of a list", ", ").join(texts)


def seen_of(form):
    """What the form of a record was filled with, for a hidden field; JSON of {field: [as compared, as read]}."""
    sides = sides_of(form, form.initial)
    return json.dumps({name: [side.plain, side.shown] for name, side in sides.items()}, ensure_ascii=False)


def sides_of(form, values):
    """{field: Side} of the form's fields for raw values."""
    return {name: Side(plain(form.compared(name, values)), form.shown(name, values)) for name in form.fields}


def plain(value):
    """A value as text: equal for equal values, whoever typed them."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return json.dumps([plain(each) for each in value])
    if hasattr(value, "pk"):
        return str(value.pk)
    if isinstance(value, datetime):  # fields show minutes
        return timezone.localtime(value, timezone.get_default_timezone()).replace(second=0, microsecond=0).isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "\n".join(line.rstrip() for line in str(value).strip().splitlines())


class Merge:
    """A valid form of a record that may have changed since the form was drawn.

    `values` is what to write: what the member changed, without what clashes. `clashes` is to be asked; `left` names the
    choices in which what stands now stays. A form that does not say what it saw is written as it is.
    """

    def __init__(self, form):
        self.form, self.seen = form, _read(form.data.get("seen", ""))
        self.mine, self.theirs = sides_of(form, form.cleaned_data), sides_of(form, form.initial)
        self.values, self.clashes, self.left = {}, [], []
        if self.seen is None:
            self.values = form.values()
            return
        for unit in self._units():
            self._settle(unit)

    def _units(self):
        """Fields that mean something only together are one; any other is its own."""
        joined = [tuple(name for name in unit if name in self.mine) for unit in self.form.together]
        single = [(name,) for name in self.mine if not any(name in unit for unit in joined)]
        return [unit for unit in (*joined, *single) if unit]

    def _settle(self, unit):
        def differ(one, other):
            return any(one(name).plain != other(name).plain for name in unit)

        def was(name):
            return self.seen.get(name, self.theirs[name])

        mine, theirs = self.mine.__getitem__, self.theirs.__getitem__
        choice = self.form.data.get(f"choice-{unit[0]}")
        if choice == THEIRS or not differ(mine, was):
            self.left.append(unit[0])
        elif differ(theirs, was) and differ(mine, theirs):
            self.clashes.append(self._clash(unit, was))
        else:
            self._take(unit)

    def _take(self, unit):
        values = self.form.values()
        custom = {name: value for name, value in values.pop("custom", {}).items() if name in unit}
        self.values |= {name: value for name, value in values.items() if name in unit}
        if custom:
            self.values["custom"] = {**self.values.get("custom", {}), **custom}

    def _clash(self, unit, was):
        fields = self.form.fields

        def said(side):
            return " · ".join(filter(None, (side(name).shown for name in unit)))

        return Clash(
            name=unit[0],
            label=" · ".join(str(fields[name].label) for name in unit),
            was=said(was),
            theirs=said(self.theirs.__getitem__),
            mine=said(self.mine.__getitem__),
        )

    @property
    def carried(self):
        """[(name, text)] of all that was sent, for a form that asks about the clashes and loses nothing."""
        kept = [
            name for name in self.form.data if name not in ("seen", "csrfmiddlewaretoken") and name[:7] != "choice-"
        ]
        sent = [(name, text) for name in kept for text in self.form.data.getlist(name)]
        return [*sent, ("seen", seen_of(self.form)), *((f"choice-{name}", THEIRS) for name in self.left)]


def question(merge, record, *, cancel_url):
    """The context of ui/conflict.html and ui/conflict_drawer.html."""
    who, when = last_change(record)
    title = _("Two people changed %(name)s") % {"name": record}
    asked = {"clashes": merge.clashes, "carried": merge.carried, "who": who, "when": when}
    return {"title": title, "cancel_url": cancel_url, **asked}


def last_change(record):
    """(who, when) of the newest change of the record; ("", None) when none was recorded."""
    kinds = [f"{record.record_key}.{verb}" for verb in CHANGES]
    found = Event.objects.filter(record_type=record.record_key, record_id=record.pk, kind__in=kinds)
    event = found.order_by("-pk").first()
    return (actor_name(event), event.at) if event else ("", None)


def _read(text):
    """{field: Side} of what a form saw; None when it says nothing, or nothing that can be read."""
    if not text or len(text) > LONGEST:
        return None
    try:
        return {name: Side(str(plain), str(shown)) for name, (plain, shown) in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        return None
