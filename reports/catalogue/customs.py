"""What the rows of a measure come to in a workspace's own fields: numbers and money added up."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import BigIntegerField, Count, DecimalField, Q, Sum
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from crm.access.fields import hidden_fields
from crm.records.fields.queries import fields_of
from crm.records.models import CustomField

SPLITTING = ("choice", "yes", "member")  # kinds of one value out of few
NUMBER = DecimalField(max_digits=40, decimal_places=3)


@dataclass(frozen=True)
class Added:
    """The sum of a field: a number, or what it is worth in each currency (minor units)."""

    field: CustomField
    number: Decimal | None = None
    worth: dict[str, int] = field(default_factory=dict)


def fields_for(measure, member, *kinds):
    """The measure's custom fields of these kinds, but for those that the member's role hides."""
    hidden = hidden_fields(member, measure.record_key)
    return [each for each in fields_of(measure.record_key) if each.kind in kinds and each.key not in hidden]


def added_up(measure, question):
    """[Added] of the number and money fields in which any row has a value, in one statement; one more for each field
    with amounts in other currencies than the workspace's own."""
    fields = fields_for(measure, question.member, "number", "money")
    if not fields:
        return []
    home, rows = question.member.tenant.currency, measure.rows(question).order_by()
    wanted = {}
    for each in fields:
        wanted |= {f"{each.key}_count": Count(_text(each)), f"{each.key}_sum": _sum(each, home)}
        if each.kind == "money":
            wanted[f"{each.key}_home"] = Count("pk", filter=Q(**{f"custom__{each.key}__1": home}))
    found = rows.aggregate(**wanted)
    return [_added(each, found, rows, home) for each in fields if found[f"{each.key}_count"]]


def _text(each):
    return KeyTextTransform(each.key, "custom")


def _minor(each):
    return Cast(KeyTextTransform(0, KeyTransform(each.key, "custom")), BigIntegerField())


def _sum(each, home):
    if each.kind == "number":
        return Sum(Cast(_text(each), NUMBER))
    return Sum(_minor(each), filter=Q(**{f"custom__{each.key}__1": home}))


def _added(each, found, rows, home):
    count, total = found[f"{each.key}_count"], found[f"{each.key}_sum"]
    if each.kind == "number":
        return Added(each, number=total)
    at_home = found[f"{each.key}_home"]
    worth = {home: int(total)} if at_home else {}
    if count > at_home:
        unit = KeyTextTransform(1, KeyTransform(each.key, "custom"))
        others = rows.annotate(unit=unit).exclude(unit=None).exclude(unit=home).values("unit")
        worth |= {row["unit"]: int(row["minor"]) for row in others.annotate(minor=Sum(_minor(each)))}
    return Added(each, worth=worth)
