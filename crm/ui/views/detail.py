"""The page of a record: who or what it is, what happened, what belongs to it."""

from django.utils.translation import gettext as _

from crm.events.feed import timeline
from crm.ui.htmx import fragment
from crm.ui.panels import fact_groups, panels
from crm.ui.parts import Fact, Option
from crm.ui.rows import Drawing
from crm.ui.timeline import days
from crm.ui.views.base import RecordView

PAGE = 30


def timeline_context(record_type, record, before=None):
    """One event more than is shown is asked for, to know whether there are earlier ones."""
    events = timeline(record, before=before, limit=PAGE + 1)
    url = record_type.path("timeline", record.pk)
    return {
        "days": days(events[:PAGE], on=record),
        "timeline_url": url,
        "more_url": f"{url}?before={events[PAGE - 1].pk}" if len(events) > PAGE else "",
    }


class RecordDetail(RecordView):
    """Types add to it: actions (the first is the page's primary button), key facts, blocks of their own template."""

    template = "ui/detail.html"

    def get(self, request, pk):
        return self.render(self.context(self.fetch(pk)))

    def context(self, record):
        self.decorate([record])
        drawing = Drawing(self.record_type, self.member, [record])
        return {
            "record": record,
            "record_type": self.record_type,
            "title": str(record),
            "face": self.record_type.face,
            "tags": self.badges(record, drawing),
            "sub": [cell for column in self.record_type.summary if (cell := drawing.cell(column, record)).text],
            "keyfacts": self.key_facts(record, drawing),
            "actions": self.actions(record),
            "more": self.more(record),
            "groups": fact_groups(record, self.member),
            "panels": panels(record, self.member),
            "page_url": self.record_type.url(record.pk),
            **timeline_context(self.record_type, record),
        }

    def badges(self, record, drawing):
        cells = [drawing.cell(column, record) for column in self.record_type.badges]
        return [cell for cell in cells if cell.text or cell.items]

    def key_facts(self, record, drawing):
        return [
            Fact(key=column.name, label=str(column.label), cell=drawing.cell(column, record))
            for column in self.record_type.key_facts
        ]

    def actions(self, record):
        """Buttons of the head."""
        if not self.allowed("edit", record):
            return []
        return [Option(label=_("Edit"), url=self.record_type.path("edit", record.pk), icon="pencil", drawer=True)]

    def more(self, record):
        """The menu beside them."""
        if not self.allowed("delete", record):
            return []
        url = self.record_type.path("delete", record.pk)
        return [Option(label=_("Delete"), url=url, icon="trash", post=True, danger=True)]


class RecordTimeline(RecordView):
    """The timeline alone: anew, or with ?before=<event id> what came earlier."""

    def get(self, request, pk):
        record = self.fetch(pk)
        before = request.GET.get("before", "")
        before = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
        return fragment(request, "ui/_timeline.html", timeline_context(self.record_type, record, before))
