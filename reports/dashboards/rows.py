"""How the rows of a measure are shown: a few columns for each kind of record, whatever the measure."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.access.teams import colleagues
from crm.records import registry
from crm.tenants.models import Member
from reports.catalogue.measures import NONE
from sales.pipelines.models import LossReason, Stage

ABOUT = pgettext_lazy("a task or call", "About")
COLUMNS = {
    "deal": (gettext_lazy("Deal"), gettext_lazy("Customer"), gettext_lazy("Stage"), gettext_lazy("Amount"),
             gettext_lazy("Owner"), gettext_lazy("Source")),
    "call": (ABOUT, gettext_lazy("By"), gettext_lazy("Outcome"), gettext_lazy("When")),
    "task": (gettext_lazy("Task"), ABOUT, gettext_lazy("Owner"), gettext_lazy("Due")),
}  # fmt: skip
DATED = {"created_at": gettext_lazy("Added"), "closed_at": gettext_lazy("Closed")}  # of deals
NAMED = {"stage_id": Stage, "loss_reason_id": LossReason, "owner_id": Member}  # what a choice is the id of


@dataclass(frozen=True)
class Line:
    """One row: where its page (or that of what it is about) is, what to call that, and the row itself."""

    url: str
    title: str
    row: Any
    customer: Any = ""
    at: Any = None  # a deal's: what put it into the period


def columns_of(measure):
    heads = COLUMNS[measure.record_key]
    return (*heads, DATED[measure.dated]) if measure.record_key == "deal" else heads


def choice_name(measure, choice):
    """The figure in words: a stage, a person, a reason, a source. Raises Http404 for what cannot be one."""
    if choice is None or not measure.by:
        return ""
    if "\0" in choice:  # which PostgreSQL cannot hold
        raise Http404
    if choice == NONE:
        return _("None given")
    if measure.by == "source":
        return choice
    is_id = choice.isascii() and choice.isdecimal() and len(choice) < 19
    found = NAMED[measure.by].objects.filter(pk=choice).first() if is_id else None
    if found is None:
        raise Http404
    return str(found) if getattr(found, "active", True) else _("Somebody who left")


def lines_of(measure, rows, member):
    """[Line]; what the rows are about is fetched at once for each kind of record, as far as the member may see it."""
    if measure.record_key == "deal":
        prefetch_related_objects(rows, "contact", "company", "stage", "owner")
        url = registry.get("deal").url
        return [
            Line(url(row.pk), row.title, row, row.contact or row.company or "—", getattr(row, measure.dated))
            for row in rows
        ]
    owners = {one.pk: one.name for one in colleagues()}
    about = _about(rows, member)
    lines = []
    for row in rows:
        url, title = about.get((row.record_type, row.record_id), ("", "—"))
        row.owner_name = owners.get(row.owner_id, "—")
        lines.append(Line(url, title, row))
    return lines


def _about(rows, member):
    """{(record type, id): (url, title)} of the visible ones."""
    wanted = {}
    for row in rows:
        wanted.setdefault(row.record_type, set()).add(row.record_id)
    found = {}
    for key, ids in wanted.items():
        if not registry.knows(key):  # a task may hang on nothing
            continue
        kind = registry.get(key)
        for record in kind.visible(member).filter(pk__in=ids):
            found[key, record.pk] = (kind.url(record.pk), str(record))
    return found
