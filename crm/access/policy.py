"""Who may see and do what: one compiled predicate behind every list, page, search, total, export and job."""

from functools import reduce
from operator import and_, or_

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from crm.access.masking import Mask
from crm.access.shares import reached_by_share, share_arms
from crm.access.teams import reach_of


def scope_of(member, key, action):
    """One of SCOPES: how far the member's role lets them `action` records of type `key`."""
    grants = member.role.grants
    return (grants.get(key) or grants.get("*") or {}).get(action, "none")


def can(member, right, record=None):
    """Whether the member holds a right: "settings", or "contact.edit" (on `record`, or on any at all)."""
    key, _, action = right.partition(".")
    if not action:
        return right in member.role.rights
    scope = scope_of(member, key, action)
    if record is None or scope == "all":
        return scope != "none"
    return _owns(member, record, scope) or _is_shared(member, record, action)


def require(member, right, record=None):
    """Raises PermissionDenied unless `can`."""
    if not can(member, right, record):
        raise PermissionDenied


def visible_to(queryset, member, action="see", *, mine=False, gone=False):
    """The rows of `queryset` that the member may `action` ("see", "edit", "delete", "export" or "assign").

    Leaves out deleted records, and blanks what the role hides in those that are fetched. Start every lookup of a
    record here: what is not visible does not exist. With `mine`, those of them that the member owns, in a form that the
    planner judges rightly: of two conditions on one column it takes the second for another narrowing. With `gone`,
    the deleted ones instead.
    """
    if member.role.fields:
        queryset = queryset.dressed(Mask(member))
    if any(field.name == "deleted_at" for field in queryset.model._meta.fields):
        queryset = queryset.filter(deleted_at__isnull=not gone)
    if mine and scope_of(member, queryset.model.record_key, action) != "none":
        return queryset.filter(owner_id=member.pk)
    condition = predicate(queryset.model, member, action)
    queryset = queryset if condition is None else queryset.filter(condition)
    return queryset.filter(owner_id=member.pk) if mine else queryset


def predicate(model, member, action="see"):
    """The condition behind visible_to; None when the member may reach every row. Also right for a scan view
    with `owner_id` and `team_id` (pass the record's own model as `model`)."""
    scope = scope_of(member, model.record_key, action)
    if scope == "all":
        return None
    shared = reached_by_share(model, member, action)
    if scope == "none":
        return shared if shared is not None else Q(pk__in=[])
    condition = reduce(or_, _by_role(member, scope))
    return condition if shared is None else condition | shared


def _by_role(member, scope):
    """The conditions of what a scope other than none and all reaches."""
    teams = teams_in(member, scope)
    if not teams:
        return [Q(owner_id=member.pk)]
    among = {"team_id": min(teams)} if len(teams) == 1 else {"team_id__in": sorted(teams)}
    return [Q(owner_id=member.pk), Q(**among)]


def teams_in(member, scope):
    """Ids of the teams whose records a scope reaches; none for none, own and all."""
    if scope not in ("team", "tree"):
        return frozenset()
    return reach_of(member).own if scope == "team" else reach_of(member).below


def ways(model, member, action="see"):
    """The condition of `predicate` in parts of which no row has two, so that each can be counted by its own index."""
    scope = scope_of(member, model.record_key, action)
    if scope == "all":
        return [Q()]
    shared = reached_by_share(model, member, action)
    own = _by_role(member, scope) if scope != "none" else []
    parts = own if shared is None else [*own, shared]
    return [reduce(and_, (~other for other in own[:place]), part) for place, part in enumerate(parts)]


def _owns(member, record, scope):
    if scope == "none":
        return False
    return record.owner_id == member.pk or (record.team_id is not None and record.team_id in teams_in(member, scope))


def _is_shared(member, record, action):
    return any(arm.filter(content_object_id=record.pk).exists() for arm in share_arms(type(record), member, action))
