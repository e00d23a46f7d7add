"""Keeping a view of a list, changing it and giving it up. Each act is an event, which the audit trail keeps."""

from django.db import transaction

from crm.events.record import record_event
from crm.ui.models import SavedView, ViewDefault

Audience = SavedView.Audience


@transaction.atomic
def save_view(record_type, *, name, asked, mine, columns, audience, by, roles=()):
    """Keep what a list shows under a name. `roles` are those whose list opens with it. Records view.saved."""
    view = SavedView.objects.create(
        record_type=record_type.key, name=name, asked=asked, mine=mine, columns=columns, owner=by,
        audience=audience, team_id=_team(audience, by),
    )  # fmt: skip
    _open_with(view, roles)
    record_event(view, "view.saved", by=by, data=_told(view, roles), quiet=True)
    return view


@transaction.atomic
def update_view(view, *, asked, mine, columns, by):
    """Let the view show something else. Records view.updated."""
    view.asked, view.mine, view.columns = asked, mine, columns
    view.save(update_fields=["asked", "mine", "columns"])
    record_event(view, "view.updated", by=by, data={**_told(view), "asked": asked}, quiet=True)
    return view


@transaction.atomic
def revise_view(view, *, name, audience, by, roles=None):
    """Call the view otherwise, share it otherwise, or, with `roles`, let other roles open with it. Records
    view.renamed. What its owner shares with their team is shared with the team that they are in now."""
    view.name = name
    if audience != view.audience:
        view.audience, view.team_id = audience, _team(audience, view.owner)
    view.save(update_fields=["name", "audience", "team"])
    if audience != Audience.ALL:
        roles = ()  # nobody's list opens with what they do not meet
    if roles is not None:
        _open_with(view, roles)
    record_event(view, "view.renamed", by=by, data=_told(view, roles), quiet=True)
    return view


@transaction.atomic
def delete_view(view, *, by):
    """Give the view up, for everybody. Records view.deleted."""
    record_event(view, "view.deleted", by=by, data=_told(view), quiet=True)
    view.delete()


def _team(audience, owner):
    return owner.team_id if audience == Audience.TEAM else None


def _open_with(view, roles):
    """Exactly these roles open the list with the view."""
    view.defaults.exclude(role__in=roles).delete()
    for role in roles:
        ViewDefault.objects.update_or_create(role=role, record_type=view.record_type, defaults={"view": view})


def _told(view, roles=None):
    named = {"roles": [str(role) for role in roles]} if roles else {}
    return {"name": view.name, "type": view.record_type, "audience": view.audience, **named}
