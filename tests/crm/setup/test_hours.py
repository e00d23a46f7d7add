"""The page of working hours, as an administrator uses it."""

from datetime import date

import pytest

from crm.tenants.models import Tenant
from crm.worktime import queries
from crm.worktime.actions import save_holiday, set_hours
from crm.worktime.models import Holiday, Hours, Season
from tests.conftest import MemberClient

WEEK = {f"day-{day}": "9-12, 13-17" for day in (6, 0, 1, 2, 3)}


@pytest.fixture
def boss(owner):
    Tenant.objects.filter(pk=owner.tenant_id).update(country="SA", time_zone="Asia/Riyadh", week_start=6)
    owner.tenant.refresh_from_db()
    return MemberClient(owner)


def page(client, path="/settings/hours/"):
    return client.get(path).content.decode()


def test_the_page_proposes_the_countrys_week_from_its_first_day(boss):
    html = page(boss)
    assert html.index('name="day-6"') < html.index('name="day-0"') < html.index('name="day-5"')
    assert 'value="09:00–17:00"' in html
    assert "As offices of your country keep it" in html
    assert "Public holidays: Saudi Arabia" in html


def test_a_week_is_saved(boss):
    assert boss.post("/settings/hours/", WEEK).status_code == 302
    assert Hours.objects.get().week == [[[540, 720], [780, 1020]]] * 4 + [[], [], [[540, 720], [780, 1020]]]
    assert 'value="09:00–12:00, 13:00–17:00"' in page(boss)


def test_a_bad_day_keeps_what_was_typed_with_its_reason(boss):
    reply = boss.post("/settings/hours/", {**WEEK, "day-0": "9-12, 11-14"})
    html = reply.content.decode()
    assert reply.status_code == 422
    assert 'value="9-12, 11-14"' in html
    assert "These hours overlap." in html
    assert not Hours.objects.exists()


def test_a_team_gets_its_own_hours_and_gives_them_back(boss, team):
    path = f"/settings/hours/teams/{team.pk}/"
    assert "This team keeps the workspace’s hours" in page(boss, path)
    boss.post(path, {**WEEK, "time_zone": "Asia/Tehran"})
    own = Hours.objects.get(team=team)
    assert (own.time_zone, own.shares_holidays) == ("Asia/Tehran", False)
    assert "own hours" in page(boss)
    boss.post(f"{path}reset/")
    assert not Hours.objects.exists()


def test_public_holidays_of_the_country(boss, team):
    boss.post("/settings/hours/public/")
    boss.post(f"/settings/hours/teams/{team.pk}/public/")
    assert Holiday.objects.filter(team=None).count() == Holiday.objects.filter(team=team).count() == 4
    html = page(boss)
    assert "Eid al-Fitr" in html
    assert "Every year on 1 Shawwal" in html
    assert "Provisional" in html
    assert "They are all here already." in boss.post("/settings/hours/public/", follow=True).content.decode()
    Tenant.objects.update(country="FR")
    assert boss.post("/settings/hours/public/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "on", "yearly"),
    [("2027/03/09", date(2027, 3, 9), ""), ("1 Shawwal", None, "hijri-10-01"), ("25 Dec", None, "gregorian-12-25")],
)
def test_a_holiday_is_a_date_or_a_day_of_every_year(boss, typed, on, yearly):
    values = {"name": "Ours", "starts": typed, "days": "2", "sighted": "on"}
    assert boss.post("/settings/hours/holidays/new/", values).status_code == 302
    made = Holiday.objects.get()
    assert (made.on, made.yearly, made.days, made.sighted) == (on, yearly, 2, True)
    html = page(boss, f"/settings/hours/holidays/{made.pk}/")
    assert 'value="2027/03/09"' in html or 'value="1 Shawwal"' in html or 'value="25 December"' in html


def test_a_day_of_no_year_is_told_beside_the_field(boss, team):
    reply = boss.post(f"/settings/hours/teams/{team.pk}/holidays/new/", {"name": "x", "starts": "31 Mehr", "days": "1"})
    assert reply.status_code == 422
    assert "No year has this day." in reply.content.decode()


def test_a_holiday_is_changed_and_removed(boss, owner):
    boss.post("/settings/hours/public/")
    eid = Holiday.objects.get(yearly="hijri-10-01")
    path = f"/settings/hours/holidays/{eid.pk}/"
    boss.post(path, {"name": "Eid al-Fitr", "name_ar": "عيد الفطر", "starts": "1 Shawwal", "days": "5"})
    eid.refresh_from_db()
    assert (eid.days, eid.sighted, eid.names["ar"]) == (5, False, "عيد الفطر")
    boss.post(path, {"name": "Feast", "name_fa": "عید", "starts": "1 Shawwal", "days": "5"})
    eid.refresh_from_db()
    assert (eid.name, eid.names) == ("Feast", {"en": "Feast", "fa": "عید"})
    assert boss.post(path, {"name": "", "starts": "1 Shawwal", "days": "5"}).status_code == 422
    boss.post(f"{path}deletion/")
    assert not Holiday.objects.filter(pk=eid.pk).exists()


def test_a_sighted_holiday_is_confirmed_or_moved(boss, owner):
    eid = save_holiday(name="Eid", starts=date(2027, 3, 9), sighted=True, by=owner)
    path = f"/settings/hours/holidays/{eid.pk}/sighting/"
    boss.post(path, {"calculated": "2027-03-09", "real": "2027/03/10"})
    assert queries.working_time().closures[0].covers(date(2027, 3, 10))
    assert "Confirmed" in page(boss)
    far = boss.post(path, {"calculated": "2027-03-09", "real": "2027/04/10"}, follow=True).content.decode()
    assert "more than a week" in far


def test_a_season_is_added_and_removed(boss, team):
    values = {"name": "Ramadan hours", "first": "2027/02/08", "last": "2027/03/08", "windows": "10-16"}
    assert boss.post("/settings/hours/seasons/new/", values).status_code == 302
    assert boss.post(f"/settings/hours/teams/{team.pk}/seasons/new/", values).status_code == 302
    season = Season.objects.get(team=None)
    assert season.windows == [[600, 960]]
    assert "10:00–16:00" in page(boss)
    boss.post(f"/settings/hours/seasons/{season.pk}/deletion/")
    assert Season.objects.count() == 1
    back = boss.post("/settings/hours/seasons/new/", {**values, "last": "2027/01/08"})
    assert back.status_code == 422
    assert "The last day comes before the first." in back.content.decode()


def test_the_coming_ramadan_is_proposed(boss):
    assert 'value="Ramadan hours"' in page(boss)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("since=2026-11-19+16:00&amount=2&unit=hours", ["Sunday 22 November 2026", "10:00", "1 hour"]),
        ("since=2026-11-19+15:00&amount=2&unit=days", ["Monday 23 November 2026", "15:00"]),
        ("since=2026-11-19+15:00&amount=30&unit=minutes", ["Thursday 19 November 2026", "15:30"]),
        ("since=soon&amount=2&unit=days", ["Write the time too"]),
    ],
)
def test_a_deadline_can_be_tried(boss, query, words):
    html = page(boss, f"/settings/hours/?{query}")
    assert [word for word in words if word not in html] == []


def test_without_hours_nothing_can_be_counted(boss, owner):
    set_hours(week=[[]] * 7, by=owner)
    assert "There are no working hours to count." in page(
        boss, "/settings/hours/?since=2026-11-19+16:00&amount=2&unit=hours"
    )
