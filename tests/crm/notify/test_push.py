"""A notice on its way to a member's devices: sealed, once, when they may be disturbed, and only while signed in."""

from datetime import UTC, datetime, time, timedelta
from unittest.mock import patch

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from crm.automation.wording import reason_in_words, work_name
from crm.events.models import Timer, TimerFailure
from crm.lib.vapid import new_key
from crm.notify.actions import mark_read, notify_member
from crm.notify.channels import CHANNELS
from crm.notify.deliver import forget_record
from crm.notify.devices import MOST, allow, devices_of
from crm.notify.kinds import KINDS
from crm.notify.models import Device, Notification, Push
from crm.notify.preferences import choose
from crm.setup.members.actions import deactivate
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope, session_of
from tests.crm.channels.pushservice import Browser, push_service

DEFAULTS = {(kind, way) for kind, declared in KINDS.items() for way in CHANNELS if declared.goes_by(way)}
NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


@pytest.fixture
def service(settings):
    settings.PUSH_KEY, settings.PUSH_INSIDE = new_key(), True
    with push_service() as server:
        yield server


def signed_in(member):
    """The key of a new sign-in of theirs, with the row that sign-ins have."""
    key = session_of(member.user)
    UserSession.objects.create(user=member.user, session_key=key, ip="203.0.113.9", user_agent="Chrome/1 Android")
    return key


def browser_of(member, service):
    browser = Browser(service)
    browser.device = allow(member, session_key=signed_in(member), **browser.subscription)
    return browser


@pytest.fixture
def phone(rep, service):
    return browser_of(rep, service)


def tell(member, subject="Call Omar", kind="task.completed"):
    return notify_member(member, kind, key=subject, data={"subject": subject, "actor": "Mona", "actor_kind": "member"})


def test_every_device_is_told_what_the_bell_says_in_the_readers_language(phone, rep, service, run_due):
    tablet = browser_of(rep, service)
    rep.language = "fa"
    rep.save()
    notice = tell(rep)
    assert phone.told == []  # by a worker
    run_due()
    [message] = phone.told
    assert tablet.told == phone.told
    assert "Call Omar" in message["body"] and "Mona" in message["body"]
    assert (message["title"], message["lang"], message["dir"]) == (rep.tenant.name, "fa", "rtl")
    assert message["url"] == f"/acme/notices/{notice.pk}/"
    tell(rep)
    run_due()
    assert len(phone.told) == 1 and not Push.objects.exists()


def test_it_is_nobody_elses_and_goes_by_choice(phone, rep, manager, run_due):
    tell(manager, "For Mona")
    choose(rep, wanted=DEFAULTS - {("task.completed", "push")})
    tell(rep, "Not wanted")
    run_due()
    assert phone.told == []


def test_quiet_hours_hold_it_back_and_what_was_read_meanwhile_or_is_much_comes_as_little(phone, rep, run_due):
    choose(rep, wanted=DEFAULTS, quiet_from=time(22), quiet_to=time(6))
    with patch("django.utils.timezone.now", lambda: NIGHT):
        read = tell(rep, "Read at night")
        tell(rep, "Still new")
        run_due()
        assert phone.told == []
        mark_read(rep, read.pk)
    with patch("django.utils.timezone.now", lambda: MORNING):
        run_due()
    assert [message["url"] for message in phone.told] == [f"/acme/notices/{read.pk + 1}/"]

    with patch("django.utils.timezone.now", lambda: NIGHT + timedelta(days=1)):
        for number in range(5):
            tell(rep, f"Task {number}")
    with patch("django.utils.timezone.now", lambda: MORNING + timedelta(days=1)):
        run_due()
    assert [message["body"] for message in phone.told[1:]] == ["5 new notices"]


def test_a_service_that_fails_is_asked_again_and_what_it_took_is_not_sent_twice(phone, rep, service, run_due):
    service.says, service.headers = 503, {"Retry-After": "30"}
    tell(rep)
    run_due(may_fail=True)
    reason = TimerFailure.objects.get(kind="notify.push").reason
    assert "503" in reason and reason_in_words(reason) == "The service that reaches the device did not take it."
    assert work_name("notify.push") == "Notifying a device"
    due = Timer.objects.get(kind="notify.push").due
    assert timedelta(seconds=25) < due - timezone.now() < timedelta(seconds=35)
    service.says, service.headers = 201, {}
    with patch("django.utils.timezone.now", lambda: due + timedelta(seconds=1)):
        run_due(may_fail=True)
    assert len(service.seen) == 2 and not Push.objects.exists()
    assert not TimerFailure.objects.exists() and not Timer.objects.filter(kind="notify.push").exists()


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_given_up_is_forgotten(phone, rep, service, run_due, status):
    service.says = status
    tell(rep)
    run_due()
    assert not Device.objects.exists() and not Push.objects.exists()
    assert Notification.objects.filter(member=rep).exists()


class TestWhoIsToldNoMore:
    def told(self, rep, phone, run_due):
        Device.objects.get()
        tell(rep)
        run_due()
        assert phone.told == []
        assert not Device.objects.exists()

    def test_a_device_that_was_signed_out(self, phone, rep, run_due):
        UserSession.objects.get(pk=phone.device.session).end()
        self.told(rep, phone, run_due)

    def test_a_member_whose_password_was_changed_elsewhere(self, phone, rep, run_due):
        rep.user.set_password("another house with windows")
        rep.user.save()
        self.told(rep, phone, run_due)

    def test_a_device_that_trusts_a_key_of_before(self, phone, rep, run_due, settings):
        settings.PUSH_KEY = new_key()
        self.told(rep, phone, run_due)

    def test_a_member_without_a_seat(self, phone, rep, owner, run_due):
        tell(rep)  # on its way already
        deactivate(rep, by=owner)
        run_due()
        assert phone.told == [] and not Device.objects.exists()


def test_a_browser_belongs_to_whoever_allowed_it_last_and_nobody_has_more_than_a_few(
    phone, rep, manager, service, run_due
):
    tell(rep, "Not for Mona")
    again = allow(manager, session_key=signed_in(manager), **phone.subscription)
    run_due()
    assert again.pk == phone.device.pk and phone.told == [] and devices_of(rep) == []
    for _ in range(MOST + 1):
        browser_of(rep, service)
    assert len(devices_of(rep)) == MOST


def test_what_is_deleted_for_good_is_not_told_when_quiet_is_over(phone, rep, run_due):
    choose(rep, wanted=DEFAULTS, quiet_from=time(22), quiet_to=time(6))
    contact = make.contact("Omar Nasser", by=rep)
    with patch("django.utils.timezone.now", lambda: NIGHT):
        notify_member(rep, "record.assigned", key="x", record=contact, data={"title": contact.name, "actor": "Mona"})
    forget_record("contact", [contact.pk])
    with patch("django.utils.timezone.now", lambda: MORNING):
        run_due()
    assert phone.told == []


def test_another_firm_sees_none_and_tells_none(phone, outsider, zenith, run_due):
    with out_of_scope(), tenant_scope(zenith):
        assert not Device.objects.exists()
        tell(outsider, "In Zenith")
        assert not Push.objects.exists()
    run_due()
    assert phone.told == []


def test_without_a_key_nothing_waits(phone, rep, settings, run_due):
    settings.PUSH_KEY = ""
    tell(rep)
    assert not Push.objects.exists()
