"""One act on many records of a list."""

import json

import pytest

from contacts.people.models import Contact
from crm.events.models import Event
from tests import make

MODAL = {"HX-Request": "true", "HX-Target": "modal-content"}


@pytest.fixture
def three(rep):
    return [make.contact(name, by=rep).pk for name in ("Noura", "Sara", "Maha")]


def toast(reply):
    assert reply.status_code == 204
    return json.loads(reply["HX-Trigger"])["toast"]


def test_a_modal_asks_first(client_for, owner, three):
    query = "&".join(f"ids={pk}" for pk in three[:2])
    page = client_for(owner).get(f"/people/bulk/assign/?{query}", headers=MODAL).content.decode()
    assert "Assign 2 records" in page
    assert "Rami Rep" in page
    assert "<html" not in page


def test_many_are_given_to_somebody(client_for, owner, other_rep, three):
    reply = client_for(owner).post("/people/bulk/assign/", {"ids": three[:2], "owner": other_rep.pk}, headers=MODAL)
    assert toast(reply) == {"text": "2 records were changed.", "tone": "green", "undo": ""}
    assert set(Contact.objects.filter(owner=other_rep).values_list("pk", flat=True)) == set(three[:2])
    assert Event.objects.filter(kind="contact.assigned").count() == 2


def test_many_are_tagged_and_untagged(client_for, rep, three):
    client = client_for(rep)
    client.post("/people/bulk/tag/", {"ids": three, "add": "VIP, showroom"}, headers=MODAL)
    client.post("/people/bulk/tag/", {"ids": three[:1], "remove": "VIP"}, headers=MODAL)
    assert sorted(Contact.objects.values_list("tags", flat=True)) == [["VIP", "showroom"]] * 2 + [["showroom"]]


def test_many_are_deleted(client_for, rep, three):
    assert toast(client_for(rep).post("/people/bulk/delete/", {"ids": three}, headers=MODAL))["tone"] == "green"
    assert Contact.objects.filter(deleted_at=None).count() == 0


def test_many_deleted_are_brought_back_at_once(client_for, rep, other_rep, three):
    told = toast(client_for(rep).post("/people/bulk/delete/", {"ids": three}, headers=MODAL))
    undo = told["undo"].removeprefix("/acme")
    assert client_for(other_rep).post(undo, headers=MODAL).status_code == 404
    assert toast(client_for(rep).post(undo, headers=MODAL))["text"] == "3 records are back."
    assert Contact.objects.filter(deleted_at=None).count() == 3


def test_what_one_may_not_change_is_left_out_and_told(client_for, agent, owner, rep, three):
    own = make.contact("Mine", by=agent).pk
    agent.role.grants = {**agent.role.grants, "contact": {"see": "all", "edit": "own"}}
    agent.role.save()
    reply = client_for(agent).post("/people/bulk/tag/", {"ids": [own, *three], "add": "VIP"}, headers=MODAL)
    assert toast(reply)["text"] == "1 record was changed. 3 were left out, for you may not do this with them."
    assert list(Contact.objects.filter(tags=["VIP"]).values_list("pk", flat=True)) == [own]


def test_what_one_does_not_see_is_not_even_counted(client_for, other_rep, three):
    own = make.contact("Mine", by=other_rep).pk
    reply = client_for(other_rep).post("/people/bulk/delete/", {"ids": [own, *three]}, headers=MODAL)
    assert toast(reply)["text"] == "1 record was deleted."
    assert client_for(other_rep).post("/people/bulk/delete/", {"ids": three}, headers=MODAL).status_code == 404


@pytest.mark.parametrize("ids", [[], ["x"], ["99999999999999999999"], ["-1"], [str(2**62)]])
def test_ids_of_nothing_are_not_found(client_for, rep, three, ids):
    assert client_for(rep).post("/people/bulk/delete/", {"ids": ids}, headers=MODAL).status_code == 404


def test_verbs_without_the_right_or_unknown_are_refused(client_for, rep, reader, three):
    assert client_for(rep).post("/people/bulk/assign/", {"ids": three, "owner": rep.pk}).status_code == 403
    for verb in ("assign", "tag", "delete"):
        assert client_for(reader).post(f"/people/bulk/{verb}/", {"ids": three}).status_code == 403
    assert client_for(rep).get(f"/people/bulk/merge/?ids={three[0]}").status_code == 404


def test_an_owner_who_is_not_offered_is_refused(client_for, manager, owner, three):
    reply = client_for(manager).post("/people/bulk/assign/", {"ids": three, "owner": owner.pk}, headers=MODAL)
    assert reply.status_code == 422
    assert not Contact.objects.filter(owner=owner).exists()


def test_no_more_than_five_hundred_at_once(client_for, rep, three, monkeypatch):
    monkeypatch.setattr("crm.ui.views.bulk.MOST", 2)
    assert toast(client_for(rep).post("/people/bulk/delete/", {"ids": three}, headers=MODAL))["text"].startswith("2 ")
