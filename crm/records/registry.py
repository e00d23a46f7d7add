"""The record types of this installation, by key."""

from crm.records.types import RecordType, Sentence

_types: dict[str, RecordType] = {}
_sentences: dict[str, Sentence] = {}


def register(record_type):
    """Called at import by each record.py that settings.RECORD_TYPES names. Returns the type."""
    if record_type.key in _types and _types[record_type.key] != record_type:
        raise ValueError(f"two record types call themselves {record_type.key!r}")
    _types[record_type.key] = record_type
    return record_type


def get(key):
    """The type called `key`. Raises KeyError."""
    return _types[key]


def of(record):
    """The type of a record."""
    return _types[record.record_key]


def all_types():
    return list(_types.values())


def knows(key):
    return key in _types


def fetch(key, pk, member, action="see"):
    """The record, if its type exists and the member may `action` it; otherwise None."""
    return _types[key].visible(member, action).filter(pk=pk).first() if key in _types else None


def seen(places, member):
    """{(type, id): record} of those among the (type, id) pairs that the member sees, with what they are called and no
    more: one query for each type among them."""
    wanted = {}
    for key, pk in places:
        if key in _types and pk is not None:
            wanted.setdefault(key, set()).add(pk)
    return {
        (key, record.pk): record
        for key, ids in wanted.items()
        for record in _types[key].called(_types[key].visible(member).filter(pk__in=ids))
    }


def find(key, pk):
    """The record, whoever may see it and even if deleted; None when there is none. For actions and jobs; a person's
    request begins with `fetch`."""
    return _types[key].model_class.objects.filter(pk=pk).first() if key in _types else None


def url_of(key, pk):
    """The page of a record, by its key and id; "" when there is no such type."""
    return _types[key].url(pk) if key in _types else ""


def tell(sentences):
    """How events read of what hangs on records and has no page of its own: {event kind: Sentence}."""
    _sentences.update(sentences)


def told(kind):
    """The Sentence for such an event, or None."""
    return _sentences.get(kind)


def panels_on(key):
    """Panels that any type shows on records of type `key`."""
    return [(record_type, panel) for record_type in _types.values() for panel in record_type.panels if panel.on == key]
