"""What a list of deals can be asked for, in any combination."""

from django.utils.translation import gettext_lazy as _

from crm.ui.where.fields import Field
from sales.deals.models import Deal
from sales.pipelines.models import LossReason
from sales.pipelines.queries import tracks


def conditions():
    return (
        Field(name="title", label=_("Title"), indexed=True),
        Field(name="number", label=_("Number"), kind="number"),
        Field(name="status", label=_("Status"), kind="choice", choices=lambda: Deal.Status.choices),
        Field(name="stage", label=_("Stage"), kind="choice", column="stage_id", choices=_stages),
        Field(name="stage_entered_at", label=_("In its stage since"), kind="moment"),
        Field(
            name="amount", label=_("Amount"), kind="money", column="amount_minor", about="amount_minor",
            currency="currency",
        ),
        Field(name="contact", label=_("Contact"), kind="record", column="contact_id", record="contact"),
        Field(name="company", label=_("Company"), kind="record", column="company_id", record="company"),
        Field(name="service", label=_("Service"), indexed=True),
        Field(name="source", label=_("Source")),
        Field(name="expected_close", label=_("Expected close"), kind="day"),
        Field(name="visit_at", label=_("Visit"), kind="moment"),
        Field(name="delivery_on", label=_("Delivery"), kind="day"),
        Field(name="closed_at", label=_("Closed"), kind="moment"),
        Field(name="loss_reason", label=_("Lost for"), kind="choice", column="loss_reason_id", choices=_reasons),
        Field(name="loss_note", label=_("Loss note")),
    )  # fmt: skip


def _stages():
    """Of several pipelines, each with its name."""
    found = tracks()
    return [
        (stage.pk, f"{track.pipeline} · {stage}" if len(found) > 1 else str(stage))
        for track in found
        for stage in track.stages
    ]


def _reasons():
    return [(reason.pk, str(reason)) for reason in LossReason.objects.all()]
