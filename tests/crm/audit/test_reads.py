"""Reading personal data leaves one row a page, in the request's own transaction."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.audit.models import Entry
from crm.documents.attachments import attach
from tests import make


@pytest.fixture
def nora(rep):
    return make.contact("Nora Harbi", by=rep)


@pytest.fixture
def client(client_for, rep):
    return client_for(rep)


def read():
    """[(action, record type, record id, data)] of what was read, oldest first."""
    found = Entry.objects.filter(action__in=["record.opened", "list.read", "search.done", "file.opened"]).order_by("pk")
    return [(each.action, each.record_type, each.record_id, each.data) for each in found]


def test_opening_a_person_is_kept(client, nora, rep):
    client.get(f"/people/{nora.pk}/")
    assert read() == [("record.opened", "contact", nora.pk, {})]
    entry = Entry.objects.get(action="record.opened")
    assert (entry.actor_id, entry.address) == (rep.pk, "127.0.0.1") and entry.request_id


def test_so_is_the_form_that_shows_all_of_them(client, nora):
    client.get(f"/people/{nora.pk}/edit/")
    assert read() == [("record.opened", "contact", nora.pk, {"form": True})]


def test_a_list_is_kept_with_its_filters_and_how_many_it_showed(client, nora):
    client.get("/people/?q=nora&view=mine&nonsense=1")
    assert read() == [("list.read", "", None, {"type": "contact", "count": 1, "asked": {"q": "nora", "view": "mine"}})]


def test_a_search_that_found_people_is_kept(client, nora):
    client.get("/search/?q=harbi")
    client.get("/search/?q=nobodyatall")
    assert read() == [("search.done", "", None, {"text": "harbi", "count": 1})]


def test_choosing_a_person_in_a_form_is_a_search(client, nora):
    client.get("/search/pick/contact/?q=harbi")
    assert read() == [("search.done", "", None, {"text": "harbi", "type": "contact", "count": 1})]


def test_opening_a_file_is_kept_with_the_record_behind_it(client, nora, rep):
    [file] = attach(nora, [SimpleUploadedFile("plan.txt", b"a plan", "text/plain")], by=rep)
    response = client.get(f"/files/{file.pk}/")
    assert response.status_code == 200
    assert read() == [("file.opened", "contact", nora.pk, {"file": file.pk, "name": "plan.txt"})]


def test_what_is_refused_was_not_read(client, client_for, nora, owner):
    hidden = make.contact("Somebody Else's", by=owner)
    assert client.get(f"/people/{hidden.pk}/").status_code == 404
    assert read() == []


def test_deals_are_opened_freely(client, rep, owner):
    deal = make.deal(by=owner, owner=rep)
    client.get(f"/deals/{deal.pk}/")
    assert read() == []


@pytest.mark.parametrize("path", ["/people/", "/people/{pk}/", "/search/?q=harbi"])
def test_it_costs_one_statement(client, nora, path):
    path = path.format(pk=nora.pk)
    client.get(path)
    with CaptureQueriesContext(connection) as context:
        client.get(path)
    inserts = [query["sql"] for query in context.captured_queries if "audit_entry" in query["sql"]]
    assert len(inserts) == 1 and inserts[0].startswith("INSERT")
