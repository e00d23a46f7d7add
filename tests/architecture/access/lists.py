"""Views of lists: each keeps their own, and a shared one is changed by its owner and by who may change settings."""

from crm.records import registry
from crm.ui.models import SavedView
from crm.ui.saved.actions import save_view
from tests.architecture.access import Row

SAVED = dict.fromkeys(("owner", "manager", "rep", "agent", "reader"), 302)
THE_OWNERS = {"owner": 200, "manager": 403, "rep": 403, "agent": 403, "reader": 403}
THE_TEAMS = {"owner": 404, "manager": 302, "rep": 302, "agent": 404, "reader": 404}


def _view(audience):
    def args(cast):
        kind = registry.get("contact")
        by = cast.rep if audience == SavedView.Audience.TEAM else cast.owner
        view = save_view(
            kind, name="Riyadh", asked={"city": "Riyadh"}, mine=False, columns=[], audience=audience, by=by
        )
        return (view.pk,)

    return args


def _contacts(cast):
    return ("contact",)


def _filled(cast, args):
    return {"name": "Jeddah", "audience": "me"}


everyones, the_teams = _view(SavedView.Audience.ALL), _view(SavedView.Audience.TEAM)

ROWS = [
    Row(url="lists:columns", args=_contacts, names_object=False),
    Row(
        url="lists:columns", method="post", args=_contacts, names_object=False,
        data=lambda cast, args: {"order": ["phone"], "columns": ["phone"]}, **SAVED,
    ),
    Row(url="lists:where", args=_contacts, names_object=False),
    Row(
        url="lists:where", method="post", args=_contacts, names_object=False,
        data=lambda cast, args: {"g0c0-field": "city", "g0c0-op": "empty", "do": "apply"}, **SAVED,
    ),
    Row(url="lists:save", args=_contacts, names_object=False),
    Row(url="lists:save", method="post", args=_contacts, names_object=False, data=_filled, **SAVED),
    Row(url="lists:view", args=everyones, **SAVED),
    Row(url="lists:view", args=the_teams, **THE_TEAMS),
    Row(url="lists:update", method="post", args=everyones, **THE_OWNERS | {"owner": 302}),
    Row(url="lists:edit", args=everyones, **THE_OWNERS),
    Row(url="lists:edit", method="post", args=everyones, data=_filled, **THE_OWNERS | {"owner": 302}),
    Row(url="lists:delete", args=everyones, **THE_OWNERS),
    Row(url="lists:delete", method="post", args=everyones, **THE_OWNERS | {"owner": 302}),
    Row(url="lists:pin", method="post", args=everyones, **SAVED),
    Row(url="lists:pin", method="post", args=the_teams, **THE_TEAMS),
]  # fmt: skip
