"""Companies from a file: rows of their own, and those that rows of people name."""

from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.companies.models import Company
from contacts.names import other_form, unplaced
from crm.events.models import Event
from crm.events.record import record_quietly
from crm.lib.text import spellings, squeezed
from crm.records.base import team_of
from crm.records.names import named_so
from crm.tenants import bulk
from crm.transfer.intake import Intake
from crm.transfer.undoing import Undoing, with_a_history

KEY = Company.record_key
POINTS = ("phone", "email")


def take(batch):
    """Create or complete a company for each row. Returns [Taken] in the rows' order."""
    return CompanyIntake(batch).take()


def undo(rows):
    """Take rows of one import back, newest first. Returns the lines that were taken back."""
    return CompanyUndoing(rows).undo()


def called(names):
    """The companies of these names in any spelling, the longest known first."""
    wanted = {form for name in names for form in spellings(name)}
    return Company.objects.filter(named_so(wanted), deleted_at=None).order_by("pk")


def names_of(row):
    """What a row calls the company, in either script."""
    return tuple(filter(None, (row.values.get("name"), row.values.get("other_name"))))


class CompanyIntake(Intake):
    model = Company
    filled = ("website", "address", "city", "industry", "source", "note")

    def look_up(self):
        found = list(self.for_change(called(name for row in self.batch.rows for name in names_of(row))))
        self.known = {}
        for company in found:
            _know(self.known, company)
        return found

    def refused(self, row):
        return "" if row.values.get("name") else _("There is no name.")

    def who(self, row):
        return next((self.known[key] for name in names_of(row) if (key := squeezed(name)) in self.known), None)

    def new(self, row):
        values = self.brought(row, None)
        return Company(**values, name=row.values["name"], tags=self.tags(row), **self.ownership(row))

    def brought(self, row, record):
        """A company has one number and one address."""
        firsts = {name: row.values[name][0] for name in POINTS if row.values.get(name)}
        other = other_form(record.name if record else row.values["name"], names_of(row))
        return super().brought(row, record) | firsts | ({"other_name": other} if other else {})

    def kept(self, row):
        """Further numbers and addresses, too."""
        further = (value for name in POINTS for value in row.values.get(name, ())[1:])
        return (*row.kept, *further, *unplaced(row.values["name"], row))

    def remember(self, row, record):
        _know(self.known, record)


class CompanyUndoing(Undoing):
    model = Company

    def used_by_others(self, ids):
        """People of another file have no event on the company's timeline."""
        return set(Company.objects.filter(pk__in=ids, people__isnull=False).values_list("pk", flat=True))


class Employers:
    """The companies that rows of people name: those that are here under any spelling, and new ones for the others."""

    def __init__(self, names, batch):
        self.batch, self.now, self.made = batch, timezone.now(), []
        self.known = {}
        for company in called(names):
            _know(self.known, company)

    def get(self, name, owner):
        """The company called so, not stored yet if it is a new one."""
        key = squeezed(name)
        if key not in self.known:
            company = Company(name=name, owner=owner, team_id=team_of(owner))
            self.known[key] = company
            self.made.append(company)
        return self.known[key]

    def store_those(self, named):
        """Store the new ones among `named`: nobody works for one of which only a row that was not taken speaks."""
        named = {id(each) for each in named}
        self.made = [company for company in self.made if id(company) in named]
        for company, key in zip(self.made, bulk.new_keys(Company, len(self.made)), strict=True):
            company.pk, company.created_at, company.updated_at = key, self.now, self.now
        bulk.insert(Company, [bulk.stored_values(company) for company in self.made])
        facts = {"file": self.batch.by.name, "member": self.batch.member.name}
        record_quietly(self.made, f"{KEY}.imported", by=self.batch.by, data_of=lambda record: facts)


def _know(known, company):
    for name in company.both_names:
        known.setdefault(squeezed(name), company)


def drop_unused(ids, undoing):
    """Remove those of the companies that the import made and that nobody has used since."""
    made = undoing.from_import(KEY, ids).filter(kind=f"{KEY}.imported")
    events = dict(made.values_list("record_id", "pk"))
    used = with_a_history(Company, list(events), apart_from=events.values())
    unused = Company.objects.filter(pk__in=events.keys() - used, people=None)
    gone = list(unused.values_list("pk", flat=True))
    Event.objects.filter(pk__in=[events[pk] for pk in gone]).delete()
    Company.objects.filter(pk__in=gone).delete()
