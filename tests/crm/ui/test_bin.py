"""The recycle bin's page: what one could see, by type, person and name, brought back or gone for good."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.models import Contact
from crm.records import actions, registry
from crm.ui.bin.queries import page
from crm.ui.bulk.actions import start
from tests import make

BIN, BACK, PURGE = "/bin/", "/bin/restoration/", "/bin/purge/"


@pytest.fixture
def gone(rep, other_rep, owner, acme):
    """Deleted in this order: Noura and Sara by Rami, whose they are; Rana's firm by the owner."""
    made = [make.contact("نورة الحربي", by=rep), make.contact("Sara", by=rep), make.company("Glass Ltd", by=other_rep)]
    for record, by in zip(made, (rep, rep, owner), strict=True):
        actions.delete(record, by=by)
    return made


def names(client, query=""):
    return [row.name for row in client.get(f"{BIN}{query}").context["rows"]]


def test_one_meets_what_one_could_see_the_latest_first(client_for, gone, owner, rep, other_rep, agent):
    assert names(client_for(owner)) == ["Glass Ltd", "Sara", "نورة الحربي"]
    assert names(client_for(rep)) == ["Sara", "نورة الحربي"]
    assert names(client_for(other_rep)) == ["Glass Ltd"]
    shown = client_for(other_rep).get(BIN).content.decode()
    assert (
        "Olivia Owner" in shown
        and "Sara" not in shown
        and "Bring back" in shown
        and "for good" not in (shown.split("<table")[1])
    )
    assert "Bring back" not in client_for(agent).get(BIN).content.decode()  # sees contacts, may delete none


def test_it_is_narrowed_by_type_person_and_name(client_for, gone, owner, rep):
    client = client_for(owner)
    assert names(client, "?type=contact") == ["Sara", "نورة الحربي"]
    assert names(client, f"?who={owner.pk}") == ["Glass Ltd"]
    assert names(client, "?q=نوره") == ["نورة الحربي"]  # as search folds it
    assert names(client, "?q=glass&type=contact") == []
    assert "Nothing matches" in client.get(f"{BIN}?q=moon").content.decode()
    assert len(names(client, "?type=moon&who=x&after=!&before=e30")) == 3  # nonsense narrows nothing


def test_pages_of_many_types_follow_each_other_and_lose_nothing(gone, owner, rep):
    for number in range(5):
        actions.delete(make.company(f"Firm {number}", by=rep), by=rep)
    for kind in ("contact", "company"):  # at one moment
        registry.get(kind).model_class.objects.update(deleted_at=timezone.now())
    told, after, places = [], "", []
    while True:
        found = page(owner, {}, after=after, size=3)
        told += [row.id for row in found.rows]
        places.append(found)
        if not (after := found.after):
            break
    assert len(told) == len(set(told)) == 8 and [len(one.rows) for one in places] == [3, 3, 2]
    back = page(owner, {}, before=places[-1].before, size=3)
    assert back.rows == places[1].rows and back.before and back.after
    assert page(owner, {}, before=places[1].before, size=3).before == ""


def test_it_asks_the_same_few_questions_for_any_number(client_for, gone, rep, django_assert_max_num_queries):
    for number in range(20):
        actions.delete(make.contact(f"Customer {number}", by=rep), by=rep)
    client = client_for(rep)
    client.get(BIN)
    with django_assert_max_num_queries(16):
        client.get(BIN)


def test_one_or_many_are_brought_back_by_whom_may_delete_them(client_for, gone, owner, rep, other_rep, agent):
    noura, sara, glass = gone
    ids = [f"contact-{noura.pk}", f"contact-{sara.pk}", f"company-{glass.pk}", "contact-x", "moon-1"]
    assert client_for(other_rep).post(BACK, {"ids": ids[:2]}).status_code == 404
    assert client_for(agent).post(BACK, {"ids": ids[:1]}).status_code == 403
    reply = client_for(rep).post(BACK, {"ids": ids}, follow=True)
    assert "2 records are back." in reply.content.decode()
    assert set(Contact.objects.filter(deleted_at=None, deleted_by=None)) == {noura, sara}
    assert "Glass Ltd is back." in client_for(owner).post(f"{BACK}?ids={ids[2]}", follow=True).content.decode()


def test_a_purge_is_asked_about_and_needs_its_right(client_for, gone, owner, rep):
    noura, sara, glass = gone
    query = f"{PURGE}?ids=contact-{noura.pk}&ids=company-{glass.pk}"
    assert client_for(rep).get(query).status_code == 403
    asked = client_for(owner).get(query, headers={"HX-Request": "true", "HX-Target": "modal-content"})
    text = asked.content.decode()
    assert "Delete 2 records for good?" in text and "نورة الحربي" in text and "<html" not in text
    assert "<html" in client_for(owner).get(query).content.decode()  # without script it is a page
    done = client_for(owner).post(PURGE, {"ids": asked.context["ids"]}, follow=True)
    assert "2 records are gone for good." in done.content.decode()
    assert list(Contact.objects.all()) == [sara]


def test_it_says_until_when_things_stay(client_for, gone, acme, owner, rep):
    assert "After 90 days" in client_for(rep).get(BIN).content.decode()
    form = client_for(owner).get("/settings/general/").context["form"]
    values = {name: value for name, value in form.initial.items() if value is not None} | {"bin_days": 0}
    assert client_for(owner).post("/settings/general/", values).status_code == 302
    shown = client_for(rep).get(BIN).content.decode()
    assert "It stays until somebody deletes it for good." in shown and "Kept until" not in shown


def test_a_bulk_deletion_is_its_members(client_for, rep, run_due):
    make.contact("Noura", by=rep)
    start(registry.get("contact"), "delete", asked="", values="", by=rep)
    run_due()
    assert [row.by for row in client_for(rep).get(BIN).context["rows"]] == ["Rami Rep"]


@pytest.mark.parametrize(("language", "words"), [("ar", "سلة المحذوفات"), ("fa", "سطل بازیافت")])
def test_it_speaks_the_readers_language(client_for, gone, rep, language, words):
    rep.language = language
    rep.save()
    Contact.objects.update(deleted_at=timezone.now() - timedelta(days=1))
    assert words in client_for(rep).get(BIN).content.decode()
