"""What templates of a record type may write, and what that is for one document.

A type declares its own (RecordType.placeholders); every document adds the firm's, its number and its day.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.functional import keep_lazy_text
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.documents.values import Value
from crm.l10n.dates import today
from crm.l10n.numbers import localize_digits
from crm.l10n.state import current
from crm.lib.money import exponent
from crm.records import registry
from crm.records.fields.kinds import loaded
from crm.records.fields.queries import fields_of
from crm.records.types import Placeholder
from crm.tenants.models import Member
from crm.ui.timeline import custom_words


@dataclass(frozen=True, slots=True)
class Paper:
    """What a document's own placeholders are taken from."""

    tenant: Any
    code: str
    day: date


OWN = (
    Placeholder(
        key="number",
        label=pgettext_lazy("document", "Number"),
        kind="code",
        value=lambda paper: localize_digits(paper.code),
    ),
    Placeholder(key="date", label=pgettext_lazy("document", "Date"), kind="day", value=lambda paper: paper.day),
    Placeholder(key="seller.name", label=_("Our name"), value=lambda paper: paper.tenant.name),
    Placeholder(key="seller.address", label=_("Our address"), kind="lines", value=lambda paper: paper.tenant.address),
    Placeholder(
        key="payment_details",
        label=_("Payment details"),
        kind="lines",
        value=lambda paper: paper.tenant.payment_details,
    ),
)
IN_WORDS = "_in_words"
SAMPLES = {
    "money": lambda: (1_250_000 * 10 ** exponent(current().currency) // 100, current().currency),
    "day": today,
    "moment": timezone.now,
    "phone": lambda: "+00 000 000 0000",
    "code": lambda: "0001",
    "number": lambda: 12,
}


def declared(record_type):
    """The type's own placeholders, as declared, and those of the workspace's own fields, its customers' after its own;
    () without documents."""
    if not record_type.placeholders:
        return ()
    own = [_custom(field, record_type) for field in fields_of(record_type.key)]
    links = [(link, record_type.model_class._meta.get_field(link).related_model) for link in record_type.customers]
    theirs = [_custom(field, record_type, link) for link, model in links for field in fields_of(model.record_key)]
    return (*record_type.resolve("placeholders"), *own, *theirs)


def _custom(field, record_type, link=""):
    """A field of the workspace's own, or of a record to which one of the type has a link. Templates call it by its key,
    so a new name leaves them as they are."""
    own = f"{field.record_type}.{field.key}"
    return Placeholder(
        key=field.key,
        label=f"{registry.get(field.record_type).label}: {field}" if link else str(field),
        kind=field.look.printed,
        value=partial(_custom_value, field, link),
        tells=(own, f"{record_type.key}.{link}") if link else (own,),
    )


def _custom_value(field, link, record):
    record = getattr(record, link) if link else record
    if record is None:
        return None
    value = loaded(field.kind, record.custom.get(field.key))
    if value is None or field.kind in ("text", "lines", "number", "money", "day"):
        return value
    if field.kind == "member":
        return Member.objects.filter(pk=value).values_list("name", flat=True).first()
    return custom_words(field, value)


def types_with_documents():
    return [record_type for record_type in registry.all_types() if record_type.placeholders]


def available(record_type):
    """Every Placeholder that templates of the type may write, by name; an amount in words after its amount."""
    found = {}
    for placeholder in (*declared(record_type), *OWN):
        found[placeholder.key] = placeholder
        if placeholder.kind == "money":
            words = in_words(placeholder)
            found[words.key] = words
    return found


def without_words(names):
    """The names once each, an amount in words counted as its amount."""
    return list(dict.fromkeys(name.removesuffix(IN_WORDS) for name in names))


def told_by(available, used):
    """What a text with the placeholders `used` may print, as "<record key>.<field>"; every sort of it once."""
    return sorted({field for name in used if name in available for field in available[name].tells})


def in_words(placeholder):
    return replace(placeholder, key=placeholder.key + IN_WORDS, label=_label_in_words(placeholder.label), kind="words")


@keep_lazy_text
def _label_in_words(label):
    return gettext("%(name)s, in words") % {"name": label}


def label_of(record_type_key, name):
    """The placeholder's name for people; for one that is no longer declared, the name that templates use."""
    try:
        return available(registry.get(record_type_key))[name].label
    except KeyError:
        return name


def values(record_type, record, paper):
    """{name: Value} of what is there. The document's language must be in force."""
    sources = [(declared(record_type), record), (OWN, paper)]
    return _filled((p, partial(p.value, source)) for group, source in sources for p in group)


def samples(record_type, paper):
    """{name: Value} for a preview: the firm's own values, and for the rest what stands for it."""
    found = {p.key: Value(p.kind, _sample(p)) for p in (*declared(record_type), *OWN)}
    found |= {p.key + IN_WORDS: found[p.key].in_words() for p in declared(record_type) if p.kind == "money"}
    return found | _filled((p, partial(p.value, paper)) for p in OWN)


def _filled(pairs):
    found = {}
    for placeholder, get in pairs:
        raw = get()
        if raw is None or not str(raw).strip():
            continue
        value = Value(placeholder.kind, raw)
        found[placeholder.key] = value
        if placeholder.kind == "money":
            found[placeholder.key + IN_WORDS] = value.in_words()
    return found


def _sample(placeholder):
    if placeholder.sample is not None:
        return placeholder.sample
    return SAMPLES[placeholder.kind]() if placeholder.kind in SAMPLES else str(placeholder.label)
