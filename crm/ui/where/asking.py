"""From conditions to rows. Row-level security keeps words, tags and custom values from their indexes, so what an index
can serve is looked up in the type's scan view, behind a fence, and every condition is then asked of the table itself.
The fence only narrows: with it or without it the rows are the same."""

from functools import reduce
from operator import and_, or_

from crm.records.finding import visible_scan
from crm.ui.where.tree import ALL


def narrowed(rows, where, record_type, member):
    """The rows that fulfil the conditions, of those that `member` may see."""
    if where.broken:
        return rows.none()
    if not where.groups:
        return rows
    model = record_type.model_class
    truths = [_joined(group.join, [_q(one, model, member) for one in group.conditions]) for group in where.groups]
    rows = rows.filter(_joined(where.join, truths))
    hints = [
        _hint(group.join, [_hint_of(one, record_type, member) for one in group.conditions]) for group in where.groups
    ]
    hint = _hint(where.join, hints)
    return rows if hint is None else record_type.scan_class.fenced(rows, visible_scan(record_type, member).filter(hint))


def _joined(join, parts):
    return reduce(and_ if join == ALL else or_, parts)


def _q(condition, model, member):
    return condition.kind.q(condition.op, condition.values, condition.field, model, member)


def _hint(join, hints):
    """Of all together any hint narrows; of alternatives only hints of every one do."""
    known = [hint for hint in hints if hint is not None]
    if not known or (join != ALL and len(known) < len(hints)):
        return None
    return _joined(join, known)


def _hint_of(condition, record_type, member):
    if not record_type.scan:
        return None
    field, model = condition.field, record_type.model_class
    hint = condition.kind.hint(condition.op, condition.values, field, model, member)
    needed = "custom" if field.key else "tags" if field.kind == "tags" else "search_norm"
    return hint if needed in {each.name for each in record_type.scan_class._meta.fields} else None
