"""What a rule can do. Each kind is a function (record, params, *, by, step) that returns what it made: {"task": 7}.

Kinds are named in settings.AUTOMATION_STEPS, so that rooms can add their own. A kind works inside the transaction of
its step run: raised, it leaves nothing behind.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.activities.actions import plan
from crm.activities.models import Task
from crm.automation.recipients import CannotDo, one_of, resolve
from crm.documents.actions import request
from crm.documents.models import DocumentTemplate
from crm.notify.actions import notify_member
from crm.notify.wording import in_language
from crm.records.fields.kinds import loaded
from crm.records.fields.queries import field_called
from crm.worktime.clock import NeverWorks, add_working_days, add_working_time
from crm.worktime.queries import working_time

A_DAY = 24 * 60
OTHERWISE = A_DAY  # minutes: when the field that should say the time is empty, the work is still not forgotten


def create_task(record, params, *, by, step):
    """Plan a task on the record. params: subject (text, or texts by language), recipient, due, kind, body.

    `due` is {"minutes": 15} from now, or {"field": "visit_at", "minutes": 0, "otherwise": 1440}: so long after what
    the record's field says, and after now while the field is empty. With "working": true, the minutes are working
    time of the one who gets the task; whole days are working days.
    """
    assignee = one_of(resolve(params.get("recipient", "owner"), record), record)
    task = plan(
        subject=in_language(params["subject"]),
        due_at=due_at(record, params.get("due", {}), team_id=assignee.team_id),
        by=by,
        assignee=assignee,
        record=record,
        kind=params.get("kind", Task.Kind.TASK),
        body=in_language(params.get("body", "")),
    )
    return {"task": task.pk}


def notify(record, params, *, by, step):
    """Tell people. params: recipient, text (or texts by language), field (a date or moment of the record that the
    text may name as {date}; {record} is the record's name)."""
    members = resolve(params.get("recipient", "manager"), record)
    value = _field(record, params["field"]) if params.get("field") else None
    data = {"text": params["text"], "record": record.by_language(), "date": value.isoformat() if value else ""}
    for member in members:
        notify_member(member, "rule.told", key=f"step:{step.pk}", record=record, data=data)
    return {"member": [member.pk for member in members]}


def make_document(record, params, *, by, step):
    """Have a document made. params: template (its id), language (else the correspondent's)."""
    template = DocumentTemplate.objects.filter(pk=params.get("template"), active=True).first()
    if template is None:
        raise CannotDo(_("The document template is gone or switched off"))
    return {"document": request(record, template, by=by, language=params.get("language")).pk}


def due_at(record, due, team_id=None):
    """The moment a task is due. Raises CannotDo when the record has no such field, or when minutes of working time
    are asked of a team (or a workspace) that never works."""
    field = due.get("field")
    value = _field(record, field) if field else None
    if value is None:
        minutes = due.get("otherwise" if field else "minutes", OTHERWISE)
        return _after(timezone.now(), minutes, due, team_id)
    if not isinstance(value, datetime):  # a day: its last minute on the firm's clock
        value = datetime.combine(value, datetime.max.time().replace(microsecond=0), timezone.get_current_timezone())
    return _after(value, due.get("minutes", 0), due, team_id)


def _after(moment, minutes, due, team_id):
    if not due.get("working") or minutes <= 0:
        return moment + timedelta(minutes=minutes)
    days, rest = divmod(minutes, A_DAY)
    hours = working_time(team_id)
    try:
        deadline = add_working_time(moment, minutes, hours) if rest else add_working_days(moment, days, hours)
    except NeverWorks as error:
        raise CannotDo(_("There are no working hours to count.")) from error
    return deadline.at


def _field(record, name):
    """A date or moment of the record, from its column or its custom values; None where a field of the workspace's own
    is empty or has retired."""
    field = field_called(name)
    if field is not None:
        return None if field.retired_at else loaded(field.kind, record.custom.get(name))
    if name in record.custom:
        value = record.custom[name]
        return datetime.fromisoformat(value) if value else None
    if name not in {field.name for field in record._meta.fields}:
        raise CannotDo(_("This record has no field called %(name)s") % {"name": name})
    return getattr(record, name)
