"""Filters of deals: of the board and of the table alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from crm.l10n.periods import PERIODS, period
from crm.ui.filters import ChoiceFilter, DateFilter, RecordFilters
from sales.deals.models import Deal
from sales.pipelines.models import LossReason
from sales.pipelines.queries import tracks

COMING = tuple((name, label) for name, label in PERIODS.items() if not name.startswith("last_"))


class BoardFilters(RecordFilters):
    """Of open deals, so without their status."""

    closes = ChoiceFilter(label=_("Expected close"), method="closing_in", choices=COMING)
    closes_from = DateFilter(label=_("Close expected from"), field_name="expected_close", lookup_expr="gte")
    closes_to = DateFilter(label=_("Close expected until"), field_name="expected_close", lookup_expr="lte")
    source = django_filters.CharFilter(label=_("Source"), field_name="source")

    def closing_in(self, rows, name, value):
        days = period(value)
        return rows.filter(expected_close__gte=days.start, expected_close__lt=days.end)


class DealFilters(BoardFilters):
    status = ChoiceFilter(label=_("Status"), choices=Deal.Status)
    stage = ChoiceFilter(label=_("Stage"), field_name="stage_id")
    lost_for = ChoiceFilter(label=_("Reason of loss"), field_name="loss_reason_id")

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        if self.wants("stage"):
            stages = [(str(stage.pk), str(stage)) for track in tracks() for stage in track.stages]
            self.filters["stage"].extra["choices"] = stages
        if self.wants("lost_for"):
            reasons = LossReason.objects.all()
            self.filters["lost_for"].extra["choices"] = [(str(reason.pk), str(reason)) for reason in reasons]
