"""Passing from stage to stage: what may be entered, and the history that entering leaves."""

from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from sales.deals.models import Deal, StageEntry
from sales.pipelines.models import Stage
from sales.pipelines.queries import in_use


class StageBlocked(Exception):
    """The deal may not enter the stage. The subclass says why."""


class StageNeeds(StageBlocked):
    """The stage asks for something that is missing: `field` is "visit_at", "delivery_on" or "loss_reason"."""

    def __init__(self, field):
        super().__init__(f"the stage needs {field}")
        self.field = field


class StageUnavailable(StageBlocked):
    """The stage was retired, or belongs to another pipeline."""


class DealClosed(StageBlocked):
    """A won or lost deal does not move: reopen it first."""


def guard(deal, to):
    """Raises StageUnavailable or StageNeeds when the deal, as it now is, may not enter `to`.

    Until the end of the transaction the stage is kept from retiring under the deal.
    """
    retired_at = Stage.objects.select_for_update(no_key=True).values_list("retired_at", flat=True).get(pk=to.pk)
    if to.pipeline_id != deal.pipeline_id or retired_at is not None:
        raise StageUnavailable(f"stage {to.key!r} is retired or of another pipeline")
    if to.asks and getattr(deal, to.asks) is None:
        raise StageNeeds(to.asks)


def way_back(deal, stood_in):
    """The stage that a deal comes back to: the one where it stood or, if that was retired meanwhile, the first in use.
    Until the end of the transaction it is kept from retiring. Raises StageUnavailable where none is in use."""
    in_order = in_use(deal.pipeline_id).filter(kind=Stage.Kind.OPEN).values_list("pk", flat=True)
    for pk in filter(None, [stood_in, *in_order]):
        found = Stage.objects.select_for_update(no_key=True).filter(pk=pk, retired_at=None).first()
        if found:
            return found
    raise StageUnavailable("the pipeline has no stage that is in use")


def enter(deal, to, by):
    """Put the deal into `to` and keep its history; saves the deal, with whatever else was changed on it."""
    now = timezone.now()
    StageEntry.objects.filter(deal=deal, left_at=None).update(left_at=now)
    StageEntry.objects.create(deal=deal, stage=to, entered_at=now, by=member_behind(by))
    deal.stage, deal.stage_entered_at = to, now
    if to.kind == Stage.Kind.OPEN:
        deal.max_stage_position = max(deal.max_stage_position, to.position)
    deal.save()


def enter_all(deals, to, by):
    """Put every deal of the queryset into `to`, with its history, in one statement for each table. Returns how many.

    Raises StageUnavailable where `to` retires at the same moment: it is locked after the deals, as a move does it.
    """
    now, member = timezone.now(), member_behind(by)
    moved = list(deals.order_by("pk").select_for_update().values_list("pk", flat=True))
    if not Stage.objects.select_for_update(no_key=True).filter(pk=to.pk, retired_at=None):
        raise StageUnavailable(f"stage {to.key!r} is retired")
    StageEntry.objects.filter(deal__in=moved, left_at=None).update(left_at=now)
    entries = (StageEntry(deal_id=pk, stage=to, entered_at=now, by=member) for pk in moved)
    StageEntry.objects.bulk_create(entries, batch_size=5000)
    furthest = Greatest("max_stage_position", Value(to.position))
    Deal.objects.filter(pk__in=moved).update(stage=to, stage_entered_at=now, max_stage_position=furthest)
    return len(moved)


def member_behind(actor):
    """The member who did it; None for rules, forms and imports."""
    return actor if actor.actor_kind == "member" else None


def move_record(before, after):
    """What an event keeps of a move: ids for rules, names in every language for readers."""
    return {**named("before", before), **named("after", after)}


def named(role, thing):
    """A stage or a reason as an event keeps it: {"after": id, "after_name": …, "after_names": …}."""
    return {role: thing.pk, f"{role}_name": thing.name, f"{role}_names": thing.names}
