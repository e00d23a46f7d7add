"""Filters of deals: of the board and of the table alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from crm.l10n.ranges import read_period
from crm.ui.filters import ChoiceFilter, DateFilter, PeriodFilter, RecordFilters, WhereFilter
from sales.deals.models import Deal
from sales.pipelines.models import LossReason
from sales.pipelines.queries import tracks


class BoardFilters(RecordFilters):
    """Of open deals, so without their status, and without what only the table can ask."""

    about = RecordFilters.about | {"closes": "expected_close"}

    closes = PeriodFilter(label=_("Expected close"), method="closing_in")
    closes_from = DateFilter(label=_("Close expected from"), field_name="expected_close", lookup_expr="gte")
    closes_to = DateFilter(label=_("Close expected until"), field_name="expected_close", lookup_expr="lte")
    source = django_filters.CharFilter(label=_("Source"), field_name="source")
    where = None

    def closing_in(self, rows, name, value):
        days = read_period(value)
        return rows.filter(expected_close__gte=days.start, expected_close__lt=days.end)


class DealFilters(BoardFilters):
    status = ChoiceFilter(label=_("Status"), choices=Deal.Status)
    stage = ChoiceFilter(label=_("Stage"), field_name="stage_id")
    where = WhereFilter(label=_("Conditions"), method="fulfilling")
    lost_for = ChoiceFilter(label=_("Reason of loss"), field_name="loss_reason_id")

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        if self.wants("stage"):
            stages = [(str(stage.pk), str(stage)) for track in tracks() for stage in track.stages]
            self.filters["stage"].extra["choices"] = stages
        if "lost_for" in self.filters and self.wants("lost_for"):
            reasons = LossReason.objects.all()
            self.filters["lost_for"].extra["choices"] = [(str(reason.pk), str(reason)) for reason in reasons]
