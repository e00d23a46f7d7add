"""A message on its way to a receiver: signed, once, tried again while nobody takes it, and not for ever."""

import json
import logging
import time
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from crm.api.webhooks import sending as work
from crm.api.webhooks.actions import (
    create_webhook,
    delete_webhook,
    pause,
    prune,
    queue,
    renew_secret,
    resume,
    send_again,
)
from crm.api.webhooks.consumer import consume
from crm.api.webhooks.models import Sending, Webhook
from crm.api.webhooks.wording import outcome
from crm.audit.models import Entry
from crm.automation.wording import work_name
from crm.events.models import Event, Timer, TimerFailure
from crm.events.timers import Again, retry
from crm.notify.models import Notification
from crm.notify.wording import sentence
from crm.records.actions import delete, restore
from crm.records.purging import purge
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope
from tests.crm.api.webhooks.conftest import verified

REAL = timezone.now


def at(later):
    """The clock of the workers stands so much later."""
    return patch("django.utils.timezone.now", lambda: REAL() + later)


def states():
    return list(Sending.objects.order_by("pk").values_list("state", flat=True))


class TestTheMessage:
    def test_it_says_what_happened_and_shows_the_record_as_the_api_does(self, receiver, hook, rep, run_due):
        person = make.contact("نورة الحربي", by=rep, phones=["+966551204477"])
        assert receiver.seen == []  # by a worker
        run_due()
        [told] = receiver.told
        assert (told["event"], told["type"], told["workspace"]) == ("contact.created", "people", "acme")
        assert told["by"] == {"kind": "member", "id": rep.pk, "name": rep.name}
        assert told["at"].endswith("Z") and told["deleted"] is False and told["changed"] == []
        assert told["record"]["id"] == person.pk and told["record"]["name"] == "نورة الحربي"
        assert told["record"]["phone"] == "+966551204477" and told["record"]["url"].endswith(f"/people/{person.pk}/")

    def test_the_receiver_knows_whose_it_is(self, receiver, hook, rep, run_due):
        make.contact("Noura", by=rep)
        run_due()
        [(path, headers, body)] = receiver.seen
        assert path == "/hooks?from=wasl" and headers["Content-Type"].startswith("application/json")
        assert headers["Wasl-Event"] == "contact.created" and headers["webhook-id"] == json.loads(body)["id"]
        assert abs(int(headers["webhook-timestamp"]) - time.time()) < 600
        assert verified(hook.key, headers, body)
        assert not verified(hook.key, headers, body + b" ")
        assert not verified("whsec_" + "A" * 43 + "=", headers, body)

    def test_a_renewed_secret_signs_from_the_next_message_on(self, receiver, hook, rep, owner, run_due):
        key = renew_secret(hook, by=owner)
        make.contact("Noura", by=rep)
        run_due()
        [(_path, headers, body)] = receiver.seen
        assert verified(key, headers, body) and not verified(hook.key, headers, body)

    def test_changes_name_the_fields_and_the_bin_is_told(self, receiver, hook, rep, run_due):
        person = make.contact("Noura", by=rep)
        make.contact("Sara", by=rep)
        run_due()
        person = delete(person, by=rep)
        run_due()
        restore(person, by=rep)
        run_due()
        assert receiver.events() == ["contact.created", "contact.created", "contact.deleted", "contact.restored"]
        assert [each["deleted"] for each in receiver.told] == [False, False, True, False]

    def test_only_what_was_asked_for_is_sent(self, receiver, owner, rep, run_due):
        create_webhook(name="Mail", url=receiver.url, kinds=["deal.won", "company.*"], by=owner)
        make.contact("Noura", by=rep)
        make.deal(by=rep, title="Villa")
        make.company("Rimal", by=rep)
        run_due()
        assert receiver.events() == ["company.created"]

    def test_a_test_holds_no_record(self, receiver, hook, run_due):
        queue(hook, None)
        run_due()
        [told] = receiver.told
        assert (told["event"], told["record"]) == ("test", None)
        assert receiver.seen[0][1]["Wasl-Event"] == "test"

    def test_personal_data_that_left_is_on_the_trail(self, receiver, hook, rep, owner, run_due):
        person = make.contact("Noura", by=rep)
        run_due()
        [entry] = Entry.objects.filter(action="record.sent")
        assert (entry.actor_id, entry.record_id, entry.data) == (owner.pk, person.pk, {"name": "Warehouse"})


class TestOnce:
    def test_an_event_that_comes_twice_is_sent_once(self, receiver, hook, rep, run_due):
        make.contact("Noura", by=rep)
        run_due()
        consume(Event.objects.get(kind="contact.created"))
        run_due()
        assert len(receiver.seen) == 1 and states() == ["arrived"]

    def test_a_record_that_cannot_be_described_holds_up_no_other_consumer(self, receiver, hook, rep):
        make.contact("Noura", by=rep)
        with patch("crm.api.webhooks.telling.Telling.one", side_effect=ZeroDivisionError):
            consume(Event.objects.get(kind="contact.created"))
        assert states() == ["waiting"]  # to be shown with its message, when it is to be sent

    def test_by_hand_it_goes_again_under_the_same_id_as_it_is_now(self, receiver, hook, rep, run_due):
        make.contact("Noura", by=rep)
        run_due()
        send_again(Sending.objects.get())
        run_due()
        first, second = receiver.told
        assert first["id"] == second["id"] and len({headers["webhook-id"] for _, headers, _ in receiver.seen}) == 1

    def test_one_conversation_at_a_time_takes_along_what_waits(self, receiver, hook, rep, run_due):
        for number in range(3):
            make.contact(f"Person {number}", by=rep)
        with patch.object(work, "_alone", return_value=False):
            run_due()
        assert receiver.seen == [] and states() == ["waiting"] * 3
        first = Sending.objects.order_by("pk").first()
        assert work.send_waiting(first.pk) is None
        assert [each["record"]["name"] for each in receiver.told] == ["Person 0", "Person 1", "Person 2"]
        with at(timedelta(minutes=2)):
            run_due()
        assert len(receiver.seen) == 3 and not Timer.objects.filter(kind="api.webhook").exists()


class TestFailing:
    @pytest.mark.parametrize(
        ("status", "words"), [(500, "It answered 500."), (404, "It answered 404."), (302, "redirects are not followed")]
    )
    def test_any_answer_but_a_good_one_is_tried_again(self, receiver, hook, rep, run_due, status, words):
        receiver.says, receiver.headers = status, {"Location": receiver.url + "&again"}
        make.contact("Noura", by=rep)
        run_due()
        [sending] = Sending.objects.all()
        assert (sending.state, sending.tries, sending.status) == ("waiting", 1, status) and words in outcome(sending)
        assert len(receiver.seen) == 1
        receiver.says = 200
        with at(timedelta(minutes=2)):
            run_due()
        assert [path for path, _headers, _body in receiver.seen] == ["/hooks?from=wasl"] * 2
        assert states() == ["arrived"] and len({each["id"] for each in receiver.told}) == 1

    def test_it_waits_longer_each_time_and_is_given_up_after_a_day(self, receiver, hook, rep, run_due, now):
        receiver.says = 500
        make.contact("Noura", by=rep)
        run_due()
        later, waits = timedelta(), []
        while states() == ["waiting"]:
            due = Timer.objects.get(kind="api.webhook").due
            waits.append(due - (REAL() + later))
            later = due - REAL() + timedelta(seconds=1)
            with at(later):
                run_due()
        assert states() == ["failed"] and timedelta(days=1) <= later < timedelta(days=1, hours=5)
        assert all(after > before / 2 for before, after in zip(waits, waits[1:], strict=False))
        assert len(receiver.seen) < 20 and not now().paused
        assert not Timer.objects.filter(kind="api.webhook").exists() and not TimerFailure.objects.exists()

    def test_one_message_that_is_refused_holds_up_no_other(self, receiver, hook, rep, run_due, now):
        make.contact("Noura", by=rep)
        receiver.says = 422
        run_due()
        receiver.says = 200
        make.contact("Sara", by=rep)
        run_due()
        assert states() == ["waiting", "arrived"] and now().failing_since is None

    def test_where_nobody_is_there_one_try_stands_for_all_and_the_receiver_is_left_alone(
        self, receiver, hook, rep, run_due, now
    ):
        for number in range(3):
            make.contact(f"Person {number}", by=rep)
        with patch.object(work.door, "post", side_effect=work.door.NotReached("x: ConnectionRefusedError")) as asked:
            run_due()
        assert asked.call_count == 1 and now().rests_until > timezone.now() and now().failing_since
        assert sorted(Sending.objects.values_list("tries", flat=True)) == [0, 0, 1]
        [tried] = Sending.objects.filter(tries=1)
        assert outcome(tried) == "The other side cannot be reached."

    def test_a_receiver_says_when_to_come_back(self, receiver, hook, rep, run_due, now):
        receiver.says, receiver.headers = 429, {"Retry-After": "1200"}
        make.contact("Noura", by=rep)
        run_due()
        make.contact("Sara", by=rep)
        run_due()
        assert len(receiver.seen) == 1
        assert timedelta(minutes=18) < now().rests_until - timezone.now() < timedelta(minutes=21)

    def test_what_waited_a_day_behind_others_is_given_up_with_them(self, receiver, hook, rep, run_due):
        make.contact("Noura", by=rep)
        make.contact("Sara", by=rep)
        nobody = patch.object(work.door, "post", side_effect=work.door.NotReached("x: gaierror"))
        with nobody:
            run_due()
        with nobody, at(timedelta(days=1, hours=1)):
            run_due()
        assert states() == ["failed", "failed"]
        assert {outcome(each) for each in Sending.objects.all()} == {"The server's name cannot be found."}

    def test_days_without_an_arrival_pause_it_and_tell_its_member(self, receiver, hook, rep, owner, run_due, now):
        receiver.says = 500
        make.contact("Noura", by=rep)
        run_due()
        Webhook.objects.update(failing_since=REAL() - timedelta(days=3))
        Sending.objects.update(tries=work.TIRED_TRIES)
        with at(timedelta(minutes=2)):
            run_due()
        assert now().paused == "failing" and states() == ["failed"]
        [notice] = Notification.objects.filter(member=owner, kind="webhook.paused")
        assert sentence(notice) == "The webhook “Warehouse” is paused. For days nothing that was sent arrived."
        make.contact("Sara", by=rep)
        run_due()
        assert len(receiver.seen) == 2

    def test_a_receiver_that_wants_no_more_is_asked_no_more(self, receiver, hook, rep, run_due, now):
        receiver.says = 410
        make.contact("Noura", by=rep)
        make.contact("Sara", by=rep)
        run_due()
        assert len(receiver.seen) == 1 and now().paused == "gone" and states() == ["failed", "failed"]

    def test_a_fault_of_ours_takes_no_message_back_and_is_tried_again(self, receiver, hook, rep, run_due, now):
        make.contact("Noura", by=rep)
        make.contact("Broken", by=rep)
        real = work.told

        def told(event, member):
            facts = real(event, member)
            if facts["record"]["name"] == "Broken":
                raise RuntimeError("no words")
            return facts

        with patch.object(work, "told", told):
            run_due()
        assert states() == ["arrived", "waiting"] and now().failing_since is None
        assert "inside Wasl" in outcome(Sending.objects.get(state="waiting"))

    def test_what_breaks_the_work_itself_stands_under_failed_work(self, receiver, hook, rep, run_due):
        make.contact("Noura", by=rep)
        with patch.object(work, "_send_piece", side_effect=RuntimeError("broken")):
            run_due(may_fail=True)
        failure = TimerFailure.objects.get(kind="api.webhook")
        assert work_name(failure.kind) == "Sending to a webhook" and receiver.seen == []
        retry(failure)
        run_due(may_fail=True)
        assert states() == ["arrived"] and not TimerFailure.objects.exists()


class TestWhoseItIs:
    def test_it_is_paused_by_hand_keeps_nothing_and_goes_on(self, receiver, hook, rep, owner, run_due):
        make.contact("Noura", by=rep)
        pause(hook, by=owner)
        make.contact("Sara", by=rep)
        run_due()
        assert receiver.seen == [] and states() == [] and not Notification.objects.exists()
        resume(hook, by=owner)
        make.contact("Omar", by=rep)
        run_due()
        assert [each["record"]["name"] for each in receiver.told] == ["Omar"]

    def test_what_waits_when_it_is_paused_or_deleted_is_not_sent(self, receiver, hook, rep, owner, run_due):
        receiver.says = 500
        make.contact("Noura", by=rep)
        run_due()
        pause(hook, by=owner)
        assert states() == ["failed"] and outcome(Sending.objects.get()) == "The webhook was paused while it waited."
        with at(timedelta(minutes=2)):
            run_due()
        delete_webhook(hook, by=owner)
        run_due()
        assert len(receiver.seen) == 1 and not Sending.objects.exists()

    def test_no_other_firm_hears_or_tells(self, receiver, hook, outsider, zenith, run_due):
        with out_of_scope(), tenant_scope(zenith):
            assert not Webhook.objects.exists()
            make.contact("In Zenith", by=outsider)
        run_due()
        assert receiver.seen == [] and not Sending.objects.exists()

    def test_what_is_deleted_for_good_is_forgotten_here_too(self, receiver, hook, rep, owner, run_due):
        person = make.contact("Noura", by=rep)
        run_due()
        purge(delete(person, by=rep), by=owner)
        assert not Sending.objects.exists()
        run_due()
        assert receiver.events() == ["contact.created"]

    def test_the_list_forgets_what_is_old(self, receiver, hook, rep, run_due, settings):
        make.contact("Noura", by=rep)
        run_due()
        assert Timer.objects.get(kind="api.webhook_log").due > timezone.now()
        assert isinstance(prune(hook.pk), Again) and Sending.objects.exists()
        with at(timedelta(days=settings.WEBHOOK_LOG_DAYS + 1)):
            assert prune(hook.pk) is None and not Sending.objects.exists()

    def test_no_log_says_the_secret_or_the_address(self, receiver, hook, rep, run_due, caplog):
        caplog.set_level(logging.DEBUG)
        receiver.says = 500
        make.contact("Noura", by=rep)
        with patch.object(work, "told", side_effect=RuntimeError("no words")):
            run_due()
        with at(timedelta(minutes=2)):
            run_due()
        queue(hook, None)
        run_due()
        assert len(receiver.seen) > 0
        for secret in (hook.key, hook.secret, "from=wasl", "Noura"):
            assert secret not in caplog.text
