"""What an archive holds, in which order, and what its columns carry: from the models and what they declare
(crm.lib.carrying)."""

from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from django.apps import apps
from django.conf import settings
from django.db import models

from crm.lib.carrying import Left, OfType, Words, declared
from crm.tenants.base import TenantForeignKey, tenant_models
from crm.tenants.models import Member

MAY_HOLD_KEYS = (models.JSONField, models.BigIntegerField, models.FileField)
TIMERS_STAY = {
    "channels.send": "a mail leaves once, from where it was written",
    "notify.mail": "likewise",
    "notify.push": "and a notice for a device",
    "transfer.run": "the import goes on where its file is",
    "transfer.export": "so does an export",
    "transfer.export_end": "and its file ends there",
    "records.bulk": "a change of many records goes on where it was asked for",
    "records.empty_bin": "set anew: it is the workspace's own",
    "api.webhook": "what is sent outside leaves once",
    "api.webhook_log": "and its list stays",
    "setup.handover": "a hand-over goes on where it was asked for",
    "moving.write": "the archive itself",
    "moving.end": "and its end",
}


class Undeclared(LookupError):
    """A column may hold keys, and its model does not say whether it does."""


@dataclass(frozen=True)
class Part:
    """One table in an archive."""

    model: type

    @property
    def label(self):
        return self.model._meta.label

    @property
    def table(self):
        return self.model._meta.db_table

    @cached_property
    def fields(self):
        """The columns that travel, in the order of the model: not the tenant, and not what the database computes."""
        return [f for f in self.model._meta.concrete_fields if not f.generated and f.name != "tenant"]

    @cached_property
    def columns(self):
        return [field.column for field in self.fields]

    @cached_property
    def targets(self):
        """{column: model} of its foreign keys."""
        return {field.column: field.related_model for field in self.fields if field.is_relation}

    @cached_property
    def carriers(self):
        """{column: carrier} of what its model declares. Raises Undeclared."""
        said = declared(self.model, "archive_refs") if hasattr(self.model, "archive_refs") else {}
        for field in self.fields:
            if field.column not in said and not field.is_relation and may_hold_keys(field):
                raise Undeclared(f"{self.label}.archive_refs says nothing of {field.column}")
        if unknown := set(said) - set(self.columns):
            raise Undeclared(f"{self.label} has no column {', '.join(sorted(unknown))}")
        return said

    @property
    def ends(self):
        return getattr(self.model, "archive_ends", {})

    @property
    def where(self):
        return getattr(self.model, "archive_where", "")


def may_hold_keys(field):
    """Whether keys could stand in a column that is no foreign key."""
    if field.primary_key:
        return False
    kind = getattr(field, "base_field", None)
    return isinstance(field, MAY_HOLD_KEYS) or kind is not None


def parts():
    """Every table that travels; what a row refers to stands before it, but for circles."""
    models_ = sorted((m for m in tenant_models(apps) if not hasattr(m, "archive_stays")), key=lambda m: m._meta.label)
    found = {model: [f.related_model for f in model._meta.concrete_fields if _leads(f, model)] for model in models_}
    while True:
        try:
            return [Part(model) for model in TopologicalSorter(found).static_order()]
        except CycleError as error:
            _cut(found, error.args[1])


def _leads(field, model):
    return isinstance(field, TenantForeignKey) and field.related_model is not model


def _cut(found, ring):
    """A ring is cut where its reference may be empty."""
    for before, after in zip(ring, ring[1:], strict=False):
        keys = [f for f in after._meta.concrete_fields if f.is_relation and f.related_model is before]
        if keys and all(field.null for field in keys):
            found[after] = [model for model in found[after] if model is not before]
            return
    raise Undeclared(f"{' → '.join(model._meta.label for model in ring)}: a ring of references that are all needed")


def words():
    """{name under which JSON says keys: label of their model}: names of foreign keys that lead to one model only, and
    what models declare. Raises Undeclared when two claim a name."""
    found = {}
    for part in parts():
        for field in part.fields:
            if isinstance(field, TenantForeignKey):
                for name in (field.name, field.attname):
                    found.setdefault(name, set()).add(field.related_model._meta.label)
    said = {name: labels.pop() for name, labels in found.items() if len(labels) == 1}
    for model in (part.model for part in parts()):
        for name in vars(model).get("archive_words", ()):
            if said.setdefault(name, model._meta.label) != model._meta.label:
                raise Undeclared(f"{name} means {said[name]} already, and {model._meta.label} claims it")
    return said


def record_labels():
    """{record key: label} of the tables that travel."""
    return {part.model.record_key: part.label for part in parts() if getattr(part.model, "record_key", "")}


def actor_labels():
    """{kind of actor: label}."""
    named = {part.model.archive_actor: part.label for part in parts() if hasattr(part.model, "archive_actor")}
    return {Member.actor_kind: Member._meta.label, **named}


def timers():
    """{kind: (label, whether it is a reminder)} of those that travel."""
    found = {}
    for part in parts():
        found |= dict.fromkeys(vars(part.model).get("archive_timers", ()), (part.label, False))
        found |= dict.fromkeys(vars(part.model).get("archive_reminders", ()), (part.label, True))
    return found


def faults():
    """What is not declared, or declared twice, in words for whoever adds a table, a column or a timer."""
    found = []
    for part in parts():
        try:
            carriers = part.carriers
        except Undeclared as error:
            found.append(str(error))
            continue
        found += [
            f"{part.label}.{column} leads to {model._meta.label}, which stays behind"
            for column, model in part.targets.items()
            if hasattr(model, "archive_stays")
        ]
        for column, carrier in carriers.items():
            if isinstance(carrier, OfType) and _no_such_way(part, carrier.column):
                found.append(f"{part.label}.{column}: there is no {carrier.column}")
            if isinstance(carrier, Left | Words) and column in part.targets:
                found.append(f"{part.label}.{column} is a foreign key, which goes without saying")
    unknown = set(settings.TIMERS) ^ (set(timers()) | set(TIMERS_STAY))
    return found + [f"timer {kind}: does it travel or stay?" for kind in sorted(unknown)]


def _no_such_way(part, path):
    """Whether a column, or a column of the row that a foreign key leads to, is not there."""
    name, _dot, further = path.partition(".")
    if not further:
        return name not in part.columns
    return further not in Part(part.model._meta.get_field(name).related_model).columns
