"""Taking people from a file: a whole batch in a fixed number of statements, by the rules that the form follows."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.companies.importing import companies_called, drop_untouched
from contacts.people.models import Contact, ContactPoint
from crm.access.policy import can
from crm.events.models import Event
from crm.events.record import record_quietly
from crm.lib.text import fold
from crm.records.base import team_of
from crm.transfer.models import ImportRow
from crm.transfer.taking import Taken

Outcome = ImportRow.Outcome
POINTS = ("phone", "email")
FILLED = ("title", "given_name", "family_name", "city", "address", "birthday", "source", "note")
NEVER_OVERWRITTEN = ("given_name", "family_name")


@dataclass
class Known:
    """People of this workspace, and of the batch so far, by the numbers and addresses that lead to them."""

    by_point: dict[tuple[str, str], list[Contact]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind, value, contact):
        self.by_point[kind, value].append(contact)

    def who(self, row):
        """The person the row is about: the same number or address, and not plainly another name."""
        for kind in POINTS:
            for value in row.values.get(kind, ()):
                for contact in self.by_point[kind, value]:
                    if _could_be_one(contact.name, _name(row)):
                        return contact
        return None


def take(batch):
    """Create or complete a person for each row. Returns [Taken] in the rows' order."""
    known, taken, made, changed = _known(batch.rows), [], [], []
    companies = companies_called(
        {row.values["company"] for row in batch.rows if row.values.get("company")}, batch=batch
    )
    for row in batch.rows:
        outcome, contact = _take_row(row, batch, known, companies)
        taken.append((row, outcome, contact))
        if outcome.outcome == Outcome.CREATED:
            made.append(contact)
        elif outcome.outcome == Outcome.UPDATED:
            changed.append(contact)
    _write(made, changed, batch)
    return [_numbered(outcome, contact) for _, outcome, contact in taken]


def _known(rows):
    known = Known()
    for kind in POINTS:
        wanted = {value for row in rows for value in row.values.get(kind, ())}
        points = ContactPoint.objects.filter(kind=kind, value__in=wanted, contact__deleted_at=None)
        for point in points.select_related("contact__owner"):
            known.add(kind, point.value, point.contact)
    return known


def _take_row(row, batch, known, companies):
    name = _name(row)
    if not name and not any(row.values.get(kind) for kind in POINTS):
        return Taken(line=row.line, outcome=Outcome.FAILED, reason=_("There is no name, phone or e-mail.")), None
    contact = known.who(row)
    if contact is None:
        contact = _new(row, name, batch, companies)
        _remember(known, contact, row)
        return Taken(line=row.line, outcome=Outcome.CREATED), contact
    return _complete(row, contact, batch, known, companies)


def _new(row, name, batch, companies):
    values = {key: row.values[key] for key in FILLED if row.values.get(key)}
    company = companies.get(fold(row.values.get("company", "")))
    contact = Contact(
        **values,
        name=name or next(value for kind in POINTS for value in row.values.get(kind, ())),
        company=company,
        company_name=company.name if company else "",
        owner=batch.owner,
        team_id=team_of(batch.owner),
        tags=_tags([], row, batch),
        last_activity_at=timezone.now(),
    )
    contact.fresh_points = []
    return contact


def _tags(present, row, batch):
    wanted = [*row.values.get("tags", ()), *([batch.tag] if batch.tag else [])]
    return [*present, *(tag for tag in dict.fromkeys(wanted) if tag not in present)]


def _complete(row, contact, batch, known, companies):
    """Fill in (or replace) what the row says of somebody who is already here, as far as the importer may."""
    if contact.pk and not can(batch.member, "contact.edit", contact):
        reason = _("This person is already here, in a colleague's care.")
        return Taken(line=row.line, outcome=Outcome.SKIPPED, reason=reason), contact
    if batch.repeats == "skip":
        return Taken(line=row.line, outcome=Outcome.SKIPPED, record_id=contact.pk), contact
    before, after = {}, {}
    for key, value in _changes(row, contact, batch, companies).items():
        before[key], after[key] = _json(getattr(contact, key)), _json(value)
        setattr(contact, key, value)
    added = _remember(known, contact, row)
    if added and contact.pk:
        before["points"], after["points"] = [], [list(point) for point in added]
    if not after and contact.pk:
        return Taken(line=row.line, outcome=Outcome.SKIPPED), contact
    if not contact.pk:  # the same person again, further down the same batch
        return Taken(line=row.line, outcome=Outcome.SKIPPED, reason=_("The same person stands further up.")), contact
    return Taken(line=row.line, outcome=Outcome.UPDATED, before=before, after=after), contact


def _changes(row, contact, batch, companies):
    wanted = {key: row.values[key] for key in FILLED if row.values.get(key)}
    if company := companies.get(fold(row.values.get("company", ""))):
        wanted |= {"company_id": company.pk, "company_name": company.name}
    overwrite = batch.repeats == "overwrite"
    changes = {
        key: value
        for key, value in wanted.items()
        if value != getattr(contact, key)
        and (not getattr(contact, key) or (overwrite and key not in NEVER_OVERWRITTEN))
    }
    if (tags := _tags(contact.tags, row, batch)) != contact.tags:
        changes["tags"] = tags
    return changes


def _remember(known, contact, row):
    """Note the row's numbers and addresses as the person's. Returns those that are new to them."""
    added = []
    fresh = contact.__dict__.setdefault("fresh_points", [])
    for kind in POINTS:
        for value in row.values.get(kind, ()):
            if contact not in known.by_point[kind, value]:
                known.add(kind, value, contact)
                fresh.append((kind, value))
                added.append((kind, value))
    return added


def _write(made, changed, batch):
    for contact in made:
        _index_points(contact)
    Contact.objects.bulk_create(made, batch_size=500)
    changed = list({contact.pk: contact for contact in changed if contact.pk}.values())
    for contact in changed:
        _index_points(contact)
        contact.updated_at = timezone.now()
    columns = [*FILLED, "name", "company_id", "company_name", "tags", "phone", "email", "points_text", "updated_at"]
    if changed:
        Contact.objects.bulk_update(changed, [c.removesuffix("_id") for c in columns], batch_size=250)
    ContactPoint.objects.bulk_create(
        (
            ContactPoint(contact=contact, kind=kind, value=value, position=position)
            for contact in (*made, *changed)
            for position, (kind, value) in enumerate(contact.fresh_points)
        ),
        ignore_conflicts=True,
    )
    record_quietly(made, "contact.imported", by=batch.by)
    record_quietly(changed, "contact.completed", by=batch.by)


def _index_points(contact):
    """The first number and address on the row itself, and all of them for search."""
    for kind in POINTS:
        if not getattr(contact, kind):
            setattr(contact, kind, next((value for k, value in contact.fresh_points if k == kind), ""))
    others = [*contact.points_text.split(), *(value for _, value in contact.fresh_points)]
    contact.points_text = " ".join(value for value in others if value not in (contact.phone, contact.email))


def _numbered(outcome, contact):
    return outcome if contact is None else Taken(**{**outcome.__dict__, "record_id": contact.pk})


def _name(row):
    values = row.values
    parts = (values.get("given_name", ""), values.get("family_name", ""))
    return values.get("name") or " ".join(filter(None, parts))


def _could_be_one(known, given):
    """Whether two names may be of one person: no name, a common word, or one written into the other."""
    one, other = fold(known), fold(given)
    if not one or not other or {*one.split()} & {*other.split()}:
        return True
    joined, other_joined = one.replace(" ", ""), other.replace(" ", "")
    return joined in other_joined or other_joined in joined


def _json(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def undo(rows):
    """Take rows back, newest first: remove the created, restore the changed, where they stand as the import left them.

    Returns the lines taken back.
    """
    contacts = Contact.objects.in_bulk([row.record_id for row in rows if row.record_id])
    touched = _touched(contacts)
    undone, gone = set(), []
    for row in rows:
        contact = contacts.get(row.record_id)
        if contact is None or contact.pk in touched:
            continue
        if row.outcome == Outcome.CREATED:
            gone.append(contact.pk)
            undone.add(row.line)
        elif _restore(contact, row):
            undone.add(row.line)
    companies = {contacts[pk].company_id for pk in gone} - {None}
    Event.objects.filter(record_type="contact", record_id__in=gone).delete()
    Contact.objects.filter(pk__in=gone).delete()
    drop_untouched(companies)
    return undone


def _touched(contacts):
    """People with a history beyond imports: somebody has worked with them since."""
    events = Event.objects.filter(links__record_type="contact", links__record_id__in=list(contacts))
    later = events.exclude(kind__in=["contact.imported", "contact.completed"])
    return set(later.values_list("links__record_id", flat=True)) & set(contacts)


def _restore(contact, row):
    before, after = dict(row.before or {}), dict(row.after or {})
    points = after.pop("points", [])
    before.pop("points", None)
    if any(_json(getattr(contact, key)) != value for key, value in after.items()):
        return False
    for key, value in before.items():
        setattr(contact, key, Contact._meta.get_field(key.removesuffix("_id")).to_python(value))
    for kind, value in points:
        contact.points.filter(kind=kind, value=value).delete()
        contact.points_text = " ".join(word for word in contact.points_text.split() if word != value)
        if getattr(contact, kind) == value:
            setattr(contact, kind, "")
    contact.save()
    return True
