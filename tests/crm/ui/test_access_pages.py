"""Who can see a record, why, and sharing it from its page."""

import pytest
from django.utils import timezone

from crm.access.sharing import share
from crm.records.sharing import shares_of
from tests import make
from tests.conftest import MemberClient


@pytest.fixture
def record(rep):
    return make.contact("Noura", by=rep)


@pytest.fixture
def page(record):
    return f"/people/{record.pk}/access/"


def text(answer):
    return answer.content.decode()


def test_the_reader_is_told_why_they_see_it(page, rep, manager, owner):
    said = {who: MemberClient(who).get(page).context["mine"] for who in (rep, manager, owner)}
    assert said == {rep: ["Owner"], manager: ["Team Sales"], owner: ["The role sees all"]}


def test_everybody_who_sees_it_is_listed_with_the_reason(page, rep, agent, reader, other_rep):
    seers = MemberClient(rep).get(page).context["seers"]
    assert {(member.name, tuple(why), edits) for member, why, edits in seers} == {
        ("Olivia Owner", ("The role sees all",), True),
        ("Mona Manager", ("Team Sales",), True),
        ("Rami Rep", ("Owner",), True),
        ("Adam Agent", ("The role sees all",), True),
        ("Rita Reader", ("The role sees all",), False),
    }


def test_who_may_change_it_shares_it_until_a_day(page, record, rep, other_rep):
    values = {"whom": f"member-{other_rep.pk}", "level": "edit", "until": "2039-01-31"}
    assert MemberClient(rep).post(f"/people/{record.pk}/shares/", values).status_code == 302
    [shared] = shares_of(record)
    assert (shared.whom, shared.level) == (other_rep, "edit")
    assert timezone.localtime(shared.until).date().isoformat() == "2039-02-01"
    assert "Rana Rep" in text(MemberClient(rep).get(page))


def test_it_is_shared_with_a_team(record, rep, team):
    MemberClient(rep).post(f"/people/{record.pk}/shares/", {"whom": f"team-{team.pk}", "level": "see"})
    assert [shared.whom for shared in shares_of(record)] == [team]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"whom": "", "level": "see"}, "whom"),
        ({"whom": "member-0", "level": "see"}, "whom"),
        ({"whom": "team", "level": "own"}, "level"),
        ({"whom": "team", "level": "see", "until": "2001-01-01"}, "until"),
        ({"whom": "team", "level": "see", "until": "soon or later"}, "until"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(record, rep, team, values, field):
    values = values | ({"whom": f"team-{team.pk}"} if values["whom"] == "team" else {})
    answer = MemberClient(rep).post(f"/people/{record.pk}/shares/", values)
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert shares_of(record) == []


def test_colleagues_of_other_workspaces_are_not_offered(record, rep, outsider):
    answer = MemberClient(rep).post(f"/people/{record.pk}/shares/", {"whom": f"member-{outsider.pk}", "level": "see"})
    assert answer.status_code == 422


def test_a_sharing_is_ended(record, rep, other_rep):
    share(record, other_rep)
    url = f"/people/{record.pk}/shares/end/"
    assert MemberClient(rep).post(url, {"whom": "member-0"}).status_code == 404
    MemberClient(rep).post(url, {"whom": f"member-{other_rep.pk}"})
    assert shares_of(record) == []


def test_who_may_only_look_shares_nothing(page, record, reader, other_rep):
    assert MemberClient(reader).get(page).context["form"] is None
    values = {"whom": f"member-{other_rep.pk}", "level": "see"}
    assert MemberClient(reader).post(f"/people/{record.pk}/shares/", values).status_code == 403


def test_the_record_says_whom_it_is_shared_with(record, rep, other_rep):
    assert "Shared with" not in text(MemberClient(rep).get(f"/people/{record.pk}/"))
    share(record, other_rep)
    shown = text(MemberClient(rep).get(f"/people/{record.pk}/"))
    assert "Shared with" in shown
    assert "Rana Rep" in shown


def test_in_the_drawer_it_stays_in_the_drawer(page, record, rep, other_rep):
    drawer = {"HX-Request": "true", "HX-Target": "drawer"}
    client = MemberClient(rep)
    assert "offcanvas-body" in text(client.get(page, headers=drawer))
    values = {"whom": f"member-{other_rep.pk}", "level": "see"}
    answer = client.post(f"/people/{record.pk}/shares/", values, headers=drawer)
    assert (answer.status_code, "Rana Rep" in text(answer)) == (200, True)


def test_the_page_costs_the_same_however_many_colleagues(page, rep, owner, team, django_assert_max_num_queries):
    client = MemberClient(rep)
    client.get(page)
    for _number in range(10):
        make.member(by=owner, role="rep", team=team)
    with django_assert_max_num_queries(22):
        client.get(page)
