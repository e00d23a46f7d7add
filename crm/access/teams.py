"""Teams, one level deep: who answers for whom."""

from crm.tenants.models import Member


def managers_of(member):
    """The member's team manager (not themselves); failing that, the workspace's active owners."""
    team = member.team
    if team and team.manager_id and team.manager_id != member.pk and team.manager.active:
        return [team.manager]
    owners = Member.objects.filter(role__key="owner", active=True).exclude(pk=member.pk).order_by("pk")
    return list(owners) or [member]


def active_members():
    """Everybody with a seat in use, by name."""
    return Member.objects.filter(active=True).select_related("role", "team").order_by("name")


def members_with(function):
    """Active members who do this kind of work (a key of access.Function), longest employed first."""
    return Member.objects.filter(active=True, functions__contains=[function]).order_by("pk")
