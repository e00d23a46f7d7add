"""Whose turn it is, whom a request goes to when nobody obvious is there, and what happens to several at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from contacts.models import Contact
from crm.access.models import Team
from crm.activities.models import Task
from crm.events.models import Event
from crm.records.actions import delete
from crm.tenants.scope import tenant_scope
from marketing.webforms.actions import accept, receive, update_web_form
from marketing.webforms.models import Submission, WebForm
from marketing.webforms.queries import next_owner, sellers
from sales.models import Deal
from tests import make
from tests.marketing.make import web_form as make_form


def asked(number=0, **more):
    return {"name": f"Person {number}", "phone": f"+9665512044{number:02}", "email": "", "message": "", **more}


def leave(member):
    member.active = False
    member.save()


def ask(form, run_due, number=0, **more):
    submission = receive(form, data=asked(number, **more))
    run_due()
    submission.refresh_from_db()
    return submission


def test_turns_are_those_of_the_team(web_form, rep, other_rep, owner, manager):
    make.member(by=owner, role="rep", name="Of another team")
    assert sellers(web_form) == [rep, other_rep]


def test_a_form_without_a_team_is_everybodys_who_sells(owner, pipeline, rep, other_rep, reader):
    stranger = make.member(by=owner, role="rep", name="Of no team")
    assert sellers(make_form(by=owner)) == [rep, other_rep, stranger]


def test_where_nobody_is_a_rep_all_take_turns_but_those_who_only_read(owner, pipeline, reader, manager):
    assert sellers(make_form(by=owner)) == [owner, manager]


def test_who_left_is_passed_over_and_the_turn_goes_on(web_form, rep, other_rep, run_due, owner, team):
    third = make.member(by=owner, role="rep", name="Third", team=team)
    assert ask(web_form, run_due, 1).deal.owner == rep
    leave(other_rep)
    assert [ask(web_form, run_due, n).deal.owner for n in (2, 3)] == [third, rep]


def test_the_turn_survives_that_the_last_one_left(web_form, rep, other_rep, run_due):
    ask(web_form, run_due, 1)
    leave(rep)
    assert ask(web_form, run_due, 2).deal.owner == other_rep


def test_each_form_has_turns_of_its_own(web_form, owner, team, rep, other_rep, run_due):
    other_form = make_form(by=owner, team=team)
    assert ask(web_form, run_due, 1).deal.owner == rep
    assert ask(other_form, run_due, 2).deal.owner == rep
    assert ask(web_form, run_due, 3).deal.owner == other_rep


def test_a_request_for_a_team_of_nobody_goes_to_whoever_sells(owner, pipeline, rep, run_due):
    form = make_form(by=owner, team=make.team("Empty"))
    submission = ask(form, run_due)
    assert submission.state == "accepted"
    assert submission.deal.owner == rep
    assert Task.objects.get().owner == rep


def test_a_request_is_never_a_readers_to_answer(owner, pipeline, reader, run_due):
    """Even where nobody else of the team is left: a reader can neither call from the product nor move the deal."""
    team = make.team("Readers")
    reader.team = team
    reader.save()
    assert ask(make_form(by=owner, team=team), run_due).deal.owner == owner


def test_a_known_persons_reader_does_not_get_the_deal(web_form, rep, reader, owner, run_due):
    make.contact("Noura", by=owner, owner=reader, phones=["+966551204400"])
    assert ask(web_form, run_due).deal.owner == rep


def test_a_team_that_is_gone_leaves_the_form_to_everybody(web_form, team, rep, run_due):
    Team.objects.filter(pk=team.pk).delete()
    web_form.refresh_from_db()
    assert web_form.team is None
    assert ask(web_form, run_due).deal.owner == rep


def test_a_deleted_person_is_not_known_any_more(web_form, rep, other_rep, run_due):
    delete(make.contact("Noura", by=other_rep, phones=["+966551204400"]), by=other_rep)
    submission = ask(web_form, run_due)
    assert submission.deal.owner == rep
    assert Contact.objects.filter(deleted_at=None).get() == submission.contact


def test_a_person_is_known_by_mail_in_any_case(web_form, other_rep, run_due):
    known = make.contact("Noura", by=other_rep, emails=["noura@mail.example"])
    assert ask(web_form, run_due, email="Noura@MAIL.example").contact == known


def test_a_known_person_is_left_as_they_are(web_form, other_rep, run_due):
    known = make.contact("Noura", by=other_rep, phones=["+966551204400"], source="Fair", city="Riyadh")
    ask(web_form, run_due, name="Somebody else", city="Jeddah")
    known.refresh_from_db()
    assert (known.name, known.source, known.city) == ("Noura", "Fair", "Riyadh")
    assert Deal.objects.get().source == "Website"


def test_two_people_known_by_one_number_give_the_longest_known(web_form, rep, other_rep, run_due):
    first = make.contact("Noura", by=other_rep, phones=["+966551204400"])
    make.contact("Sara", by=rep, phones=["+966551204400"])
    assert ask(web_form, run_due).contact == first


def test_the_company_of_a_known_person_comes_with_them_unless_it_is_deleted(web_form, other_rep, run_due):
    company = make.company("Rimal", by=other_rep)
    make.contact("Noura", by=other_rep, phones=["+966551204400"], company=company)
    assert ask(web_form, run_due, message="one").deal.company == company
    delete(company, by=other_rep)
    assert ask(web_form, run_due, message="two").deal.company is None


def test_the_deal_is_called_after_the_service_or_the_person(owner, pipeline, rep, run_due):
    form = make_form(by=owner, fields=["name", "phone", "service"])
    assert ask(form, run_due, 1, service="14 windows").deal.title == "14 windows"
    assert ask(form, run_due, 2, service="").deal.title == "Request from Person 2"


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_the_new_person_reads_the_language_of_the_form(owner, pipeline, rep, run_due, language):
    submission = ask(make_form(by=owner, language=language), run_due)
    assert submission.contact.language == language
    assert ("Person 0" in submission.deal.title) and ("Request" in submission.deal.title) == (language == "en")


def test_the_form_is_named_as_the_one_who_did_it(web_form, rep, run_due):
    submission = ask(web_form, run_due)
    opened = Event.objects.get(kind="deal.opened", record_id=submission.deal_id)
    assert (opened.actor_kind, opened.actor_name) == ("form", web_form.name)


def test_what_came_in_before_the_form_was_closed_is_still_accepted(web_form, rep, owner, run_due):
    submission = receive(web_form, data=asked())
    update_web_form(web_form, by=owner, active=False)
    run_due()
    submission.refresh_from_db()
    assert submission.state == "accepted"


def test_a_request_that_is_gone_is_nobodys_business(web_form):
    accept(10**9)
    assert not Deal.objects.exists()


def test_spam_is_never_accepted(web_form, rep):
    accept(receive(web_form, data=asked(), spam=True).pk)
    assert not Deal.objects.exists()


def test_the_words_of_a_robot_do_not_swallow_those_of_a_person(web_form, rep, run_due):
    receive(web_form, data=asked(), spam=True)
    assert ask(web_form, run_due).state == "accepted"
    assert Submission.objects.count() == 2


def test_the_same_words_are_another_request_after_ten_minutes(web_form, rep, run_due):
    first = receive(web_form, data=asked())
    Submission.objects.filter(pk=first.pk).update(received_at=first.received_at - timedelta(minutes=10, seconds=1))
    assert receive(web_form, data=asked()) != first


def test_the_same_words_on_another_form_are_another_request(web_form, owner, rep):
    assert receive(web_form, data=asked()) != receive(make_form(by=owner), data=asked())


@pytest.fixture
def firm(committed_db):
    """A firm on a database that commits: a form, and two reps who take turns."""
    tenant, owner = make.workspace("Acme", slug="acme", owner="Olivia Owner")
    with tenant_scope(tenant):
        pipeline = make.pipeline(by=owner)
        reps = [make.member(by=owner, role="rep", name=name) for name in ("Rami", "Rana")]
        form = make_form(by=owner, pipeline=pipeline)
    return tenant, form, reps


def at_once(tenant, jobs):
    """The results of jobs that begin at the same moment, each on a connection and in a scope of its own."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(10)
            with tenant_scope(tenant):
                return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(60) for future in [pool.submit(run, job) for job in jobs]]


def test_one_button_pressed_six_times_at_once_is_one_request(firm):
    tenant, form, _reps = firm
    kept = at_once(tenant, [lambda: receive(WebForm.objects.get(pk=form.pk), data=asked()).pk] * 6)
    assert len(set(kept)) == 1


def test_requests_accepted_at_once_are_shared_evenly_and_numbered_without_gaps(firm):
    tenant, form, reps = firm
    with tenant_scope(tenant):
        waiting = [receive(form, data=asked(number)).pk for number in range(8)]
    at_once(tenant, [lambda pk=pk: accept(pk) for pk in waiting])
    with tenant_scope(tenant):
        owners = list(Deal.objects.values_list("owner", flat=True))
        assert [owners.count(rep.pk) for rep in reps] == [4, 4]
        assert sorted(Deal.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_two_requests_of_a_new_person_at_once_are_one_person(firm):
    tenant, form, _reps = firm
    with tenant_scope(tenant):
        waiting = [receive(form, data=asked(7, message=words)).pk for words in ("one", "two", "three")]
    at_once(tenant, [lambda pk=pk: accept(pk) for pk in waiting])
    with tenant_scope(tenant):
        assert (Contact.objects.count(), Deal.objects.count()) == (1, 3)
        assert Deal.objects.values("owner").distinct().count() == 1


def test_one_request_accepted_by_two_workers_at_once_is_one_deal(firm):
    tenant, form, _reps = firm
    with tenant_scope(tenant):
        pk = receive(form, data=asked()).pk
    at_once(tenant, [lambda: accept(pk)] * 4)
    with tenant_scope(tenant):
        assert (Deal.objects.count(), Task.objects.count()) == (1, 1)


def test_nobody_at_all_is_nobody(acme, owner, pipeline):
    form = make_form(by=owner)
    leave(owner)
    assert next_owner(form) is None
