from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.activities.models import Call, Task
from crm.ui.filters import ChoiceFilter, RecordFilters

OPEN, OVERDUE, DONE = "open", "overdue", "done"


class TaskFilters(RecordFilters):
    state = ChoiceFilter(
        label=_("State"), method="in_state", choices=[(OPEN, _("Open")), (OVERDUE, _("Overdue")), (DONE, _("Done"))]
    )
    kind = ChoiceFilter(label=_("Type"), choices=Task.Kind.choices)
    tag = None

    def in_state(self, rows, name, value):
        if value == DONE:
            return rows.filter(done_at__isnull=False)
        rows = rows.filter(done_at=None)
        return rows.filter(due_at__lt=timezone.now()) if value == OVERDUE else rows


class CallFilters(RecordFilters):
    outcome = ChoiceFilter(label=_("Outcome"), choices=Call.Outcome.choices)
    direction = ChoiceFilter(label=_("Direction"), choices=Call.Direction.choices)
    tag = None
