"""The settings pages of a workspace's own fields, and the form and page of a record that have them at once."""

import pytest

from contacts.people.models import Contact
from crm.records.models import CustomField, Layout
from tests import make

PAGE = "/settings/fields/contact/"
OPTIONS = {
    "options_row": ["n0", "n1", "n2"], "options_name": ["Wood", "Steel", ""], "options_name_ar": ["خشب", "", ""],
    "options_name_fa": ["چوب", "", ""], "options_chosen": ["n0"],
}  # fmt: skip


@pytest.fixture
def settings_of(client_for, owner):
    return client_for(owner)


def new(client, kind, name, **said):
    answer = client.post(f"{PAGE}new/{kind}/", {"name": name, **said})
    assert answer.status_code == 302, answer.context["form"].errors
    return CustomField.objects.latest("pk")


def test_a_field_of_each_kind_is_made_and_asked_for_at_the_next_request(settings_of, client_for, owner, rep):
    assert client_for(rep).get(PAGE).status_code == 403
    kinds = settings_of.get(f"{PAGE}new/")
    assert kinds.content.decode().count('wl-kind"') == 9
    said = {
        "text": ("Code", "A-۱۲", "A-۱۲"), "lines": ("Access", "Ring twice", "Ring twice"),
        "number": ("Panes", "۲٫۵", 2.5),
        "money": ("Budget", "1,200.50", [120050, "GBP"]), "day": ("Since", "2026-03-21", "2026-03-21"),
        "yes": ("Own house", "no", False), "choice": ("Frame", "o2", "o2"),
        "choices": ("Extras", ["o1", "o2"], ["o1", "o2"]),
        "member": ("Surveyor", str(rep.pk), rep.pk),
    }  # fmt: skip
    values, wanted = {"name": "Noura", "kind": "customer"}, {}
    for kind, (name, typed, stored) in said.items():
        field = new(settings_of, kind, name, **(OPTIONS if kind in ("choice", "choices") else {}))
        values[field.key], wanted[field.key] = typed, stored
    form = settings_of.get("/people/new/").context["form"]
    assert wanted.keys() <= form.fields.keys()
    answer = settings_of.post("/people/new/", values)
    assert answer.status_code == 302, answer.context["form"].errors
    noura = Contact.objects.get()
    assert noura.custom == wanted
    page = settings_of.get(f"/people/{noura.pk}/").content.decode()
    for shown in ("A-۱۲", "£1,200.50", "2.5", ">No<", "Steel", "Wood", rep.name, "21 Mar"):
        assert shown in page, shown
    assert settings_of.get(f"/people/{noura.pk}/edit/").content.decode().count("cf_") > 9


def test_names_are_read_in_each_language(settings_of, client_for, owner, rep):
    said = {"name": "Frame", "name_fa": "قاب", "name_ar": "الإطار", "hint": "Of the window", "hint_fa": "قاب پنجره"}
    field = new(settings_of, "choice", **said, **OPTIONS)
    assert (field.names["fa"], field.hints, field.default) == ("قاب", {"en": "Of the window", "fa": "قاب پنجره"}, "o1")
    rep.language = "fa"
    rep.save()
    form = client_for(rep).get("/people/new/").content.decode()
    assert all(word in form for word in ("قاب", "چوب", "Steel", "قاب پنجره"))


class TestRules:
    def test_what_must_be_filled_in_is_asked_for_in_the_drawer_as_well(self, settings_of):
        field = new(settings_of, "text", "Code", required="on", unique="on")
        drawer = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "drawer"}
        assert field.key in settings_of.get("/people/new/", **drawer).context["form"].fields
        values = {"name": "Noura", "kind": "customer"}
        answer = settings_of.post("/people/new/", values, **drawer)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field.key])
        assert settings_of.post("/people/new/", {**values, field.key: "7"}).status_code == 302
        answer = settings_of.post("/people/new/", {**values, "name": "Sara", field.key: "۷", "anyway": "1"})
        assert answer.status_code == 422
        assert "Another record has this value already." in answer.content.decode()
        assert "Sara" in answer.content.decode()

    def test_a_tick_has_lists_sorted_by_it_once_a_worker_is_done_and_five_are_the_most(
        self, settings_of, owner, run_due
    ):
        size = new(settings_of, "number", "Panes")
        assert "sortable" not in settings_of.get(f"{PAGE}new/choice/").context["form"].fields
        noura = make.contact("Noura", by=owner, custom={size.key: 3})
        edit = f"/settings/field/{size.pk}/"
        assert settings_of.post(edit, {"name": "Panes", "sortable": "on"}).status_code == 302
        page = settings_of.get(PAGE).content.decode()
        assert "Being prepared for sorting" in page and f'hx-select="#about-{size.key}"' in page
        run_due()
        page = settings_of.get(PAGE).content.decode()
        assert "Sorts lists" in page and "Being prepared" not in page and "hx-select" not in page
        assert settings_of.get(edit).context["form"].initial["sortable"] is True
        make.contact("Sara", by=owner, custom={size.key: 2})
        rows = settings_of.get("/people/", {"sort": size.key}).context["table"].rows
        assert [row.title.text for row in rows] == ["Sara", str(noura)]
        for number in range(4):
            new(settings_of, "money", f"Budget {number}", sortable="on")
        for address in (f"{PAGE}new/number/", f"/settings/field/{new(settings_of, 'number', 'Doors').pk}/"):
            answer = settings_of.post(address, {"name": "One too many", "sortable": "on"})
            assert answer.status_code in (200, 422)
            [told] = answer.context["form"].errors["sortable"]
            assert "these do: Panes, Budget 0, Budget 1" in told and "One too many" in answer.content.decode()

    def test_a_condition_holds_on_the_server_whatever_is_sent(self, settings_of, owner):
        licence = new(settings_of, "text", "Licence", condition=["kind=supplier", "kind=partner"], required="on")
        expiry = new(settings_of, "text", "Ends", condition=[licence.key])
        form = settings_of.get("/people/new/").content.decode()
        assert "data-when" in form and "supplier" in form
        sent = {"name": "Noura", "kind": "customer", licence.key: "L1", expiry.key: "soon"}
        assert settings_of.post("/people/new/", sent).status_code == 302
        noura = Contact.objects.get()
        assert noura.custom == {}
        assert "Licence" not in settings_of.get(f"/people/{noura.pk}/").content.decode()
        answer = settings_of.post(f"/people/{noura.pk}/edit/", {**sent, "kind": "supplier", licence.key: ""})
        assert list(answer.context["form"].errors) == [licence.key]
        settings_of.post(f"/people/{noura.pk}/edit/", {**sent, "kind": "supplier"})
        noura.refresh_from_db()
        assert noura.custom == {licence.key: "L1", expiry.key: "soon"}
        settings_of.post(f"/people/{noura.pk}/edit/", sent)
        noura.refresh_from_db()
        assert noura.custom == {}

    def test_what_hung_on_a_retired_field_is_shown(self, settings_of, owner):
        one = new(settings_of, "text", "One")
        two = new(settings_of, "text", "Two", condition=[one.key])
        settings_of.post(f"/settings/field/{one.pk}/retirement/")
        sent = {"name": "Noura", "kind": "customer", two.key: "x"}
        assert settings_of.post("/people/new/", sent).status_code == 302
        assert Contact.objects.get().custom == {two.key: "x"}

    def test_conditions_make_no_ring_and_name_one_field(self, settings_of):
        one = new(settings_of, "text", "One")
        two = new(settings_of, "text", "Two", condition=[one.key])
        answer = settings_of.post(f"/settings/field/{one.pk}/", {"name": "One", "condition": [two.key]})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["condition"])
        answer = settings_of.post(f"/settings/field/{one.pk}/", {"name": "One", "condition": ["kind", "city"]})
        assert answer.status_code == 422

    def test_a_fact_is_changed_where_it_stands(self, settings_of, owner):
        field = new(settings_of, "text", "Code", unique="on")
        make.contact("Sara", by=owner, custom={field.key: "7"})
        noura = make.contact("Noura", by=owner)
        url = f"/people/{noura.pk}/facts/{field.key}/"
        answer = settings_of.post(url, {field.key: "7"}, HTTP_HX_REQUEST="true")
        assert (answer.status_code, "Another record" in answer.content.decode()) == (422, True)
        assert "8" in settings_of.post(url, {field.key: "8"}, HTTP_HX_REQUEST="true").content.decode()
        noura.refresh_from_db()
        assert noura.custom == {field.key: "8"}


class TestOptions:
    def test_they_are_renamed_ordered_retired_and_never_lost(self, settings_of, owner):
        field = new(settings_of, "choice", "Frame", **OPTIONS)
        noura = make.contact("Noura", by=owner, custom={field.key: "o2"})
        url = f"/settings/field/{field.pk}/"
        rows = {"options_row": ["o2", "n0", "o1"], "options_name": ["Iron", "Glass", "Wood"], "options_retired": ["o2"]}
        rows |= {f"options_name_{code}": ["", "", ""] for code in ("ar", "fa")}
        assert settings_of.post(url, {"name": "Frame", **rows}).status_code == 302
        field.refresh_from_db()
        assert [(each["key"], each["name"], each["retired"]) for each in field.options] == [
            ("o2", "Iron", True), ("o3", "Glass", False), ("o1", "Wood", False),
        ]  # fmt: skip
        assert "Iron" not in settings_of.get("/people/new/").content.decode()
        assert "Iron" in settings_of.get(f"/people/{noura.pk}/edit/").content.decode()

    @pytest.mark.parametrize("wrong", [
        {"options_name": ["", "", ""]}, {"options_name": ["Wood", "wood", ""]}, {"options_chosen": ["n0", "n1"]},
        {"options_name": ["x" * 81, "", ""]},
    ])  # fmt: skip
    def test_what_is_wrong_is_told_and_nothing_is_lost(self, settings_of, wrong):
        answer = settings_of.post(f"{PAGE}new/choice/", {"name": "Frame", **OPTIONS, **wrong})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["options"])
        assert 'value="خشب"' in answer.content.decode()


class TestOrder:
    def test_fields_move_between_sections_by_drag_and_by_button(self, settings_of, owner):
        field = new(settings_of, "text", "Code")
        answer = settings_of.post(
            f"{PAGE}order/", {"order": ["section:own1", field.key, "phone", "nonsense", "section:own0", "name"]},
            HTTP_HX_REQUEST="true",
        )  # fmt: skip
        assert answer.status_code == 204
        sections = {each["key"]: each["fields"] for each in Layout.objects.get().sections}
        assert sections["own1"][:2] == [field.key, "phone"]
        assert sections["own0"][0] == "name" and "email" in sections["own0"] and "phone" not in sections["own0"]
        settings_of.post(f"{PAGE}order/", {"name": field.key, "way": "down"})
        assert Layout.objects.get().sections[0]["fields"][:2] == ["phone", field.key]
        form = settings_of.get("/people/new/").content.decode()
        assert form.index(">About<") < form.index('name="phone"') < form.index(f'name="{field.key}"')
        assert form.index(f'name="{field.key}"') < form.index(">Contact</h2>") < form.index('name="name"')
        page = settings_of.get(f"/people/{make.contact('Noura', by=owner).pk}/").content.decode()
        assert page.index(">About<") < page.index("fact-phone") < page.index(f"fact-{field.key}")

    def test_sections_come_are_named_and_go(self, settings_of):
        field = new(settings_of, "text", "Code")
        settings_of.post(f"{PAGE}sections/new/", {"name": "House", "name_fa": "خانه"})
        settings_of.post(f"{PAGE}order/", {"order": ["section:s1", field.key]})
        assert Layout.objects.get().sections[0] == {
            "key": "s1", "name": "House", "names": {"en": "House", "fa": "خانه"}, "fields": [field.key],
        }  # fmt: skip
        settings_of.post(f"{PAGE}sections/s1/", {"name": "Home"})
        assert "Home" in settings_of.get(PAGE).content.decode()
        settings_of.post(f"{PAGE}sections/s1/removal/")
        assert Layout.objects.get().sections[0]["fields"][0] == field.key
        settings_of.post(f"{PAGE}reset/")
        assert not Layout.objects.exists()

    def test_a_retired_field_is_nowhere_until_it_is_restored(self, settings_of, owner):
        field = new(settings_of, "text", "Code")
        noura = make.contact("Noura", by=owner, custom={field.key: "7"})
        settings_of.post(f"/settings/field/{field.pk}/retirement/")
        assert field.key not in settings_of.get(f"/people/{noura.pk}/edit/").context["form"].fields
        settings_of.post(f"/people/{noura.pk}/edit/", {"name": "Noura B", "kind": "customer"})
        settings_of.post(f"/settings/field/{field.pk}/retirement/", {"restore": "1"})
        noura.refresh_from_db()
        assert (noura.name, noura.custom) == ("Noura B", {field.key: "7"})
        assert settings_of.get("/settings/fields/nothing/").status_code == 404
