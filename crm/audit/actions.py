"""Writing the audit trail: one row, in the transaction of the act itself, so that neither exists without the other."""

import json

from django.db import connection

from crm.audit.catalogue import is_audited
from crm.lib.trail import current_trail


def note(actor, action, *, record=None, data=None):
    """Keep for good that `actor` did `action`, in the workspace of the open scope.

    `actor` is a Member or an `events.actors.System`; `action` a short key as "role.previewed", whose words stand in
    crm.audit.catalogue; `record` whatever it was done to, with `record_key` and `pk`; `data` JSON values, no secrets.
    The address and the id of the request come from the request at hand. Costs one INSERT and waits for nobody.
    """
    _write(
        actor_kind=actor.actor_kind,
        actor_id=actor.actor_id,
        actor_name=str(actor.name),
        action=action,
        record_type=record.record_key if record is not None else "",
        record_id=record.pk if record is not None else None,
        data=data or {},
        **_whence(),
    )


def witness(event):
    """Keep an event that changed rights, seats, the workspace or the existence of records. Called by record_event."""
    if not is_audited(event.kind):
        return
    _write(
        actor_kind=event.actor_kind,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        action=event.kind,
        record_type=event.record_type,
        record_id=event.record_id,
        data=event.data,
        **_whence(),
    )


_COLUMNS = (
    "actor_kind", "actor_id", "actor_name", "action", "record_type", "record_id", "data", "address", "request_id",
)  # fmt: skip
_INSERT = f'INSERT INTO "audit_entry" ({", ".join(_COLUMNS)}) VALUES ({", ".join(["%s"] * len(_COLUMNS))})'  # noqa: S608


def _write(**entry):
    """One statement as it stands, for each page that shows a person writes an entry; the database fills in the rest."""
    entry["data"] = json.dumps(entry["data"], ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [entry[column] for column in _COLUMNS])


def _whence():
    trail = current_trail()
    return {"address": trail.address or None, "request_id": trail.request_id}
