"""What a member owned goes to others: by whose right, with which events, and told how often."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from contacts.people.models import Contact
from crm.access.models import Role
from crm.activities.actions import complete, plan
from crm.activities.conversations import log_call
from crm.activities.models import Call, Task
from crm.events.feed import timeline
from crm.events.models import Event
from crm.notify.models import Notification
from crm.notify.wording import address, sentence
from crm.records import registry
from crm.records.actions import assign, delete
from crm.setup.handover import pieces
from crm.setup.handover.actions import Bequest, deactivate_with, hand_over
from crm.setup.handover.estates import holding, holdings, holdings_of, label_of
from crm.setup.handover.models import HandOver, Part
from crm.setup.handover.queries import latest_of, managed_by
from crm.setup.members.actions import deactivate
from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from crm.ui.timeline import entry
from sales.deals.actions import win
from sales.deals.models import Deal
from tests import make
from tests.conftest import out_of_scope


@pytest.fixture
def desk(rep, owner):
    """What Rami Rep leaves behind: two contacts, an open and a won deal, an open and a finished task, a call."""
    people = [make.contact(f"Customer {n}", by=rep) for n in (1, 2)]
    won = make.deal(by=rep, title="Won windows")
    win(won, by=rep)
    due = timezone.now() + timedelta(days=1)
    plan(subject="Measure", due_at=due, record=make.deal(by=rep, title="Open windows"), by=rep)
    complete(plan(subject="Call", due_at=due, record=people[0], by=rep), by=rep)
    log_call(people[0], outcome="reached", by=rep)
    return rep


def everything(to, keys=("contact_", "deal_open", "task_")):
    return [Bequest(holding(*key.split("_")), to) for key in keys]


def sizes(member, by):
    return {one.key: one.size for one in holdings_of(member, by)}


def told(member):
    return list(Notification.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


def test_what_a_member_has_is_counted_by_kind(desk, owner):
    assert sizes(desk, owner) == {"contact": 2, "deal_open": 1, "deal_closed": 1, "task": 1}


def test_each_type_says_what_of_it_is_handed_over():
    keys = [one.key for one in holdings()]
    assert keys[-1] == "task"  # hangs on the others
    assert not any(key.startswith("call") for key in keys)
    assert holding("deal", "closed").estate.stays
    assert (label_of("task", ""), label_of("gone", ""), label_of("deal", "old")) == ("Open tasks", "gone", "Deals")
    with pytest.raises(LookupError):
        holding("call", "")


def test_all_of_it_finds_a_new_owner(desk, other_rep, owner, run_due):
    made = hand_over(desk, everything(other_rep), by=owner)
    run_due()
    assert set(Contact.objects.values_list("owner", "team")) == {(other_rep.pk, other_rep.team_id)}
    assert dict(Deal.objects.values_list("title", "owner")) == {"Won windows": desk.pk, "Open windows": other_rep.pk}
    assert dict(Task.objects.values_list("subject", "owner")) == {"Measure": other_rep.pk, "Call": desk.pk}
    assert Call.objects.get().owner == desk
    made.refresh_from_db()
    assert (made.state, made.finished_at is not None) == ("done", True)
    assert [(part.moved, part.total, part.stayed) for part in made.parts.all()] == [(2, 2, 0), (1, 1, 0), (1, 1, 0)]


def test_the_successor_is_told_once_with_the_numbers(desk, other_rep, owner, run_due):
    hand_over(desk, everything(other_rep), by=owner)
    run_due()
    assert told(other_rep) == ["handover.received"]
    words = sentence(Notification.objects.get(member=other_rep))
    assert words == "You now have what Rami Rep had: Contacts: 2 · Open deals: 1 · Open tasks: 1"
    assert told(owner) == ["handover.finished"]
    finished = Notification.objects.get(member=owner)
    assert sentence(finished) == "What Rami Rep had is handed over: 4 moved, 0 stayed"
    assert address(finished) == f"/acme/settings/members/{desk.pk}/"


def test_the_numbers_are_in_the_successors_language(desk, other_rep, owner, run_due):
    hand_over(desk, everything(other_rep), by=owner)
    run_due()
    [[pk, what]] = Event.objects.get(kind="member.handover_finished").data["given"]
    assert (pk, set(what)) == (other_rep.pk, {"ar", "fa", "en"})
    assert "۲" in what["fa"]


def test_every_record_says_on_its_timeline_why_it_moved(desk, other_rep, owner, run_due):
    hand_over(desk, everything(other_rep), by=owner)
    run_due()
    person = Contact.objects.order_by("pk").first()
    newest = timeline(person)[0]
    assert (newest.kind, newest.actor_kind, newest.data["to"]) == ("contact.assigned", "handover", "Rana Rep")
    assert "The hand-over from Rami Rep" in str(entry(newest, person))
    assert Event.objects.get(kind="task.reassigned").actor_kind == "handover"


def test_the_successor_opens_them_and_whoever_gave_them_does_not(desk, other_rep, owner, client_for, run_due):
    person = Contact.objects.first()
    assert client_for(other_rep).get(f"/people/{person.pk}/").status_code == 404
    hand_over(desk, everything(other_rep), by=owner)
    run_due()
    assert client_for(other_rep).get(f"/people/{person.pk}/").status_code == 200
    assert client_for(desk).get(f"/people/{person.pk}/").status_code == 404


def test_what_nobody_gets_stays_with_the_team(desk, manager, owner, run_due):
    hand_over(desk, everything(None, ["contact_"]), by=owner)
    run_due()
    assert set(Contact.objects.values_list("owner", "team")) == {(None, desk.team_id)}
    assert registry.get("contact").visible(manager).count() == 2


def test_a_task_cannot_be_nobodys(desk, owner):
    with pytest.raises(PermissionDenied):
        hand_over(desk, everything(None, ["task_"]), by=owner)


def test_each_kind_may_have_its_own_successor(desk, other_rep, manager, owner, run_due):
    hand_over(desk, [*everything(other_rep, ["contact_"]), *everything(manager, ["deal_closed", "task_"])], by=owner)
    run_due()
    assert Contact.objects.filter(owner=other_rep).count() == 2
    assert Deal.objects.get(title="Won windows").owner == manager
    assert (told(other_rep), told(manager)) == (["handover.received"], ["handover.received"])


def test_nothing_to_give_is_nothing_to_do(rep, other_rep, owner):
    assert hand_over(rep, everything(other_rep), by=owner) is None
    assert not HandOver.objects.exists()


def test_deleted_records_stay(desk, other_rep, owner, run_due):
    delete(Contact.objects.first(), by=owner)
    hand_over(desk, everything(other_rep, ["contact_"]), by=owner)
    run_due()
    assert Contact.objects.get(deleted_at__isnull=False).owner == desk


def test_the_seat_goes_out_of_use_and_its_records_to_others_at_once(desk, other_rep, owner, run_due):
    deactivate_with(desk, everything(other_rep), by=owner)
    assert not Member.objects.get(pk=desk.pk).active
    run_due()
    assert Contact.objects.filter(owner=other_rep).count() == 2


def test_the_last_owner_is_kept_and_so_is_what_they_own(owner, rep):
    make.contact("Customer", by=owner)
    with pytest.raises(ValidationError):
        deactivate_with(owner, everything(rep), by=owner)
    assert not HandOver.objects.exists()
    assert Member.objects.get(pk=owner.pk).active


class TestAuthority:
    @pytest.fixture
    def keeper(self, manager):
        Role.objects.filter(key="manager").update(rights=["members"])
        return Member.objects.select_related("role", "team").get(pk=manager.pk)

    def test_without_the_right_nobody_hands_over(self, desk, other_rep, manager):
        for by in (manager, desk):
            with pytest.raises(PermissionDenied):
                hand_over(desk, everything(other_rep), by=by)

    def test_nor_what_belongs_to_somebody_above(self, keeper, owner, rep):
        make.contact("Customer", by=owner)
        with pytest.raises(PermissionDenied):
            hand_over(owner, everything(rep), by=keeper)

    def test_nobody_takes_from_another_team_what_they_may_not_assign(self, keeper, owner):
        elsewhere = make.member(by=owner, role="rep", name="Elias Elsewhere", team=make.team("North"))
        make.contact("Customer", by=elsewhere)
        assert sizes(elsewhere, keeper) == {}
        assert hand_over(elsewhere, everything(keeper), by=keeper) is None

    def test_nor_gives_to_whom_they_may_not_assign(self, desk, keeper, owner):
        elsewhere = make.member(by=owner, role="rep", team=make.team("North"))
        with pytest.raises(PermissionDenied):
            hand_over(desk, everything(elsewhere), by=keeper)

    def test_a_member_does_not_succeed_themselves(self, desk, owner):
        with pytest.raises(PermissionDenied):
            hand_over(desk, everything(desk), by=owner)

    def test_nobody_without_a_seat_gets_anything(self, desk, other_rep, owner):
        deactivate(other_rep, by=owner)
        with pytest.raises(PermissionDenied):
            hand_over(desk, everything(other_rep), by=owner)


class TestPieces:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch):
        monkeypatch.setattr(pieces, "AT_ONCE", 2)

    @pytest.fixture
    def many(self, rep):
        for _ in range(5):
            make.contact(by=rep)
        return rep

    def test_progress_is_seen_between_pieces(self, many, other_rep, owner):
        made = hand_over(many, everything(other_rep, ["contact_"]), by=owner)
        moved = []
        for _ in range(3):
            pieces.resume(made.pk)
            moved.append(latest_of(many).moved)
        assert moved == [2, 4, 5]
        assert latest_of(many).is_running
        assert pieces.resume(made.pk) is None
        assert latest_of(many).state == "done"

    def test_another_waits_until_it_is_done(self, many, other_rep, owner, run_due):
        hand_over(many, everything(other_rep, ["contact_"]), by=owner)
        with pytest.raises(ValidationError, match="under way"):
            hand_over(many, everything(other_rep, ["contact_"]), by=owner)
        run_due()
        assert hand_over(many, everything(other_rep, ["contact_"]), by=owner) is None

    def test_one_that_cannot_be_moved_keeps_no_other(self, many, other_rep, owner, run_due, monkeypatch):
        stubborn = Contact.objects.order_by("pk")[2]

        def refusing(record, *, to, by):
            if record.pk == stubborn.pk:
                raise RuntimeError("no")
            return assign(record, to=to, by=by)

        monkeypatch.setattr("crm.records.actions.assign", refusing)
        hand_over(many, everything(other_rep, ["contact_"]), by=owner)
        run_due()
        assert Contact.objects.filter(owner=many).get() == stubborn
        part = Part.objects.get()
        assert (part.moved, part.stayed, part.done) == (4, 1, True)
        assert "4 moved, 1 stayed" in sentence(Notification.objects.get(member=owner))

    def test_it_ends_where_the_successor_leaves(self, many, other_rep, owner, run_due):
        made = hand_over(many, everything(other_rep, ["contact_"]), by=owner)
        pieces.resume(made.pk)
        deactivate(other_rep, by=owner)
        run_due()
        made.refresh_from_db()
        assert (made.state, made.reason) == ("broken_off", "Whoever was to get the records has left.")
        assert told(owner) == ["handover.broken_off"]
        assert Contact.objects.filter(owner=many).count() == 3

    def test_it_ends_when_whoever_began_it_may_no_longer(self, many, other_rep, owner):
        second = make.member(by=owner, role="owner")
        made = hand_over(many, everything(other_rep, ["contact_"]), by=second)
        deactivate(second, by=owner)
        assert pieces.resume(made.pk) is None
        assert latest_of(many).state == "broken_off"

    def test_a_handover_that_is_over_is_not_taken_up_again(self, many, other_rep, owner, run_due):
        made = hand_over(many, everything(other_rep, ["contact_"]), by=owner)
        run_due()
        before = Event.objects.count()
        assert pieces.resume(made.pk) is None
        assert Event.objects.count() == before


def test_the_teams_of_a_manager_are_told(manager, team, rep):
    assert (managed_by(manager), managed_by(rep)) == ([team], [])


def test_another_workspace_knows_nothing_of_it(desk, other_rep, owner, outsider):
    hand_over(desk, everything(other_rep), by=owner)
    with out_of_scope(), tenant_scope(outsider.tenant):
        assert not HandOver.objects.exists()
        with pytest.raises(Member.DoesNotExist):
            hand_over(desk, everything(outsider), by=outsider)
