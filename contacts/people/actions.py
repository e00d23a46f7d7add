"""People made, changed and found again."""

from django.db import transaction

from contacts.companies.actions import get_or_create_company
from contacts.people.models import Contact, ContactPoint
from contacts.people.queries import known_by
from crm.events.record import record_event
from crm.records.actions import as_json, locked
from crm.records.base import team_of
from crm.records.fields.values import claim, put, told
from crm.tenants.models import Member

PHONE, EMAIL = ContactPoint.Kind.PHONE, ContactPoint.Kind.EMAIL
MOST_POINTS = 20
NAME_PARTS = ("given_name", "family_name")


@transaction.atomic
def create_contact(
    *, by, name="", phones=(), emails=(), other_points="", company=None, owner=None, tags=(), custom=None, **fields
):
    """A new person. Records contact.created. Returns the Contact.

    `phones` are E.164, `emails` any case, the first of each is the main one, and `other_points` more of both between
    blanks; `company` is a Company, or a name that is found or made. `other_name` is the name in the other script.
    Without `name` it is put together from given_name and family_name, else taken from the first mail or phone;
    ValueError when there is none of these. Without `owner`, it is the member who does it. `custom` are stored values
    of custom fields; ValidationError for one that must be there once (crm.records.fields.values.claim).
    """
    contact = Contact(tags=_clean_tags(tags), **fields)
    points = _points([*phones, *_of(PHONE, other_points)], [*emails, *_of(EMAIL, other_points)])
    contact.other_name = _one_line(contact.other_name)
    contact.name = _one_line(name) or _joined_name(contact) or next((value for _kind, value in points), "")
    if not contact.name:
        raise ValueError("a person needs a name, a mail or a phone")
    contact.owner = owner or (by if isinstance(by, Member) else None)
    contact.team_id = team_of(contact.owner)
    _join(contact, company, by=by)
    _repeat_points(contact, points)
    put(contact, custom, by=by, new=True)
    contact.save()
    claim(contact)
    _write_points(contact, points)
    record_event(contact, "contact.created", by=by, data={**contact.named(), "source": contact.source})
    return contact


@transaction.atomic
def update_contact(contact, *, by, **fields):
    """Change the given fields, which are those of create_contact but for owner. Returns the Contact.

    `phones` and `emails` replace all there were; `phone` and `email` only the main one, `other_points` only the
    others. Records contact.updated with
    {"changes": {field: [before, after]}}, unless nothing is different.
    """
    contact = locked(contact)
    before, custom = _snapshot(contact), contact.custom
    points = _points_after(contact, fields)
    if given := fields.pop("custom", None):
        put(contact, given, by=by)
    if "company" in fields:
        _join(contact, fields.pop("company"), by=by)
    for name, value in fields.items():
        setattr(contact, name, _clean_tags(value) if name == "tags" else value)
    _settle_name(contact, fields)
    _repeat_points(contact, points)
    after = _snapshot(contact)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    changes |= told(custom, contact.custom)
    if changes:
        contact.save()
        claim(contact, custom)
        _write_points(contact, points)
        record_event(contact, "contact.updated", by=by, data={**contact.named(), "changes": changes})
    return contact


@transaction.atomic
def get_or_create_contact(*, by, phones=(), emails=(), among=None, **fields):
    """(contact, created): the person who has one of these mails or phones, else a new one.

    Somebody known is left as they are, but gains the mails and phones that were not known. `among` narrows where to
    look to a queryset of people; without it, everybody's are looked through.
    """
    found = known_by(phones=phones, emails=emails, among=among).first()
    if found is None:
        return create_contact(by=by, phones=phones, emails=emails, **fields), True
    known = [(point.kind, point.value) for point in found.points.all()]
    more = {kind: [value for each, value in known if each == kind] for kind in (PHONE, EMAIL)}
    more[PHONE] += phones
    more[EMAIL] += emails
    return update_contact(found, by=by, phones=more[PHONE], emails=more[EMAIL]), False


def gather(values):
    """The fields of create_contact from flat values: phone, phone_2, … become phones, and so do mails."""
    fields = dict(values)
    for one, many in (("phone", "phones"), ("email", "emails")):
        names = sorted(name for name in values if name == one or name.startswith(f"{one}_"))
        if names:
            fields[many] = [fields.pop(name) for name in names]
    return fields


def forget_record(key, ids):
    """The people of companies that are deleted for good are of none."""
    if key == "company":
        Contact.objects.filter(company_id__in=ids).update(company=None, company_name="", company_other_name="")


def _one_line(text):
    return " ".join(str(text).split())


def _clean_tags(tags):
    return list(dict.fromkeys(filter(None, map(_one_line, tags))))


def _joined_name(contact):
    return _one_line(f"{contact.given_name} {contact.family_name}")


def _settle_name(contact, fields):
    """The parts make the full name, unless that itself was given; a name that the parts do not make drops them."""
    contact.name, contact.other_name = _one_line(contact.name), _one_line(contact.other_name)
    if "name" in fields and not fields.keys() & set(NAME_PARTS):
        if contact.name != _joined_name(contact):
            contact.given_name = contact.family_name = ""
    elif fields.keys() & set(NAME_PARTS) and "name" not in fields:
        contact.name = _joined_name(contact) or contact.name


def _join(contact, company, *, by):
    if isinstance(company, str):
        company = get_or_create_company(name=company, by=by, owner=contact.owner)[0] if company.strip() else None
    contact.company = company
    contact.company_name, contact.company_other_name = (company.name, company.other_name) if company else ("", "")


def _points(phones, emails):
    """[(kind, value)] without repetitions, phones first."""
    mails = [_one_line(mail).lower() for mail in emails]
    numbers = [_one_line(phone) for phone in phones]
    pairs = dict.fromkeys([*((PHONE, value) for value in numbers), *((EMAIL, value) for value in mails)])
    return [pair for pair in pairs if pair[1]][:MOST_POINTS]


def _of(kind, text):
    return [point for point in text.split() if ("@" in point) == (kind == EMAIL)]


def _points_after(contact, fields):
    """The points that the person will have; takes their fields out of `fields`."""
    values = {PHONE: [], EMAIL: []}
    for point in contact.points.all():
        values[point.kind].append(point.value)
    for kind, one, many in ((PHONE, "phone", "phones"), (EMAIL, "email", "emails")):
        first, others = values[kind][:1], values[kind][1:]
        if one in fields:
            first = [fields.pop(one)]
        if "other_points" in fields:
            others = _of(kind, fields["other_points"])
        values[kind] = list(fields.pop(many, [*first, *others]))
    fields.pop("other_points", None)
    return _points(values[PHONE], values[EMAIL])


def repeated(points):
    """The columns of a person that repeat their points, so that lists and search need no join."""
    phone = next((value for kind, value in points if kind == PHONE), "")
    email = next((value for kind, value in points if kind == EMAIL), "")
    others = " ".join(value for _kind, value in points if value not in (phone, email))
    return {"phone": phone, "email": email, "points_text": others}


def _repeat_points(contact, points):
    for name, value in repeated(points).items():
        setattr(contact, name, value)


def _write_points(contact, points):
    """Make the rows be `points`, in this order; the label of one that stays, stays."""
    labels = {(point.kind, point.value): point.label for point in contact.points.all()}
    if list(labels) == points:
        return
    contact.points.all().delete()
    ContactPoint.objects.bulk_create(
        ContactPoint(contact=contact, kind=kind, value=value, label=labels.get((kind, value), ""), position=position)
        for position, (kind, value) in enumerate(points)
    )


WATCHED = (
    "title", "name", "other_name", "kind", "phone", "email", "other_points", "address", "city", "country", "birthday",
    "language", "source", "note", "tags",
)  # fmt: skip


def _snapshot(contact):
    """What a change is told by. The parts of a name are told by the name."""
    return {name: as_json(getattr(contact, name)) for name in WATCHED} | {"company": contact.company_name}
