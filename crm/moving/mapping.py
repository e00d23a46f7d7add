"""One row of an archive, made a row of this installation: every key in it moved into the span that was set aside for
its table.

All keys of a table move by the same distance, so a key needs no dictionary, and a million people no memory. What was
purged leads nowhere as before: its key lies in the span, and no row will ever have it; one beyond the span becomes
negative, for the same end.
"""

import base64
import binascii
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field

from crm.backup.archive import Damaged
from crm.lib import carrying
from crm.moving.catalogue import actor_labels, record_labels, words

_FIELD = re.compile(r"(?<![A-Za-z0-9])cf_(\d{1,18})(?![0-9])")
_NAME = re.compile(r"[\w.:-]{1,200}")  # no sentence, so that nobody's words are changed
_MEMBER = re.compile(r"member:(\d{1,18})")
_PLACE = re.compile(r"([a-z_]{1,30}):(\d{1,18})")  # the columns of a list in one view: crm.ui.saved.choices
_NUMBER = re.compile(r"\d{1,18}")
WHERE = "1"  # the version of crm.ui.where.tree
FIELD, MEMBER, VIEW = "records.CustomField", "tenants.Member", "ui.SavedView"


@dataclass(frozen=True, slots=True)
class Span:
    """The keys `first` to `last` of an archive's table, and where the first of them goes."""

    first: int
    last: int
    start: int

    def moved(self, key):
        """The new key; None where no row can have had this one."""
        return key - self.first + self.start if self.first <= key <= self.last else None


@dataclass
class Mapper:
    """`people` and `permissions` map keys of tables that all workspaces share; `files` names of files.

    `member_fields` are the keys (old) of custom fields that hold colleagues; `parents` what rows say that others ask
    of them, {(label, column): {old key: value}}, filled in as rows pass.
    """

    tenants: tuple[int, int]  # before and now
    spans: dict[str, Span]
    people: dict[int, int]
    permissions: dict[int, int]
    files: dict[str, str]
    member_fields: frozenset[int] = frozenset()
    parents: dict = field(default_factory=dict)

    def __post_init__(self):
        self.words, self.records, self.actors = words(), record_labels(), actor_labels()
        self.shared = {"tenants.User": self.people, "auth.Permission": self.permissions}

    def key(self, label, old):
        """The new key of a row of the table with this label. None stays None. Raises Damaged for what is no key."""
        if old is None:
            return None
        if not isinstance(old, int) or isinstance(old, bool):
            raise Damaged(f"{label} is referred to by {str(old)[:40]!r}, which is no key")
        if label in self.shared:
            if old not in self.shared[label]:
                raise Damaged(f"{label} {old} is referred to, and the archive does not say who or what that is")
            return self.shared[label][old]
        new = self.spans[label].moved(old) if label in self.spans else None
        return -abs(old) if new is None else new

    def record(self, kind, old):
        """The new key of a record by the key of its type."""
        if kind == "workspace":
            return self.tenants[1] if old == self.tenants[0] else self.key("", old)
        return self.key(self.records.get(kind, ""), old)

    def row(self, part, old):
        """The row as it is inserted. Raises Damaged where it is none of this table."""
        if not isinstance(old, dict) or old.keys() != set(part.columns):
            raise Damaged(f"a row of {part.label} has other columns than this version of Wasl")
        for (label, column), known in self.parents.items():
            if label == part.label:
                known[old["id"]] = old[column]
        if self.spans[part.label].moved(old["id"] if isinstance(old["id"], int) else -1) is None:
            raise Damaged(f"{part.label} has the key {str(old['id'])[:40]}, which its manifest does not know")
        new = dict(old, id=self.key(part.label, old["id"]))
        for column, model in part.targets.items():
            new[column] = self.key(model._meta.label, old[column])
        for column, carrier in part.carriers.items():
            new[column] = _CARRY[type(carrier)](self, carrier, part, old, old[column])
        for column, ends in part.ends.items():
            new[column] = ends.get(old[column], old[column])
        return new

    def of_type(self, carrier, part, old, value):
        name, _dot, further = carrier.column.partition(".")
        if not further:
            return self.record(old[name], value)
        reference = part.model._meta.get_field(name)
        kinds = self.parents.get((reference.related_model._meta.label, further), {})
        return self.record(kinds.get(old[reference.column], ""), value)

    def said(self, value, label=""):
        """JSON with its keys moved; `label` is the table whose keys stand right here."""
        if isinstance(value, dict):
            return {self.name(name): self._entry(value, name, each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.said(each, label) for each in value]
        if isinstance(value, str):
            return self.name(value)
        return self.key(label, value) if label and isinstance(value, int) and not isinstance(value, bool) else value

    def _entry(self, whole, name, value):
        if name == "on" and isinstance(value, list) and len(value) == 2:  # noqa: PLR2004  # a record: type and key
            return [value[0], self.record(value[0], value[1])] if isinstance(value[1], int) else value
        if name == "asked" and isinstance(value, dict):
            return self.asked(value)
        if name == "with_id":
            return self.key("access.Team" if whole.get("with_kind") == "team" else MEMBER, value)
        if name == "values" and self.holds_member(whole.get("field")):
            return self.said(value, MEMBER)
        if self.holds_member(name):
            return self.said(value, MEMBER)
        return self.said(value, self.words.get(name, ""))

    def holds_member(self, name):
        found = _FIELD.fullmatch(name) if isinstance(name, str) else None
        return bool(found) and int(found[1]) in self.member_fields

    def name(self, text):
        """A name in which a key may stand: a field of the workspace's own, a member, a place of a list."""
        if not _NAME.fullmatch(text):
            return text
        if found := _MEMBER.fullmatch(text):
            return f"member:{self.key(MEMBER, int(found[1]))}"
        if (found := _PLACE.fullmatch(text)) and found[1] in self.records:
            return f"{found[1]}:{self.key(VIEW, int(found[2]))}"
        return self.fields_in(text)

    def fields_in(self, text):
        return _FIELD.sub(lambda found: f"cf_{self.key(FIELD, int(found[1]))}", text)

    def asked(self, value):
        """What a list was asked for: {filter: text}, as its address has it."""
        if not isinstance(value, dict):
            return self.said(value)
        return {self.name(name): self._filter(name, each) for name, each in value.items()}

    def _filter(self, name, value):
        if isinstance(value, list):
            return [self._filter(name, each) for each in value]
        if name == "where" and isinstance(value, str):
            return self._conditions(value)
        label = MEMBER if self.holds_member(name) else self.words.get(name, "")
        if label and isinstance(value, str) and _NUMBER.fullmatch(value):
            return str(self.key(label, int(value)))
        return self.name(value) if isinstance(value, str) else self.said(value, label)

    def _conditions(self, text):
        try:
            packed = text.removeprefix(WHERE)
            join, *groups = json.loads(base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_"))
            moved = [[group[0], *(self._condition(*each) for each in group[1:])] for group in groups]
        except (ValueError, TypeError, IndexError, KeyError, binascii.Error, RecursionError):
            return text  # the list shows nothing for what cannot be read, and says so
        raw = json.dumps([join, *moved], ensure_ascii=False, separators=(",", ":")).encode()
        return WHERE + base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def _condition(self, name, op, *values):
        return [self.name(name), op, *(self._filter(name, value) for value in values)]

    def source(self, value):
        """Texts in which names of fields stand between other words."""
        if isinstance(value, dict):
            return {name: self.source(each) for name, each in value.items()}
        return self.fields_in(value) if isinstance(value, str) else value

    def file(self, name):
        if name and name not in self.files:
            raise Damaged(f"a row names the file {str(name)[:80]}, which the archive does not have")
        return self.files[name] if name else name

    def file_parts(self, value):
        """What a mail had with it, where that travels: nothing may name a file outside the workspace."""
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise Damaged("a mail's attachments are no list")
        return [{**each, "path": self.files[each["path"]]} for each in value if each.get("path") in self.files]


def once(value):
    """A key under which something was told; it collides with none that is told from now on."""
    if not value or value.startswith("moved:"):
        return value
    return f"moved:{hashlib.sha256(value.encode()).hexdigest()[:40]}"


def _value_of(mapper, carrier, part, old, value):
    return mapper.said(value, MEMBER if old[carrier.column] == "member" else "")


_CARRY = {
    carrying.Plain: lambda mapper, carrier, part, old, value: value,
    carrying.Left: lambda mapper, carrier, part, old, value: carrier.instead,
    carrying.Ids: lambda mapper, carrier, part, old, value: mapper.said(value, carrier.label),
    carrying.OfType: lambda mapper, carrier, part, old, value: mapper.of_type(carrier, part, old, value),
    carrying.OfActor: lambda mapper, carrier, part, old, value: mapper.key(
        mapper.actors.get(old[carrier.column], ""), value
    ),
    carrying.Words: lambda mapper, carrier, part, old, value: mapper.said(value),
    carrying.Asked: lambda mapper, carrier, part, old, value: mapper.asked(value),
    carrying.Source: lambda mapper, carrier, part, old, value: mapper.source(value),
    carrying.ValueOf: _value_of,
    carrying.File: lambda mapper, carrier, part, old, value: mapper.file(value),
    carrying.FileParts: lambda mapper, carrier, part, old, value: mapper.file_parts(value),
    carrying.Fresh: lambda mapper, carrier, part, old, value: secrets.token_urlsafe(24),
    carrying.Once: lambda mapper, carrier, part, old, value: once(value),
}
