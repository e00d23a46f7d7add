"""A field made in settings stands on every surface of its type with the next request, for those who may see it."""

from dataclasses import replace

import pytest

from contacts.people.models import Contact
from crm.access.catalogue import HIDDEN
from crm.documents import placeholders
from crm.l10n.state import for_member, using
from crm.records import registry
from crm.records.fields import actions, words
from crm.records.models import BulkChange, CustomField
from crm.setup.roles.forms import RoleForm
from crm.tenants.scope import current_tenant
from crm.ui.bulk.actions import take_back
from crm.ui.bulk.forms import editable
from tests import make

FRAMES = {
    "options_row": ["n0", "n1"], "options_name": ["Zwood", "Zsteel"], "options_name_ar": ["", ""],
    "options_name_fa": ["زچوب", ""],
}  # fmt: skip


@pytest.fixture
def made(client_for, owner):
    """made(kind, name, **said) → the field, made by the settings page of people."""

    def post(kind, name, **said):
        answer = client_for(owner).post(f"/settings/fields/contact/new/{kind}/", {"name": name, **said})
        assert answer.status_code == 302
        current_tenant().refresh_from_db()  # the test stands in a scope that was opened before
        return CustomField.objects.latest("pk")

    return post


@pytest.fixture
def frame(made):
    return made("choice", "Zframe", **FRAMES)


@pytest.fixture
def code(made):
    return made("text", "Zcode")


@pytest.fixture
def noura(owner, frame, code, rep):
    make.contact("Sara", by=rep, custom={frame.key: "o2", code.key: "zz88"})
    return make.contact("Noura", by=rep, custom={frame.key: "o1", code.key: "zz77"})


def surfaces(client, noura, frame, code):
    """{surface: what it shows}"""
    drawer = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "drawer"}
    asked = {
        "form": ("/people/new/", {}, {}),
        "edit": (f"/people/{noura.pk}/edit/", {}, drawer),
        "page": (f"/people/{noura.pk}/", {}, {}),
        "columns": ("/lists/contact/columns/", {}, {}),
        "filters": ("/people/", {"filters": "1"}, {"HTTP_HX_REQUEST": "true"}),
        "bulk": ("/people/bulk/edit/", {"ids": noura.pk}, {}),
    }
    return {name: client.get(path, data, **how).content.decode() for name, (path, data, how) in asked.items()}


def test_it_is_on_every_surface_at_the_next_request(client_for, owner, frame, code, noura):
    client = client_for(owner)
    found = surfaces(client, noura, frame, code)
    assert [name for name, shown in found.items() if "Zframe" not in shown] == []
    assert "zz77" in found["page"] and "Zwood" in found["page"] and "zz77" in found["edit"]
    client.post("/lists/contact/columns/", {"order": [frame.key, code.key], "columns": [frame.key, code.key]})
    shown = client.get("/people/").content.decode()
    assert all(word in shown for word in ("Zframe", "Zcode", "Zwood", "Zsteel", "zz77"))
    narrowed = client.get("/people/", {frame.key: "o2"}).content.decode()
    assert ">Sara<" in narrowed and ">Noura<" not in narrowed and "Zsteel" in narrowed
    assert ">Noura<" in client.get("/search/", {"q": "zz77"}).content.decode()
    role = client.get(f"/settings/roles/{make.member(by=owner, role='rep').role_id}/").content.decode()
    assert f"contact.field.{frame.key}" in role
    assert [each.key for each in placeholders.declared(registry.get("contact"))][-2:] == [frame.key, code.key]
    assert registry.get("contact").imported()[-1].name == code.key
    owner.language = "fa"
    owner.save()
    assert "زچوب" in client_for(owner).get(f"/people/{noura.pk}/").content.decode()


def test_whom_a_role_keeps_from_it_finds_it_nowhere(client_for, rep, frame, code, noura):
    client = client_for(rep)
    assert ">Noura<" in client.get("/people/", {"q": "zz77"}).content.decode()
    rep.role.fields = {"contact": {frame.key: HIDDEN, code.key: HIDDEN}}
    rep.role.save()
    found = surfaces(client, noura, frame, code)
    assert [name for name, shown in found.items() if "Zframe" in shown or "zz77" in shown or "Zwood" in shown] == []
    for asked in ({"q": "zz77"}, {"q": "zz"}):
        assert ">Noura<" not in client.get("/people/", asked).content.decode()
    assert (
        ">Sara<" in (narrowed := client.get("/people/", {frame.key: "o1"}).content.decode()) and "Zwood" not in narrowed
    )
    client.post(f"/people/{noura.pk}/edit/", {"name": "Noura B", "kind": "customer", code.key: "new"})
    assert client.post(f"/people/{noura.pk}/facts/{code.key}/", {code.key: "new"}).status_code == 404
    again = Contact.objects.get(pk=noura.pk)
    assert (again.name, again.custom) == ("Noura B", {frame.key: "o1", code.key: "zz77"})
    seen = registry.get("contact").visible(rep).get(pk=noura.pk)
    assert (seen.custom, seen.custom_text) == ({}, "")
    with pytest.raises(ValueError, match="may not see"):
        seen.save()


def test_a_hidden_text_is_not_found_and_an_open_one_beside_it_is(client_for, rep, made, code, noura):
    note = made("lines", "Znote")
    make.contact("Mona", by=rep, custom={code.key: "abc123", note.key: "balcony"})
    rep.role.fields = {"contact": {code.key: HIDDEN}}
    rep.role.save()
    client = client_for(rep)
    assert ">Mona<" in client.get("/people/", {"q": "balcony"}).content.decode()
    assert ">Mona<" not in client.get("/people/", {"q": "abc123"}).content.decode()


def test_papers_write_it_in_their_own_language(made, owner, rep, noura, frame, code):
    paid, since, keeper = made("money", "Zpaid"), made("day", "Zsince"), made("member", "Zkeeper")
    noura.custom |= {paid.key: [120050, "GBP"], since.key: "2026-03-21", keeper.key: rep.pk}
    record_type, paper = registry.get("contact"), placeholders.Paper(owner.tenant, "1", noura.created_at.date())
    with using(replace(for_member(owner), language="fa")):
        values = placeholders.values(record_type, noura, paper)
    assert [str(values[field.key]) for field in (frame, code, keeper)] == ["زچوب", "zz77", rep.name]
    assert (
        values[paid.key].raw == (120050, "GBP") and values[f"{paid.key}_in_words"] and values[since.key].raw.day == 21
    )
    used = placeholders.told_by(placeholders.available(record_type), [frame.key, f"{paid.key}_in_words"])
    assert used == sorted([f"contact.{frame.key}", f"contact.{paid.key}"])


def test_papers_about_a_deal_write_the_fields_of_its_customers(made, owner, noura, frame, code):
    floor = actions.add_field(registry.get("company"), kind="number", name="Zfloors", by=owner)
    firm = make.company("Acme", by=owner, custom={floor.key: 7})
    deal = make.deal(by=owner, contact=noura, company=firm)
    record_type, paper = registry.get("deal"), placeholders.Paper(owner.tenant, "1", noura.created_at.date())
    values = placeholders.values(record_type, deal, paper)
    assert [str(values[field.key]) for field in (frame, code, floor)] == ["Zwood", "zz77", "7"]
    offered = placeholders.available(record_type)
    assert offered[code.key].label == "Contact: Zcode"
    used = placeholders.told_by(offered, [code.key, floor.key])
    assert used == ["company." + floor.key, "contact." + code.key, "deal.company", "deal.contact"]
    assert not {code.key, floor.key} & placeholders.values(record_type, make.deal(by=owner), paper).keys()
    assert floor.key in placeholders.available(registry.get("contact"))


def test_words_of_a_retired_field_are_not_found_until_it_returns(
    client_for, owner, made, noura, code, run_due, monkeypatch
):
    monkeypatch.setattr(words, "AT_ONCE", 1)
    note, client = made("lines", "Znote"), client_for(owner)
    for number, name in enumerate(("Mona", "Huda", "Lina")):
        make.contact(name, by=owner, custom={code.key: f"zz77-{number}", note.key: "balcony"})
    before = dict(Contact.objects.values_list("pk", "custom_text"))

    def found(text):
        page = client.get("/people/", {"q": text}).content.decode()
        return {name for name in ("Noura", "Mona", "Huda", "Lina") if f">{name}<" in page}

    assert (found("zz77"), found("balcony")) == ({"Noura", "Mona", "Huda", "Lina"}, {"Mona", "Huda", "Lina"})
    actions.retire_field(code, by=owner)
    run_due()
    assert (found("zz77"), found("balcony")) == (set(), {"Mona", "Huda", "Lina"})
    actions.retire_field(note, by=owner)
    run_due()
    assert found("balcony") == set()
    for field in (code, note):
        actions.restore_field(field, by=owner)
    run_due()
    assert dict(Contact.objects.values_list("pk", "custom_text")) == before and len(found("zz77")) == 4


def test_a_role_keeps_a_field_closed_while_it_is_retired(client_for, owner, rep, frame):
    rep.role.fields = {"contact": {frame.key: HIDDEN}}
    rep.role.save()
    actions.retire_field(frame, by=owner)
    form = RoleForm({}, role=rep.role, by=owner)
    form.full_clean()
    form.cleaned_data = {f"{kind.key}.field.{c.about}": "" for kind in registry.all_types() for c in kind.guarded()}
    assert form.closed_fields()["contact"] == {frame.key: HIDDEN}


def test_many_get_a_value_at_once_and_lose_it_again(client_for, owner, frame, made, noura, run_due):
    single = made("text", "Zsingle", unique="on")
    assert frame.key in editable(owner, "contact") and single.key not in editable(owner, "contact")
    client = client_for(owner)
    sent = {"ids": [noura.pk], "field": frame.key, frame.key: "o2"}
    assert client.post("/people/bulk/edit/", sent).status_code == 204
    noura.refresh_from_db()
    assert noura.custom[frame.key] == "o2"
    client.post("/people/bulk/edit/?all=1", {"field": frame.key, frame.key: "o1"})
    run_due()
    assert {one.custom[frame.key] for one in Contact.objects.all()} == {"o1"}
    job = BulkChange.objects.first().job

    take_back(job, by=owner)
    run_due()
    assert {one.custom[frame.key] for one in Contact.objects.all()} == {"o2"}
    shown = client.get(f"/people/{noura.pk}/").content.decode()
    assert "Zframe" in shown and "Zsteel" in shown


def test_a_page_of_people_costs_one_statement_more_at_most(
    client_for, owner, made, noura, rep, django_assert_max_num_queries
):
    keeper = made("member", "Zkeeper")
    for number in range(5):
        make.contact(f"Person {number}", by=rep, custom={keeper.key: rep.pk})
    client = client_for(owner)
    client.get("/people/")
    with django_assert_max_num_queries(100) as asked:
        client.get("/people/")
    before = len(asked)
    client.post("/lists/contact/columns/", {"order": [keeper.key], "columns": [keeper.key]})
    with django_assert_max_num_queries(before + 1):
        assert rep.name in client.get("/people/").content.decode()
