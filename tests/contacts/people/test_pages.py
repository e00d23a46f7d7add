"""The pages of people: who may open them, what they hold, what they do."""

import json

import pytest

from contacts.people.actions import update_contact
from contacts.people.models import Contact
from crm.access.sharing import share
from crm.events.feed import latest
from crm.records import actions
from tests import make

DRAWER = {"HX-Request": "true", "HX-Target": "drawer"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def noura(rep):
    return make.contact("Noura Al-Harbi", by=rep, phones=["+966551204477"], emails=["n@mail.example"], city="Riyadh")


def text_of(reply):
    return reply.content.decode()


def test_the_page_shows_the_facts_and_what_happened(client_for, rep, noura):
    update_contact(noura, by=rep, city="Jeddah")
    page = text_of(client_for(rep).get(f"/people/{noura.pk}/"))
    for shown in ("Noura Al-Harbi", "n@mail.example", "Jeddah", 'href="tel:+966551204477"', "mailto:n@mail.example"):
        assert shown in page
    assert "<b><bdi>Rami Rep</bdi></b> changed <b><bdi>City</bdi></b> from" in page
    assert f'hx-get="/acme/people/{noura.pk}/facts/city/"' in page


@pytest.mark.parametrize(
    ("who", "page", "edit", "delete"),
    [
        ("owner", 200, 200, 302),
        ("manager", 200, 200, 302),
        ("rep", 200, 200, 302),
        ("other_rep", 404, 404, 404),
        ("agent", 200, 200, 403),
        ("reader", 200, 403, 403),
    ],
)
def test_what_is_not_seen_is_not_found_and_what_is_not_allowed_is_refused(
    client_for, request, noura, who, page, edit, delete
):
    client = client_for(request.getfixturevalue(who))
    assert client.get(f"/people/{noura.pk}/").status_code == page
    assert client.get(f"/people/{noura.pk}/edit/").status_code == edit
    assert client.post(f"/people/{noura.pk}/facts/city/", {"city": "X"}).status_code == (302 if edit == 200 else edit)
    assert client.post(f"/people/{noura.pk}/deletion/").status_code == delete


def test_another_firms_person_does_not_exist(client_for, outsider, noura):
    client = client_for(outsider)
    for tail in ("", "edit/", "facts/city/", "timeline/"):
        assert client.get(f"/people/{noura.pk}/{tail}").status_code == 404
    client.prefix = "/acme"
    assert client.get(f"/people/{noura.pk}/").status_code == 404


def test_buttons_stand_only_where_they_work(client_for, agent, reader, rep, noura):
    page = text_of(client_for(reader).get(f"/people/{noura.pk}/"))
    assert "/edit/" not in page and "/deletion/" not in page and "/facts/" not in page
    page = text_of(client_for(agent).get(f"/people/{noura.pk}/"))
    assert "/edit/" in page and "/facts/city/" in page and "/deletion/" not in page
    assert "/facts/owner/" not in page


def test_a_share_opens_the_page_and_only_as_far_as_it_says(client_for, other_rep, noura):
    client = client_for(other_rep)
    share(noura, other_rep)
    assert client.get(f"/people/{noura.pk}/").status_code == 200
    assert client.get(f"/people/{noura.pk}/edit/").status_code == 403
    share(noura, other_rep, "edit")
    assert client.get(f"/people/{noura.pk}/edit/").status_code == 200


def test_a_person_is_made_with_what_the_form_says(client_for, rep):
    data = {
        "name": " Sara  Whitfield ",
        "phone": "٠٥٥ ١٢٠ ٤٤٧٨",
        "email": "Sara@Mail.Example",
        "company": "Oxbow House School",
        "kind": "customer",
        "tags": "VIP، showroom",
        "other_points": "+44 20 7946 0321\nsecond@mail.example",
        "birthday": "1990/5/17",
        "city": "Jeddah",
    }
    rep.tenant.phone_region = "SA"
    rep.tenant.save()
    reply = client_for(rep).post("/people/new/", data)
    sara = Contact.objects.get()
    assert reply["Location"] == f"/acme/people/{sara.pk}/"
    assert (sara.name, sara.phone, sara.email) == ("Sara Whitfield", "+966551204478", "sara@mail.example")
    assert (sara.company.name, sara.company.owner, sara.kind, sara.tags) == (
        "Oxbow House School",
        rep,
        "customer",
        ["VIP", "showroom"],
    )
    assert sara.other_points == "+442079460321\nsecond@mail.example"
    assert str(sara.birthday) == "1990-05-17"


def test_what_is_wrong_is_said_and_what_was_typed_stays(client_for, rep):
    data = {"name": "", "phone": "12", "email": "nobody", "kind": "queen", "birthday": "soon", "other_points": "x"}
    reply = client_for(rep).post("/people/new/", {**data, "city": "Jeddah"})
    page = text_of(reply)
    assert reply.status_code == 422
    assert not Contact.objects.exists()
    assert page.count("is-invalid") >= 5
    assert 'value="nobody"' in page and 'value="soon"' in page and 'value="Jeddah"' in page
    assert "fields need another look." in page


def test_the_drawer_stays_beside_the_list_and_tells_it(client_for, rep):
    client = client_for(rep)
    form = text_of(client.get("/people/new/", headers=DRAWER))
    assert "<html" not in form and 'name="name"' in form and 'name="birthday"' not in form
    headers = {**DRAWER, "HX-Current-URL": "http://testserver/acme/people/?kind=customer"}
    reply = client.post("/people/new/", {"name": "Sara", "kind": "customer"}, headers=headers)
    assert reply.status_code == 204
    told = json.loads(reply["HX-Trigger"])
    assert told["toast"]["text"] == "Sara was added."
    assert {"close", "changed"} <= told.keys()


def test_the_drawer_elsewhere_leads_to_the_new_person(client_for, rep):
    headers = {**DRAWER, "HX-Current-URL": "http://testserver/acme/companies/"}
    reply = client_for(rep).post("/people/new/", {"name": "Sara", "kind": "customer"}, headers=headers)
    assert reply["HX-Redirect"] == f"/acme/people/{Contact.objects.get().pk}/"


def test_the_address_may_bring_values(client_for, rep, other_rep):
    company = make.company("Rimal", by=rep)
    page = text_of(client_for(rep).get(f"/people/new/?company={company.pk}&city=Jeddah&owner=99", headers=DRAWER))
    assert f'<option value="{company.pk}" selected>Rimal</option>' in page
    assert 'value="Jeddah"' in page
    hidden = make.company("Masharef", by=other_rep)
    assert "Masharef" not in text_of(client_for(rep).get(f"/people/new/?company={hidden.pk}"))


def test_a_company_that_one_does_not_see_cannot_be_chosen(client_for, rep, other_rep):
    hidden = make.company("Masharef", by=other_rep)
    reply = client_for(rep).post("/people/new/", {"name": "Sara", "kind": "customer", "company": hidden.pk})
    assert reply.status_code == 422
    assert "Choose one from the list." in text_of(reply)


def test_owners_are_chosen_by_those_who_may_assign(client_for, owner, manager, rep, other_rep):
    assert 'name="owner"' not in text_of(client_for(rep).get("/people/new/"))
    client_for(rep).post("/people/new/", {"name": "Sara", "kind": "customer", "owner": other_rep.pk})
    assert Contact.objects.get(name="Sara").owner == rep
    offered = text_of(client_for(manager).get("/people/new/")).split('name="owner"')[1].split("</select>")[0]
    assert "Rana Rep" in offered and "Olivia Owner" not in offered
    client_for(manager).post("/people/new/", {"name": "Maha", "kind": "customer", "owner": other_rep.pk})
    assert Contact.objects.get(name="Maha").owner == other_rep
    reply = client_for(manager).post("/people/new/", {"name": "Ali", "kind": "customer", "owner": owner.pk})
    assert reply.status_code == 422
    client_for(owner).post("/people/new/", {"name": "James", "kind": "customer", "owner": ""})
    james = Contact.objects.get(name="James")
    assert james.owner == owner
    client_for(owner).post(f"/people/{james.pk}/facts/owner/", {"owner": ""})
    james.refresh_from_db()
    assert james.owner is None


def test_somebody_known_is_asked_about_first(client_for, rep, noura):
    data = {"name": "N. Harbi", "phone": "+966551204477", "kind": "customer"}
    client = client_for(rep)
    reply = client.post("/people/new/", data)
    page = text_of(reply)
    assert reply.status_code == 422
    assert "has the same phone" in page and f'href="/acme/people/{noura.pk}/"' in page
    assert 'name="anyway"' in page and 'value="N. Harbi"' in page
    assert client.post("/people/new/", {**data, "anyway": "1"}).status_code == 302
    assert Contact.objects.count() == 2


def test_the_warning_comes_while_one_types(client_for, rep, noura):
    page = text_of(client_for(rep).get("/people/duplicates/?email=N@mail.example&phone=05", headers=HTMX))
    assert "has the same e-mail" in page
    assert 'name="anyway"' not in page
    assert "wl-note" not in text_of(client_for(rep).get("/people/duplicates/?name=Sara", headers=HTMX))


def test_whom_one_may_not_see_is_not_named(client_for, rep, other_rep, manager, owner, noura):
    asked = "/people/duplicates/?phone=%2B966551204477"
    page = text_of(client_for(other_rep).get(asked, headers=HTMX))
    assert "A colleague already works with this person." in page
    assert "Noura" not in page and "Rami" not in page and f"/people/{noura.pk}/" not in page
    hidden = actions.assign(noura, to=owner, by=owner)
    page = text_of(client_for(manager).get(asked, headers=HTMX))
    assert "Olivia Owner</bdi> already works with this person." in page
    assert "Noura" not in page and f"/people/{hidden.pk}/" not in page


def test_an_edit_writes_what_changed_and_keeps_the_rest(client_for, rep, noura):
    client = client_for(rep)
    page = text_of(client.get(f"/people/{noura.pk}/edit/"))
    assert 'value="Noura Al-Harbi"' in page
    data = {"name": "Noura Saleh", "phone": "+966551204477", "email": "n@mail.example", "kind": "customer"}
    assert client.post(f"/people/{noura.pk}/edit/", data).status_code == 302
    noura.refresh_from_db()
    assert (noura.name, noura.kind, noura.city, noura.phone) == ("Noura Saleh", "customer", "", "+966551204477")
    assert set(latest(noura, "contact.updated").data["changes"]) == {"name", "kind", "city"}


def test_a_new_owner_is_an_event_of_its_own(client_for, owner, rep, other_rep, noura):
    data = {"name": "Noura Al-Harbi", "phone": "+966551204477", "email": "n@mail.example", "kind": "prospect"}
    client_for(owner).post(f"/people/{noura.pk}/edit/", {**data, "city": "Riyadh", "owner": other_rep.pk})
    noura.refresh_from_db()
    assert (noura.owner, noura.team_id) == (other_rep, other_rep.team_id)
    assert latest(noura, "contact.assigned").data["to"] == "Rana Rep"
    assert latest(noura, "contact.updated") is None


def test_one_fact_is_changed_where_it_stands(client_for, rep, noura):
    client = client_for(rep)
    form = text_of(client.get(f"/people/{noura.pk}/facts/city/", headers=HTMX))
    assert 'name="city" value="Riyadh"' in form and "is-autofocus" in form and 'name="name"' not in form
    reply = client.post(f"/people/{noura.pk}/facts/city/", {"city": "Jeddah"}, headers=HTMX)
    assert 'id="fact-city"' in text_of(reply) and "Jeddah" in text_of(reply)
    assert "changed" in json.loads(reply["HX-Trigger"])
    noura.refresh_from_db()
    assert (noura.city, noura.name, noura.phone) == ("Jeddah", "Noura Al-Harbi", "+966551204477")
    assert "Jeddah" in text_of(client.get(f"/people/{noura.pk}/facts/city/?show", headers=HTMX))


def test_a_fact_that_is_wrong_is_shown_again(client_for, rep, noura):
    reply = client_for(rep).post(f"/people/{noura.pk}/facts/email/", {"email": "nobody"}, headers=HTMX)
    assert reply.status_code == 422
    assert 'value="nobody"' in text_of(reply) and "invalid-feedback" in text_of(reply)
    noura.refresh_from_db()
    assert noura.email == "n@mail.example"


def test_facts_that_are_not_there_are_not_found(client_for, rep, owner, noura):
    client = client_for(rep)
    for name in ("nothing", "search_norm", "owner"):  # a rep gives nobody a record
        assert client.get(f"/people/{noura.pk}/facts/{name}/", headers=HTMX).status_code == 404
        assert client.post(f"/people/{noura.pk}/facts/{name}/", {name: owner.pk}, headers=HTMX).status_code == 404
    assert client_for(owner).get(f"/people/{noura.pk}/facts/owner/", headers=HTMX).status_code == 200


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("name", "Noura Saleh", "Noura Saleh"),
        ("phone", "+966 55 120 4488", "+966551204488"),
        ("email", "New@mail.example", "new@mail.example"),
        ("other_points", "+966112617553\nB@mail.example", "+966112617553\nb@mail.example"),
        ("kind", "customer", "customer"),
        ("tags", "VIP,showroom", ["VIP", "showroom"]),
        ("language", "ar", "ar"),
        ("note", "Calls after 17:00", "Calls after 17:00"),
        ("address", "Al-Narjis\nRiyadh", "Al-Narjis\nRiyadh"),
        ("source", "Fair", "Fair"),
    ],
)
def test_every_fact_can_be_changed(client_for, rep, noura, name, typed, kept):
    reply = client_for(rep).post(f"/people/{noura.pk}/facts/{name}/", {name: typed}, headers=HTMX)
    assert reply.status_code == 200
    assert getattr(Contact.objects.get(), name) == kept


def test_deleting_leads_to_the_list_and_can_be_undone(client_for, rep, noura):
    client = client_for(rep)
    reply = client.post(f"/people/{noura.pk}/deletion/")
    assert reply["Location"] == "/acme/people/"
    page = text_of(client.get("/people/"))
    assert "Noura Al-Harbi was deleted." in page
    assert f'hx-post="/acme/people/{noura.pk}/restoration/"' in page
    assert client.get(f"/people/{noura.pk}/").status_code == 404
    reply = client.post(f"/people/{noura.pk}/restoration/", headers=HTMX)
    assert json.loads(reply["HX-Trigger"])["toast"]["text"] == "Noura Al-Harbi is back."
    assert client.get(f"/people/{noura.pk}/").status_code == 200


def test_only_who_may_delete_brings_back(client_for, other_rep, reader, rep, noura):
    actions.delete(noura, by=rep)
    for member in (other_rep, reader):
        assert client_for(member).post(f"/people/{noura.pk}/restoration/").status_code == 404
    assert client_for(rep).post(f"/people/{noura.pk}/restoration/").status_code == 302
    assert client_for(rep).post(f"/people/{noura.pk}/restoration/").status_code == 404  # nothing to bring back


def test_get_deletes_nothing(client_for, rep, noura):
    assert client_for(rep).get(f"/people/{noura.pk}/deletion/").status_code == 405


def test_a_page_takes_few_statements(client_for, rep, noura, django_assert_max_num_queries):
    for number in range(8):
        update_contact(noura, by=rep, city=f"City {number}")
    client = client_for(rep)
    client.get(f"/people/{noura.pk}/")
    with django_assert_max_num_queries(18):
        client.get(f"/people/{noura.pk}/")
