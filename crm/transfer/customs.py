"""Values of custom fields on their way in: cells read as the field's kind says, and what must be there once."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.access.fields import closed_fields, hidden_fields, is_custom
from crm.l10n.money import parse_money
from crm.l10n.numbers import parse_number
from crm.l10n.state import current
from crm.lib.text import fold
from crm.records.fields.conditions import fulfilled, hangs_on
from crm.records.fields.kinds import stored, unique_text
from crm.records.fields.queries import field_called, fields_of
from crm.records.models import UniqueValue
from crm.tenants import bulk
from crm.transfer.values import BETWEEN_TAGS, Unreadable, as_text, day, line, shown

YES = {fold(word) for word in "yes y true 1 x ✓ ✔ نعم أجل صح بله بلی آری دارد".split()}
NO = {fold(word) for word in "no n false 0 لا كلا خطأ نه خیر ندارد".split()}
FINEST = Decimal("0.001")
LARGEST = 10**12


class Reading:
    """Cells as stored values. `members` are {folded name or mail: Member}."""

    def __init__(self, *, members=None, month_first=False):
        self.members, self.month_first = members or {}, month_first

    def value(self, field, cell):
        """The stored value of a cell. Raises Unreadable."""
        return getattr(self, f"_{field.kind}")(field, cell)

    def _text(self, field, cell):
        return line(cell)

    def _lines(self, field, cell):
        return as_text(cell)

    def _number(self, field, cell):
        number = self._parsed(parse_number, field, cell)
        if abs(number) > LARGEST:
            raise Unreadable(_("“%(text)s” is too large a number.") % {"text": shown(cell)})
        return stored(field, number.quantize(FINEST).normalize())

    def _money(self, field, cell):
        minor = self._parsed(lambda text: parse_money(text, current().currency), field, cell)
        if abs(minor) >= 2**63:
            raise Unreadable(_("“%(text)s” is too large a number.") % {"text": shown(cell)})
        return [minor, current().currency]

    def _parsed(self, parse, field, cell):
        try:
            return parse(line(cell))
        except ValidationError as error:
            words = {"text": shown(cell), "why": error.messages[0], "field": field}
            raise Unreadable(_("“%(text)s” cannot be read for “%(field)s”. %(why)s") % words) from None

    def _day(self, field, cell):
        return day(cell, month_first=self.month_first).isoformat()

    def _yes(self, field, cell):
        word = fold(line(cell))
        if word not in YES | NO:
            raise Unreadable(_("“%(text)s” is neither yes nor no.") % {"text": shown(cell)})
        return word in YES

    def _choice(self, field, cell):
        return self._option(field, line(cell))

    def _choices(self, field, cell):
        parts = filter(None, (part.strip() for part in BETWEEN_TAGS.split(as_text(cell))))
        return stored(field, [self._option(field, part) for part in parts])

    def _option(self, field, text):
        known = {fold(word): option["key"] for option in field.options for word in _words_of(option)}
        try:
            return known[fold(text)]
        except KeyError:
            words = {"text": shown(text), "field": field}
            raise Unreadable(_("“%(text)s” is not a choice for “%(field)s”.") % words) from None

    def _member(self, field, cell):
        try:
            return self.members[fold(line(cell))].pk
        except KeyError:
            raise Unreadable(_("“%(text)s” is not a colleague.") % {"text": shown(cell)}) from None


def _words_of(option):
    return [option["name"], *option["names"].values()]


class Asked:
    """What the importer's own form would ask for of a record: not what their role closes, nor what is not shown; what
    hangs on a field that they may not see is asked for always."""

    def __init__(self, key, member):
        closed, hidden = closed_fields(member, key), hidden_fields(member, key)
        fields = fields_of(key)
        self.required = [field for field in fields if field.required and field.key not in closed]
        self.conditional = [field for field in fields if field.condition and not hidden.intersection(hangs_on(field))]

    def lacking(self, record):
        """A sentence about the fields that the new record lacks, or ""."""
        empty = [field for field in self.required if field.key not in record.custom]
        return self._told(_("Must be filled in: %(names)s."), [field for field in empty if self._shows(field, record)])

    def unshown(self, record, values):
        """(the names of those of the values that have no place in the record, which has them already, a sentence
        about them or "")."""
        fields = [field for field in self.conditional if field.key in values and not self._shows(field, record)]
        told = self._told(_("Not asked for here, so left out: %(names)s."), fields)
        return [field.key for field in fields], told

    def _shows(self, field, record):
        return field not in self.conditional or fulfilled(field, record.custom.get, record)

    def _told(self, sentence, fields):
        names = str(pgettext("between the items of a list", ", ")).join(map(str, fields))
        return sentence % {"names": names} if names else ""


class Claims:
    """Who has which values of unique fields, as far as the rows of a batch bring such; a record that is not stored
    yet has them as well."""

    def __init__(self, key, rows):
        self.key, self.unique = key, {field.key: field for field in fields_of(key) if field.unique}
        asked = {(name, self._text(row, name)) for row in rows for name in self.unique if name in row.values}
        wanted = Q(pk=None)
        for name, text in asked:
            wanted |= Q(field_id=self.unique[name].pk, value=text)
        found = UniqueValue.objects.filter(wanted).values_list("field_id", "value", "record_id") if asked else ()
        self.holders = {(f"{pk}", text): record_id for pk, text, record_id in found}

    def _text(self, row, name):
        return unique_text(row.values[name])

    def free(self, row, record):
        """({field key: value} of the row that the record may have, sentences about the others)."""
        values = {name: value for name, value in row.values.items() if is_custom(name)}
        remarks = []
        for name in [name for name in values if name in self.unique]:
            place = (f"{self.unique[name].pk}", self._text(row, name))
            holder = self.holders.setdefault(place, record.pk or record)
            if holder is not record and holder != record.pk:
                told = {"field": self.unique[name], "text": shown(values.pop(name))}
                remarks.append(_("Another record has “%(text)s” as its “%(field)s”.") % told)
        return values, remarks

    def release(self, record):
        """What a record that will not be stored held is free again."""
        self.holders = {place: holder for place, holder in self.holders.items() if holder is not record}

    def keep(self, records):
        """Write what the stored records claim, instead of what they claimed before."""
        if not self.unique or not records:
            return
        fields = {field.pk for field in self.unique.values()}
        UniqueValue.objects.filter(field_id__in=fields, record_id__in=[record.pk for record in records]).delete()
        rows = [
            {
                "field_id": field_called(name).pk, "record_type": self.key, "record_id": record.pk,
                "value": unique_text(record.custom[name]),
            }
            for record in records
            for name in self.unique
            if name in record.custom
        ]  # fmt: skip
        bulk.insert(UniqueValue, rows)
