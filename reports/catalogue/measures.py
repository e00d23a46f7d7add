"""What a manager asks, each as one set of rows. A figure is counted from the very rows its link opens.

A Measure gives `rows(question)`: a queryset that already leaves out what the member may not see. `by` names the
column that splits it into figures; `Question.choice` narrows it to one of them. Totals, links and the parity test
all use the same function, so a number cannot disagree with its list.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import Exact, IsNull
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.access.fields import hides
from crm.access.policy import visible_to
from crm.activities.models import Call, Task
from crm.activities.queries import has_next_step
from crm.tenants.models import Member
from sales.deals.models import Deal

OPEN, WON, LOST = Deal.Status.OPEN, Deal.Status.WON, Deal.Status.LOST
NONE = ""  # the choice of rows whose column is empty


@dataclass(frozen=True, kw_only=True)
class Question:
    """Who asks, about which stretch of time ([start, end), aware), and which one figure (None: all of them).

    `own` narrows it to a value of one of the workspace's own fields: (its key, the value as text, NONE without any).
    """

    member: Member
    start: datetime
    end: datetime
    choice: str | None = None
    own: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Measure:
    key: str
    label: Any
    record_key: str
    select: Callable[[Question], QuerySet]
    by: str = ""  # the column that figures are split by
    is_sum: bool = False  # figures carry money as well as a count
    is_now: bool = False  # how things stand, whatever the period
    dated: str = "created_at"  # the moment that puts a deal into the period

    def rows(self, question):
        """The rows behind the figure, or behind all figures when the question names none."""
        rows = self.select(question)
        if question.own is not None:
            rows = rows.filter(_says(*question.own))
        if question.choice is None or not self.by:
            return rows
        empty = {f"{self.by}__isnull": True} if self.by.endswith("_id") else {self.by: ""}
        return rows.filter(**(empty if question.choice == NONE else {self.by: question.choice}))

    def splits_for(self, member):
        """Whether the member's role lets them see what the figures are split by."""
        return not hides(member, self.record_key, self.by.removesuffix("_id"))

    def about(self, question, choice):
        """The same question about one figure. `choice` is a value of the column."""
        return replace(question, choice=NONE if choice in (None, "") else str(choice))


def _says(name, value):
    said = KeyTextTransform(name, "custom")
    return IsNull(said, True) if value == NONE else Exact(said, Value(value))


def _deals(question):
    return visible_to(Deal.objects.all(), question.member)


def _open_deals(question):
    return _deals(question).filter(status=OPEN)


def _closed(status):
    def select(question):
        period = {"closed_at__gte": question.start, "closed_at__lt": question.end}
        return _deals(question).filter(status=status, **period)

    return select


def _requests(question):
    return _deals(question).filter(created_at__gte=question.start, created_at__lt=question.end)


def _requests_won(question):
    return _requests(question).filter(status=WON)


def _calls(question):
    period = {"at__gte": question.start, "at__lt": question.end}
    return visible_to(Call.objects.all(), question.member).filter(**period)


def _overdue(question):
    return visible_to(Task.objects.all(), question.member).filter(done_at=None, due_at__lt=timezone.now())


def _no_next_step(question):
    return _open_deals(question).filter(~has_next_step("deal"))


_ALL = (
    Measure(
        key="open", label=_("Open deals by stage"), record_key="deal", select=_open_deals, by="stage_id",
        is_sum=True, is_now=True,
    ),
    Measure(
        key="won", label=_("Deals won"), record_key="deal", select=_closed(WON), by="owner_id", is_sum=True,
        dated="closed_at",
    ),
    Measure(
        key="lost", label=_("Deals lost"), record_key="deal", select=_closed(LOST), by="loss_reason_id", is_sum=True,
        dated="closed_at",
    ),
    Measure(key="calls", label=_("Calls per rep"), record_key="call", select=_calls, by="owner_id"),
    Measure(key="requests", label=_("Requests by source"), record_key="deal", select=_requests, by="source"),
    Measure(
        key="requests_won", label=_("Requests that became sales"), record_key="deal", select=_requests_won, by="source",
        is_sum=True,
    ),
    Measure(
        key="overdue", label=_("Overdue tasks"), record_key="task", select=_overdue, by="owner_id", is_now=True,
    ),
    Measure(
        key="no_next_step", label=_("Open deals with no next step"), record_key="deal", select=_no_next_step,
        by="owner_id", is_sum=True, is_now=True,
    ),
)  # fmt: skip
MEASURES = {measure.key: measure for measure in _ALL}
