from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from crm.access.models import Team
from crm.tenants.models import Tenant
from crm.tenants.scope import current_tenant_id
from crm.worktime import clock
from crm.worktime.countries import proposed_week
from crm.worktime.models import Holiday, Hours, Season

AHEAD = timedelta(days=400)  # how far sighted holidays are shown to be settled
BEHIND = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Coming:
    """The next time of a holiday. `settled` says that a sighted one is no longer provisional."""

    holiday: Holiday
    calculated: date
    real: date
    settled: bool


def working_time(team_id=None):
    """The clock.WorkingTime of a team, or of the workspace; by the habits of its country until somebody says more."""
    tenant = Tenant.objects.get(pk=current_tenant_id())
    own = hours_of(team_id) if team_id else None
    inherits = own is None or own.shares_holidays
    mine = _of(team_id, inherits)
    return clock.WorkingTime(
        zone=ZoneInfo((own and own.time_zone) or tenant.time_zone),
        week=week_of(own or hours_of(None), tenant.country),
        closures=tuple(map(closure, Holiday.objects.filter(mine).prefetch_related("sightings"))),
        seasons=tuple(_season(each) for each in _own_first(Season.objects.filter(_of(team_id, own is None)), team_id)),
    )


def hours_of(team_id):
    """The Hours that were saved for a team (None is the workspace), or None."""
    return Hours.objects.filter(team_id=team_id).first()


def week_of(hours, country):
    """The week of these Hours; of the country's habits where there are none (None)."""
    return _frozen(hours.week if hours else proposed_week(country))


def teams():
    """Every team; `has_hours` says whether it keeps hours of its own."""
    return Team.objects.annotate(has_hours=Exists(Hours.objects.filter(team=OuterRef("pk"))))


def closure(holiday):
    settled = tuple((each.calculated, each.real) for each in holiday.sightings.all())
    return clock.Closure(str(holiday), holiday.starts, holiday.days, settled)


def holidays_of(team_id):
    """The next time of each of a team's own holidays (None: the workspace's), the soonest first; one that is over
    stands last. Provisional ones come again here until they are settled."""
    today = timezone.localdate()
    rows = Holiday.objects.filter(team_id=team_id).prefetch_related("sightings")
    coming = [_coming(holiday, today) for holiday in rows]
    return sorted(coming, key=lambda each: (each.real + timedelta(days=each.holiday.days) <= today, each.real))


def seasons_of(team_id):
    """A team's own seasons that are not over."""
    return Season.objects.filter(team_id=team_id, last__gte=timezone.localdate())


def _coming(holiday, today):
    rule = closure(holiday)
    length = timedelta(days=holiday.days)
    times = rule.firsts(today - BEHIND - length, today + AHEAD) or rule.firsts(date.min, date.max)
    calculated, real = next((pair for pair in times if pair[1] + length > today), times[-1])
    return Coming(holiday, calculated, real, any(calculated == day for day, _real in rule.settled))


def _of(team_id, inherits):
    """Rows of the team, and of the workspace where the team inherits them."""
    mine = Q(team_id=team_id) if team_id else Q(team_id=None)
    return mine | Q(team_id=None) if inherits else mine


def _own_first(rows, team_id):
    return sorted(rows, key=lambda row: row.team_id != team_id)


def _season(row):
    return clock.Season(str(row), row.first, row.last, tuple(map(tuple, row.windows)))


def _frozen(week):
    return tuple(tuple(tuple(window) for window in day) for day in week)
