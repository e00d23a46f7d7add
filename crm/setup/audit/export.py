"""The audit trail as a file: as it is stored, so that others can prove it, with the seal it ends at."""

import json
import tempfile
from datetime import UTC

from django.utils.translation import gettext as _

from crm.audit.actions import note
from crm.l10n.state import current
from crm.lib import writing
from crm.setup.audit.wording import act_name

MOST = 50_000  # entries of one file, the newest
HEAD = ("number", "at", "actor_kind", "actor_id", "actor_name", "action", "record_type", "record_id", "address",
        "request_id", "data", "id", "previous", "hash")  # fmt: skip


def export(rows, kind, *, asked, by):
    """(binary file, count) of the newest entries among `rows` as "csv" or "xlsx"; itself an entry.

    `asked` is what the rows were narrowed by, for that entry. The last line names the workspace's newest seal: kept
    apart, it shows later whether the trail was cut off or written anew.
    """
    note(by, "audit.exported", data={"kind": kind, "asked": asked})
    newest = rows.model.objects.exclude(number=None).order_by("-number").values_list("number", "hash").first()
    file = tempfile.TemporaryFile()
    lines = [*map(_line, rows.order_by("-at", "-pk")[:MOST].iterator(chunk_size=2000))]
    if newest:
        lines.append([newest[0], "", "", "", "", "audit head", "", "", "", "", "", "", "", newest[1]])
    head = [_("In words"), *HEAD]
    writing.write(
        kind, file, head, ([act_name(line[5]), *line] for line in lines), title=_("Audit trail"),
        right_to_left=current().direction == "rtl",
    )  # fmt: skip
    file.seek(0)
    return file, len(lines)


def _line(entry):
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    values = {name: getattr(entry, name) for name in HEAD}
    return [*(values | {"at": at, "data": json.dumps(entry.data, ensure_ascii=False)}).values()]
