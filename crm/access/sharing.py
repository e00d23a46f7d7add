"""Explicit shares: one record opened to one colleague, or to a team."""

from django.db import transaction

from crm.access.models import Team
from crm.access.shares import SHARED_BY, permission_id, share_model


@transaction.atomic
def share(record, whom, level="see", *, until=None, by=None):
    """Let `whom` (a Member or a Team) see, or with level "edit" also change, one record whatever their roles say.

    `until` (aware) ends it. Sharing again puts level and end in the place of what they were.
    """
    _rows(record, whom).exclude(permission_id__in=_permissions(record, level)).delete()
    for permission in _permissions(record, level):
        share_model(type(record)).objects.update_or_create(
            tenant_id=whom.tenant_id, permission_id=permission, content_object_id=record.pk, **_principal(whom),
            defaults={"until": until}, create_defaults={"until": until, "by": by},
        )  # fmt: skip


@transaction.atomic
def share_at_least(record, member, level="see"):
    """Let `member` see (or change) the record for good, where they cannot yet; nothing that was shared is narrowed."""
    for permission in _permissions(record, level):
        share_model(type(record)).objects.update_or_create(
            tenant_id=member.tenant_id, permission_id=permission, content_object_id=record.pk, **_principal(member),
            defaults={"until": None},
        )  # fmt: skip


@transaction.atomic
def unshare(record, whom):
    """Take back every share of the record with a Member or a Team."""
    _rows(record, whom).delete()


def shared_with(record):
    """User ids that the record is shared with by name, at whatever level."""
    rows = share_model(type(record)).objects.filter(content_object_id=record.pk, team=None)
    return rows.values_list("user_id", flat=True).distinct()


def _permissions(record, level):
    actions = ("see", "edit") if level == "edit" else ("see",)
    return [permission_id(type(record), SHARED_BY[action]) for action in actions]


def _principal(whom):
    return {"team_id": whom.pk} if isinstance(whom, Team) else {"user_id": whom.user_id}


def _rows(record, whom):
    return share_model(type(record)).objects.filter(content_object_id=record.pk, **_principal(whom))
