"""The audit trail on its way. Its seals cover the keys of the installation it comes from, so they are proved there and
then: out of the archive, as it was sealed. Here it gets a chain of its own, whose first entry says what the old one's
last seal was; whoever keeps the archive can prove at any time what stood before.
"""

import json

from crm.audit.chain import prove
from crm.backup.archive import Damaged

TABLE = "archived_trail"
MAKE = f"CREATE TEMP TABLE {TABLE} (LIKE audit_entry) ON COMMIT DROP"
FILL = f"""
    INSERT INTO {TABLE} SELECT (jsonb_populate_record(NULL::audit_entry, line::jsonb || %s::jsonb)).*
    FROM unnest(%s::text[]) AS line
"""  # noqa: S608
AT_ONCE = 2_000
LABEL = "audit.Entry"


def check(connection, parcel):
    """Prove the archive's own chain, by the keys it was sealed with. Raises Damaged when it does not hold."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE)
        _fill(cursor, parcel)
        report = prove(connection, parcel.tenant_id, table=TABLE)
        cursor.execute(f"DROP TABLE {TABLE}")
    if report.faults:
        raise Damaged(f"The archive's audit trail does not prove itself: {report.faults[0]}.")
    if list(report.head or ()) != list(parcel.manifest.get("head") or ()):
        raise Damaged("The archive's audit trail ends elsewhere than its manifest says.")
    return report


def _fill(cursor, parcel):
    tenant, waiting = json.dumps({"tenant_id": parcel.tenant_id}), []
    for line in parcel.lines(LABEL):
        waiting.append(line)
        if len(waiting) == AT_ONCE:
            cursor.execute(FILL, [tenant, waiting])
            waiting.clear()
    if waiting:
        cursor.execute(FILL, [tenant, waiting])
