"""Hours, holidays and seasons of a workspace and its teams."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from crm.events.models import Event
from crm.l10n import state
from crm.l10n.recurrence import Anniversary
from crm.tenants.models import Tenant
from crm.worktime import actions, queries
from crm.worktime.clock import add_working_time
from crm.worktime.countries import HOLIDAYS, movable, proposed_week
from crm.worktime.models import Holiday, Hours, Sighting
from crm.worktime.wording import explain, length

NINE_TO_FIVE = [[[540, 1020]]] * 5 + [[], []]
MORNINGS = [[[480, 720]]] * 5 + [[], []]
EID = date(2027, 3, 9)


@pytest.fixture
def in_riyadh(acme):
    Tenant.objects.filter(pk=acme.pk).update(country="SA", time_zone="Asia/Riyadh", language="en")


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("country", "closed"),
    [("SA", {4, 5}), ("IR", {3, 4}), ("AE", {5, 6}), ("GB", {5, 6}), ("AF", {4}), ("EG", {4, 5})],
)
def test_a_country_proposes_its_week(acme, country, closed):
    Tenant.objects.filter(pk=acme.pk).update(country=country)
    assert {day for day, windows in enumerate(queries.working_time().week) if not windows} == closed


def test_hours_that_were_saved_hold(acme, owner, in_riyadh):
    actions.set_hours(week=NINE_TO_FIVE, by=owner)
    hours = queries.working_time()
    assert hours.week[0] == ((540, 1020),)
    assert hours.zone == ZoneInfo("Asia/Riyadh")
    assert kinds()[-1] == "hours.changed"
    actions.set_hours(week=MORNINGS, by=owner)
    assert queries.working_time().week[0] == ((480, 720),)
    assert Hours.objects.count() == 1


def test_a_team_may_have_its_own_and_give_them_back(owner, team):
    actions.set_hours(week=NINE_TO_FIVE, by=owner)
    assert queries.working_time(team.pk).week == queries.working_time().week
    actions.set_hours(week=MORNINGS, team=team, time_zone="Asia/Tehran", by=owner)
    hours = queries.working_time(team.pk)
    assert (hours.week[0], hours.zone) == (((480, 720),), ZoneInfo("Asia/Tehran"))
    assert queries.working_time().week[0] == ((540, 1020),)
    assert [(each.pk, each.has_hours) for each in queries.teams()] == [(team.pk, True)]
    actions.forget_hours(team, by=owner)
    assert queries.working_time(team.pk).week[0] == ((540, 1020),)
    before = len(kinds())
    actions.forget_hours(team, by=owner)
    assert len(kinds()) == before


def test_a_team_shares_the_workspaces_holidays_or_not(owner, team):
    actions.save_holiday(name="Ours", starts=date(2026, 11, 23), by=owner)
    actions.save_holiday(name="Theirs", starts=date(2026, 11, 24), team=team, by=owner)
    names = lambda hours: [hours.closed_for(date(2026, 11, day)) for day in (23, 24)]  # noqa: E731
    assert names(queries.working_time()) == ["Ours", ""]
    assert names(queries.working_time(team.pk)) == ["Ours", "Theirs"]
    actions.set_hours(week=NINE_TO_FIVE, team=team, shares_holidays=False, by=owner)
    assert names(queries.working_time(team.pk)) == ["", "Theirs"]


def test_who_may_not_change_settings_changes_no_hours(manager, team):
    for change in (
        lambda: actions.set_hours(week=MORNINGS, by=manager),
        lambda: actions.forget_hours(team, by=manager),
        lambda: actions.save_holiday(name="Mine", starts=EID, by=manager),
        lambda: actions.add_public_holidays("SA", by=manager),
        lambda: actions.add_season(name="x", first=EID, last=EID, windows=[], by=manager),
    ):
        with pytest.raises(PermissionDenied):
            change()


def test_public_holidays_are_added_once(owner, in_riyadh):
    assert actions.add_public_holidays("SA", by=owner) == len(HOLIDAYS["SA"])
    assert actions.add_public_holidays("SA", by=owner) == 0
    assert kinds().count("holidays.added") == 1
    fitr = Holiday.objects.get(yearly="hijri-10-01")
    assert (fitr.name_in("ar"), fitr.name_in("fa"), fitr.days, fitr.sighted) == ("عيد الفطر", "عید فطر", 4, True)


def test_british_holidays_without_a_fixed_day_are_dates_of_the_coming_years(owner):
    count = actions.add_public_holidays("GB", by=owner)
    assert count == len(HOLIDAYS["GB"]) + 3 * 5
    assert {day for day, *_names in movable("GB", 2026)} == {
        date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31),
    }  # fmt: skip
    assert date(2026, 11, 26) in {day for day, *_names in movable("US", 2026)}
    assert movable("SA", 2026) == []


@pytest.mark.parametrize("country", sorted(HOLIDAYS))
def test_every_offered_holiday_is_whole(country):
    assert len(proposed_week(country)) == 7
    for code, days, _sighted, *names in HOLIDAYS[country]:
        assert Anniversary.read(code).code == code
        assert days >= 1
        assert len(names) == 3
        assert all(names)


def test_a_sighted_holiday_is_provisional_until_it_is_settled(owner, in_riyadh):
    eid = actions.save_holiday(name="Eid", starts=Anniversary("hijri", 10, 1), days=4, sighted=True, by=owner)
    coming = queries.holidays_of(None)[0]
    assert (coming.calculated, coming.settled) == (coming.real, False)
    later = date.fromordinal(coming.calculated.toordinal() + 1)
    actions.settle_holiday(eid, calculated=coming.calculated, real=later, by=owner)
    event = Event.objects.get(kind="holiday.moved")
    assert event.data["before"] == coming.calculated.isoformat()
    assert event.data["day"] == later.isoformat()
    again = queries.holidays_of(None)[0]
    assert (again.calculated, again.real, again.settled) == (coming.calculated, later, True)
    assert not queries.working_time().closures[0].covers(coming.calculated)
    actions.settle_holiday(eid, calculated=coming.calculated, real=later, by=owner)
    assert kinds()[-1] == "holiday.confirmed"
    assert Sighting.objects.count() == 1


def test_what_was_settled_is_forgotten_when_the_day_changes(owner):
    eid = actions.save_holiday(name="Eid", starts=EID, sighted=True, by=owner)
    actions.settle_holiday(eid, calculated=EID, real=date(2027, 3, 10), by=owner)
    actions.save_holiday(holiday=eid, name="Eid al-Fitr", starts=EID, sighted=True, by=owner)
    assert Sighting.objects.exists()
    actions.save_holiday(holiday=eid, name="Eid", starts=Anniversary("hijri", 10, 1), sighted=True, by=owner)
    assert not Sighting.objects.exists()
    assert Holiday.objects.get().on is None


def test_holidays_that_are_over_stand_last(owner):
    actions.save_holiday(name="Gone", starts=date(2020, 1, 1), by=owner)
    actions.save_holiday(name="Every year", starts=Anniversary("jalali", 1, 1), by=owner)
    assert [str(coming.holiday) for coming in queries.holidays_of(None)] == ["Every year", "Gone"]
    actions.remove_holiday(Holiday.objects.get(name="Gone"), by=owner)
    assert kinds()[-1] == "holiday.removed"


def test_a_holiday_has_a_date_or_a_day_of_the_year(acme):
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(name="Never")


def test_a_season_has_its_own_hours_on_working_days(owner, in_riyadh):
    season = actions.add_season(
        name="Ramadan", first=date(2027, 2, 8), last=date(2027, 3, 8), windows=[[600, 960]], by=owner
    )
    hours = queries.working_time()
    zone = ZoneInfo("Asia/Riyadh")
    assert [piece.minutes for piece in hours.pieces_on(date(2027, 2, 8))] == [360]
    assert hours.pieces_on(date(2027, 2, 12)) == ()  # a Friday
    assert [piece.minutes for piece in hours.pieces_on(date(2027, 3, 9))] == [480]
    assert hours.pieces_on(date(2027, 3, 8))[0].start == datetime(2027, 3, 8, 10, 0, tzinfo=zone)
    with pytest.raises(ValueError, match="before"):
        actions.add_season(name="x", first=EID, last=date(2027, 1, 1), windows=[], by=owner)
    actions.remove_season(season, by=owner)
    assert queries.working_time().seasons == ()


def test_a_teams_season_goes_before_the_workspaces(owner, team):
    for whose, windows in ((None, [[600, 660]]), (team, [[600, 720]])):
        actions.add_season(
            name="Summer", first=date(2026, 7, 1), last=date(2026, 7, 31), windows=windows, team=whose, by=owner
        )
    assert [queries.working_time(pk).pieces_on(date(2026, 7, 1))[0].minutes for pk in (None, team.pk)] == [60, 120]


def test_a_deadline_explains_itself(owner, in_riyadh):
    actions.add_public_holidays("SA", by=owner)
    with state.using(state.for_tenant(Tenant.objects.get(pk=owner.tenant_id))):
        hours = queries.working_time()
        start = datetime(2025, 9, 22, 16, 0, tzinfo=hours.zone)
        lines = explain(add_working_time(start, 150, hours), hours.zone)
    assert lines == [
        "Mon 22 Sep, 16:00–17:00: 1 hour",
        "Tue 23 Sep: closed, National Day",
        "Wed 24 Sep, 09:00–10:30: 1 hour and 30 minutes",
    ]


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 minutes"), (1, "1 minute"), (60, "1 hour"), (121.0, "2 hours and 1 minute")]
)
def test_a_length_in_words(minutes, words):
    assert length(minutes) == words
