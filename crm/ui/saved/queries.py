"""Which saved views a member meets."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from crm.access.policy import can
from crm.lib.lookup import Lookup, asked
from crm.records import registry
from crm.ui.models import SavedView, ViewDefault
from crm.ui.saved.choices import pinned

Audience = SavedView.Audience
NO_TEAM = 0  # no team's id


def views_of(member):
    """The member's own views, and those shared with their team or with everyone; `is_default` where the list opens so
    for their role."""
    return _met(SavedView.objects.all(), member.pk, member.team_id or NO_TEAM, member.role_id)


def views_of_list(member, record_type):
    """Those of one type of record, as each of its lists shows them."""
    team = member.team_id or NO_TEAM
    return OF_LIST.all(member.pk, team, member.role_id, member.tenant_id, record_type.key)


def _met(rows, member, team, role):
    shared = Q(audience=Audience.ALL) | Q(audience=Audience.TEAM, team_id=team)
    chosen = QuerySet(ViewDefault).filter(tenant=OuterRef("tenant"), view_id=OuterRef("pk"), role_id=role)
    met = rows.filter(Q(owner_id=member) | shared)
    return met.annotate(is_default=Exists(chosen)).order_by("name", "pk")


OF_LIST = Lookup(lambda: _met(QuerySet(SavedView), *map(asked, range(3))).filter(tenant=asked(3), record_type=asked(4)))


def find_view(pk, member):
    """The view, if the member meets it and may see such records at all. Raises Http404."""
    view = views_of(member).filter(pk=pk).first()
    if view is None or not registry.knows(view.record_type) or not can(member, f"{view.record_type}.see"):
        raise Http404
    return view


def may_change(view, member):
    """A view is its owner's; a shared one also that of who may change settings."""
    return view.owner_id == member.pk or (view.audience != Audience.ME and can(member, "settings"))


def pinned_views(member):
    """The views in the member's sidebar, in the order in which they were pinned. Asks nothing when there are none."""
    pks = pinned(member)
    if not pks:
        return []
    found = {view.pk: view for view in views_of(member).filter(pk__in=pks)}
    shown = [found[pk] for pk in pks if pk in found and registry.knows(found[pk].record_type)]
    return [view for view in shown if can(member, f"{view.record_type}.see")]
