from django.db.models import Count, Max, Q, QuerySet

from crm.lib.lookup import Lookup, asked
from crm.notify.models import Notification

SHOWN = 10


UNREAD = Lookup(
    lambda: (
        QuerySet(Notification)
        .filter(tenant=asked(0), member=asked(1), read_at=None)
        .values("member")
        .annotate(unread=Count("pk"))
        .values_list("unread")
    )
)


def unread_count(member):
    found = UNREAD(member.tenant_id, member.pk)
    return found[0] if found else 0


def newest(member, limit=SHOWN, before=None):
    """The member's notifications, newest first; `before` is the id of the last one already shown."""
    mine = Notification.objects.filter(member=member, shown=True).order_by("-at", "-pk")
    last = mine.filter(pk=before).first() if before else None
    earlier = Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk) if last else Q()
    return list(mine.filter(earlier)[:limit])


def bell_state(member):
    """(unread, id of the newest): changes whenever the bell should look different."""
    mine = Notification.objects.filter(member=member)
    found = mine.aggregate(unread=Count("pk", filter=Q(read_at=None)), newest=Max("pk"))
    return found["unread"], found["newest"] or 0
