"""A record shared with a colleague or a team: what is kept, who is told, when it ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from crm.access.policy import can
from crm.audit.models import Entry
from crm.events.models import Event
from crm.notify.models import Notification
from crm.records.sharing import Shared, end_share, share_record, shares_of
from tests import make


@pytest.fixture
def record(rep):
    return make.contact("Noura", by=rep)


def last():
    event = Event.objects.order_by("-pk").first()
    return event.kind, event.data


def test_sharing_is_told_on_the_timeline(record, rep, agent):
    until = timezone.now() + timedelta(days=3)
    share_record(record, whom=agent, level="edit", until=until, by=rep)
    kind, data = last()
    assert (kind, data["with"], data["level"]) == ("contact.shared", "Adam Agent", "edit")
    assert data["until_at"] == until.isoformat()


def test_what_it_is_shared_with_is_listed_with_level_and_end(record, rep, agent, team):
    until = timezone.now() + timedelta(days=3)
    share_record(record, whom=agent, level="edit", by=rep)
    share_record(record, whom=team, until=until, by=rep)
    assert shares_of(record) == [
        Shared(whom=agent, level="edit", until=None, by=rep, over=False),
        Shared(whom=team, level="see", until=until, by=rep, over=False),
    ]


def test_one_whose_end_has_passed_is_listed_as_over(record, rep, reader):
    share_record(record, whom=reader, until=timezone.now() + timedelta(hours=1), by=rep)
    type(record).shares.rel.related_model.objects.update(until=timezone.now() - timedelta(hours=1))
    assert [shared.over for shared in shares_of(record)] == [True]


def test_an_end_in_the_past_is_refused(record, rep, agent):
    with pytest.raises(ValidationError, match="has passed"):
        share_record(record, whom=agent, until=timezone.now(), by=rep)
    assert shares_of(record) == []


def test_ending_it_takes_it_back_and_is_told(record, rep, other_rep):
    other = make.contact(by=rep)
    share_record(other, whom=other_rep, by=rep)
    share_record(record, whom=other_rep, level="edit", by=rep)
    end_share(record, whom=other_rep, by=rep)
    assert (shares_of(record), last()[0]) == ([], "contact.unshared")
    assert len(shares_of(other)) == 1


def test_ending_what_is_not_is_no_event(record, rep, agent):
    end_share(record, whom=agent, by=rep)
    assert not Event.objects.filter(kind="contact.unshared").exists()


def test_sharing_is_kept_in_the_audit_trail(record, rep, agent):
    share_record(record, whom=agent, by=rep)
    entry = Entry.objects.get(action="contact.shared")
    assert (entry.actor_name, entry.record_id) == ("Rami Rep", record.pk)


def test_whom_it_is_shared_with_is_told(record, rep, agent, run_due):
    share_record(record, whom=agent, by=rep)
    run_due()
    [notice] = Notification.objects.filter(kind="record.shared")
    assert (notice.member, notice.record_id) == (agent, record.pk)


def test_everybody_in_a_team_is_told_but_who_did_it(record, rep, other_rep, manager, team, run_due):
    share_record(record, whom=team, by=rep)
    run_due()
    assert {one.member for one in Notification.objects.filter(kind="record.shared")} == {other_rep, manager}


def test_what_cannot_be_shared_has_no_shares(rep):
    from crm.activities.actions import plan

    task = plan(subject="Call", due_at=timezone.now(), by=rep)
    assert shares_of(task) == []


def test_a_shared_record_is_worked_with(record, rep, reader):
    assert can(reader, "contact.see", record)
    assert not can(reader, "contact.edit", record)
    share_record(record, whom=reader, level="edit", by=rep)
    assert can(reader, "contact.edit", record)
