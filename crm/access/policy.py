"""Who may see and do what: one compiled predicate behind every list, page, search, total, export and job."""

from functools import lru_cache, reduce
from operator import and_

from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from guardian.utils import get_user_obj_perms_model

from crm.access.models import ShareBase

SHARED_BY = {"see": "view", "edit": "change"}  # action → prefix of the permission that a share carries


def scope_of(member, key, action):
    """none, own, team or all: how far the member's role lets them `action` records of type `key`."""
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


def visible_to(queryset, member, action="see", *, mine=False):
    """The rows of `queryset` that the member may `action` ("see", "edit", "delete", "export" or "assign").

    Leaves out deleted records. Start every lookup of a record here: what is not visible does not exist. With `mine`,
    those of them that the member owns, in a form that the planner judges rightly: of two conditions on one column it
    takes the second for another narrowing.
    """
    if any(field.name == "deleted_at" for field in queryset.model._meta.fields):
        queryset = queryset.filter(deleted_at=None)
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
    shared = _shared_ids(model, member, action)
    if scope == "none":
        return shared if shared is not None else Q(pk__in=[])
    condition = Q(owner_id=member.pk)
    if scope == "team" and member.team_id:
        condition |= Q(team_id=member.team_id)
    return condition if shared is None else condition | shared


def ways(model, member, action="see"):
    """The condition of `predicate` in parts of which no row has two, so that each can be counted by its own index."""
    scope, shared = scope_of(member, model.record_key, action), _shared_ids(model, member, action)
    if scope == "all":
        return [Q()]
    own = [Q(owner_id=member.pk)] if scope != "none" else []
    if scope == "team" and member.team_id:
        own.append(Q(team_id=member.team_id))
    parts = own if shared is None else [*own, shared]
    return [reduce(and_, (~other for other in own[:place]), part) for place, part in enumerate(parts)]


def _owns(member, record, scope):
    if scope == "none":
        return False
    return record.owner_id == member.pk or (
        scope == "team" and record.team_id is not None and record.team_id == member.team_id
    )


def share_model(model):
    """The model's share table, or None when its records cannot be shared."""
    found = get_user_obj_perms_model(model)
    return found if issubclass(found, ShareBase) else None


def _shares(model, member, action):
    table = share_model(model)
    if table is None or action not in SHARED_BY:
        return None
    permission = permission_id(model, SHARED_BY[action])
    return table.objects.filter(tenant_id=member.tenant_id, user_id=member.user_id, permission_id=permission)


def _shared_ids(model, member, action):
    shares = _shares(model, member, action)
    return None if shares is None else Q(id__any_of=ArraySubquery(shares.values("content_object_id")))


def _is_shared(member, record, action):
    shares = _shares(type(record), member, action)
    return shares is not None and shares.filter(content_object_id=record.pk).exists()


@lru_cache
def permission_id(model, verb):
    """The id of Django's `view_x` or `change_x` permission for a model."""
    options = model._meta
    return Permission.objects.values_list("pk", flat=True).get(
        content_type__app_label=options.app_label,
        content_type__model=options.model_name,
        codename=f"{verb}_{options.model_name}",
    )
