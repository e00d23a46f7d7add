"""What can be asked of each kind of field: operators, the fields that ask for their values, how an address keeps them,
and the condition they come down to.

`Kind.q` is the whole truth, on the record's own table. `Kind.hint` is what else must hold on the type's scan view,
where an index serves it (docs/data-layer.md); None where there is none.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_

from django import forms
from django.db.models import Q
from django.db.models.lookups import Contains, Exact, StartsWith
from django.utils.translation import gettext as _

from crm.access.teams import colleagues, reach_of
from crm.l10n.fields import DateField, MoneyField, NumberField, PeriodField
from crm.l10n.periods import start_of_day
from crm.l10n.ranges import read_period
from crm.l10n.state import current
from crm.lib.digits import plain
from crm.lib.text import fold
from crm.records import registry
from crm.records.finding import SHORT
from crm.ui.fields import RecordField, TagsField
from crm.ui.where.storage import has_any, is_empty, ranged

LONGEST_TEXT, MOST_VALUES = 100, 20
LARGEST = 10**18
ONE_DAY = timedelta(days=1)
ME, TEAM, NOBODY = "me", "team", "none"
EQUALS = frozenset(("any", "yes", "no"))
UNARY = frozenset(("empty", "filled", "yes", "no"))
NEVER = Q(pk__in=[])


class Kind:
    """`values` are what a condition holds: Python objects, as `load` reads them from an address."""

    ops = ()

    def inputs(self, op, field, member):
        """{name: form field} that ask for the values: "value", and "to" for the end of a range."""
        raise NotImplementedError

    def given(self, op, cleaned):
        """The values of such a form."""
        return tuple(cleaned[name] for name in ("value", "to") if name in cleaned)

    def shown(self, op, values):
        """What such a form begins with."""
        return dict(zip(("value", "to"), values, strict=False))

    def pack(self, op, values):
        return list(values)

    def load(self, op, raw, field, member):
        """The values, from an address. Raises ValueError or ValidationError for any that cannot be meant."""
        if op in UNARY and raw:
            raise ValueError("no value is asked for")
        return () if op in UNARY else self.read(op, raw, field, member)

    def read(self, op, raw, field, member):
        raise NotImplementedError

    def q(self, op, values, field, model, member):
        if op in ("empty", "filled"):
            empty = is_empty(field, model)
            return empty if op == "empty" else ~empty
        return self.condition(op, values, field, model, member)

    def condition(self, op, values, field, model, member):
        raise NotImplementedError

    def hint(self, op, values, field, model, member):
        """Equality in `custom` has an index."""
        return self.q(op, values, field, model, member) if field.key and op in EQUALS else None


class Text(Kind):
    ops = ("has", "hasnt", "is", "isnt", "starts", "empty", "filled")

    def inputs(self, op, field, member):
        return {"value": forms.CharField(max_length=LONGEST_TEXT)}

    def read(self, op, raw, field, member):
        [text] = raw
        if not isinstance(text, str) or not self.sought(text) or len(text) > LONGEST_TEXT or "\0" in text:
            raise ValueError("no text")
        return (text,)

    def sought(self, text):
        return fold(text)

    def condition(self, op, values, field, model, member):
        lookup = {"has": Contains, "hasnt": Contains, "starts": StartsWith}.get(op, Exact)
        found = reduce(or_, (Q(lookup(text, self.sought(values[0]))) for text in field.texts()))
        return ~found if op in ("hasnt", "isnt") else found

    def hint(self, op, values, field, model, member):
        sought = self.sought(values[0]) if values else ""
        served = field.indexed and op in ("has", "is", "starts") and len(sought) >= SHORT
        return Q(search_norm__contains=sought) if served else None


class Phone(Text):
    """Numbers are stored with their country, and sought by any run of their digits."""

    ops = ("has", "hasnt", "empty", "filled")

    def sought(self, text):
        return re.sub(r"\D", "", plain(text)).lstrip("0")


class Number(Kind):
    ops = ("eq", "lt", "gt", "between", "empty", "filled")

    def inputs(self, op, field, member):
        return {name: self.input(field) for name in (("value", "to") if op == "between" else ("value",))}

    def input(self, field):
        return NumberField(decimals=3 if field.key else field.decimals, min_value=-LARGEST, max_value=LARGEST)

    def pack(self, op, values):
        return [int(value) if value == int(value) else str(value) for value in values]

    def read(self, op, raw, field, member):
        values = tuple(Decimal(value) if isinstance(value, str) else value for value in raw)
        right = len(values) == (2 if op == "between" else 1)
        if not right or any(isinstance(v, bool) or not -LARGEST <= v <= LARGEST for v in values):
            raise ValueError("no number")
        return values

    def condition(self, op, values, field, model, member):
        return ranged(field, **self.ends(op, values))

    def ends(self, op, values):
        first, last = values[0], values[-1]
        return {"eq": {"low": first, "high": first}, "lt": {"below": first}, "gt": {"above": first}}.get(
            op, {"low": min(first, last), "high": max(first, last)}
        )


class Money(Number):
    """Amounts of one currency, which a condition keeps: amounts of another are neither more nor less."""

    def input(self, field):
        return MoneyField()

    def given(self, op, cleaned):
        return (*super().given(op, cleaned), current().currency)

    def shown(self, op, values):
        return super().shown(op, values[:-1])

    def pack(self, op, values):
        return [*super().pack(op, values[:-1]), values[-1]]

    def read(self, op, raw, field, member):
        *amounts, currency = raw
        if not isinstance(currency, str) or not re.fullmatch("[A-Z]{3}", currency):
            raise ValueError("no currency")
        return (*super().read(op, amounts, field, member), currency)

    def condition(self, op, values, field, model, member):
        *amounts, currency = values
        column = f"custom__{field.key}__1" if field.key else field.currency
        return ranged(field, **self.ends(op, amounts)) & Q(**{column: currency})


class Day(Kind):
    ops = ("in", "before", "after", "between", "empty", "filled")

    def inputs(self, op, field, member):
        if op == "in":
            return {"value": PeriodField()}
        return {name: DateField() for name in (("value", "to") if op == "between" else ("value",))}

    def pack(self, op, values):
        return [value.isoformat() if isinstance(value, date) else value for value in values]

    def read(self, op, raw, field, member):
        if op == "in":
            [text] = raw
            if not isinstance(text, str) or len(text) > LONGEST_TEXT:
                raise ValueError("no period")
            read_period(text)
            return (text,)
        values = tuple(map(date.fromisoformat, raw))
        if len(values) != (2 if op == "between" else 1) or not all(1000 < day.year < 9000 for day in values):
            raise ValueError("no day")
        return values

    def condition(self, op, values, field, model, member):
        return ranged(field, **{name: self.bound(day) for name, day in self.ends(op, values).items()})

    def ends(self, op, values):
        """From which day on, and up to which without it."""
        if op == "in":
            period = read_period(values[0])
            return {"low": period.start, "below": period.end}
        first, last = min(values), max(values)
        return {"before": {"below": first}, "after": {"low": first + ONE_DAY}}.get(
            op, {"low": first, "below": last + ONE_DAY}
        )

    def bound(self, day):
        return day


class Moment(Day):
    def bound(self, day):
        return start_of_day(day)


class Choice(Kind):
    ops = ("any", "none", "empty", "filled")

    def inputs(self, op, field, member):
        select = forms.SelectMultiple(attrs={"data-select": True})
        return {"value": forms.MultipleChoiceField(choices=self.offered(field, member), widget=select)}

    def offered(self, field, member):
        return [(text, label) for text, (_value, label) in field.options().items()]

    def given(self, op, cleaned):
        return tuple(cleaned["value"])

    def shown(self, op, values):
        return {"value": list(values)}

    def read(self, op, raw, field, member):
        """Options that are gone since are kept: they are in no record, and in words they are nothing."""
        if not 0 < len(raw) <= MOST_VALUES or not all(isinstance(value, str) and len(value) <= 60 for value in raw):
            raise ValueError("no choice")
        return tuple(raw)

    def condition(self, op, values, field, model, member):
        options = field.options()
        found = has_any(field, [options[value][0] for value in values if value in options])
        return ~found if op == "none" else found


class Member(Choice):
    ops = ("any", "none")

    def offered(self, field, member):
        people = [(str(one.pk), one.name) for one in colleagues() if one.pk != member.pk]
        return [(ME, _("Me")), (TEAM, _("My team")), *people, (NOBODY, _("Nobody"))]

    def read(self, op, raw, field, member):
        values = super().read(op, raw, field, member)
        if any(value not in (ME, TEAM, NOBODY) and not (value.isascii() and value.isdecimal()) for value in values):
            raise ValueError("nobody")
        return values

    def condition(self, op, values, field, model, member):
        pks = {int(value) for value in values if value.isdecimal()}
        if ME in values:
            pks.add(member.pk)
        if TEAM in values:
            own = reach_of(member).own
            pks |= {one.pk for one in colleagues() if one.team_id in own} | {member.pk}
        found = has_any(field, sorted(pks))
        if NOBODY in values:
            found |= is_empty(field, model)
        return ~found if op == "none" else found


class Tags(Kind):
    ops = ("any", "all", "none", "empty", "filled")

    def inputs(self, op, field, member):
        if not field.key:
            return {"value": TagsField()}
        select = forms.SelectMultiple(attrs={"data-select": True})
        labels = [(text, label) for text, (_value, label) in field.options().items()]
        return {"value": forms.MultipleChoiceField(choices=labels, widget=select)}

    def given(self, op, cleaned):
        return tuple(cleaned["value"])

    def shown(self, op, values):
        return {"value": list(values)}

    read = Choice.read

    def condition(self, op, values, field, model, member):
        each = [self._with(field, value) for value in values]
        found = Q()
        for one in each:
            found = found & one if op == "all" else found | one
        return ~found if op == "none" else found

    def _with(self, field, value):
        return Q(custom__contains={field.key: [value]}) if field.key else Q(**{f"{field.stored}__contains": [value]})

    def hint(self, op, values, field, model, member):
        return self.condition(op, values, field, model, member) if op in ("any", "all") else None


class Yes(Kind):
    ops = ("yes", "no", "empty", "filled")

    def inputs(self, op, field, member):
        return {}

    def condition(self, op, values, field, model, member):
        return has_any(field, [op == "yes"])


class Record(Kind):
    """Another record. One that the reader does not see is in none of theirs: they learn nothing by asking."""

    ops = ("is", "isnt", "empty", "filled")

    def inputs(self, op, field, member):
        asked = RecordField(field.record)
        asked.settle(member, None)
        return {"value": asked}

    def pack(self, op, values):
        return [getattr(value, "pk", value) for value in values]

    def read(self, op, raw, field, member):
        [pk] = raw
        if isinstance(pk, bool) or not isinstance(pk, int) or not 0 < pk < 2**63:
            raise ValueError("no record")
        return (registry.fetch(field.record, pk, member) or pk,)

    def condition(self, op, values, field, model, member):
        [record] = values
        if not hasattr(record, "pk"):
            return NEVER
        found = Q(**{field.stored: record.pk})
        return ~found if op == "isnt" else found


KINDS = {
    "text": Text(), "phone": Phone(), "number": Number(), "money": Money(), "day": Day(), "moment": Moment(),
    "choice": Choice(), "member": Member(), "tags": Tags(), "yes": Yes(), "record": Record(),
}  # fmt: skip
