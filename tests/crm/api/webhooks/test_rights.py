"""A webhook sends what its member may see at the moment of sending, and stops where they may not send at all."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from crm.access.catalogue import HIDDEN, PRESETS
from crm.access.models import Role
from crm.api.webhooks.actions import (
    MOST,
    change_webhook,
    create_webhook,
    delete_webhook,
    renew_secret,
    resume,
    send_again,
)
from crm.api.webhooks.kinds import is_told, kind_name, kinds_of, types_for
from crm.api.webhooks.models import Sending, Webhook
from crm.api.webhooks.telling import told
from crm.api.webhooks.wording import outcome
from crm.audit.models import Entry
from crm.events.models import Event
from crm.notify.models import Notification
from crm.records import registry
from crm.records.actions import add_tag, assign
from crm.setup.members.actions import deactivate
from crm.ui.timeline import STANDARD
from tests import make
from tests.conftest import TokenClient


@pytest.fixture
def trusted(manager):
    """Somebody who sees their team's records, and may change settings."""
    manager.role.rights = [*manager.role.rights, "settings"]
    manager.role.save()
    return manager


@pytest.fixture
def theirs(receiver, trusted):
    """Their webhook."""
    return create_webhook(name="Warehouse", url=receiver.url, kinds=["contact.*", "deal.*"], by=trusted)[0]


class TestWhatIsSeen:
    def test_nothing_of_records_that_the_member_does_not_see(self, receiver, theirs, rep, agent, run_due):
        make.contact("Of the team", by=rep)
        make.contact("Of nobody they know", by=agent)
        run_due()
        assert [each["record"]["name"] for each in receiver.told] == ["Of the team"]
        assert Sending.objects.count() == 1  # the list says nothing of the other either

    def test_what_goes_out_of_sight_on_its_way_is_withheld(self, receiver, theirs, rep, agent, owner, run_due):
        receiver.says = 500
        person = make.contact("Noura", by=rep)
        run_due()
        assign(person, to=agent, by=owner)
        send_again(Sending.objects.get())
        run_due()
        assert len(receiver.seen) == 1
        [sending] = Sending.objects.all()
        assert sending.state == "withheld" and "does not see" in outcome(sending)

    def test_hidden_fields_are_not_there_and_a_change_of_them_alone_is_not_told(
        self, receiver, theirs, trusted, rep, run_due
    ):
        person = make.contact("Noura", by=rep, phones=["+966551204477"], city="Riyadh", tags=["vip"])
        trusted.role.fields = {"contact": {"phone": HIDDEN, "city": HIDDEN, "tags": HIDDEN}}
        trusted.role.save()
        update = registry.of(person).resolve("update")
        update(person, by=rep, city="Jeddah")
        add_tag(person, tag="gold", by=rep)
        update(person, by=rep, city="Dammam", source="Fair")
        run_due()
        created, changed = receiver.told
        assert changed["event"] == "contact.updated" and changed["changed"] == ["source"]
        for each in (created, changed):
            assert not {"phone", "city", "tags"} & each["record"].keys()
        text = b"".join(body for _path, _headers, body in receiver.seen).decode()
        assert not [secret for secret in ("551204477", "Riyadh", "Jeddah", "Dammam", "vip", "gold") if secret in text]

    def test_it_is_what_the_api_says_to_the_same_member(self, receiver, theirs, trusted, rep, run_due):
        trusted.language = "ar"
        trusted.save()
        firm = make.company("Rimal", by=rep)
        deal = make.deal(by=rep, title="Villa", amount=48_500, currency="SAR", company=firm)
        run_due()
        by_api = TokenClient(trusted).get(f"/api/v1/deals/{deal.pk}/").json()
        assert [each["record"] for each in receiver.told] == [by_api]

    def test_a_type_that_the_role_does_not_see_is_neither_offered_nor_sent(self, trusted, rep):
        person = make.contact("Noura", by=rep)
        event = Event.objects.get(kind="contact.created")
        assert told(event, trusted)["record"]["id"] == person.pk
        trusted.role.grants = {"*": {}}
        trusted.role.save()
        assert told(event, trusted) is None and types_for(trusted) == []


class TestWhoMaySend:
    @pytest.mark.parametrize("role", [role for role in PRESETS if role != "owner"])
    def test_only_who_may_change_settings(self, receiver, hook, owner, role):
        member = make.member(by=owner, role=role)
        with pytest.raises(PermissionDenied):
            create_webhook(name="Mine", url=receiver.url, kinds=["contact.*"], by=member)
        with pytest.raises(PermissionDenied):
            change_webhook(hook, name="Mine", url=receiver.url, kinds=["contact.*"], by=member)
        for act in (renew_secret, resume, delete_webhook):
            with pytest.raises(PermissionDenied):
                act(hook, by=member)

    def test_a_member_without_a_seat_sends_no_more_and_others_are_told(
        self, receiver, theirs, trusted, rep, owner, run_due, now
    ):
        deactivate(trusted, by=owner)
        make.contact("Noura", by=rep)
        run_due()
        assert receiver.seen == [] and now().paused == "member"
        assert list(Notification.objects.values_list("member", "kind")) == [(owner.pk, "webhook.paused")]

    def test_nor_one_whose_role_lost_the_right(self, receiver, theirs, trusted, rep, run_due, now):
        make.contact("Noura", by=rep)
        Role.objects.filter(pk=trusted.role_id).update(rights=[])
        run_due()
        assert receiver.seen == [] and now().paused == "member"

    def test_nor_one_whose_account_is_closed(self, receiver, theirs, trusted, rep, run_due, now):
        trusted.user.is_active = False
        trusted.user.save()
        make.contact("Noura", by=rep)
        run_due()
        assert receiver.seen == [] and now().paused == "member"

    def test_nor_with_a_secret_that_nobody_can_open(self, receiver, hook, rep, owner, run_due, now, settings):
        settings.SECRET_KEY = "another"
        make.contact("Noura", by=rep)
        run_due()
        assert receiver.seen == [] and now().paused == "secret"
        with pytest.raises(ValidationError):
            resume(now(), by=owner)
        renew_secret(now(), by=owner)
        assert resume(now(), by=owner).paused == ""

    def test_whoever_changes_or_resumes_it_answers_for_it(self, receiver, hook, trusted, rep, agent, run_due, now):
        assert change_webhook(hook, name=hook.name, url=hook.url, kinds=hook.kinds, by=trusted).member == trusted
        make.contact("Of nobody they know", by=agent)
        run_due()
        assert receiver.seen == []
        Webhook.objects.update(paused="hand")
        assert resume(now(), by=trusted).member == trusted

    def test_there_are_so_many_and_no_more(self, hook, owner, receiver):
        for _ in range(MOST - 1):
            create_webhook(name="x", url=receiver.url, kinds=["contact.*"], by=owner)
        with pytest.raises(ValidationError):
            create_webhook(name="x", url=receiver.url, kinds=["contact.*"], by=owner)


def test_every_act_is_on_the_trail_without_the_secret_or_the_address(receiver, hook, owner, run_due):
    changed = change_webhook(hook, name="Store", url=receiver.url + "&token=zz", kinds=["contact.created"], by=owner)
    key = renew_secret(changed, by=owner)
    delete_webhook(changed, by=owner)
    entries = Entry.objects.filter(record_type="webhook").order_by("pk")
    assert [entry.action for entry in entries] == [
        "webhook.created", "webhook.changed", "webhook.secret_renewed", "webhook.deleted",
    ]  # fmt: skip
    assert entries[1].data["changes"] == ["kinds", "name", "url"] and entries[1].data["host"] == "127.0.0.1"
    kept = str([entry.data for entry in entries]) + str(list(Event.objects.values_list("data", flat=True)))
    for secret in (key, hook.key, hook.secret, "token=zz", "from=wasl"):
        assert secret not in kept


class TestKinds:
    def test_all_that_is_offered_is_something_that_happens(self, owner):
        for kind in types_for(owner):
            for each in kinds_of(kind):
                verb = each.partition(".")[2]
                assert each in kind.events or verb in STANDARD or each == "task.due", each

    def test_they_have_names_and_what_is_no_record_is_not_told(self, owner):
        assert kind_name("contact.updated") == "Contact: Changed"
        assert kind_name("deal.*") == "Deal: Everything" and kind_name("test") == "Test"
        assert not is_told(Event(kind="member.seated", record_type="member"))
        assert not is_told(Event(kind="contact.imported", record_type="contact"))
