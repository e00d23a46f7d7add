"""Who does which kind of work, and which rules hand it out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.access.models import Function
from crm.automation.queries import rules_by_recipient
from crm.l10n.state import current
from crm.tenants.models import Language, Member

NAMED = 3  # so many are named, of any number


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """A function as the settings page lists it: names of the active members who do it, and of rules that name it."""

    function: Function
    doers: tuple[str, ...]
    rules: tuple[str, ...]
    translations: tuple[tuple[str, str], ...]  # (language, the name in it), of those that the reader does not use

    @property
    def is_free(self):
        return not self.doers and not self.rules

    @property
    def doers_named(self):
        return named(self.doers)

    @property
    def rules_named(self):
        return named(self.rules)


def functions():
    """FunctionRows in the workspace's order, in the same few statements for any number."""
    return _rows(Function.objects.all())


def row_of(function):
    """The FunctionRow of one."""
    return _rows([function])[0]


def hindrances(row):
    """Why a function cannot be removed, in sentences."""
    name, sentences = str(row.function), []
    if row.doers:
        who = {"name": name, "people": named(row.doers)}
        sentences.append(_("“%(name)s” stays while somebody does it: %(people)s.") % who)
    if row.rules:
        what = {"name": name, "rules": named(row.rules)}
        sentences.append(_("“%(name)s” stays while a playbook hands it out: %(rules)s.") % what)
    return sentences


def named(names):
    """The first of the names in a line; three dots stand for the others."""
    return " · ".join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])


def _rows(found):
    doers, rules, reader = _doers(), rules_by_recipient("function"), current().language
    return [
        FunctionRow(
            function=function,
            doers=tuple(doers.get(function.key, ())),
            rules=rules.get(function.key, ()),
            translations=tuple(
                (code, function.names[code]) for code in Language.values if code != reader and function.names.get(code)
            ),
        )
        for function in found
    ]


def _doers():
    """{key: names of the active members who do it}."""
    found = {}
    busy = Member.objects.filter(active=True).exclude(functions=[]).order_by("name", "pk")
    for name, keys in busy.values_list("name", "functions"):
        for key in keys:
            found.setdefault(key, []).append(name)
    return found
