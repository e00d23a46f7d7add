"""The pages that say no: a member goes on from the shell, and nobody else learns anything by them."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from crm.tenants.models import Tenant
from crm.ui.context import Shell
from tests import make

SIDE = 'class="wl-side"'
HTMX = {"HTTP_HX_REQUEST": "true"}


def without_tokens(response):
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", response.content.decode())


@pytest.mark.parametrize(
    ("path", "status"),
    [("/people/99999999/", 404), ("/nowhere/at/all/", 404), ("/settings/roles/", 403), ("/today/postponement/", 405)],
)
def test_a_member_goes_on_from_the_shell(client_for, reader, path, status):
    response = client_for(reader).get(path)
    page = response.content.decode()
    assert response.status_code == status
    assert SIDE in page and 'class="wl-top"' in page and 'href="/acme/today/"' in page
    assert len(re.findall("<h1", page)) == 1


def test_too_much_asked_is_said_in_the_shell_with_the_time(client_for, rep, settings):
    settings.PACES = {"search": ((600, 1),)}
    cache.clear()
    client = client_for(rep)
    client.get("/search/", {"q": "noura"})
    slowed = client.get("/search/", {"q": "noura"})
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "600")
    assert SIDE in slowed.content.decode()


def test_what_is_not_there_and_what_is_not_shown_are_one_page(client_for, other_rep, owner):
    hidden = make.contact("Noura Al-Harbi", by=owner)
    client = client_for(other_rep)
    pages = [client.get(f"/people/{pk}/") for pk in (hidden.pk, 99999999)]
    assert [page.status_code for page in pages] == [404, 404]
    assert without_tokens(pages[0]) == without_tokens(pages[1]) and "Noura" not in pages[0].content.decode()


def test_an_outsider_learns_nothing(client_for, outsider, owner):
    client = client_for(outsider)
    client.prefix = ""
    pages = [client.get(path) for path in ("/acme/people/", "/acme/nowhere/", "/no-such-place/people/")]
    assert {page.status_code for page in pages} == {404}
    assert len({without_tokens(page) for page in pages}) == 1
    assert SIDE not in pages[0].content.decode() and "Acme" not in pages[0].content.decode()


def test_a_stranger_is_told_without_a_shell(db):
    page = Client().get("/no-such-page/")
    assert SIDE not in page.content.decode()


def test_a_part_of_a_page_gets_no_shell(client_for, rep):
    response = client_for(rep).get("/people/99999999/", **HTMX)
    assert response.status_code == 404 and SIDE not in response.content.decode()


def test_a_closed_workspace_shows_no_shell(client_for, owner):
    Tenant.objects.filter(pk=owner.tenant_id).update(erase_at=timezone.now())
    response = client_for(owner).get("/nowhere/at/all/")
    assert response.status_code == 404 and SIDE not in response.content.decode()


@pytest.mark.parametrize(("path", "status"), [("/people/99999999/", 404), ("/settings/roles/", 403)])
def test_it_is_still_said_when_the_shell_cannot_be_read(client_for, reader, monkeypatch, path, status):
    def fail(shell):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    monkeypatch.setattr(Shell, "unread", property(fail))
    response = client_for(reader).get(path)
    assert response.status_code == status
    assert SIDE not in response.content.decode() and "<h1>" in response.content.decode()


def test_a_fault_of_ours_stays_bare(client_for, rep, monkeypatch):
    def fail(shell):
        raise RuntimeError

    monkeypatch.setattr(Shell, "unread", property(fail))
    client = client_for(rep)
    client.raise_request_exception = False
    response = client.get("/people/")
    assert response.status_code == 500 and SIDE not in response.content.decode()


def test_who_looks_as_another_role_reads_why_and_can_end_it(client_for, owner, rep):
    client = client_for(owner)
    client.post(f"/settings/roles/{rep.role_id}/viewing/")
    response = client.post("/people/new/", {"name": "Sara"})
    page = response.content.decode()
    assert response.status_code == 403 and "You are looking as another role would" in page
    assert 'action="/acme/viewing/end/"' in page
