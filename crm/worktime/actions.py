"""Settling when people work. Every change is an event of the workspace, so that deadlines can be counted anew."""

from django.db import transaction
from django.utils import timezone, translation

from crm.access.policy import require
from crm.events.record import record_event
from crm.l10n.state import current
from crm.worktime.countries import HOLIDAYS, movable
from crm.worktime.models import Holiday, Hours, Season, Sighting

YEARS_AHEAD = 3  # for which holidays without a fixed day are written down
RIGHT = "settings"


@transaction.atomic
def set_hours(*, week, by, team=None, time_zone="", shares_holidays=True):
    """The workspace, or a team, works at these hours from now on. Records hours.changed. Returns the Hours."""
    require(by, RIGHT)
    values = {"week": week, "time_zone": time_zone, "shares_holidays": shares_holidays}
    hours, _made = Hours.objects.update_or_create(team=team, defaults=values)
    _tell("hours.changed", team, by, week=week)
    return hours


@transaction.atomic
def forget_hours(team, *, by):
    """The team works at the workspace's hours again. Records hours.changed when it had others."""
    require(by, RIGHT)
    gone, _models = Hours.objects.filter(team=team).delete()
    if gone:
        _tell("hours.changed", team, by, week=None)


@transaction.atomic
def save_holiday(*, name, starts, by, days=1, sighted=False, team=None, names=None, holiday=None):
    """Make a holiday, or change `holiday`; `starts` is a date or an Anniversary. Settled days of a holiday that
    moves to another day are forgotten. Records holiday.saved. Returns the Holiday."""
    require(by, RIGHT)
    holiday = holiday or Holiday(team=team)
    yearly = getattr(starts, "code", "")
    on = None if yearly else starts
    if holiday.pk and (holiday.on, holiday.yearly) != (on, yearly):
        holiday.sightings.all().delete()
    holiday.name, holiday.on, holiday.yearly, holiday.days, holiday.sighted = name, on, yearly, days, sighted
    holiday.names = holiday.names if names is None else names
    holiday.save()
    _tell("holiday.saved", holiday.team, by, holiday=holiday.pk, name=name, day=yearly or on.isoformat())
    return holiday


@transaction.atomic
def remove_holiday(holiday, *, by):
    """It is a working day again. Records holiday.removed."""
    require(by, RIGHT)
    _tell("holiday.removed", holiday.team, by, holiday=holiday.pk, name=holiday.name)
    holiday.delete()


@transaction.atomic
def settle_holiday(holiday, *, calculated, real, by):
    """The sighted holiday whose calculated first day is this one begins on `real`. Records holiday.moved when that
    is another day than before, holiday.confirmed otherwise; those who count deadlines listen."""
    require(by, RIGHT)
    before = Sighting.objects.filter(holiday=holiday, calculated=calculated).first()
    was = before.real if before else calculated
    Sighting.objects.update_or_create(holiday=holiday, calculated=calculated, defaults={"real": real})
    kind = "holiday.confirmed" if was == real else "holiday.moved"
    days = {"calculated": calculated.isoformat(), "before": was.isoformat(), "day": real.isoformat()}
    _tell(kind, holiday.team, by, holiday=holiday.pk, name=holiday.name, **days)


@transaction.atomic
def add_public_holidays(country, *, by, team=None):
    """Write down a country's public holidays that are not there yet. Returns how many. KeyError for a country that
    we have none of. Records one holidays.added."""
    require(by, RIGHT)
    known = {(each.on, each.yearly, each.days) for each in Holiday.objects.filter(team=team)}
    this_year = timezone.localdate().year
    rows = [
        _public(team, names, yearly=code, days=days, sighted=sighted)
        for code, days, sighted, *names in HOLIDAYS[country]
    ]
    for year in range(this_year, this_year + YEARS_AHEAD):
        rows += [_public(team, names, on=day) for day, *names in movable(country, year)]
    new = [row for row in rows if (row.on, row.yearly, row.days) not in known]
    Holiday.objects.bulk_create(new)
    if new:
        _tell("holidays.added", team, by, country=country, count=len(new))
    return len(new)


@transaction.atomic
def add_season(*, name, first, last, windows, by, team=None, names=None):
    """Other hours on working days from one date to another, both included. Records hours.changed.
    ValueError when the last comes first. Returns the Season."""
    require(by, RIGHT)
    if last < first:
        raise ValueError("the last day comes before the first")
    season = Season.objects.create(name=name, names=names or {}, first=first, last=last, windows=windows, team=team)
    _tell("hours.changed", team, by, season=name, first=first.isoformat(), last=last.isoformat())
    return season


@transaction.atomic
def remove_season(season, *, by):
    """The usual hours hold again. Records hours.changed."""
    require(by, RIGHT)
    _tell("hours.changed", season.team, by, season=season.name, removed=True)
    season.delete()


def _public(team, names, **values):
    named = dict(zip(("ar", "fa", "en"), names, strict=True))
    language = translation.get_language() or current().language
    return Holiday(team=team, name=named.get(language, named["en"]), names=named, **values)


def _tell(kind, team, by, **data):
    record_event(by.tenant, kind, by=by, data={"team": team.pk if team else None, **data})
