"""From records to what a table, a page or a search result shows: a cell for each declared column."""

from datetime import date
from functools import cached_property, partial

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.fields import is_custom
from crm.access.policy import scope_of
from crm.l10n.dates import format_date, format_datetime, format_relative
from crm.l10n.money import format_money
from crm.l10n.numbers import format_number, localize_digits
from crm.l10n.state import current
from crm.lib.phones import pretty
from crm.records import registry
from crm.tenants.models import Member
from crm.ui.tables import Cell, Head, Row

HEAD_KINDS = {"choice": "tag", "lines": "text", "ago": "moment", "record": "text", "colleague": "member"}
FACES = {"person", "company"}
EMPTY = (None, "", [], ())


class Drawing:
    """Draws records of one type for one reader. Give it all of a page at once: what they link to is looked up once."""

    def __init__(self, record_type, member, records, columns=()):
        self.record_type, self.member, self.records = record_type, member, records
        self._chosen, self._reachable, self._shown, self._others = columns, {}, {}, {}

    @cached_property
    def _columns(self):
        return self._chosen or self.record_type.columns_for(self.member)

    @cached_property
    def _url(self):
        return self.record_type.urls()

    def cell(self, column, record):
        value = value_of(record, column.name)
        if not value and value in EMPTY:
            return Cell()
        return getattr(self, f"_{column.cell}")(column, record, value)

    def row(self, record):
        title, *others = self._columns
        return Row(
            pk=record.pk,
            url=self._url(record.pk),
            title=self.cell(title, record),
            cells=tuple(self.cell(column, record) for column in others),
        )

    def rows(self):
        return tuple(map(self.row, self.records))

    def _text(self, column, record, value):
        return Cell(text=str(value))

    def _yes(self, column, record, value):
        return Cell(text=_("Yes"), kind="yes") if value else Cell(text=_("No"))

    def _colleague(self, column, record, value):
        return Cell(text=self._names.get(value, ""), kind="member")

    @cached_property
    def _names(self):
        """{member id: name} of all colleagues that custom values of these records name."""
        columns = [column.name for column in self._asked if column.cell == "colleague"]
        ids = {value for record in self.records for name in columns if (value := value_of(record, name))}
        return dict(Member.objects.filter(pk__in=ids).values_list("pk", "name"))

    @property
    def _asked(self):
        return self._chosen or self.record_type.offered(self.member)

    _lines = _text

    def _name(self, column, record, value):
        kind = self.record_type.face if self.record_type.face in FACES else "name"
        icon = getattr(record, "icon", self.record_type.icon)  # one may show its state by it
        return Cell(text=str(record), kind=kind, url=self._url(record.pk), icon=icon)

    def _member(self, column, record, value):
        return Cell(text=value.name, kind="member")

    def _record(self, column, record, value):
        kind, url, reaches_all = self._other(value.__class__)
        reaches = value.deleted_at is None and (reaches_all or self._reaches(column, value))
        return Cell(text=str(value), kind=kind, url=url(value.pk) if reaches else "")

    def _other(self, model):
        """(the kind of cell, the addresses, whether the reader sees them all) of records that are linked to."""
        if model not in self._others:
            other = registry.of(model)
            kind = other.face if other.face in FACES else "text"
            self._others[model] = kind, other.urls(), scope_of(self.member, other.key, "see") == "all"
        return self._others[model]

    def _reaches(self, column, value):
        """Whether the reader may open a record that is linked to, asked once for the whole page."""
        if column.name not in self._reachable:
            linked = {found.pk for each in self.records if (found := value_of(each, column.name))}
            rows = registry.of(value).visible(self.member).filter(pk__in=linked)
            self._reachable[column.name] = set(rows.values_list("pk", flat=True))
        return value.pk in self._reachable[column.name]

    def _choice(self, column, record, value):
        if (column.name, value) not in self._shown:  # Django goes through all choices again for each record
            shown = getattr(record, f"get_{column.name}_display", partial(str, value))()
            self._shown[column.name, value] = str(column.labels.get(value, shown))
        tone = column.tones.get(str(value), "")
        return Cell(text=self._shown[column.name, value], kind="tag" if column.tones else "text", tone=tone)

    def _tags(self, column, record, value):
        return Cell(kind="tags", items=tuple(column.labels.get(each, each) for each in value))

    def _phone(self, column, record, value):
        return Cell(text=localize_digits(pretty(value, current().phone_region)), kind="phone", url=f"tel:{value}")

    def _email(self, column, record, value):
        return Cell(text=value, kind="email")

    def _link(self, column, record, value):
        shown = value.removeprefix("https://").removeprefix("http://")
        url = value if value.startswith(("https://", "http://")) else f"https://{value}"  # never a scheme that runs
        return Cell(text=shown.rstrip("/"), kind="link", url=url)

    def _money(self, column, record, value):
        minor, currency = value
        return Cell(text=format_money(minor, currency), kind="money")

    def _number(self, column, record, value):
        return Cell(text=format_number(value), kind="number")

    def _day(self, column, record, value):
        if isinstance(value, str):
            value = date.fromisoformat(value)
        value = timezone.localdate(value) if hasattr(value, "hour") else value
        return Cell(text=format_date(value), kind="day", sub=format_date(value, "long"))

    def _moment(self, column, record, value):
        return Cell(text=format_datetime(value), kind="moment", sub=format_datetime(value, "long"))

    def _ago(self, column, record, value):
        return Cell(text=format_relative(value), kind="moment", sub=format_datetime(value, "long"))

    def _stage(self, column, record, value):
        name, step, total, tone = value
        return Cell(text=name, kind="stage", step=step, total=total, tone=tone)

    def _next_step(self, column, record, value):
        if value.state == "none" and not value.text:
            return Cell()
        return Cell(text=value.text, kind="next_step", state=value.state)


def value_of(record, path):
    """What stands at the end of a path of attributes; a method on the way is called; None where the path breaks. A
    custom field's name gives its stored value."""
    if is_custom(path):
        return record.custom.get(path)
    for name in path.split("."):
        record = getattr(record, name, None)
        if callable(record) and not hasattr(record, "_meta"):
            record = record()
        if record is None:
            return None
    return record


def head_of(column, *, sort="", url_for=None):
    """A column's head; `sort` is how the list is sorted now, url_for(sort) leads to it sorted otherwise."""
    direction = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(sort, "") if column.sort else ""
    return Head(
        key=column.name,
        label=str(column.label),
        kind=HEAD_KINDS.get(column.cell, column.cell),
        sort=direction,
        url=url_for(f"-{column.sort}" if direction == "ascending" else column.sort) if column.sort and url_for else "",
        phone=column.phone,
    )
