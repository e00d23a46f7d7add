"""The page of a record: who or what it is, what happened, what belongs to it."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.access.shares import live_shares
from crm.events.feed import timeline
from crm.records.sharing import shares_of
from crm.ui.htmx import fragment
from crm.ui.panels import fact_groups, panels
from crm.ui.parts import Fact, Option
from crm.ui.rows import Drawing
from crm.ui.timeline import days
from crm.ui.views.base import RecordView

PAGE = 30


def timeline_context(record_type, record, member, before=None):
    """One event more than is shown is asked for, to know whether there are earlier ones."""
    events = timeline(record, before=before, limit=PAGE + 1)
    url = record_type.path("timeline", record.pk)
    return {
        "days": days(events[:PAGE], on=record, member=member),
        "timeline_url": url,
        "more_url": f"{url}?before={events[PAGE - 1].pk}" if len(events) > PAGE else "",
    }


class RecordDetail(RecordView):
    """Types add to it: actions (the first is the page's primary button), key facts, blocks of their own template."""

    template = "ui/detail.html"

    @property
    def watches(self):
        return (f"{self.key}-{{pk}}",)

    def get(self, request, pk):
        record = self.fetch(pk)
        self.note_read("record.opened", record)
        return self.render(self.context(record))

    def context(self, record):
        self.decorate([record])
        drawing = Drawing(self.record_type, self.member, [record])
        return {
            "record": record,
            "record_type": self.record_type,
            "title": str(record),
            "also_called": getattr(record, "also_called", ""),
            "face": self.record_type.face,
            "tags": self.badges(record, drawing),
            "sub": [cell for column in self.shown("summary") if (cell := drawing.cell(column, record)).text],
            "keyfacts": self.key_facts(record, drawing),
            "actions": self.actions(record),
            "more": self.more(record),
            "access_url": self.record_type.path("access", record.pk),
            "shares": shares_of(record) if getattr(record, "is_shared", False) else [],
            "groups": fact_groups(record, self.member),
            "panels": panels(record, self.member),
            "page_url": self.record_type.url(record.pk),
            **timeline_context(self.record_type, record, self.member),
        }

    def shown(self, part):
        """The columns of a part of the page that the reader's role does not hide."""
        return self.record_type.shown(getattr(self.record_type, part), self.member)

    def badges(self, record, drawing):
        cells = [drawing.cell(column, record) for column in self.shown("badges")]
        return [cell for cell in cells if cell.text or cell.items]

    def key_facts(self, record, drawing):
        return [
            Fact(key=column.name, label=str(column.label), cell=drawing.cell(column, record))
            for column in self.shown("key_facts")
        ]

    def actions(self, record):
        """Buttons of the head."""
        if not self.allowed("edit", record):
            return []
        return [Option(label=_("Edit"), url=self.record_type.path("edit", record.pk), icon="pencil", drawer=True)]

    def more(self, record):
        """The menu beside them."""
        url = self.record_type.path("access", record.pk)
        options = [Option(label=_("Who can see this"), url=url, icon="eye", drawer=True)]
        if self.record_type.personal and can(self.member, "audit"):
            seen = f"{reverse('setup:audit')}?{urlencode({'record': f'{record.record_key}:{record.pk}'})}"
            options.append(Option(label=_("Who has seen this"), url=seen, icon="history"))
        if self.allowed("delete", record):
            url = self.record_type.path("delete", record.pk)
            options.append(Option(label=_("Delete"), url=url, icon="trash", post=True, danger=True))
        return options

    def rows(self, *, mine=False):
        """With `is_shared`, so that whom with is asked only where there is somebody."""
        shares, rows = live_shares(self.record_type.model_class, "see"), super().rows(mine=mine)
        if shares is None:
            return rows
        return rows.annotate(is_shared=Exists(shares.filter(content_object_id=OuterRef("pk"))))


class RecordTimeline(RecordView):
    """The timeline alone: anew, or with ?before=<event id> what came earlier."""

    def get(self, request, pk):
        record = self.fetch(pk)
        before = request.GET.get("before", "")
        before = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
        return fragment(request, "ui/_timeline.html", timeline_context(self.record_type, record, self.member, before))
