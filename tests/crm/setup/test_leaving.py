"""The pages on which seats are given up, and what of the account lives on."""

import threading

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.html import strip_tags

from contacts.people.models import Contact
from crm.events.models import Event
from crm.notify.models import Notification
from crm.setup.actions import seat_member
from crm.setup.handover.models import HandOver
from crm.setup.members.actions import deactivate, leave
from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import MemberClient, out_of_scope


@pytest.fixture
def boss(owner):
    return MemberClient(owner)


def active(member):
    return Member.objects.get(pk=member.pk).active


class TestHandingOver:
    def page(self, boss, person, verb="deactivation"):
        return boss.get(f"/settings/members/{person.pk}/{verb}/")

    def test_the_page_counts_and_offers_the_manager(self, boss, rep, manager):
        make.contact(by=rep)
        answer = self.page(boss, rep)
        form, text = answer.context["form"], answer.content.decode()
        assert [(one.key, one.size) for one in form.holdings] == [("contact", 1)]
        assert form["to"].value() == str(manager.pk)
        assert "Deactivate and hand over" in text

    def test_the_seat_is_closed_and_the_records_move(self, boss, rep, other_rep, run_due):
        contact = make.contact(by=rep)
        answer = boss.post(f"/settings/members/{rep.pk}/deactivation/", {"to": other_rep.pk})
        assert answer["Location"].endswith(f"/settings/members/{rep.pk}/")
        assert not active(rep)
        page = boss.get(f"/settings/members/{rep.pk}/").content.decode()
        assert "0 of 1 records moved" in strip_tags(page)
        assert "handover/progress/" in page
        run_due()
        assert Contact.objects.get(pk=contact.pk).owner == other_rep
        done = boss.get(f"/settings/members/{rep.pk}/handover/progress/").content.decode()
        assert "1 of 1 records moved" in strip_tags(done)
        assert "hx-get" not in done

    def test_one_kind_may_go_elsewhere_and_another_stay(self, boss, rep, other_rep, manager, run_due):
        make.contact(by=rep)
        make.company(by=rep)
        values = {"to": other_rep.pk, "contact": manager.pk, "company": "stay"}
        boss.post(f"/settings/members/{rep.pk}/handover/", values)
        run_due()
        assert Contact.objects.get().owner == manager
        assert [part.record_type for part in HandOver.objects.get().parts.all()] == ["contact"]
        assert active(rep)

    def test_without_a_choice_all_stays(self, boss, rep):
        make.contact(by=rep)
        boss.post(f"/settings/members/{rep.pk}/deactivation/")
        assert (active(rep), HandOver.objects.exists()) == (False, False)

    def test_a_choice_for_all_that_one_kind_cannot_follow_leaves_that_one(self, boss, rep, run_due):
        deal = make.deal(by=rep)
        from_list = boss.get(f"/settings/members/{rep.pk}/handover/").context["form"]
        assert "nobody" in dict(from_list.fields["deal_open"].choices)
        boss.post(f"/settings/members/{rep.pk}/handover/", {"to": "nobody"})
        run_due()
        deal.refresh_from_db()
        assert deal.owner is None

    @pytest.mark.parametrize("value", ["999999", "x", "-1"])
    def test_a_stranger_is_no_successor(self, boss, rep, value):
        make.contact(by=rep)
        answer = boss.post(f"/settings/members/{rep.pk}/handover/", {"to": value})
        assert answer.status_code == 422
        assert "to" in answer.context["form"].errors

    def test_a_second_one_while_the_first_runs_is_refused_in_words(self, boss, rep, other_rep):
        make.contact(by=rep)
        for expected in (302, 422):
            answer = boss.post(f"/settings/members/{rep.pk}/handover/", {"to": other_rep.pk})
            assert answer.status_code == expected
        assert "under way" in answer.content.decode()

    def test_a_managers_teams_are_named(self, boss, manager):
        assert "manages the team <bdi>Sales</bdi>" in self.page(boss, manager).content.decode()

    def test_who_may_do_more_is_out_of_reach(self, manager, owner):
        role = manager.role
        role.rights = ["members"]
        role.save()
        for verb in ("handover", "deactivation"):
            assert MemberClient(manager).get(f"/settings/members/{owner.pk}/{verb}/").status_code == 403


class TestLeaving:
    def test_a_member_leaves_by_themselves(self, rep):
        client = MemberClient(rep)
        assert "Your account and your other workspaces stay" in client.get("/settings/leaving/").content.decode()
        assert client.post("/settings/leaving/")["Location"].endswith("/workspaces/")
        assert not active(rep)
        assert client.get("/settings/profile/").status_code in (302, 404)

    def test_whoever_can_hand_over_is_told(self, rep, owner, manager, run_due):
        leave(rep)
        run_due()
        assert list(Notification.objects.values_list("member", "kind")) == [(owner.pk, "member.left")]
        assert Event.objects.get(kind="member.left").actor_id == rep.pk

    def test_the_last_owner_is_told_what_to_do_first(self, boss, owner):
        assert "Make somebody else an owner first" in boss.get("/settings/leaving/").content.decode()
        assert boss.post("/settings/leaving/", follow=True).status_code == 200
        assert active(owner)

    def test_the_button_of_ones_own_seat_leads_to_leaving(self, boss, owner):
        make.member(by=owner, role="owner")
        assert boss.get(f"/settings/members/{owner.pk}/deactivation/")["Location"].endswith("/settings/leaving/")

    def test_twice_is_once(self, rep):
        leave(rep)
        leave(rep)
        assert Event.objects.filter(kind="member.left").count() == 1


class TestSessions:
    @pytest.fixture
    def signed_in(self, rep):
        """A browser that is on the list of its owner's devices, as one that came in by the sign-in page is."""
        client = MemberClient(rep)
        UserSession.objects.create(user=rep.user, session_key=client.session.session_key, ip="127.0.0.1")
        return client

    def test_without_another_seat_they_end(self, rep, owner, boss, signed_in, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            deactivate(rep, by=owner)
        assert Session.objects.count() == 1  # the owner's
        assert signed_in.get("/settings/profile/")["Location"].startswith("/accounts/login/")
        assert boss.get("/settings/profile/").status_code == 200

    def test_with_another_seat_they_go_on(self, rep, owner, outsider, signed_in, django_capture_on_commit_callbacks):
        with out_of_scope(), tenant_scope(outsider.tenant):
            seat_member(user=rep.user, role="rep", by=outsider)
        with django_capture_on_commit_callbacks(execute=True):
            deactivate(rep, by=owner)
        assert Session.objects.count() == 1
        assert signed_in.get("/settings/profile/").status_code == 404


def test_two_owners_who_leave_at_once_leave_one(committed_db):
    tenant, first = make.workspace("Acme", slug="acme")
    with tenant_scope(tenant):
        second = make.member(by=first, role="owner")
    outcome, start = [], threading.Barrier(2)

    def go(who):
        start.wait()
        try:
            with tenant_scope(tenant):
                leave(who)
            outcome.append("left")
        except ValidationError:
            outcome.append("kept")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(who,)) for who in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) == ["kept", "left"]
