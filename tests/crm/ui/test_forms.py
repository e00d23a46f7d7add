"""Forms of records: what is refused and where it is said, whose things may be chosen, what an edit leaves alone."""

import pytest
from django import forms

from contacts.models import Company, Contact
from crm.access.sharing import share
from crm.events.models import Event
from crm.records.actions import assign, delete
from crm.tenants.scope import tenant_scope
from crm.ui.templatetags.ui import may_stay_empty
from sales.models import Deal
from tests import make
from tests.conftest import out_of_scope

HTMX = {"HX-Request": "true"}
REQUIRED = [("en", "This field is required."), ("ar", "هذا الحقل مطلوب."), ("fa", "این فیلد لازم است.")]
NAMES = {"people": "name", "companies": "name", "deals": "title"}
MODELS = {"people": Contact, "companies": Company, "deals": Deal}


@pytest.fixture
def pipeline(owner):
    return make.pipeline(by=owner)


def filled(page):
    """What a browser would send back from an edit form, untouched."""
    form, values = page.context["form"], {}
    for name in form.fields:
        value = form[name].value()
        value = form.fields[name].prepare_value(value)
        values[name] = "" if value is None else value
    return values


def untouched(client, path):
    return client.post(path, filled(client.get(path)))


@pytest.mark.parametrize(("language", "words"), REQUIRED)
@pytest.mark.parametrize("path", NAMES)
def test_a_record_without_a_name_is_refused_in_the_readers_language(client_for, owner, pipeline, path, language, words):
    owner.language = language
    owner.save()
    page = client_for(owner).post(f"/{path}/new/", {NAMES[path]: "  ", "currency": "GBP", "kind": "prospect"})
    assert page.status_code == 422
    assert NAMES[path] in page.context["form"].errors
    assert words in page.content.decode()
    assert not MODELS[path].objects.exists()


@pytest.mark.parametrize("path", NAMES)
def test_a_name_is_not_endless_and_holds_no_nul(client_for, owner, pipeline, path):
    for name in ("x" * 5001, "a\0b"):
        page = client_for(owner).post(f"/{path}/new/", {NAMES[path]: name, "currency": "GBP", "kind": "prospect"})
        assert NAMES[path] in page.context["form"].errors
    assert not MODELS[path].objects.exists()


@pytest.mark.parametrize("who", ["reader"])
@pytest.mark.parametrize("path", NAMES)
def test_who_only_reads_makes_and_changes_nothing(client_for, request, owner, pipeline, path, who):
    make_one = {"people": make.contact, "companies": make.company, "deals": make.deal}[path]
    record, client = make_one(by=owner), client_for(request.getfixturevalue(who))
    assert client.get(f"/{path}/{record.pk}/").status_code == 200
    for tail in ("new/", f"{record.pk}/edit/"):
        assert client.get(f"/{path}/{tail}").status_code == 403
        assert client.post(f"/{path}/{tail}", {NAMES[path]: "Mine"}).status_code == 403
    assert client.post(f"/{path}/{record.pk}/deletion/").status_code == 403
    assert client.post(f"/{path}/{record.pk}/facts/{NAMES[path]}/", {NAMES[path]: "Mine"}).status_code == 403
    record.refresh_from_db()
    assert "Mine" not in str(record)


@pytest.mark.parametrize("tail", ["", "edit/", "timeline/", "facts/tags/", "deletion/", "restoration/"])
@pytest.mark.parametrize("path", NAMES)
def test_another_firms_record_does_not_exist(client_for, owner, pipeline, outsider, path, tail):
    with out_of_scope(), tenant_scope(outsider.tenant):
        make.pipeline(by=outsider)
        theirs = {"people": make.contact, "companies": make.company, "deals": make.deal}[path](by=outsider)
    client = client_for(owner)
    address = f"/{path}/{theirs.pk}/{tail}"
    assert client.get(address).status_code in (404, 405)
    assert client.post(address, {NAMES[path]: "Ours"}).status_code in (404, 405)
    with out_of_scope(), tenant_scope(outsider.tenant):
        theirs.refresh_from_db()
        assert theirs.deleted_at is None
        assert str(theirs) != "Ours"


@pytest.mark.parametrize("field", ["owner", "company", "contact", "stage"])
def test_what_another_firm_has_cannot_be_chosen(client_for, owner, pipeline, outsider, field):
    with out_of_scope(), tenant_scope(outsider.tenant):
        stage = make.pipeline(by=outsider).stages.get(key="approval")
        theirs = {
            "owner": outsider.pk, "company": make.company(by=outsider).pk, "contact": make.contact(by=outsider).pk,
            "stage": stage.pk,
        }[field]  # fmt: skip
    values = {"title": "Villa", "currency": "GBP", "owner": owner.pk, "stage": pipeline.stages.get(key="approval").pk}
    page = client_for(owner).post("/deals/new/", values | {field: theirs})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not Deal.objects.exists()


@pytest.mark.parametrize("value", ["x", "-1", "9" * 40, "9" * 5000, "²", "1.5", "a\0b"])
@pytest.mark.parametrize("field", ["owner", "company", "contact", "stage"])
def test_an_id_that_cannot_be_is_a_refusal_beside_its_field(client_for, owner, pipeline, field, value):
    values = {"title": "Villa", "currency": "GBP", "owner": owner.pk, "stage": pipeline.stages.get(key="approval").pk}
    page = client_for(owner).post("/deals/new/", values | {field: value})
    if page.status_code == 302:
        assert field in ("company", "contact")  # where a text that is no id is the name of somebody new
        assert not value.isdecimal() and "\0" not in value
    else:
        assert page.status_code == 422
        assert list(page.context["form"].errors) == [field]


@pytest.mark.parametrize("path", NAMES)
def test_saving_a_form_untouched_changes_nothing(client_for, owner, rep, pipeline, path):
    company = make.company("Rimal", by=rep, website="https://rimal.example", size=1200, phone="+966551204477")
    person = make.contact("Noura", by=rep, company=company, phones=["+966551204477", "+966551204478"], tags=["VIP"],
                          emails=["a@b.example"], birthday="1990-02-03", language="ar")  # fmt: skip
    deal = make.deal(by=rep, amount=48_500, contact=person, company=company, tags=["x"], expected_close="2027-01-01")
    record = {"people": person, "companies": company, "deals": deal}[path]
    record.refresh_from_db()
    before, told = list(type(record).objects.values()), Event.objects.count()
    for language, calendar, digits in (
        ("en", "gregorian", "latn"),
        ("fa", "jalali", "arabext"),
        ("ar", "hijri", "arab"),
    ):
        owner.language, owner.calendar, owner.digits = language, calendar, digits
        owner.save()
        assert untouched(client_for(owner), f"/{path}/{record.pk}/edit/").status_code == 302
    assert list(type(record).objects.values()) == before
    assert Event.objects.count() == told


def test_a_linked_company_that_one_does_not_see_stays_when_the_rest_is_edited(client_for, rep, other_rep):
    hidden = make.company("Masharef", by=other_rep)
    person = make.contact("Noura", by=rep, company=hidden)
    client, path = client_for(rep), f"/people/{person.pk}/edit/"
    reply = client.post(path, filled(client.get(path)) | {"city": "Riyadh"})
    assert reply.status_code == 302
    person.refresh_from_db()
    assert (person.city, person.company) == ("Riyadh", hidden)


def test_a_linked_company_that_is_deleted_stays_when_the_rest_is_edited(client_for, owner, rep):
    company = make.company("Rimal", by=rep)
    person = make.contact("Noura", by=rep, company=company)
    delete(company, by=rep)
    client, path = client_for(rep), f"/people/{person.pk}/edit/"
    assert client.post(path, filled(client.get(path)) | {"city": "Riyadh"}).status_code == 302
    person.refresh_from_db()
    assert (person.city, person.company) == ("Riyadh", company)


def test_the_customer_of_a_deal_that_one_does_not_see_stays_when_the_rest_is_edited(
    client_for, pipeline, owner, rep, other_rep
):
    hidden = make.contact("Sara", by=other_rep)
    deal = make.deal(by=owner, contact=hidden, owner=rep)
    client, path = client_for(rep), f"/deals/{deal.pk}/edit/"
    assert client.post(path, filled(client.get(path)) | {"service": "Doors"}).status_code == 302
    deal.refresh_from_db()
    assert (deal.service, deal.contact) == ("Doors", hidden)
    assert Contact.objects.count() == 1


def test_a_company_one_does_not_see_cannot_be_put_in_place_of_another(client_for, rep, other_rep):
    mine, hidden = make.company("Rimal", by=rep), make.company("Masharef", by=other_rep)
    person = make.contact("Noura", by=rep, company=mine)
    client, path = client_for(rep), f"/people/{person.pk}/edit/"
    reply = client.post(path, filled(client.get(path)) | {"company": hidden.pk})
    assert reply.status_code == 422
    person.refresh_from_db()
    assert person.company == mine


def test_an_owner_who_left_stays_when_the_rest_is_edited(client_for, owner, rep):
    person = make.contact("Noura", by=rep)
    rep.active = False
    rep.save()
    client, path = client_for(owner), f"/people/{person.pk}/edit/"
    assert client.post(path, filled(client.get(path)) | {"city": "Riyadh"}).status_code == 302
    person.refresh_from_db()
    assert (person.city, person.owner) == ("Riyadh", rep)


def test_a_colleague_who_left_gets_nothing_new(client_for, owner, rep):
    rep.active = False
    rep.save()
    page = client_for(owner).post("/people/new/", {"name": "Noura", "kind": "prospect", "owner": rep.pk})
    assert list(page.context["form"].errors) == ["owner"]


def test_nobody_may_own_what_an_owner_says_so_of(client_for, owner, rep):
    person = make.contact("Noura", by=rep)
    client, path = client_for(owner), f"/people/{person.pk}/edit/"
    client.post(path, filled(client.get(path)) | {"owner": ""})
    person.refresh_from_db()
    assert (person.owner, person.team) == (None, rep.team)  # the team keeps what is nobody's


def test_a_rep_cannot_give_away_by_adding_a_field(client_for, rep, other_rep):
    person = make.contact("Noura", by=rep)
    client = client_for(rep)
    client.post(f"/people/{person.pk}/edit/", {"name": "Noura", "kind": "prospect", "owner": other_rep.pk})
    assert client.post(f"/people/{person.pk}/facts/owner/", {"owner": other_rep.pk}, headers=HTMX).status_code == 404
    person.refresh_from_db()
    assert person.owner == rep


def test_who_is_shared_a_record_edits_it_but_does_not_give_it_away(client_for, manager, owner, rep):
    person = make.contact("Noura", by=owner)
    share(person, manager, "edit")
    client, path = client_for(manager), f"/people/{person.pk}/edit/"
    assert "owner" not in client.get(path).context["form"].fields
    client.post(path, filled(client.get(path)) | {"owner": rep.pk, "city": "Riyadh"})
    person.refresh_from_db()
    assert (person.city, person.owner) == ("Riyadh", owner)


def test_who_gives_a_record_away_sees_it_no_more_and_is_not_shown_an_error(client_for, manager, rep, owner):
    """A manager may only give within the team, so it is the owner who gives one of the team's records away."""
    person = make.contact("Noura", by=rep)
    assign(person, to=owner, by=owner)
    assert client_for(manager).get(f"/people/{person.pk}/").status_code == 404
    assert client_for(rep).get(f"/people/{person.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("tags", "kept"),
    [
        ("VIP, showroom", ["VIP", "showroom"]), ("VIP،نقدي؛ قديم", ["VIP", "نقدي", "قديم"]),
        (" VIP ,, VIP ", ["VIP"]), ("", []), (",،", []),
    ],
)  # fmt: skip
def test_tags_stand_between_commas_of_any_language(client_for, rep, tags, kept):
    person = make.contact("Noura", by=rep, tags=["old"])
    reply = client_for(rep).post(f"/people/{person.pk}/facts/tags/", {"tags": tags}, headers=HTMX)
    assert reply.status_code == 200
    person.refresh_from_db()
    assert person.tags == kept


@pytest.mark.parametrize("tags", [",".join(map(str, range(21))), "x" * 41, "a\0b"])
def test_too_many_too_long_and_impossible_tags_are_refused(client_for, rep, tags):
    person = make.contact("Noura", by=rep, tags=["old"])
    reply = client_for(rep).post(f"/people/{person.pk}/facts/tags/", {"tags": tags}, headers=HTMX)
    assert reply.status_code == 422
    person.refresh_from_db()
    assert person.tags == ["old"]


class Asked(forms.Form):
    needed = forms.CharField()
    free = forms.CharField(required=False)
    unsaid = forms.ChoiceField(choices=[("", "—"), ("a", "A")], required=False)
    named = forms.ChoiceField(choices=[("", "From the start"), ("a", "A")], required=False)
    someone = forms.ModelChoiceField(None, empty_label="Nobody", required=False)


def test_optional_is_not_said_where_nothing_is_a_choice_with_a_name():
    form = Asked()
    assert {name: may_stay_empty(form[name]) for name in form.fields} == {
        "needed": False, "free": True, "unsaid": True, "named": False, "someone": False,
    }  # fmt: skip
