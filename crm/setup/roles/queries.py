"""The log of the roles: what happened to them, newest first."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm.events.models import Event
from crm.setup.roles.comparing import differences
from crm.ui.timeline import actor_name

PAGE = 50
SAID = {
    "role.changed": lambda data: _("%(actor)s changed what %(role)s may do") % data,
    "role.created": lambda data: _("%(actor)s added the role %(role)s, like %(like)s") % data,
    "role.renamed": lambda data: _("%(actor)s renamed the role %(before)s to %(role)s") % data,
    "role.deleted": lambda data: _("%(actor)s removed the role %(role)s") % data,
    "role.previewed": lambda data: _("%(actor)s began to see Wasl as %(role)s does") % data,
    "member.role_changed": lambda data: _("%(actor)s gave %(member)s the role %(role)s instead of %(before)s") % data,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log."""

    at: Any
    said: str
    differences: tuple


def log(role_names, *, before=None):
    """One page of Changes and the id to go on from (None at the end). `role_names` are {key: name} of today's roles."""
    events = Event.objects.filter(kind__in=SAID).order_by("-pk")
    events = list((events.filter(pk__lt=before) if before else events)[: PAGE + 1])
    changes = [_change(event, role_names) for event in events[:PAGE]]
    return changes, events[PAGE - 1].pk if len(events) > PAGE else None


def _change(event, names):
    data = event.data
    said = {
        "role": data.get("name") or names.get(data.get("key", data.get("to", "")), data.get("key", "")),
        "before": names.get(data["from"], data["from"]) if isinstance(data.get("from"), str) else data.get("before"),
        "like": data.get("like", ""),
        "member": data.get("member", ""),
        "actor": actor_name(event),
    }
    if event.kind == "member.role_changed":
        said["role"] = names.get(data["to"], data["to"])
    found = tuple(differences(data["from"], data["to"])) if event.kind == "role.changed" else ()
    return Change(at=event.at, said=SAID[event.kind](said), differences=found)
