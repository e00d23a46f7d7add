"""What webhooks can be told of: kinds of events of the API's record types, by their names in the reader's language."""

from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.api.queries import reachable
from crm.records import registry

EVERY = "*"


def types_for(member):
    """The RecordTypes whose records a webhook of the member can send, those that can be written by programs first."""
    kinds = sorted(reachable().values(), key=lambda kind: not kind.create)
    return [kind for kind in kinds if can(member, kind.right("see"))]


def kinds_of(record_type):
    """{kind of event: what it is called} of one type."""
    return {f"{record_type.key}.{verb}": name for verb, name in record_type.announced.items()}


def every(record_type):
    """The kind that stands for all of them."""
    return f"{record_type.key}.{EVERY}"


def is_told(event):
    """Whether webhooks can hear of such events at all."""
    if not registry.knows(event.record_type):
        return False
    kind = registry.get(event.record_type)
    return bool(kind.slug) and event.kind in kinds_of(kind)


def kind_name(kind):
    """A kind of event in words, with its type: "Contact: Changed"."""
    key, _dot, verb = kind.partition(".")
    if not registry.knows(key):
        return _("Test")
    record_type = registry.get(key)
    name = _("Everything") if verb == EVERY else kinds_of(record_type).get(kind, verb)
    return _("%(type)s: %(event)s") % {"type": record_type.label, "event": name}
