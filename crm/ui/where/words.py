"""Conditions as their reader says them: "Owner is me and (City contains Jeddah or Source is Fair)"."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.access.teams import colleagues
from crm.l10n.dates import format_date
from crm.l10n.money import format_money
from crm.l10n.numbers import format_number
from crm.l10n.ranges import period_label
from crm.ui.where.kinds import ME, NOBODY, TEAM
from crm.ui.where.tree import ALL

OPERATORS = {
    "has": gettext_lazy("contains"),
    "hasnt": gettext_lazy("does not contain"),
    "is": pgettext_lazy("one value", "is"),
    "isnt": pgettext_lazy("one value", "is not"),
    "starts": gettext_lazy("begins with"),
    "eq": "=",
    "lt": gettext_lazy("less than"),
    "gt": gettext_lazy("more than"),
    "in": pgettext_lazy("a period", "is in"),
    "before": gettext_lazy("before"),
    "after": gettext_lazy("after"),
    "between": gettext_lazy("between"),
    "any": gettext_lazy("is any of"),
    "none": gettext_lazy("is none of"),
    "yes": gettext_lazy("is yes"),
    "no": gettext_lazy("is no"),
    "empty": gettext_lazy("is empty"),
    "filled": gettext_lazy("is not empty"),
}
OF_TAGS = {
    "any": gettext_lazy("has any of"),
    "all": gettext_lazy("has all of"),
    "none": gettext_lazy("has none of"),
}
JOINS = {"all": gettext_lazy("and"), "any": gettext_lazy("or")}
HIDDEN = "…"  # what the reader does not see, or what is gone


def said_of(condition):
    """("City contains", "Jeddah"): the field with what is asked of it, and the values."""
    shown = [text for value in values_of(condition) for text in [str(value)] if text]
    words = _("%(field)s %(operator)s") % {"field": condition.field.label, "operator": _operator(condition, len(shown))}
    between = f" {JOINS['all']} " if condition.op in ("between", "all") else f" {JOINS['any']} "
    return words, between.join(shown)


def operator_of(field, op):
    """What the operator is called where one chooses it."""
    return OF_TAGS[op] if field.kind == "tags" and op in OF_TAGS else OPERATORS[op]


def _operator(condition, count):
    """And in a sentence, where the values are joined by "or", and one has nobody beside it."""
    field, op = condition.field, condition.op
    if field.kind == "tags" and (op == "any" or (op == "all" and count == 1)):
        return _("has")
    if op == "any" or (op == "none" and count == 1 and field.kind != "tags"):
        return OPERATORS["is" if op == "any" else "isnt"]
    return operator_of(field, op)


def sentence(condition):
    return " ".join(f"{words} \u2068{value}\u2069" if value else words for words, value in [said_of(condition)])


def group_words(group):
    joined = f" {JOINS[group.join]} ".join(map(sentence, group.conditions))
    return f"({joined})" if len(group.conditions) > 1 else joined


def where_words(where):
    """All of it in one line."""
    return f" {JOINS[where.join]} ".join(group_words(group) for group in where.groups)


def values_of(condition):
    """The values in words."""
    return _VALUES.get(condition.field.kind, lambda one: one.values)(condition)


def _numbers(condition):
    return [format_number(value) for value in condition.values]


def _amounts(condition):
    *amounts, currency = condition.values or ("",)
    return [format_money(int(amount), currency) for amount in amounts]


def _days(condition):
    if condition.op == "in":
        return [period_label(condition.values[0])]
    return [format_date(day, "medium") for day in sorted(condition.values)]


def _choices(condition):
    options = condition.field.options()
    return [options[value][1] if value in options else HIDDEN for value in condition.values]


def _members(condition):
    asked = {value for value in condition.values if value.isdecimal()}
    people = {str(one.pk): one.name for one in colleagues()} if asked else {}
    people |= {ME: _("Me"), TEAM: _("My team"), NOBODY: _("Nobody")}
    return [people.get(value, HIDDEN) for value in condition.values]


def _tags(condition):
    return _choices(condition) if condition.field.key else condition.values


def _records(condition):
    return [str(value) if hasattr(value, "pk") else HIDDEN for value in condition.values]


_VALUES = {
    "number": _numbers, "money": _amounts, "day": _days, "moment": _days, "choice": _choices, "member": _members,
    "tags": _tags, "record": _records,
}  # fmt: skip


def flat(where):
    """[(group's place, condition's place or None)] of what stands in the bar on its own: conditions that must all hold
    one by one, alternatives as a whole."""
    places = []
    for number, group in enumerate(where.groups):
        apart = len(group.conditions) == 1 or (group.join == ALL and where.join == ALL)
        places += [(number, place) for place in range(len(group.conditions))] if apart else [(number, None)]
    return places
