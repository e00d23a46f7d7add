"""Explicit shares: one record opened to one colleague."""

from django.db import transaction

from crm.access.policy import SHARED_BY, permission_id, share_model


@transaction.atomic
def share(record, member, level="see"):
    """Let `member` see (or see and edit) one record whatever their role says. Sharing again changes nothing."""
    table = share_model(type(record))
    for action in ("see", "edit") if level == "edit" else ("see",):
        table.objects.get_or_create(
            tenant_id=member.tenant_id,
            user_id=member.user_id,
            permission_id=permission_id(type(record), SHARED_BY[action]),
            content_object_id=record.pk,
        )


@transaction.atomic
def unshare(record, member):
    """Take back every share of the record with `member`."""
    share_model(type(record)).objects.filter(
        tenant_id=member.tenant_id, user_id=member.user_id, content_object_id=record.pk
    ).delete()


def shared_with(record):
    """User ids that the record is shared with."""
    table = share_model(type(record))
    return table.objects.filter(content_object_id=record.pk).values_list("user_id", flat=True).distinct()
