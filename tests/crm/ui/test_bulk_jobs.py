"""One act on all that a list shows, in a worker: what it does, what it leaves alone, and how it is taken back."""

import json
import re
from urllib.parse import urlencode

import pytest

from contacts.people.actions import update_contact
from contacts.people.models import Contact
from crm.events.models import Event, EventLink
from crm.notify.models import Notification
from crm.records import registry
from crm.records.models import BulkChange, BulkJob
from crm.ui.bulk import pieces
from crm.ui.saved.actions import delete_view, save_view
from tests import make

MODAL = {"HX-Request": "true", "HX-Target": "modal-content"}


@pytest.fixture
def people(rep):
    """Seven of the rep's, five in Riyadh."""
    return [make.contact(f"Customer {n}", by=rep, city="Riyadh" if n < 5 else "Jeddah").pk for n in range(7)]


def ask(client, verb, asked="", **values):
    reply = client.post(f"/people/bulk/{verb}/?all=1&{asked}", values, headers=MODAL)
    assert reply.status_code == 204, reply.content.decode()
    url = json.loads(reply["HX-Trigger"])["bulkjob"]["url"]
    return BulkJob.objects.get(pk=int(url.rstrip("/").rpartition("/")[2]))


def test_the_modal_names_how_many_match(client_for, owner, people):
    page = client_for(owner).get("/people/bulk/assign/?all=1&city=Riyadh", headers=MODAL).content.decode()
    assert "Assign 5 records" in page


def test_all_that_match_are_edited_and_nothing_else(client_for, rep, people, run_due):
    job = ask(client_for(rep), "edit", "city=Riyadh", field="kind", kind="partner")
    assert Contact.objects.filter(kind="partner").count() == 0  # not in the request
    run_due()
    assert Contact.objects.filter(kind="partner").count() == Contact.objects.filter(city="Riyadh").count() == 5
    job.refresh_from_db()
    assert (job.state, job.total, job.changed, job.left) == ("done", 5, 5, 0)
    told = Event.objects.filter(kind="contact.updated")
    assert told.count() == 5
    assert told.first().data["changes"] == {"kind": ["prospect", "partner"]}
    assert told.first().actor_id == rep.pk
    assert EventLink.objects.filter(event__in=told).count() == 5


def test_a_search_narrows_what_is_changed(client_for, rep, people, run_due):
    ask(client_for(rep), "tag", urlencode({"q": "Customer 3"}), add="VIP")
    run_due()
    assert list(Contact.objects.filter(tags=["VIP"]).values_list("name", flat=True)) == ["Customer 3"]


def test_it_goes_piece_by_piece_and_none_is_done_twice(client_for, rep, people, run_due, monkeypatch):
    monkeypatch.setattr(pieces, "SET_AT_ONCE", 2)
    job = ask(client_for(rep), "tag", add="VIP")
    for _look_and_two_pieces in range(3):
        pieces.resume(job.pk)
    assert BulkChange.objects.count() == 4
    run_due()
    assert BulkChange.objects.count() == 7
    assert Event.objects.filter(kind="contact.tagged").count() == 7


def test_a_value_that_the_field_does_not_take_stands_beside_it(client_for, rep, people):
    reply = client_for(rep).post("/people/bulk/edit/?all=1", {"field": "kind", "kind": "duke"}, headers=MODAL)
    assert reply.status_code == 422
    assert 'id="error_kind"' in reply.content.decode() or "is-invalid" in reply.content.decode()
    assert not BulkJob.objects.exists()


def test_what_the_role_closes_cannot_be_edited(client_for, owner, rep, people, run_due):
    rep.role.fields = {"contact": {"city": "read"}}
    rep.role.save()
    page = client_for(rep).get("/people/bulk/edit/?all=1", headers=MODAL).content.decode()
    assert 'value="kind"' in page and 'value="city"' not in page
    reply = client_for(rep).post("/people/bulk/edit/?all=1", {"field": "city", "city": "Taif"}, headers=MODAL)
    assert reply.status_code == 422


def test_a_right_that_is_lost_meanwhile_breaks_it_off(client_for, owner, manager, people, run_due):
    job = ask(client_for(manager), "tag", add="VIP")
    manager.active = False
    manager.save()
    run_due()
    job.refresh_from_db()
    assert job.state == "broken_off" and job.reason
    assert not Contact.objects.filter(tags=["VIP"]).exists()


def test_a_choice_that_is_gone_meanwhile_breaks_it_off(client_for, owner, other_rep, people, run_due):
    job = ask(client_for(owner), "assign", owner=other_rep.pk)
    other_rep.active = False
    other_rep.save()
    run_due()
    job.refresh_from_db()
    assert job.state == "broken_off" and job.reason
    assert not Contact.objects.filter(owner=other_rep).exists()


def test_only_what_is_within_the_right_is_changed(client_for, agent, rep, people, run_due):
    own = make.contact("Mine", by=agent).pk
    job = ask(client_for(agent), "edit", field="kind", kind="partner")
    run_due()
    job.refresh_from_db()
    assert job.total == 8
    assert set(Contact.objects.filter(kind="partner").values_list("pk", flat=True)) >= {own}
    assert job.changed + job.left == 8


def test_the_new_owner_is_told_once_with_the_number(client_for, owner, rep, other_rep, people, run_due):
    ask(client_for(owner), "assign", owner=other_rep.pk)
    run_due()
    assert Contact.objects.filter(owner=other_rep, team=other_rep.team).count() == 7
    [told] = Notification.objects.filter(member=other_rep)
    assert (told.kind, told.data["changed"]) == ("bulk.received", 7)
    assert [each.kind for each in Notification.objects.filter(member=owner)] == ["bulk.finished"]


def undo(client, job, run_due):
    assert client.post(f"/bulk/{job.pk}/undo/").status_code == 302
    run_due()
    job.refresh_from_db()
    assert job.state == "undone"


def test_it_is_taken_back_but_for_what_somebody_changed_since(client_for, rep, people, run_due):
    client = client_for(rep)
    job = ask(client, "edit", "city=Riyadh", field="city", city="Dammam")
    run_due()
    update_contact(Contact.objects.get(pk=people[0]), by=rep, city="Taif")
    undo(client, job, run_due)
    assert sorted(Contact.objects.values_list("city", flat=True)) == ["Jeddah"] * 2 + ["Riyadh"] * 4 + ["Taif"]
    assert (job.undone, job.kept) == (4, 1)
    assert not BulkChange.objects.exists()


def test_owners_and_teams_and_tags_come_back(client_for, owner, rep, other_rep, people, run_due):
    client = client_for(owner)
    given = ask(client, "assign", owner=owner.pk)
    run_due()
    tagged = ask(client, "tag", add="VIP")
    run_due()
    undo(client, tagged, run_due)
    undo(client, given, run_due)
    assert Contact.objects.filter(owner=rep, team=rep.team, tags=[]).count() == 7


def test_the_deleted_come_back_with_their_tasks_heard(client_for, rep, people, run_due):
    client = client_for(rep)
    job = ask(client, "delete", "city=Riyadh")
    run_due()
    assert Contact.objects.filter(deleted_at=None).count() == 2
    assert Event.objects.filter(kind="contact.deleted").count() == 5
    undo(client, job, run_due)
    assert Contact.objects.filter(deleted_at=None).count() == 7


def test_one_that_was_stopped_leaves_the_rest_and_can_be_taken_back(client_for, rep, people, run_due, monkeypatch):
    monkeypatch.setattr(pieces, "SET_AT_ONCE", 2)
    client = client_for(rep)
    job = ask(client, "tag", add="VIP")
    pieces.resume(job.pk)
    pieces.resume(job.pk)
    client.post(f"/bulk/{job.pk}/stop/")
    run_due()
    assert Contact.objects.filter(tags=["VIP"]).count() == 2
    undo(client, job, run_due)
    assert not Contact.objects.filter(tags=["VIP"]).exists()


def test_one_at_a_time_and_the_second_is_told_so(client_for, rep, people):
    client = client_for(rep)
    ask(client, "tag", add="VIP")
    reply = client.post("/people/bulk/tag/?all=1", {"add": "more"}, headers=MODAL)
    assert reply.status_code == 422
    assert "under way" in reply.content.decode()


def test_the_strip_asks_for_itself_until_it_is_over(client_for, rep, other_rep, people, run_due):
    job = ask(client_for(rep), "tag", add="VIP")
    strip = client_for(rep).get(f"/bulk/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" in strip
    run_due()
    strip = client_for(rep).get(f"/bulk/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in strip and "data-over" in strip and re.search(r"7(</bdi>)? changed", strip)
    assert client_for(other_rep).get(f"/bulk/{job.pk}/").status_code == 404


def test_a_list_of_one_page_offers_no_more_than_it_shows(client_for, rep, people):
    assert "data-select-matching" not in client_for(rep).get("/people/").content.decode()
    for n in range(50):
        make.contact(f"More {n}", by=rep)
    page = client_for(rep).get("/people/?kind=prospect").content.decode()
    assert 'data-select-matching="kind=prospect"' in page and 'data-total="57"' in page


def test_deals_get_one_source(client_for, rep, run_due):
    made = [make.deal(by=rep, title=f"Windows {n}") for n in range(3)]
    page = client_for(rep).get("/deals/bulk/edit/?all=1&field=expected_close", headers=MODAL)
    assert page.status_code == 200
    reply = client_for(rep).post("/deals/bulk/edit/?all=1", {"field": "source", "source": "Fair"}, headers=MODAL)
    assert reply.status_code == 204
    run_due()
    assert {type(deal).objects.get(pk=deal.pk).source for deal in made} == {"Fair"}


def test_the_selected_are_edited_at_once(client_for, rep, people):
    reply = client_for(rep).post(
        "/people/bulk/edit/", {"ids": people[:2], "field": "city", "city": "Taif"}, headers=MODAL
    )
    assert reply.status_code == 204
    assert Contact.objects.filter(city="Taif").count() == 2


def test_a_view_that_is_gone_breaks_it_off(client_for, rep, people, run_due):
    kind = registry.get("contact")
    view = save_view(kind, name="V", asked={"city": "Riyadh"}, mine=False, columns=[], audience="me", by=rep)
    job = ask(client_for(rep), "tag", f"view={view.pk}", add="VIP")
    delete_view(view, by=rep)
    run_due()
    job.refresh_from_db()
    assert (job.state, job.changed) == ("broken_off", 0) and "is gone" in job.reason
    assert not Contact.objects.filter(tags=["VIP"]).exists()
