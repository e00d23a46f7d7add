from crm.access.models import Team
from crm.setup.handover.estates import label_of
from crm.setup.handover.models import HandOver


def latest_of(member):
    """The member's newest hand-over with its parts, or None."""
    found = HandOver.objects.filter(member=member).select_related("member", "by").order_by("-pk").first()
    if found is not None:
        found.shown = list(found.parts.select_related("to"))
        for part in found.shown:
            part.label = label_of(part.record_type, part.estate)
        found.total = sum(part.total for part in found.shown)
        found.moved = sum(part.moved for part in found.shown)
    return found


def managed_by(member):
    """The teams that the member answers for."""
    return list(Team.objects.filter(manager=member))
