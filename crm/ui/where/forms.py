"""The builder's form: groups of rows, each a field, what is asked of it, and values. It works without scripts, so
everything that is added, taken away or chosen is a form sent and drawn again with what was typed."""

import re
from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from crm.ui.fields import RecordField
from crm.ui.where.kinds import KINDS, UNARY
from crm.ui.where.tree import ALL, ANY, LONGEST, MOST_CONDITIONS, MOST_GROUPS, Condition, Group, Where
from crm.ui.where.words import operator_of

_ROW = re.compile(r"g(\d{1,3})c(\d{1,3})-field")
NAMES = ("field", "op", "value", "to")


@dataclass
class Row:
    """A condition as it is being put together. `raw` is {name: [text, …]} as it was sent, or values to begin with; a
    new one has the focus."""

    raw: dict
    form: forms.Form = None
    new: bool = False
    group: int = 0
    place: int = 0

    @property
    def is_blank(self):
        return not self.raw.get("field", [""])[0]

    @property
    def values(self):
        return [self.form[name] for name in ("value", "to") if name in self.form.fields]


@dataclass
class Part:
    """A group of rows."""

    join: str = ALL
    rows: list[Row] = field(default_factory=list)


class Draft:
    """The conditions as they are being put together by `member`, of `fields`."""

    def __init__(self, join, parts, fields, member):
        self.join, self.parts, self.fields, self.member = join, parts, fields, member
        self.too_long = False

    @classmethod
    def of(cls, where, fields, member):
        """What an address asks for, to go on from."""
        parts = [Part(group.join, [Row(_begun(one)) for one in group.conditions]) for group in where.groups]
        return cls(where.join, parts or [Part(rows=[Row({})])], fields, member)

    @classmethod
    def sent(cls, data, fields, member):
        """What a form sent."""
        places = sorted((int(found[1]), int(found[2])) for name in data if (found := _ROW.fullmatch(name)))
        parts = {}
        for group, place in places[:MOST_CONDITIONS]:
            part = parts.setdefault(group, Part(_join(data.get(f"g{group}-join"))))
            part.rows.append(Row({name: data.getlist(f"g{group}c{place}-{name}") for name in NAMES}))
        return cls(_join(data.get("join")), list(parts.values())[:MOST_GROUPS], fields, member)

    @property
    def rows(self):
        return [row for part in self.parts for row in part.rows]

    @property
    def may_add(self):
        return len(self.rows) < MOST_CONDITIONS

    @property
    def may_group(self):
        return self.may_add and len(self.parts) < MOST_GROUPS

    def do(self, act):
        """Add a row ("add:0" to the first group), a group ("group"), or drop a row ("drop:0:1")."""
        verb, *places = act.split(":")
        numbers = [int(place) for place in places if place.isascii() and place.isdecimal()]
        if verb == "group" and self.may_group:
            self.parts.append(Part(rows=[Row({}, new=True)]))
        elif verb == "add" and self.may_add and len(numbers) == 1 and numbers[0] < len(self.parts):
            self.parts[numbers[0]].rows.append(Row({}, new=True))
        elif verb == "drop" and len(numbers) == 2 and numbers[0] < len(self.parts):
            del self.parts[numbers[0]].rows[numbers[1] : numbers[1] + 1]
        self.parts = [part for part in self.parts if part.rows] or [Part(rows=[Row({})])]

    def draw(self, *, checked=False):
        """Make the form of every row; `checked` ones say what is wrong with them."""
        for group, part in enumerate(self.parts):
            for place, row in enumerate(part.rows):
                row.group, row.place = group, place
                row.form = _form(row, self.fields, self.member, checked)
        return self

    def where(self):
        """The Where, or None when a row is not right: it says why. Blank rows ask for nothing."""
        self.draw(checked=True)
        asked = [row for row in self.rows if not row.is_blank]
        if not all([row.form.is_valid() for row in asked]):  # noqa: C419  # each is to say what is wrong with it
            return None
        groups = (Group(part.join, tuple(map(self._condition, part.rows))) for part in self._filled())
        where = Where(self.join, tuple(groups))
        self.too_long = len(where.encoded()) > LONGEST
        return None if self.too_long else where

    def _filled(self):
        kept = (Part(part.join, [row for row in part.rows if not row.is_blank]) for part in self.parts)
        return [part for part in kept if part.rows]

    def _condition(self, row):
        cleaned = row.form.cleaned_data
        asked, op = self.fields[cleaned["field"]], cleaned["op"]
        return Condition(asked, op, KINDS[asked.kind].given(op, cleaned))


def _join(text):
    return ANY if text == ANY else ALL


def _begun(condition):
    """A condition as the form begins with it."""
    shown = condition.kind.shown(condition.op, condition.values)
    return {"field": [condition.field.name], "op": [condition.op], **shown}


def _form(row, fields, member, checked):
    """The form of a row: of the field that is chosen, with the operators and values of its kind."""
    prefix = f"g{row.group}c{row.place}"
    chosen = fields.get(_first(row.raw.get("field")))
    controls = {
        "field": _select(_("Field"), [("", _("Choose a field")), *((f.name, f.label) for f in fields.values())])
    }
    if chosen:
        kind = KINDS[chosen.kind]
        op = _first(row.raw.get("op"))
        op = op if op in kind.ops else kind.ops[0]
        row.raw = {**row.raw, "op": [op]}
        controls["op"] = _select(_("Operator"), [(each, operator_of(chosen, each)) for each in kind.ops])
        controls |= {} if op in UNARY else kind.inputs(op, chosen, member)
    initial = {name: _initial(row.raw.get(name), control) for name, control in controls.items()}
    form = forms.Form(_flat(prefix, row.raw) if checked and not row.is_blank else None, prefix=prefix, initial=initial)
    form.fields |= controls
    _label(form, member)
    if row.new:
        form.fields["field"].widget.attrs["class"] = "is-autofocus"
    return form


def _label(form, member):
    words = {"value": _("Value"), "to": _("To")}
    for name, control in form.fields.items():
        control.widget.attrs["aria-label"] = str(words.get(name, control.label))
        if isinstance(control, RecordField):
            control.settle(member, form[name].value())


def _select(label, choices):
    return forms.ChoiceField(label=label, choices=choices)


def _first(values):
    return values[0] if isinstance(values, list) and values else ""


def _initial(given, control):
    if isinstance(control.widget, forms.SelectMultiple) or not isinstance(given, list):
        return given
    return given if given and not isinstance(given[0], str) else ", ".join(given) if given else None


def _flat(prefix, raw):
    data = QueryDict(mutable=True)
    for name, values in raw.items():
        data.setlist(f"{prefix}-{name}", values if isinstance(values, list) else [values])
    return data
