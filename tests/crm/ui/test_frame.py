"""What every page repeats is written once, and never shown to whom it was not written for."""

import re

import pytest
from django.core.cache import caches

from crm.access.models import Role
from crm.tenants.models import Member


def menus(client, address="/people/"):
    """The addresses in the sidebar and in the menu of what can be created."""
    page = client.get(address).content.decode()
    side = re.search(r'<nav class="wl-nav".*?</nav>', page, re.DOTALL)[0]
    made = re.search(r'data-key="c">.*?</details>', page, re.DOTALL)
    return re.findall(r'<a [^>]*href="([^"]+)"', side), re.findall(r'<a [^>]*href="([^"]+)"', made[0]) if made else []


def test_the_next_request_shows_what_the_role_allows_now(client_for, rep):
    client = client_for(rep)
    before, made = menus(client)
    assert "/acme/companies/" in before and "/acme/people/new/" in made
    role = Role.objects.get(pk=rep.role_id)
    role.grants["company"] = dict.fromkeys(role.grants["*"], "none")
    role.grants["contact"] = role.grants["*"] | {"create": "none"}
    role.save()
    after, made = menus(client)
    assert "/acme/companies/" not in after and "/acme/people/new/" not in made
    assert 'data-press="n c"' not in client.get("/people/").content.decode()


def test_each_workspace_has_its_own_addresses(client_for, owner, outsider):
    for member, place in ((owner, "/acme/"), (outsider, "/zenith/"), (owner, "/acme/")):
        shown = sum(menus(client_for(member)), [])
        assert shown and [url for url in shown if not url.startswith(place)] == []


@pytest.mark.parametrize(("language", "word"), [("ar", "جهات الاتصال"), ("fa", "مخاطبان"), ("en", "Contacts")])
def test_each_language_has_its_own_words(client_for, owner, language, word):
    client = client_for(owner)
    client.get("/people/")
    Member.objects.filter(pk=owner.pk).update(language=language)
    page = client.get("/people/").content.decode()
    assert word in re.search(r'<nav class="wl-nav".*?</nav>', page, re.DOTALL)[0]


def test_the_page_one_is_on_is_marked(client_for, owner):
    client = client_for(owner)
    for address in ("/people/", "/companies/", "/people/"):
        page = client.get(address).content.decode()
        here = re.findall(r'class="wl-nav-link" href="([^"]+)"[^>]* aria-current="page"', page)
        assert here == [f"/acme{address}"]


def test_nothing_of_one_reader_is_kept(client_for, owner):
    caches["frame"].clear()
    page = client_for(owner).get("/people/").content.decode()
    tokens = set(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', page))
    kept = "".join(caches["frame"]._cache.values())
    assert tokens and "wl-keysheet" in kept
    assert not any(secret in kept for secret in (*tokens, owner.name, owner.user.email))


def test_an_address_that_takes_a_button_says_so_when_it_is_opened(client_for, owner):
    """Where a sign-in that ended under a form leads back to."""
    response = client_for(owner).get("/settings/hours/public/")
    assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")
    assert "Nothing was sent" in response.content.decode()
