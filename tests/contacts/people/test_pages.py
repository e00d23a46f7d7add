"""The pages of people: who may open them, what they hold, what they do."""

import pytest

from contacts.people.models import Contact
from tests import make


@pytest.fixture
def noura(rep):
    return make.contact("Noura Al-Harbi", by=rep, phones=["+966551204477"], emails=["n@mail.example"], city="Riyadh")


def test_the_list_shows_people(client_for, rep, noura):
    page = client_for(rep).get("/people/")
    assert page.status_code == 200
    assert "Noura Al-Harbi" in page.content.decode()


def test_the_page_shows_the_person(client_for, rep, noura):
    page = client_for(rep).get(f"/people/{noura.pk}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Noura Al-Harbi" in text
    assert "n@mail.example" in text


def test_create(client_for, rep):
    client = client_for(rep)
    assert client.get("/people/new/").status_code == 200
    reply = client.post("/people/new/", {"name": "Sara", "phone": "+966551204477", "kind": "prospect"})
    assert reply.status_code == 302
    sara = Contact.objects.get()
    assert (sara.name, sara.owner, sara.phone) == ("Sara", rep, "+966551204477")


def test_search(client_for, rep, noura):
    assert "Noura" in client_for(rep).get("/search/?q=noura").content.decode()
    assert client_for(rep).get("/search/pick/contact/?q=har").json()["results"][0]["id"] == noura.pk
