"""Which records are open to a member by a share, beside those that their role reaches."""

from functools import lru_cache, reduce
from operator import or_

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from guardian.utils import get_user_obj_perms_model

from crm.access.models import Deputy, ShareBase, Team
from crm.tenants.scope import current_tenant_id

SHARED_BY = {"see": "view", "edit": "change"}  # action → prefix of the permission that a share carries
FEW = 500  # so many of a type, for both actions, are named in the statements of a request; more are looked up in them

# What share_arms() gives of one table for each action, as text: put together once a process, not for each request.
_MINE = """(
    SELECT permission_id, content_object_id FROM "{table}"
    WHERE tenant_id = %(tenant)s AND permission_id = ANY (%(permissions)s) AND (until IS NULL OR until > %(now)s)
    AND (user_id = %(user)s OR team_id = ANY (ARRAY(SELECT id FROM mine))) LIMIT {limit}
)"""
_TEAMS = """WITH mine AS MATERIALIZED (
    SELECT id FROM access_team WHERE tenant_id = %(tenant)s AND (id = %(team)s OR manager_id = %(member)s
    OR id = ANY (ARRAY(SELECT team_id FROM access_deputy WHERE tenant_id = %(tenant)s AND member_id = %(member)s)))
)"""


def share_model(model):
    """The model's share table, or None when its records cannot be shared."""
    found = get_user_obj_perms_model(model)
    return found if issubclass(found, ShareBase) else None


def live_shares(model, action):
    """The model's shares for `action` ("see" or "edit") that are in force, whoever they are with; None without any."""
    table = share_model(model)
    if table is None or action not in SHARED_BY:
        return None
    in_force = Q(until=None) | Q(until__gt=timezone.now())
    return table.objects.filter(in_force, permission_id=permission_id(model, SHARED_BY[action]))


def share_arms(model, member, action):
    """The shares with the member, and those with a team that they sit in, manage or stand in for: apart, so that each
    is looked up by its own index."""
    shares = live_shares(model, action)
    if shares is None:
        return []
    stands_in = Deputy.objects.filter(member_id=member.pk).values("team_id")
    teams = Team.objects.filter(Q(pk=member.team_id) | Q(manager_id=member.pk) | Q(pk__any_of=ArraySubquery(stands_in)))
    with_teams = shares.filter(team_id__any_of=ArraySubquery(teams.order_by().values("pk")))
    return [shares.filter(user_id=member.user_id), with_teams]


def reached_by_share(model, member, action):
    """The condition of the records shared with the member for `action`; None where there are none, or can be none."""
    if share_model(model) is None or action not in SHARED_BY:
        return None
    kept = member.__dict__.get("kept")
    ids = _few(model, member, action, kept) if kept is not None else None
    if ids is not None:
        return Q(id__in=ids) if ids else None
    arms = share_arms(model, member, action)
    return reduce(or_, (Q(id__any_of=ArraySubquery(arm.values("content_object_id"))) for arm in arms))


def _few(model, member, action, kept):
    """The ids, asked for once a request for the member whom the middleware has seated; None where they are many."""
    if "shares" not in kept:
        kept["shares"] = _ids(member)
    found = {verb: kept["shares"].get(permission_id(model, verb), []) for verb in SHARED_BY.values()}
    return None if sum(map(len, found.values())) > FEW else sorted(set(found[SHARED_BY[action]]))


def _ids(member):
    """{id of a permission: ids of the records} of all that is shared with the member, in one statement."""
    tables = _tables()
    given = {
        "tenant": current_tenant_id(), "now": timezone.now(),
        "user": member.user_id, "team": member.team_id, "member": member.pk,
        "permissions": [permission_id(model, verb) for model in tables.values() for verb in SHARED_BY.values()],
    }  # fmt: skip
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_ask(), given)
        for permission, pk in cursor.fetchall():
            found.setdefault(permission, []).append(pk)
    return found


@lru_cache
def _tables():
    """{table of shares: the model whose records it shares}"""
    models = [model for model in apps.get_models() if issubclass(model, ShareBase)]
    return {model._meta.db_table: model._meta.get_field("content_object").related_model for model in models}


@lru_cache
def _ask():
    return _TEAMS + " UNION ALL ".join(_MINE.format(table=table, limit=FEW + 1) for table in _tables())


@lru_cache
def permission_id(model, verb):
    """The id of Django's `view_x` or `change_x` permission for a model."""
    options = model._meta
    return Permission.objects.values_list("pk", flat=True).get(
        content_type__app_label=options.app_label,
        content_type__model=options.model_name,
        codename=f"{verb}_{options.model_name}",
    )
