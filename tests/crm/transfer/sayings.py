"""What a workspace's tables say, whatever the keys and the clock: two runs of one import can be compared."""

from django.forms.models import model_to_dict

from contacts.companies.models import Company
from contacts.people.models import Contact
from crm.events.models import Event, EventLink
from crm.transfer.models import ImportJob, ImportRow

CLOCKS = {"created_at", "updated_at", "last_activity_at", "started_at", "finished_at", "at", "file"}


def sayings():
    """{table: what its rows say, in one order}"""
    firms = {each.pk: each.name for each in Company.objects.all()}
    people = {each.pk: f"{each.name} {each.phone} {each.email}" for each in Contact.objects.all()}
    named = {"company": firms, "contact": people}
    return {
        "firms": sorted(_fields(each) for each in Company.objects.all()),
        "people": sorted(_person(each) for each in Contact.objects.all()),
        "jobs": sorted(_fields(each, "mapping", "sample") for each in ImportJob.objects.all()),
        "rows": sorted(_row(each, named) for each in ImportRow.objects.all()),
        "events": sorted(_event(each, named) for each in Event.objects.filter(record_type__in=named)),
        "import events": sorted(f"{each.kind} {_facts(each)}" for each in Event.objects.filter(record_type="import")),
    }


def _fields(record, *left_out):
    leave = CLOCKS | {"id", "tenant", "owner", "team", "created_by", *left_out}
    return str(sorted((k, str(v)) for k, v in model_to_dict(record).items() if k not in leave))


def _person(person):
    points = [(point.kind, point.value, point.position) for point in person.points.all()]
    company = person.company.name if person.company else ""
    return f"{_fields(person, 'company')} {company} {points} {person.owner.name}"


def _row(row, named):
    about = named[row.job.record_type].get(row.record_id)
    values = [{**(each or {}), "updated_at": None} for each in (row.before, row.after)]
    for each in values:
        each["company"] = named["company"].get(each.get("company"))
    return f"{row.line} {row.cells} {row.outcome} {row.reason} {about} {values}"


def _event(event, named):
    places = EventLink.objects.filter(event=event).values_list("record_type", "record_id")
    on = sorted((kind, named.get(kind, {}).get(pk)) for kind, pk in places)
    return f"{event.kind} {event.actor_kind} {event.actor_name} {_facts(event)} {on}"


def _facts(event):
    return {name: value for name, value in event.data.items() if name != "member"}
