"""Which ways a notice takes, and that its mail waits for a good moment."""

from datetime import UTC, datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils import timezone

from crm.channels.email.models import Message
from crm.events.models import Timer
from crm.notify.actions import mark_read, notify_member
from crm.notify.channels import CHANNELS
from crm.notify.kinds import KINDS
from crm.notify.models import Notification, Preference
from crm.notify.preferences import choose, goes_by, may_disturb_at, preference_of
from crm.notify.queries import bell_state, newest, unread_count
from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from tests.conftest import out_of_scope

EVENING = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
DEFAULTS = {(kind, way) for kind, declared in KINDS.items() for way in CHANNELS if declared.goes_by(way)}


def tell(member, text, key="", kind="rule.told"):
    return notify_member(member, kind, key=key or text, data={"text": text})


@pytest.fixture
def at(run_due):
    """at(moment, work): do it, then whatever has become due, as if the clock stood there."""

    def go(moment, work=lambda: None):
        with patch("django.utils.timezone.now", lambda: moment):
            made = work()
            run_due()
        return made

    return go


@pytest.fixture
def sleeper(rep):
    choose(rep, wanted=DEFAULTS, quiet_from=time(22), quiet_to=time(7))
    return rep


class TestWays:
    def test_every_kind_can_be_chosen_in_words(self):
        assert all(kind.label and kind.group and kind.goes_by("bell") for kind in KINDS.values())

    def test_who_never_chose_is_told_as_the_kind_has_it(self, rep):
        preference = preference_of(rep)
        assert goes_by(preference, "rule.told", "mail")
        assert not goes_by(preference, "task.due", "mail")
        assert preference.pk is None

    def test_only_what_differs_is_kept(self, rep):
        choose(rep, wanted=DEFAULTS)
        assert Preference.objects.get(member=rep).choices == {}
        choose(rep, wanted=DEFAULTS - {("rule.told", "mail")} | {("task.due", "mail")})
        assert Preference.objects.get(member=rep).choices == {"rule.told": {"mail": False}, "task.due": {"mail": True}}

    def test_a_kind_without_mail_is_in_the_bell_only(self, rep, run_due):
        choose(rep, wanted=DEFAULTS - {("rule.told", "mail")})
        tell(rep, "Look")
        run_due()
        assert (unread_count(rep), Message.objects.count()) == (1, 0)

    def test_a_kind_without_bell_is_mailed_and_nowhere_else(self, rep, run_due):
        choose(rep, wanted=DEFAULTS - {("rule.told", "bell")})
        before = bell_state(rep)[0]
        tell(rep, "Look")
        run_due()
        assert (bell_state(rep)[0], newest(rep), len(mail.outbox)) == (before, [], 1)

    def test_with_neither_it_is_told_nowhere_and_still_only_once(self, rep, run_due):
        choose(rep, wanted=set())
        assert tell(rep, "Look", key="k") is not None
        assert tell(rep, "Look", key="k") is None
        run_due()
        assert (newest(rep), Message.objects.count()) == ([], 0)

    def test_an_unknown_field_is_refused(self, rep):
        with pytest.raises(TypeError):
            choose(rep, wanted=set(), member=None)

    def test_a_choice_is_ones_own_and_stays_in_its_workspace(self, rep, other_rep, outsider):
        choose(rep, wanted=set())
        assert goes_by(preference_of(other_rep), "rule.told", "mail")
        with out_of_scope(), tenant_scope(outsider.tenant):
            assert not Preference.objects.exists()


class TestQuietHours:
    def test_mails_wait_and_come_as_one_in_the_morning(self, sleeper, at):
        at(EVENING, lambda: [tell(sleeper, "First"), tell(sleeper, "Second")])
        assert (mail.outbox, unread_count(sleeper)) == ([], 2)
        assert Timer.objects.get(kind="notify.mail").due == MORNING
        at(MORNING)
        [sent] = mail.outbox
        assert sent.subject == "2 notifications · Acme"
        assert sent.body.index("First") < sent.body.index("Second")
        assert "/acme/settings/notifications/" in sent.body
        at(MORNING + timedelta(days=1))
        assert len(mail.outbox) == 1

    def test_one_alone_is_the_mail_it_would_have_been(self, sleeper, at):
        at(EVENING, lambda: tell(sleeper, "Look"))
        at(MORNING)
        assert [sent.subject for sent in mail.outbox] == ["Look"]

    def test_by_day_nothing_waits(self, sleeper, at):
        at(MORNING, lambda: tell(sleeper, "Look"))
        assert len(mail.outbox) == 1
        assert not Timer.objects.exists()

    def test_what_was_read_meanwhile_is_not_mailed(self, sleeper, at):
        read = at(EVENING, lambda: tell(sleeper, "Read"))
        at(EVENING, lambda: tell(sleeper, "Unread"))
        mark_read(sleeper, read.pk)
        at(MORNING)
        assert [sent.subject for sent in mail.outbox] == ["Unread"]

    def test_all_read_is_no_mail(self, sleeper, at):
        at(EVENING, lambda: tell(sleeper, "Read"))
        mark_read(sleeper)
        at(MORNING)
        assert mail.outbox == []
        assert not Notification.objects.filter(mail_waits=True).exists()

    def test_what_never_was_in_the_bell_cannot_have_been_read(self, sleeper, at):
        choose(sleeper, wanted={("rule.told", "mail")}, quiet_from=time(22), quiet_to=time(7))
        at(EVENING, lambda: tell(sleeper, "Look"))
        at(MORNING)
        assert len(mail.outbox) == 1

    def test_quiet_that_was_made_longer_is_kept(self, sleeper, at):
        at(EVENING, lambda: tell(sleeper, "Look"))
        choose(sleeper, wanted=DEFAULTS, quiet_from=time(22), quiet_to=time(9))
        at(MORNING)
        assert mail.outbox == []
        at(MORNING + timedelta(hours=2))
        assert len(mail.outbox) == 1

    def test_quiet_that_was_made_shorter_lets_go_at_once(self, sleeper, at):
        at(EVENING, lambda: tell(sleeper, "Look"))
        at(EVENING + timedelta(minutes=5), lambda: choose(sleeper, wanted=DEFAULTS, quiet_from=None, quiet_to=None))
        assert len(mail.outbox) == 1

    def test_who_left_meanwhile_gets_nothing(self, sleeper, at):
        at(EVENING, lambda: tell(sleeper, "Look"))
        Member.objects.filter(pk=sleeper.pk).update(active=False)
        at(MORNING)
        assert mail.outbox == []

    def test_the_hours_are_those_of_the_members_clock(self, sleeper):
        sleeper.time_zone = "Asia/Tehran"
        assert may_disturb_at(preference_of(sleeper), sleeper, MORNING - timedelta(hours=3)) == MORNING - timedelta(
            hours=3
        )

    def test_many_are_cut_at_a_length_that_is_read(self, sleeper, at):
        at(EVENING, lambda: [tell(sleeper, f"Number {n}.") for n in range(53)])
        at(MORNING)
        body = mail.outbox[0].body
        assert mail.outbox[0].subject.startswith("53 notifications")
        assert "Number 52." in body and "Number 2." not in body
        assert "3 earlier ones are in Wasl." in body


class TestOneMailADay:
    @pytest.fixture
    def reader(self, rep):
        choose(rep, wanted=DEFAULTS, digest_at=time(8))
        return rep

    def test_all_of_a_day_come_at_the_hour(self, reader, at):
        noon = EVENING.replace(hour=12)
        at(noon, lambda: tell(reader, "First"))
        at(EVENING, lambda: tell(reader, "Second"))
        assert mail.outbox == []
        at(MORNING + timedelta(hours=1))
        assert [sent.subject for sent in mail.outbox] == ["2 notifications · Acme"]

    def test_the_hour_waits_for_quiet_to_be_over(self, reader):
        preference = choose(reader, wanted=DEFAULTS, digest_at=time(8), quiet_days=[2])  # Wednesday 25 November
        assert may_disturb_at(preference, reader, EVENING) == datetime(2026, 11, 26, 0, 0, tzinfo=UTC)

    @pytest.mark.parametrize("language", ["ar", "fa"])
    def test_it_is_in_the_members_language(self, reader, at, language):
        Member.objects.filter(pk=reader.pk).update(language=language)
        member = Member.objects.select_related("tenant", "user").get(pk=reader.pk)
        at(EVENING, lambda: [tell(member, "الأول"), tell(member, "الثاني")])
        at(MORNING + timedelta(hours=1))
        [sent] = mail.outbox
        [(html, _kind)] = sent.alternatives
        assert f'<html lang="{language}" dir="rtl">' in html
        assert "notification" not in sent.subject


def test_now_is_now_where_nothing_is_chosen(rep):
    now = timezone.now()
    assert may_disturb_at(preference_of(rep), rep, now) == now
