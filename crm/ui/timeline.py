"""From events to what a reader sees of them: a sentence in their language, by day, with what was written below it."""

from collections import defaultdict
from itertools import groupby

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import conditional_escape, format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm.access.fields import hidden_fields
from crm.l10n.dates import format_date, format_datetime, format_time
from crm.l10n.money import format_money
from crm.l10n.names import called
from crm.l10n.numbers import format_number, localize_digits
from crm.l10n.state import current
from crm.lib.phones import pretty
from crm.records import registry
from crm.records.fields.queries import field_called
from crm.records.types import Sentence
from crm.ui.parts import Day, Entry
from crm.ui.tables import Cell

# What can happen to a record of any type, unless the type says it in words of its own.
STANDARD = {
    "created": Sentence(text=gettext_lazy("%(actor)s added %(name)s"), icon="plus"),
    "updated": Sentence(
        text=gettext_lazy("%(actor)s changed %(fields)s"), icon="pencil", words="crm.ui.timeline.changed_fields"
    ),
    "assigned": Sentence(
        text=gettext_lazy("%(actor)s gave %(name)s to %(to)s"), icon="user", words="crm.ui.timeline.given_to"
    ),
    "tagged": Sentence(text=gettext_lazy("%(actor)s tagged %(name)s with %(tag)s"), icon="tag"),
    "untagged": Sentence(text=gettext_lazy("%(actor)s took the tag %(tag)s off %(name)s"), icon="tag"),
    "shared": Sentence(
        text=gettext_lazy("%(actor)s shared %(name)s with %(with)s"), icon="share", words="crm.ui.timeline.shared_until"
    ),
    "unshared": Sentence(text=gettext_lazy("%(actor)s no longer shares %(name)s with %(with)s"), icon="lock"),
    "deleted": Sentence(text=gettext_lazy("%(actor)s deleted %(name)s"), icon="trash"),
    "restored": Sentence(text=gettext_lazy("%(actor)s brought %(name)s back"), icon="arrow-back-up"),
}
UNKNOWN = Sentence(text=gettext_lazy("%(actor)s: %(kind)s"), icon="point")
SYSTEM_ACTORS = {
    "form": gettext_lazy("The web form %(name)s"),
    "rule": gettext_lazy("The rule %(name)s"),
    "import": gettext_lazy("The import %(name)s"),
    "handover": gettext_lazy("The hand-over from %(name)s"),
    "bulk": gettext_lazy("A bulk change by %(name)s"),
    "system": gettext_lazy("Wasl"),
}
GLANCE = 60  # characters that are read without stopping
LOOK_OF_ACTORS = {"rule": {"icon": "robot"}}


def days(events, on=None, member=None):
    """The events, newest first, as parts.Day by the reader's calendar. `on` is the record whose timeline it is;
    what the role of `member` hides is left out of what happened."""
    events = open_events(events, member) if member is not None and member.role.fields else events
    entries = [(timezone.localdate(event.at), entry(event, on)) for event in events]
    return tuple(
        Day(label=_day_label(day), entries=tuple(one for _day, one in group))
        for day, group in groupby(entries, key=lambda pair: pair[0])
    )


def open_events(events, member):
    """The events without the values of hidden fields; a change of nothing else is not told at all. An address that
    something was sent to is such a value where any record type hides its addresses."""
    sealed = {kind for each in registry.all_types() for kind in _hidden_kinds(each, member)}
    for event in events:
        hidden = hidden_fields(member, event.record_type)
        data = {name: value for name, value in event.data.items() if name not in hidden}
        if "email" in sealed:
            data = {name: value for name, value in data.items() if not (isinstance(value, str) and "@" in value)}
        if "changes" in data:
            data["changes"] = {name: change for name, change in data["changes"].items() if name not in hidden}
            if not data["changes"] and event.data["changes"]:
                continue
        event.data = data
        yield event


def _hidden_kinds(record_type, member):
    hidden = hidden_fields(member, record_type.key)
    return {column.cell for column in record_type.guarded() if column.about in hidden} if hidden else set()


def _day_label(day):
    if abs((timezone.localdate() - day).days) > 1:
        return format_date(day, "long")
    return _("%(near)s, %(date)s") % {"near": format_date(day), "date": format_date(day, "medium")}


def entry(event, on=None):
    """One event as parts.Entry; one that happened to another record than `on` says to which."""
    sentence = sentence_of(event)
    words = {**_presented(event.data), "kind": event.kind}
    if sentence.words:
        words.update(import_string(sentence.words)(event))
    text = words.pop("text", sentence.text) if sentence.words else sentence.text
    body = words.get(sentence.body, "") if sentence.body else ""
    tags = tuple(tag if isinstance(tag, Cell) else Cell(text=str(tag), kind="tag") for tag in words.get("tags", ()))
    small = not (sentence.tone or body or tags)
    icon = LOOK_OF_ACTORS.get(event.actor_kind, {}).get("icon") if small else ""
    return Entry(
        icon=words.get("icon") or icon or sentence.icon or "point",
        line=_line(text, {**words, "actor": actor_name(event)}) + _elsewhere(event, on),
        time=format_time(event.at),
        moment=event.at.isoformat(),
        body=body,
        tone=sentence.tone,
        small=small,
        tags=tags,
    )


def _elsewhere(event, on):
    here = on is None or (event.record_type, event.record_id) == (on.record_key, on.pk)
    if here or not registry.knows(event.record_type) or "changes" not in event.data:
        return SafeString("")
    url = registry.get(event.record_type).url(event.record_id)
    name = called_in(event.data) or registry.get(event.record_type).label
    return format_html(' <span class="wl-faint">·</span> <a href="{}"><bdi>{}</bdi></a>', url, name)


def sentence_of(event):
    """How the event reads: as a record type declares it, else as it does for records of any type."""
    for record_type in _types_for(event):
        if event.kind in record_type.events:
            said = record_type.events[event.kind]
            return said if isinstance(said, Sentence) else Sentence(text=said)
    if found := registry.told(event.kind):
        return found
    return STANDARD.get(event.kind.rpartition(".")[2], UNKNOWN) if registry.knows(event.record_type) else UNKNOWN


def _types_for(event):
    """Its own type first; then all, since a type may speak for what has no page of its own (notes)."""
    own = [registry.get(event.record_type)] if registry.knows(event.record_type) else []
    return [*own, *registry.all_types()]


def actor_name(event):
    """Who did it; an automatic actor is named as what it is."""
    if event.actor_kind in SYSTEM_ACTORS:
        return str(SYSTEM_ACTORS[event.actor_kind]) % {"name": event.actor_name}
    return event.actor_name


def _line(text, words):
    """The sentence, each word that came from people marked and isolated."""
    marked = defaultdict(lambda: "…")  # an old event may not hold what today's sentence names
    marked.update((name, format_html("<b><bdi>{}</bdi></b>", _plain(value))) for name, value in words.items())
    return mark_safe(conditional_escape(str(text)) % marked)  # noqa: S308  # the text is ours, the words are escaped


def _plain(value):
    return value if isinstance(value, SafeString) else "" if value is None else str(value)


def _presented(data):
    """An event's data as its reader writes days, moments, numbers and money."""
    shown = {}
    data = {**data, "name": called_in(data)} if "name" in data else data
    for name, value in data.items():
        if value and isinstance(value, str) and name.endswith("_at"):
            value = format_datetime(parse_datetime(value))
        elif value and isinstance(value, str) and name.endswith("_on"):
            value = format_date(parse_date(value))
        elif isinstance(value, int) and not isinstance(value, bool) and not name.endswith("_minor"):
            value = format_number(value)
        shown[name] = value
    if "amount_minor" in data and data.get("currency"):
        shown["amount"] = format_money(data["amount_minor"], data["currency"])
    return shown


def called_in(data):
    """What the record of an event's data is called, in the reader's script where it had a name in both."""
    return called(data.get("name", ""), data.get("other_name", ""))


def changed_fields(event):
    """Of an update: which fields; for a single one also what it was and is, when that can be read at a glance."""
    record_type = registry.get(event.record_type)
    changes = event.data.get("changes", {})
    fields = str(pgettext("between the items of a list", ", ")).join(label_of(record_type, name) for name in changes)
    if len(changes) != 1:
        return {"fields": fields}
    [(name, values)] = changes.items()
    before, after = (_shown_value(record_type, name, value) for value in values)
    if max(len(before), len(after)) > GLANCE:
        return {"fields": fields}
    if not after:
        text = _("%(actor)s cleared %(fields)s, which was %(before)s")
    elif not before:
        text = _("%(actor)s set %(fields)s to %(after)s")
    else:
        text = _("%(actor)s changed %(fields)s from %(before)s to %(after)s")
    return {"text": text, "fields": fields, "before": before, "after": after}


def _shown_value(record_type, name, value):
    """A value of an event as its field shows it."""
    if value in (None, "", [], {}) and value is not False:
        return ""
    if field := field_called(name):
        return custom_words(field, value)
    cell = next((column.cell for column in _columns(record_type) if column.name == name), "")
    if isinstance(value, list):
        return str(pgettext("between the items of a list", ", ")).join(map(str, value))
    if cell == "choice":
        return str(dict(record_type.model_class._meta.get_field(name).flatchoices).get(value, value))
    if cell == "day":
        return format_date(parse_date(value))
    if cell == "phone":
        return localize_digits(pretty(value, current().phone_region))
    return format_number(value) if cell == "number" else str(value)


def custom_words(field, value):
    """A stored value of a custom field as its reader writes it; a colleague is named already."""
    labels = field.labels() if field.options else {}
    if field.kind == "yes":
        return _("Yes") if value else _("No")
    if field.kind == "money":
        return format_money(*value)
    if field.kind == "day":
        return format_date(parse_date(value))
    if field.kind == "choices":
        return str(pgettext("between the items of a list", ", ")).join(labels.get(each, each) for each in value)
    return format_number(value) if field.kind == "number" else str(labels.get(value, value))


def _columns(record_type):
    return [*record_type.all_facts(), *record_type.columns]


def label_of(record_type, name):
    """What people call a field: as its facts, columns or import fields do."""
    if field := field_called(name):
        return str(field)
    for each in (*_columns(record_type), *record_type.import_fields):
        if name in (each.name, getattr(each, "edit", "")):
            return str(each.label)
    return name.replace("_", " ")


def given_to(event):
    """Of an assignment: to whom, also when it is nobody."""
    return {"to": event.data.get("to") or _("Nobody")}


def shared_until(event):
    """Of a sharing: tags for a right to change, and for its end."""
    tags = [_("May change it")] if event.data.get("level") == "edit" else []
    if event.data.get("until_at"):
        moment = format_datetime(parse_datetime(event.data["until_at"]))
        tags.append(_("Until %(moment)s") % {"moment": moment})
    return {"tags": tags}
