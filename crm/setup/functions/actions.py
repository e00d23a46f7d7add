"""The kinds of work that a workspace hands out: added, renamed, put in order, removed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Func, Max, Value
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm.access.models import Function
from crm.access.policy import require
from crm.events.record import record_event
from crm.l10n.names import taken
from crm.setup.functions.queries import hindrances, row_of
from crm.tenants.models import Member


@transaction.atomic
def add_function(*, name, by, names=None):
    """A new kind of work, last in order; `names` are its names by language. Its key is made of the name once, and
    stays. Records function.added.

    Raises PermissionDenied without the right, ValidationError (by field) for a name that is taken.
    """
    require(by, "members")
    _refuse_names(name, names or {})
    last = Function.objects.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    function = Function.objects.create(key=_free_key(name), name=name, names=names or {}, position=position)
    record_event(function, "function.added", by=by, data={"key": function.key, "name": name})
    return function


@transaction.atomic
def rename_function(function, *, name, by, names=None):
    """Call the work otherwise; who does it and what names it stay, since they know its key. Records function.renamed.
    Raises as `add_function` does."""
    require(by, "members")
    function = Function.objects.select_for_update().get(pk=function.pk)
    names, before = names or {}, function.name
    _refuse_names(name, names, besides=function)
    if (function.name, function.names) == (name, names):
        return function
    function.name, function.names = name, names
    function.save(update_fields=["name", "names"])
    data = {"key": function.key, "name": name, "from": before, "to": name}
    record_event(function, "function.renamed", by=by, data=data)
    return function


@transaction.atomic
def order_functions(keys, *, by):
    """Put the functions in the order of `keys`; keys that there are not are ignored, missing ones go last.

    Records workspace.functions_ordered when the order is a new one.
    """
    require(by, "members")
    found = list(Function.objects.select_for_update())
    places = {key: place for place, key in enumerate(keys)}
    ordered = sorted(found, key=lambda function: places.get(function.key, len(places)))
    if ordered == found:
        return
    for position, function in enumerate(ordered):
        function.position = position
    Function.objects.bulk_update(ordered, ["position"])
    data = {"changes": [function.name for function in ordered]}
    record_event(by.tenant, "workspace.functions_ordered", by=by, data=data)


@transaction.atomic
def remove_function(function, *, by):
    """Take away a kind of work that nobody does and no rule hands out; seats out of use do it no longer either.

    Records function.removed. Raises ValidationError that says who does it and what hands it out.
    """
    require(by, "members")
    function = Function.objects.select_for_update().get(pk=function.pk)
    if reasons := hindrances(row_of(function)):
        raise ValidationError(reasons)
    record_event(function, "function.removed", by=by, data={"key": function.key, "name": function.name})
    without = Func(F("functions"), Value(function.key), function="array_remove")
    Member.objects.filter(functions__contains=[function.key]).update(functions=without)
    function.delete()


def _free_key(name):
    """A key that no function has, made of the name where it has Latin letters."""
    stem = slugify(name).replace("-", "_")[:30] or "function"
    used = set(Function.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for n in range(len(used) + 1) if (key := f"{stem}_{n}" if n else stem) not in used)


def _refuse_names(name, names, besides=None):
    others = Function.objects.exclude(pk=besides.pk) if besides else Function.objects.all()
    if field := taken(name, names, others):
        raise ValidationError({field: _("There is a function of this name.")})
