"""Conditions in groups, and how an address has them.

An address holds `where=1…`: the version, then URL-safe base64 of the JSON
[join, [join, [field, operator, value, …], …], …], `join` being "all" or "any". One level of groups; conditions stand in
groups only.
"""

import base64
import json
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError

from crm.ui.where.fields import Field
from crm.ui.where.kinds import KINDS

VERSION = "1"
ALL, ANY = "all", "any"
MOST_GROUPS, MOST_CONDITIONS = 8, 20
LONGEST = 3_000  # letters in an address


@dataclass(frozen=True)
class Condition:
    field: Field
    op: str
    values: tuple = ()

    @property
    def kind(self):
        return KINDS[self.field.kind]

    def packed(self):
        return [self.field.name, self.op, *self.kind.pack(self.op, self.values)]


@dataclass(frozen=True)
class Group:
    join: str = ALL
    conditions: tuple[Condition, ...] = ()

    def packed(self):
        return [self.join, *(condition.packed() for condition in self.conditions)]


@dataclass(frozen=True)
class Where:
    """`left_out`: how many conditions ask of fields that there are not, or not for this reader. `broken`: it cannot be
    read, and nothing may be shown for it."""

    join: str = ALL
    groups: tuple[Group, ...] = ()
    left_out: int = 0
    broken: bool = False
    text: str = field(default="", compare=False)  # as the address has it

    @property
    def conditions(self):
        return [condition for group in self.groups for condition in group.conditions]

    def __bool__(self):
        return bool(self.groups or self.left_out or self.broken)

    def encoded(self):
        """The parameter of an address; "" where there is nothing to ask."""
        return encode([self.join, *(group.packed() for group in self.groups)]) if self.groups else ""

    def without(self, group, condition=None):
        """The same without a group, or without one of its conditions, by their places."""
        if condition is not None:
            kept = self.groups[group]
            left = kept.conditions[:condition] + kept.conditions[condition + 1 :]
            changed = (replace(kept, conditions=left),) if left else ()
        else:
            changed = ()
        return replace(self, groups=self.groups[:group] + changed + self.groups[group + 1 :])


def encode(tree):
    raw = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
    return VERSION + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read(text, fields, member):
    """The Where that a parameter holds, for a reader who may ask of `fields`. One that cannot be read is `broken`."""
    if not text:
        return Where()
    try:
        return replace(_tree(_decoded(text), fields, member), text=text)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, ArithmeticError, ValidationError):
        return Where(broken=True, text=text)


def _decoded(text):
    if not text.startswith(VERSION) or len(text) > LONGEST:
        raise ValueError("not of this version, or too long")
    body = text.removeprefix(VERSION)
    return json.loads(base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True))


def _tree(raw, fields, member):
    join, *groups = raw
    if join not in (ALL, ANY) or len(groups) > MOST_GROUPS:
        raise ValueError("no such join, or too many groups")
    if sum(len(group) - 1 for group in groups) > MOST_CONDITIONS:
        raise ValueError("too many conditions")
    read_groups = [_group(group, fields, member) for group in groups]
    left_out = sum(left for _group, left in read_groups)
    return Where(join, tuple(group for group, _left in read_groups if group.conditions), left_out)


def _group(raw, fields, member):
    """(Group, how many of its conditions are left out)."""
    join, *conditions = raw
    if join not in (ALL, ANY):
        raise ValueError("no such join")
    known = [each for each in conditions if _name(each) in fields]
    group = Group(join, tuple(_condition(each, fields, member) for each in known))
    return group, len(conditions) - len(known)


def _name(raw):
    if not isinstance(raw, list) or len(raw) < 2 or not all(isinstance(each, str) for each in raw[:2]):
        raise ValueError("no condition")
    return raw[0]


def _condition(raw, fields, member):
    name, op, *values = raw
    kind = KINDS[fields[name].kind]
    if op not in kind.ops:
        raise ValueError("no such operator")
    return Condition(fields[name], op, kind.load(op, values, fields[name], member))
