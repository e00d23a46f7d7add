"""What people do with deals, besides what they do with any record (crm.records.actions: assign, tag, delete).

Rights are the callers' business: the base views check them.
"""

from django.db import transaction
from django.utils import timezone

from crm.events.record import record_event, record_quietly
from crm.records import actions as records
from crm.records.actions import as_json
from crm.records.base import team_of
from crm.records.fields.values import claim, put, told
from crm.tenants.models import Tenant
from crm.tenants.scope import current_tenant_id
from sales.deals import passage
from sales.deals.models import Deal, StageEntry
from sales.deals.numbers import take_numbers
from sales.deals.passage import DealClosed, StageNeeds, StageUnavailable
from sales.pipelines.models import Stage
from sales.pipelines.queries import default_pipeline, end_of, first_stage

CHANGEABLE = frozenset(
    "title service contact company amount_minor currency expected_close visit_at delivery_on source tags".split()
)


@transaction.atomic
def open_deal(*, title, by, pipeline=None, stage=None, owner=None, currency="", custom=None, **fields):
    """A new deal in `stage`, by default the first one of the pipeline. Records deal.opened.

    The owner is the member who does it unless given, and the owner's team becomes the deal's; the currency is the
    workspace's unless given; `fields` are of CHANGEABLE, `custom` stored values of custom fields.
    Raises StageUnavailable and StageNeeds as move_stage does, and when there is no pipeline; ValidationError where a
    value must be there once and is.
    """
    _refuse_unknown(fields)
    pipeline = pipeline or (stage.pipeline if stage else default_pipeline())
    stage = stage or first_stage(pipeline)
    if stage is None or not stage.is_open:
        raise StageUnavailable("a deal begins in an open stage")
    currency = currency or Tenant.objects.values_list("currency", flat=True).get(pk=current_tenant_id())
    now, author = timezone.now(), passage.member_behind(by)
    owner = owner or author
    deal = Deal(
        title=title, pipeline=pipeline, stage=stage, stage_entered_at=now, max_stage_position=stage.position,
        owner=owner, team_id=team_of(owner), currency=currency, **fields,
    )  # fmt: skip
    passage.guard(deal, stage)
    put(deal, custom, by=by, new=True)
    [deal.number] = take_numbers()
    deal.save()
    claim(deal)
    StageEntry.objects.create(deal=deal, stage=stage, entered_at=now, by=author)
    data = {"title": title, "owner": deal.owner_id, "source": deal.source}
    record_event(deal, "deal.opened", by=by, data=data | passage.named("after", stage))
    return deal


@transaction.atomic
def update_deal(deal, *, by, custom=None, **fields):
    """Change any of CHANGEABLE, and stored values of custom fields. Records deal.updated with what was and what is;
    nothing when nothing changed. Raises ValidationError (crm.records.fields.values.claim)."""
    _refuse_unknown(fields)
    _lock(deal)
    different = {name: value for name, value in fields.items() if getattr(deal, name) != value}
    changes = {name: [as_json(getattr(deal, name)), as_json(value)] for name, value in different.items()}
    before = deal.custom
    if custom:
        different |= put(deal, custom, by=by)
        changes |= told(before, deal.custom)
    if not changes:
        return deal
    for name, value in different.items():
        setattr(deal, name, value)
    deal.save(update_fields=[*different, "updated_at"])
    claim(deal, before)
    record_event(deal, "deal.updated", by=by, data={"changes": changes, "currency": deal.currency})
    return deal


@transaction.atomic
def move_stage(deal, *, to, by, visit_at=None, delivery_on=None):
    """Move an open deal to the open stage `to`, with the date that the stage asks for. Records deal.stage_changed.

    Two movers go one after the other; moving to where the deal stands changes nothing. Raises DealClosed for a won
    or lost deal, StageUnavailable for a stage that is retired, of another pipeline, or an end (win and lose lead
    there), and StageNeeds(field) when the stage asks for a date that the deal hasn't got and the mover didn't give.
    """
    _lock(deal)
    if deal.stage_id == to.pk:
        return deal
    if not deal.is_open:
        raise DealClosed
    if not to.is_open:
        raise StageUnavailable("win and lose lead to the ends")
    deal.visit_at = visit_at or deal.visit_at
    deal.delivery_on = delivery_on or deal.delivery_on
    passage.guard(deal, to)
    data = passage.move_record(deal.stage, to) | {"visit_at": as_json(visit_at), "delivery_on": as_json(delivery_on)}
    passage.enter(deal, to, by)
    record_event(deal, "deal.stage_changed", by=by, data=data)
    return deal


@transaction.atomic
def win(deal, *, by):
    """The customer bought. Records deal.won; nothing if it was won before. Raises DealClosed for a lost deal."""
    _lock(deal)
    if deal.status == Deal.Status.WON:
        return deal
    return _close(deal, Stage.Kind.WON, "deal.won", by, {"amount_minor": deal.amount_minor, "currency": deal.currency})


@transaction.atomic
def lose(deal, *, reason, by, note=""):
    """The customer did not buy, for `reason` (a LossReason). Records deal.lost; nothing if it was lost before.

    Raises StageNeeds("loss_reason") without a reason, DealClosed for a won deal.
    """
    _lock(deal)
    if deal.status == Deal.Status.LOST:
        return deal
    if reason is None:
        raise StageNeeds("loss_reason")
    deal.loss_reason, deal.loss_note = reason, note
    return _close(deal, Stage.Kind.LOST, "deal.lost", by, passage.named("reason", reason) | {"note": note})


def _close(deal, kind, event, by, data):
    if not deal.is_open:
        raise DealClosed
    end, deal.closed_from = end_of(deal.pipeline_id, kind), deal.stage
    deal.status, deal.closed_at = kind, timezone.now()
    data = passage.move_record(deal.stage, end) | data
    passage.enter(deal, end, by)
    record_event(deal, event, by=by, data=data)
    return deal


@transaction.atomic
def reopen(deal, *, by):
    """Take a won or lost deal back to the stage where it stood, or to the first if that was retired meanwhile.

    Records deal.reopened; nothing for an open deal.
    """
    _lock(deal)
    if deal.is_open:
        return deal
    back = passage.way_back(deal, deal.closed_from_id)
    data = passage.move_record(deal.stage, back)
    deal.status, deal.closed_at, deal.closed_from = Deal.Status.OPEN, None, None
    deal.loss_reason, deal.loss_note = None, ""
    passage.enter(deal, back, by)
    record_event(deal, "deal.reopened", by=by, data=data)
    return deal


@transaction.atomic
def restore(deal, *, by):
    """Take back a deletion. Records deal.restored; an open deal whose stage was retired meanwhile comes back into the
    first one, which its timeline tells. No playbook answers: the customer did nothing."""
    deal = records.restore(deal, by=by)
    if deal.is_open:
        before, back = deal.stage, passage.way_back(deal, deal.stage_id)
        if back != before:
            passage.enter(deal, back, by)
            data = passage.move_record(before, back)
            record_quietly([deal], "deal.stage_changed", by=by, data_of=lambda _deal: data)
    return deal


@transaction.atomic
def empty_stage(stage, *, to, by):
    """Move all open deals of `stage`, before it retires, to the open stage `to` of its pipeline. Returns how many.

    One statement each for deals and history, however many there are. No playbook answers: the customer did nothing.
    Records pipeline.stage_emptied. Raises StageUnavailable.
    """
    if not to.is_open or to.retired_at or to.pipeline_id != stage.pipeline_id or to.pk == stage.pk:
        raise StageUnavailable
    deals = Deal.objects.filter(stage=stage, status=Deal.Status.OPEN)
    count = passage.enter_all(deals, to, by)
    data = {"stage": stage.pk, "name": stage.name, "after": to.pk, "after_name": to.name, "deals": count}
    record_event(stage.pipeline, "pipeline.stage_emptied", by=by, data=data)
    return count


def _refuse_unknown(fields):
    if unknown := set(fields) - CHANGEABLE:
        raise TypeError(f"a deal's {', '.join(sorted(unknown))} cannot be set so")


def _lock(deal):
    """The row as it is now, kept from others to the end of the transaction."""
    deal.refresh_from_db(from_queryset=Deal.objects.select_for_update())
