"""People from a file: a whole batch in a fixed number of statements, by the rules that the form follows."""

from django.utils.translation import gettext as _

from contacts.companies.importing import Employers, drop_unused
from contacts.names import other_form, unplaced
from contacts.people.actions import MOST_POINTS, NAME_PARTS, repeated
from contacts.people.matching import Known, name_of, nameless, names_of, points_of
from contacts.people.models import Contact, ContactPoint
from contacts.people.queries import called, reached_by
from crm.lib.text import squeezed
from crm.tenants import bulk
from crm.transfer.intake import Intake
from crm.transfer.models import ImportJob
from crm.transfer.undoing import Undoing


def take(batch):
    """Create or complete a person for each row. Returns [Taken] in the rows' order."""
    return ContactIntake(batch).take()


def undo(rows):
    """Take rows of one import back, newest first. Returns the lines that were taken back."""
    return ContactUndoing(rows).undo()


class ContactIntake(Intake):
    model = Contact
    filled = ("title", "kind", "address", "city", "country", "birthday", "source", "note")
    told = {"company_name": "", "company_other_name": "", "reached": "", "points_text": "other_points"}

    def look_up(self):
        points = [point for row in self.batch.rows for point in points_of(row)]
        names = {name for row in self.batch.rows for name in names_of(row)}
        ids = {*reached_by(points), *called(names).values_list("pk", flat=True)}
        living = Contact.objects.filter(pk__in=ids, deleted_at=None).select_related("company")
        people = {contact.pk: contact for contact in self.for_change(living)}
        self.stored = {pk: [] for pk in people}
        for point in ContactPoint.objects.filter(contact_id__in=people):
            self.stored[point.contact_id].append(point)
        self.known = Known()
        for contact in people.values():
            contact.reached = [(point.kind, point.value) for point in self.stored[contact.pk]]
            self.known.add(contact)
        self.employers = Employers({row.values.get("company", "") for row in self.batch.rows}, self.batch)
        return list(people.values())

    def refused(self, row):
        return "" if name_of(row) or points_of(row) else _("There is no name, phone or e-mail.")

    def who(self, row):
        return self.known.who(row)

    def new(self, row):
        reached = points_of(row)[:MOST_POINTS]
        contact = Contact(
            **super().brought(row, None),
            **_parts(row),
            **repeated(reached),
            **self.ownership(row),
            name=name_of(row) or reached[0][1],
            other_name=other_form(name_of(row), [row.values.get("other_name")]),
            tags=self.tags(row),
            last_activity_at=self.now,
        )
        contact.reached = reached
        if row.values.get("company"):
            contact.company = self.employers.get(row.values["company"], contact.owner)
            contact.company_name, contact.company_other_name = contact.company.name, contact.company.other_name
        return contact

    def brought(self, row, record):
        return super().brought(row, record) | self._names(row, record)

    def added(self, row, record):
        values = super().added(row, record) | self._employment(row, record)
        reached = list(dict.fromkeys([*record.reached, *points_of(row)]))[:MOST_POINTS]
        if reached != record.reached:
            in_order = sorted(reached, key=lambda point: point[0] != ContactPoint.Kind.PHONE)
            values |= {"reached": reached, **repeated(in_order)}
        if nameless(record) and name_of(row):
            values |= {"name": name_of(row), **_parts(row)}
        return values

    def _names(self, row, record):
        """The parts of a name where they make it, and the name itself where it is to be replaced."""
        name, parts = name_of(row), _parts(row)
        known = name if nameless(record) else record.name
        other = other_form(known, names_of(row)) if record.other_name or row.values.get("other_name") else ""
        told = {"other_name": other} if other else {}
        if other and other == name:  # the row's parts are those of the other form
            name, parts = next((each for each in names_of(row) if each != other), ""), dict.fromkeys(NAME_PARTS, "")
        return told | self._main_name(name, parts, record)

    def _main_name(self, name, parts, record):
        if self.batch.repeats != ImportJob.Repeats.OVERWRITE:
            return parts if name and squeezed("".join(parts.values())) == squeezed(record.name) else {}
        return {"name": name, **parts} if name and (name != record.name or any(parts.values())) else {}

    def _employment(self, row, record):
        name = row.values.get("company")
        if not name or (record.company is not None and self.batch.repeats != ImportJob.Repeats.OVERWRITE):
            return {}
        company = self.employers.get(name, self.ownership(row)["owner"])
        return {"company": company, "company_name": company.name, "company_other_name": company.other_name}

    def kept(self, row):
        return (*row.kept, *unplaced(name_of(row), row))

    def remember(self, row, record):
        self.known.add(record)

    def store_first(self):
        said = [value for fate in self.fates for values in (fate.before, fate.after) for value in values.values()]
        self.employers.store_those(said + [contact.company for contact in (*self.made, *self.changed)])

    def store_last(self):
        points = [point for contact in (*self.made, *self.changed) for point in self._fresh_points(contact)]
        bulk.insert(ContactPoint, points)

    def _fresh_points(self, contact):
        """Those that are not stored yet, behind those that are."""
        stored = self.stored.get(contact.pk, [])
        known = {(point.kind, point.value) for point in stored}
        behind = max((point.position + 1 for point in stored), default=0)
        fresh = [point for point in contact.reached if point not in known]
        return [
            {"contact_id": contact.pk, "kind": kind, "value": value, "label": "", "position": position}
            for position, (kind, value) in enumerate(fresh, start=behind)
        ]


class ContactUndoing(Undoing):
    model = Contact

    def put_back(self):
        """Numbers and addresses that the rows added go again."""
        added = {
            (row.record_id, kind, value)
            for row in self.put_back_rows
            for kind, value in row.after.get("reached", ())
            if [kind, value] not in row.before["reached"]
        }
        points = ContactPoint.objects.filter(contact_id__in={pk for pk, _kind, _value in added})
        gone = [point.pk for point in points if (point.contact_id, point.kind, point.value) in added]
        ContactPoint.objects.filter(pk__in=gone).delete()

    def remove(self):
        companies = {row.after.get("company") for row in self.put_back_rows}
        companies |= {contact.company_id for contact in self.gone.values()}
        super().remove()
        drop_unused(companies - {None}, self)


def _parts(row):
    return {part: row.values.get(part, "") for part in NAME_PARTS}
