"""What the trail takes down, and from where it knows it."""

import pytest
from django.db import transaction

from crm.audit.actions import note
from crm.audit.catalogue import is_audited
from crm.audit.models import Entry
from crm.events.actors import SYSTEM, System
from crm.events.record import record_event
from crm.lib.trail import Trail, current_trail, on_trail
from tests import make


def newest():
    return Entry.objects.order_by("-pk").first()


class TestNote:
    def test_it_says_who_did_what_to_what(self, rep, owner):
        contact = make.contact("Nora", by=rep)
        note(rep, "record.opened", record=contact, data={"fields": 3})
        entry = newest()
        assert (entry.actor_kind, entry.actor_id, entry.actor_name) == ("member", rep.pk, "Rami Rep")
        assert (entry.action, entry.record_type, entry.record_id) == ("record.opened", "contact", contact.pk)
        assert entry.data == {"fields": 3}

    def test_it_knows_the_request_at_hand(self, owner):
        with on_trail(Trail(request_id="abcdefgh", address="2001:db8::7")):
            note(owner, "search.done")
        assert (newest().request_id, newest().address) == ("abcdefgh", "2001:db8::7")

    def test_outside_a_request_there_is_none(self, acme):
        note(SYSTEM, "audit.exported")
        assert (newest().request_id, newest().address, newest().actor_kind) == ("", None, "system")

    def test_it_is_one_statement(self, owner, django_assert_num_queries):
        with django_assert_num_queries(1):
            note(owner, "record.opened", record=owner)

    def test_it_goes_with_the_act_it_stands_for(self, owner):
        before = Entry.objects.count()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            note(owner, "list.exported")
            raise ZeroDivisionError
        assert Entry.objects.count() == before


class TestEvents:
    @pytest.mark.parametrize(
        "kind", ["role.changed", "member.role_changed", "invitation.sent", "import.started", "contact.shared",
                 "task.deleted", "workspace.changed", "team.opened"],
    )  # fmt: skip
    def test_what_decides_rights_is_kept(self, kind):
        assert is_audited(kind)

    @pytest.mark.parametrize("kind", ["contact.updated", "task.planned", "note.added", "call.logged"])
    def test_daily_work_is_not(self, kind):
        assert not is_audited(kind)

    def test_an_event_is_kept_in_its_own_transaction_with_its_words(self, owner, rep):
        with on_trail(Trail(request_id="r" * 10, address="192.0.2.7")):
            record_event(rep, "member.role_changed", by=owner, data={"from": "rep", "to": "manager"})
        entry = newest()
        assert (entry.action, entry.record_type, entry.record_id) == ("member.role_changed", "member", rep.pk)
        assert entry.data == {"from": "rep", "to": "manager"}
        assert (entry.actor_name, entry.address, entry.request_id) == ("Olivia Owner", "192.0.2.7", "r" * 10)

    def test_a_rule_is_an_actor_too(self, rep):
        contact = make.contact("Nora", by=rep)
        record_event(contact, "contact.deleted", by=System(kind="rule", name="Clean up", id=7))
        assert (newest().actor_kind, newest().actor_id, newest().actor_name) == ("rule", 7, "Clean up")

    def test_other_events_leave_no_entry(self, rep):
        before = Entry.objects.count()
        make.contact("Nora", by=rep)
        assert Entry.objects.count() == before


def test_a_trail_ends_where_it_began():
    assert current_trail() == Trail()
    with on_trail(Trail(request_id="outer---")):
        with on_trail(Trail(request_id="inner---")):
            assert current_trail().request_id == "inner---"
        assert current_trail().request_id == "outer---"
    assert current_trail() == Trail()
