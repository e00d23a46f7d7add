"""One record opened to a colleague or a team beyond what their roles say, for good or until a day."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.models import Team
from crm.access.shares import permission_id, share_model
from crm.access.sharing import share, unshare
from crm.events.record import record_event
from crm.tenants.models import Member


@dataclass(frozen=True, slots=True)
class Shared:
    """Somebody, or a team, that a record is shared with. `level`: see or edit; `over`: its end has passed."""

    whom: Any
    level: str
    until: Any
    by: Any
    over: bool


@transaction.atomic
def share_record(record, *, whom, by, level="see", until=None):
    """Let `whom` (a Member or a Team) see the record, or with level "edit" change it too, until a moment or for good.

    Records <type>.shared. Sharing again replaces what was. Raises ValidationError for an end that has passed.
    """
    if until is not None and until <= timezone.now():
        raise ValidationError({"until": _("This day has passed.")})
    share(record, whom, level, until=until, by=by if isinstance(by, Member) else None)
    record_event(record, f"{record.record_key}.shared", by=by, data=_facts(record, whom) | {
        "level": level, "until_at": until.isoformat() if until else "",
    })  # fmt: skip


@transaction.atomic
def end_share(record, *, whom, by):
    """Take the share back. Records <type>.unshared; nothing when there was none."""
    if any(shared.whom == whom for shared in shares_of(record)):
        unshare(record, whom)
        record_event(record, f"{record.record_key}.unshared", by=by, data=_facts(record, whom))


def shares_of(record):
    """[Shared] of a record, the oldest first, those that are over among them; [] where the type cannot be shared."""
    table = share_model(type(record))
    if table is None:
        return []
    edits = permission_id(type(record), "change")
    rows = list(table.objects.filter(content_object_id=record.pk).select_related("team", "by").order_by("pk"))
    seats = {m.user_id: m for m in Member.objects.filter(user_id__in=[row.user_id for row in rows if row.user_id])}
    found = {}
    for row in rows:
        whom = row.team or seats.get(row.user_id)
        if whom is not None:
            key, level = (type(whom), whom.pk), "edit" if row.permission_id == edits else "see"
            level = "edit" if key in found and found[key].level == "edit" else level
            over = row.until is not None and row.until <= timezone.now()
            found[key] = Shared(whom=whom, level=level, until=row.until, by=row.by, over=over)
    return list(found.values())


def _facts(record, whom):
    kind = "team" if isinstance(whom, Team) else "member"
    return {**record.named(), "with": whom.name, "with_kind": kind, "with_id": whom.pk}
