"""Handing over what a member owns, to colleagues or to nobody: when they leave, or are away for a while."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.access.authority import require_authority
from crm.access.policy import require
from crm.events.record import record_event
from crm.events.timers import run_soon
from crm.setup.handover.estates import Holding
from crm.setup.handover.models import HandOver, Part
from crm.setup.members.actions import deactivate
from crm.tenants.models import Member
from crm.ui.fields import assignable


@dataclass(frozen=True, slots=True)
class Bequest:
    """A holding and who gets it; None is nobody, and the records stay with their team."""

    holding: Holding
    to: Member | None


@transaction.atomic
def hand_over(member, bequests, *, by):
    """Begin to give away what the member owns; a worker does it piece by piece. Records member.handed_over.

    Returns the HandOver, or None when there is nothing to give. Raises PermissionDenied when the member, or whom it
    is given to, is out of `by`'s reach; ValidationError while an earlier one is under way.
    """
    require(by, "members")
    member = Member.objects.select_for_update(of=("self",)).select_related("role").get(pk=member.pk)
    require_authority(by, member.role)
    if HandOver.objects.filter(member=member, state=HandOver.State.RUNNING).exists():
        raise ValidationError(_("A hand-over of %(name)s is under way. Wait until it is done.") % {"name": member.name})
    sizes = [one.holding.rows(member, by).order_by().count() for one in bequests]
    parts = [(one, size) for one, size in zip(bequests, sizes, strict=True) if size]
    if not parts:
        return None
    for one, _size in parts:
        _refuse_strangers(one, member, by)
    made = HandOver.objects.create(member=member, by=by)
    Part.objects.bulk_create(_part(made, place, one, size) for place, (one, size) in enumerate(parts))
    run_soon("setup.handover", made.pk)
    receivers = list(dict.fromkeys(one.to.name for one, _size in parts if one.to))
    data = {"name": member.name, "to": receivers, "total": sum(size for _one, size in parts)}
    record_event(member, "member.handed_over", by=by, data=data)
    return made


@transaction.atomic
def deactivate_with(member, bequests, *, by):
    """Take the seat out of use and hand over what it owned. Returns the HandOver or None; raises as both do."""
    deactivate(member, by=by)
    return hand_over(member, bequests, by=by)


def _refuse_strangers(bequest, member, by):
    """Only those to whom `by` may assign such a record, and not the one who gives."""
    if bequest.to is None and bequest.holding.estate.needs_owner:
        raise PermissionDenied
    if bequest.to is not None:
        known = {each.pk for each in assignable(by, bequest.holding.kind.key)}
        if bequest.to.pk == member.pk or bequest.to.pk not in known:
            raise PermissionDenied


def _part(made, place, bequest, size):
    holding = bequest.holding
    return Part(
        handover=made, position=place, record_type=holding.kind.key, estate=holding.estate.key,
        to=bequest.to, to_nobody=bequest.to is None, total=size,
    )  # fmt: skip
