"""Records by the API: listed, read, made, changed, deleted, by the rules that pages have."""

from datetime import date

import pytest

from contacts.people.models import Contact
from crm.access.catalogue import HIDDEN
from crm.audit.models import Entry
from crm.events.models import Event
from crm.records import registry
from crm.records.fields.actions import add_field
from tests import make
from tests.conftest import TokenClient

HERE = "/api/v1/"
PEOPLE, DEALS = f"{HERE}people/", f"{HERE}deals/"


@pytest.fixture
def robot(rep):
    return TokenClient(rep)


@pytest.fixture
def noura(rep):
    firm = make.company("Rimal", by=rep)
    return make.contact(
        "Noura", by=rep, phones=["+966551204477"], emails=["noura@rimal.example"], company=firm, tags=["vip"],
        birthday=date(1990, 3, 21),
    )  # fmt: skip


def errors(answer):
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json", answer.content
    return answer.json()["errors"]


class TestReading:
    def test_a_record_is_told_as_standards_have_it(self, robot, rep, noura):
        answer = robot.get(f"{PEOPLE}{noura.pk}/")
        told = answer.json()
        assert told["id"] == noura.pk and told["url"].endswith(f"/acme/people/{noura.pk}/")
        assert (told["name"], told["phone"], told["kind"], told["tags"]) == (
            "Noura",
            "+966551204477",
            "prospect",
            ["vip"],
        )
        assert told["company"] == {"id": noura.company_id, "name": "Rimal"}
        assert told["owner"] == {"id": rep.pk, "name": rep.name}
        assert told["birthday"] == "1990-03-21" and told["created_at"].endswith("Z")
        assert answer["ETag"].startswith(f'"{noura.pk}-') and answer["Cache-Control"] == "private, no-store"

    def test_money_comes_in_minor_units_and_as_a_decimal(self, robot, rep):
        make.deal(by=rep, title="Villa", amount=48_500, currency="SAR")
        [told] = robot.get(DEALS).json()["results"]
        assert told["amount"] == {"minor": 4850000, "currency": "SAR", "amount": "48500.00"}
        assert told["stage"]["name"] and told["status"] == 0

    def test_custom_fields_stand_under_their_keys(self, robot, rep, owner, noura):
        own = add_field(registry.get("contact"), kind="number", name="Shoe", by=owner)
        assert robot.patch(f"{PEOPLE}{noura.pk}/", {own.key: 42.5}).json()[own.key] == 42.5
        assert robot.get(f"{PEOPLE}{noura.pk}/").json()[own.key] == 42.5

    def test_pages_follow_one_another(self, robot, rep):
        for name in "ABCDE":
            make.contact(name, by=rep)
        url, found = f"{PEOPLE}?size=2&sort=-name", []
        while url:
            page = robot.get(url).json()
            found.append([each["name"] for each in page["results"]])
            url = page["next"] and "/api/v1/" + page["next"].partition("/api/v1/")[2]
        assert found == [["E", "D"], ["C", "B"], ["A"]]

    def test_filters_and_search_are_those_of_the_list(self, robot, rep, noura):
        make.contact("Sara", by=rep, city="Jeddah")
        for asked, names in (
            ({"q": "nour"}, ["Noura"]), ({"city": "Jeddah"}, ["Sara"]), ({"tag": "vip"}, ["Noura"]),
            ({"company": noura.company_id}, ["Noura"]), ({"view": "mine", "has_phone": "no"}, ["Sara"]),
        ):  # fmt: skip
            assert [each["name"] for each in robot.get(PEOPLE, asked).json()["results"]] == names, asked

    def test_what_is_not_understood_is_refused_rather_than_left_out(self, robot):
        for asked, name in (
            ({"shoe": "42"}, "shoe"), ({"kind": "nonsense"}, "kind"), ({"sort": "note"}, "sort"),
            ({"size": "5000"}, "size"), ({"view": "7"}, "view"), ({"created_from": "soon-ish"}, "created_from"),
            ({"where": "nonsense"}, "where"),
        ):  # fmt: skip
            assert set(errors(robot.get(PEOPLE, asked))) == {name}

    def test_tasks_and_calls_are_read_only(self, robot):
        assert robot.get(f"{HERE}tasks/").status_code == robot.get(f"{HERE}calls/").status_code == 200
        refused = robot.post(f"{HERE}tasks/", {"subject": "x"})
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
        assert robot.get(PEOPLE)["Allow"] == "GET, POST, HEAD"

    def test_reading_people_is_kept_in_the_audit_trail_with_the_token(self, robot, rep, noura):
        robot.get(PEOPLE, {"q": "noura"})
        robot.get(f"{PEOPLE}{noura.pk}/")
        listed, opened = Entry.objects.filter(action__in=["list.read", "record.opened"]).order_by("pk")
        assert listed.data["token"] == opened.data["token"] == "Robot"
        assert listed.data["asked"] == {"q": "noura"} and (opened.record_id, opened.actor_id) == (noura.pk, rep.pk)

    def test_it_asks_the_database_the_same_few_things_for_any_number(self, robot, rep, django_assert_num_queries):
        for name in "ABCDEFGH":
            make.contact(name, by=rep, company=make.company(f"Firm {name}", by=rep))
        robot.get(PEOPLE)
        with django_assert_num_queries(LIST):
            robot.get(PEOPLE, {"size": 2})
        with django_assert_num_queries(LIST):
            robot.get(PEOPLE)
        pk = Contact.objects.first().pk
        with django_assert_num_queries(RECORD):
            robot.get(f"{PEOPLE}{pk}/")


LIST, RECORD = 13, 13  # four of them the tests' own scope's


class TestWriting:
    def test_a_record_is_made_as_its_page_would_make_it(self, robot, rep, noura):
        answer = robot.post(PEOPLE, {"name": "Sara", "phone": "0551112233", "company": noura.company_id, "tags": ["a"]})
        assert answer.status_code == 201, answer.content
        made = Contact.objects.get(name="Sara")
        assert (made.phone, made.company_id, made.kind, made.owner) == (
            answer.json()["phone"],
            noura.company_id,
            "prospect",
            rep,
        )
        assert answer["Location"].endswith(f"/acme{PEOPLE}{made.pk}/")
        event = Event.objects.get(kind="contact.created", record_id=made.pk)
        assert event.actor_id == rep.pk

    def test_only_what_is_named_is_changed(self, robot, noura):
        assert robot.patch(f"{PEOPLE}{noura.pk}/", {"city": "Jeddah", "birthday": None}).json()["city"] == "Jeddah"
        again = Contact.objects.get(pk=noura.pk)
        assert (again.name, again.phone, again.city, again.birthday) == ("Noura", "+966551204477", "Jeddah", None)
        assert robot.patch(f"{PEOPLE}{noura.pk}/", {}).status_code == 200

    def test_what_was_read_can_be_written(self, robot, noura):
        told = robot.get(f"{PEOPLE}{noura.pk}/").json()
        back = {name: told[name] for name in ("name", "company", "phone", "tags", "birthday", "note", "kind")}
        assert robot.patch(f"{PEOPLE}{noura.pk}/", back).status_code == 200
        assert not Event.objects.filter(kind="contact.updated").exists()

    def test_an_amount_is_taken_in_its_currency(self, robot, rep):
        make.pipeline(by=rep)
        made = robot.post(DEALS, {"title": "Villa", "amount": {"amount": "1.500", "currency": "KWD"}})
        assert made.status_code == 201, made.content
        assert made.json()["amount"] == {"minor": 1500, "currency": "KWD", "amount": "1.500"}
        where = f"{DEALS}{made.json()['id']}/"
        assert robot.patch(where, {"amount": {"minor": 250, "currency": "SAR"}}).json()["amount"]["amount"] == "2.50"
        assert "amount" in errors(robot.patch(where, {"amount": {"amount": "1.234", "currency": "SAR"}}))
        assert (
            robot.patch(where, {"visit_at": "2026-03-31T09:30:00+03:00"}).json()["visit_at"] == "2026-03-31T06:30:00Z"
        )

    def test_every_fault_is_named(self, robot, noura):
        sent = {"name": "", "email": "nonsense", "phone": True, "birthday": "soon", "company": 999_999, "shoe": 1}
        assert set(errors(robot.patch(f"{PEOPLE}{noura.pk}/", sent))) == {"shoe"}
        del sent["shoe"]
        assert set(errors(robot.patch(f"{PEOPLE}{noura.pk}/", sent))) == {"phone", "birthday"}
        del sent["phone"], sent["birthday"]
        assert set(errors(robot.patch(f"{PEOPLE}{noura.pk}/", sent))) == {"name", "email", "company"}
        assert Contact.objects.get(pk=noura.pk).name == "Noura"

    def test_who_read_an_older_state_is_told_what_stands_now(self, robot, rep, noura):
        where = f"{PEOPLE}{noura.pk}/"
        etag = robot.get(where)["ETag"]
        new = robot.patch(where, {"city": "Jeddah"}, headers={"if-match": etag})
        assert new.status_code == 200 and new["ETag"] != etag
        stale = robot.patch(where, {"city": "Mecca"}, headers={"if-match": etag})
        assert stale.status_code == 412 and stale.json()["current"]["city"] == "Jeddah"
        assert stale.json()["changed_by"] == rep.name
        assert robot.delete(where, headers={"if-match": etag}).status_code == 412
        assert robot.delete(where, headers={"if-match": new["ETag"]}).status_code == 204
        assert Contact.objects.get(pk=noura.pk).deleted_at and robot.get(where).status_code == 404

    def test_what_is_given_away_may_be_out_of_sight_at_once(self, owner, rep, other_rep, noura):
        rep.role.grants = {**rep.role.grants, "*": {**rep.role.grants["*"], "assign": "all"}}
        rep.role.save()
        answer = TokenClient(rep).patch(f"{PEOPLE}{noura.pk}/", {"owner": other_rep.pk})
        assert answer.json() == {"id": noura.pk} and Contact.objects.get(pk=noura.pk).owner == other_rep


class TestFieldRights:
    @pytest.fixture
    def closed(self, rep):
        rep.role.fields = {"contact": {"phone": HIDDEN, "city": "read"}}
        rep.role.save()
        return TokenClient(rep)

    def test_hidden_fields_are_as_unknown_as_those_that_never_were(self, closed, noura):
        assert "phone" not in closed.get(f"{PEOPLE}{noura.pk}/").json()
        for asked in ({"has_phone": "yes"}, {"shoe": "42"}):
            assert list(errors(closed.get(PEOPLE, asked)).values()) == [["There is no such filter."]]
        for sent in ({"phone": "+966500000000"}, {"shoe": 42}):
            assert list(errors(closed.patch(f"{PEOPLE}{noura.pk}/", sent)).values()) == [["There is no such field."]]
        assert closed.get(PEOPLE, {"q": "551204477"}).json()["results"] == []

    def test_read_only_fields_are_read(self, closed, noura):
        assert closed.get(f"{PEOPLE}{noura.pk}/").json()["city"] == ""
        assert "written" in errors(closed.patch(f"{PEOPLE}{noura.pk}/", {"city": "Jeddah"}))["city"][0]
        assert closed.patch(f"{PEOPLE}{noura.pk}/", {"name": "Noura B"}).status_code == 200
        assert Contact.objects.get(pk=noura.pk).phone == "+966551204477"
