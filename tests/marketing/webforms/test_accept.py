"""What becomes of a request."""

from datetime import timedelta

import pytest

from contacts.models import Contact
from crm.activities.models import Task
from marketing.webforms.actions import accept, receive, update_web_form
from marketing.webforms.models import Submission
from sales.models import Deal
from tests import make
from tests.marketing.make import web_form as make_form

NOURA = {"name": "Noura Al-Harbi", "phone": "+966551204477", "email": "noura@mail.example", "message": "14 windows"}


@pytest.fixture
def submission(web_form, run_due):
    submission = receive(web_form, data=NOURA)
    run_due()
    submission.refresh_from_db()
    return submission


def test_it_becomes_a_person_with_the_source(submission):
    person = Contact.objects.get()
    assert (person.name, person.phone, person.email) == ("Noura Al-Harbi", "+966551204477", "noura@mail.example")
    assert person.source == "Website"
    assert submission.contact == person


def test_it_becomes_a_deal_in_the_first_stage(submission, rep):
    deal = Deal.objects.get()
    assert deal.stage.key == "first_call"
    assert (deal.contact, deal.source, deal.owner) == (submission.contact, "Website", rep)
    assert submission.state == "accepted"


def test_the_owner_has_to_call_back_in_time(submission, rep):
    task = Task.objects.get()
    assert (task.owner, task.record_type, task.record_id) == (rep, "deal", submission.deal_id)
    assert task.due_at - submission.received_at == timedelta(minutes=15)


def test_accepting_twice_makes_nothing_new(submission):
    accept(submission.pk)
    assert (Deal.objects.count(), Contact.objects.count(), Task.objects.count()) == (1, 1, 1)


def test_reps_take_turns(web_form, rep, other_rep, run_due):
    for number in range(4):
        receive(web_form, data=NOURA | {"name": f"Person {number}", "phone": f"+96655120447{number}", "email": ""})
        run_due()
    assert list(Deal.objects.order_by("pk").values_list("owner", flat=True)) == [rep.pk, other_rep.pk] * 2


def test_a_known_person_stays_with_their_owner(web_form, rep, other_rep, run_due):
    known = make.contact(by=other_rep, name="Noura", phones=["+966551204477"])
    receive(web_form, data=NOURA)
    run_due()
    assert Contact.objects.count() == 1
    assert Deal.objects.get().owner == other_rep
    assert Deal.objects.get().contact == known


def test_a_person_whose_owner_has_left_goes_to_whose_turn_it_is(web_form, rep, other_rep, run_due):
    make.contact(by=other_rep, name="Noura", phones=["+966551204477"])
    other_rep.active = False
    other_rep.save()
    receive(web_form, data=NOURA)
    run_due()
    assert Deal.objects.get().owner == rep


def test_a_failure_is_tried_again_and_the_request_kept(web_form, run_due, monkeypatch):
    receive(web_form, data=NOURA)
    with monkeypatch.context() as patch:
        patch.setattr("marketing.webforms.actions.open_deal", lambda **kwargs: 1 / 0)
        run_due(may_fail=True)
    assert Submission.objects.get().state == "new"
    assert not Contact.objects.exists()
    accept(Submission.objects.get().pk)
    assert Deal.objects.count() == 1


def test_the_minutes_are_the_forms(owner, web_form, run_due):
    update_web_form(web_form, by=owner, callback_minutes=45)
    submission = receive(web_form, data=NOURA)
    run_due()
    assert Task.objects.get().due_at - submission.received_at == timedelta(minutes=45)


def test_the_task_is_named_in_the_forms_language(owner, pipeline, team, rep, run_due):
    receive(make_form(by=owner, language="ar", team=team), data=NOURA)
    run_due()
    assert "Noura Al-Harbi" in Task.objects.get().subject
