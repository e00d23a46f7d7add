"""The builder: put together, drawn, read back, kept in views, acted on; and what becomes of addresses that are not."""

import base64
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from contacts.people.models import Contact
from crm.access.catalogue import HIDDEN
from crm.audit.models import Entry
from crm.l10n.state import for_member, using
from crm.records import registry
from crm.records.models import BulkJob
from crm.ui.models import SavedView
from crm.ui.where.fields import askable
from crm.ui.where.tree import LONGEST, MOST_CONDITIONS, encode, read
from crm.ui.where.words import where_words
from tests import make

PAGE = "/lists/contact/conditions/"
CITY = {"g0c0-field": "city", "g0c0-op": "has", "g0c0-value": "جدة"}
TREE = ["all", ["any", ["city", "has", "جدة"], ["source", "is", "Fair"]], ["all", ["owner", "any", "me"]]]


def where_of(location):
    [text] = parse_qs(urlsplit(location).query)["where"]
    return json.loads(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))


@pytest.fixture
def people(rep):
    return [make.contact(n, by=rep, city=c) for n, c in (("Noura", "جدة"), ("Sara", "Riyadh"), ("Maha", "Taif"))]


class TestPuttingTogether:
    def test_rows_and_groups_come_and_go_without_scripts(self, client_for, rep):
        client = client_for(rep)
        draft = client.post(PAGE, {**CITY, "do": "add:0"}).context["draft"]
        assert [row.raw.get("value") for row in draft.rows] == [["جدة"], None]
        two = {**CITY, "g0c1-field": "owner", "g0-join": "any"}
        draft = client.post(PAGE, {**two, "do": "group"}).context["draft"]
        assert [(part.join, len(part.rows)) for part in draft.parts] == [("any", 2), ("all", 1)]
        draft = client.post(PAGE, {**two, "g1c0-field": "", "do": "drop:0:0"}).context["draft"]
        assert [len(part.rows) for part in draft.parts] == [1, 1] and draft.rows[0].raw["field"] == ["owner"]
        for odd in ("drop:9:9", "drop:x", "add:9", "add", "dance", "drop:0:0:0"):
            assert len(client.post(PAGE, {**CITY, "do": odd}).context["draft"].rows) == 1

    def test_a_chosen_field_brings_its_operators_and_keeps_the_rest(self, client_for, rep):
        page = client_for(rep).post(PAGE, {**CITY, "g0c1-field": "birthday", "g0c1-op": "between"})
        first, second = (row.form for row in page.context["draft"].rows)
        assert first["value"].value() == "جدة" and list(second.fields) == ["field", "op", "value", "to"]
        assert "is-invalid" not in page.content.decode()

    def test_applying_leads_to_the_list_with_all_else_kept(self, client_for, rep, people):
        values = {**CITY, "g0c1-field": "tags", "g0c1-op": "any", "g0c1-value": "VIP, new", "g0-join": "any",
                  "g2c0-field": "birthday", "g2c0-op": "after", "g2c0-value": "1 Jan 1990", "do": "apply"}  # fmt: skip
        answer = client_for(rep).post(f"{PAGE}?kind=prospect&view=mine&after=x", values)
        assert answer.status_code == 302 and urlsplit(answer["Location"]).path.endswith("/people/")
        assert where_of(answer["Location"]) == [
            "all", ["any", ["city", "has", "جدة"], ["tags", "any", "VIP", "new"]],
            ["all", ["birthday", "after", "1990-01-01"]],
        ]  # fmt: skip
        asked = parse_qs(urlsplit(answer["Location"]).query)
        assert (asked["kind"], asked["view"], "after" in asked) == (["prospect"], ["mine"], False)

    def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(self, client_for, rep):
        values = {**CITY, "g0c1-field": "birthday", "g0c1-op": "after", "g0c1-value": "someday", "do": "apply"}
        answer = client_for(rep).post(PAGE, values)
        page = answer.content.decode()
        assert (
            answer.status_code == 422 and 'value="someday"' in page and "is-invalid" in page and 'value="جدة"' in page
        )

    def test_too_long_for_an_address_is_told(self, client_for, rep):
        values = {f"g0c{n}-{name}": value for n in range(20) for name, value in
                  {"field": "note", "op": "has", "value": "ن" * 100}.items()}  # fmt: skip
        answer = client_for(rep).post(PAGE, {**values, "do": "apply"})
        assert answer.status_code == 422 and "too long for an address" in answer.content.decode()

    def test_blank_rows_ask_for_nothing(self, client_for, rep):
        answer = client_for(rep).post(PAGE, {"g0c0-field": "", "do": "apply"})
        assert answer.status_code == 302 and "where" not in answer["Location"]

    def test_every_kind_is_drawn_again_as_it_was_applied(self, client_for, rep, people):
        asked = {
            "kind": ["any", "customer"], "tags": ["all", "VIP"], "owner": ["none", "me", "team"],
            "birthday": ["in", "this_month"],
            "phone": ["has", "055"], "created_at": ["between", "2024-01-01", "2024-02-01"],
            "company": ["is", make.company("Rimal", by=rep).pk],
        }  # fmt: skip
        tree = ["all", *(["all", [name, *rest]] for name, rest in asked.items())]
        client = client_for(rep)
        draft = client.get(f"{PAGE}?{urlencode({'where': encode(tree)})}").context["draft"]
        sent = {"do": "apply"}
        for row in draft.rows:
            for name in row.form.fields:
                sent[row.form[name].html_name] = row.form[name].value()
        sent = {name: (value.pk if hasattr(value, "pk") else value) for name, value in sent.items()}
        sent["g1c0-value"], sent["g5c0-value"], sent["g5c0-to"] = "VIP", "2024/01/01", "2024/02/01"
        assert where_of(client.post(PAGE, sent)["Location"]) == tree

    def test_types_without_such_fields_and_strangers_to_them(self, client_for, rep, reader):
        assert client_for(rep).get("/lists/nothing/conditions/").status_code == 404
        rep.role.grants = {**rep.role.grants, "contact": {"see": "none"}}
        rep.role.save()
        assert client_for(rep).get(PAGE).status_code == 403
        assert client_for(rep).get("/lists/task/conditions/").status_code == 200

    def test_hidden_fields_are_not_offered(self, client_for, rep):
        rep.role.fields = {"contact": {"city": HIDDEN}}
        rep.role.save()
        client = client_for(rep)
        assert 'value="city"' not in client.get(PAGE).content.decode()
        assert client.post(PAGE, {**CITY, "do": "apply"}).status_code == 422


class TestInTheList:
    def test_chips_read_like_sentences_and_each_can_be_removed(self, client_for, rep, people):
        page = client_for(rep).get("/people/", {"where": encode(TREE)})
        either, mine = page.context["filters"].chips
        assert (mine.label, mine.value) == ("Owner is", "Me")
        assert either.value == "(City contains \u2068جدة\u2069 or Source is \u2068Fair\u2069)"
        assert where_of(either.remove_url) == ["all", TREE[2]] and where_of(mine.remove_url) == ["all", TREE[1]]
        assert [row.title.text for row in page.context["table"].rows] == ["Noura"]

    def test_chips_of_alternatives_say_so(self, client_for, rep, people):
        page = client_for(rep).get("/people/", {"where": encode(["any", *TREE[1:]])})
        either, mine = page.context["filters"].chips
        assert either.label == "" and either.value.startswith("(City contains") and mine.label == "or Owner is"
        assert len(page.context["table"].rows) == 3
        assert "Remove filter: (City contains" in page.content.decode()

    def test_quick_filters_and_search_stand_beside_them(self, client_for, rep, people):
        client, where = client_for(rep), encode(TREE)
        for asked in ({"kind": "partner"}, {"q": "sara"}):
            assert client.get("/people/", {"where": where, **asked}).context["table"].rows == ()
        page = client.get("/people/", {"where": where, "kind": "prospect", "q": "noura", "sort": "-name"})
        assert len(page.context["table"].rows) == 1 and len(page.context["filters"].chips) == 3
        builder = parse_qs(urlsplit(page.context["filters"].builder_url).query)
        assert set(builder) == {"where", "kind", "q", "sort"}
        form = client.get("/people/", {"where": where, "filters": "1"}, headers={"HX-Request": "true"}).content.decode()
        assert f'type="hidden" name="where" value="{where}"' in form

    def test_the_board_has_no_builder(self, client_for, rep):
        make.deal(by=rep)
        board = client_for(rep).get("/deals/", {"where": "x"}).content.decode()
        assert "/conditions/" not in board and "cannot be read" not in board
        assert "/lists/deal/conditions/" in client_for(rep).get("/deals/table/").content.decode()

    @pytest.mark.parametrize("language", ["ar", "fa"])
    def test_in_the_readers_words(self, rep, people, language):
        rep.language = language
        with using(for_member(rep)):
            where = read(encode(TREE), askable(registry.get("contact"), rep), rep)
            said = where_words(where)
        assert {"ar": "(المدينة: يتضمن", "fa": "(شهر: شامل"}[language] in said

    def test_a_view_keeps_them_for_everybody_by_their_own_rights(self, client_for, rep, other_rep, people):
        make.contact("Hers", by=other_rep, city="جدة")
        client = client_for(rep)
        client.post(
            f"/lists/contact/views/new/?{urlencode({'where': encode(TREE)})}", {"name": "V", "audience": "team"}
        )
        view = SavedView.objects.get()
        page = client_for(other_rep).get(f"/views/{view.pk}/", follow=True)
        assert [row.title.text for row in page.context["table"].rows] == ["Hers"]
        other_rep.role.fields = {"contact": {"source": HIDDEN}}
        other_rep.role.save()
        page = client_for(other_rep).get(f"/views/{view.pk}/", follow=True)
        assert "1 condition is left out" in page.content.decode()

    def test_all_that_match_and_the_trail(self, client_for, rep, people, run_due):
        query = urlencode({"all": 1, "where": encode(TREE)})
        client_for(rep).post(f"/people/bulk/tag/?{query}", {"add": "VIP"}, headers={"HX-Request": "true"})
        run_due()
        assert BulkJob.objects.get().changed == 1 and Contact.objects.get(tags=["VIP"]).name == "Noura"
        client_for(rep).get("/people/", {"where": encode(TREE)})
        kept = Entry.objects.filter(action="list.read").latest("pk").data["asked"]["where"]
        assert kept.startswith("(City contains") and kept.endswith("and Owner is \u2068Me\u2069")


BROKEN = [
    "x", "1", "2abc", "1***", "1" + "A" * LONGEST,
    *map(encode, [
        {}, [], 7, None, "all", ["all", "any"], ["xor"], ["all", ["xor", ["city", "empty"]]], ["all", ["all", "city"]],
        ["all", ["all", ["city"]]], ["all", ["all", ["city", "dance", "x"]]], ["all", ["all", ["city", "has"]]],
        ["all", ["all", ["city", "has", ""]]], ["all", ["all", ["city", "has", "\0"]]],
        ["all", ["all", ["city", "has", 7]]],
        ["all", ["all", ["city", "has", "a", "b"]]], ["all", ["all", ["city", "empty", "a"]]],
        ["all", ["all", ["city", "has", "a" * 101]]], ["all", ["all", ["kind", "any"]]],
        ["all", ["all", ["kind", "any", 7]]],
        ["all", ["all", ["owner", "any", "you"]]], ["all", ["all", ["birthday", "before", "9999-12-31"]]],
        ["all", ["all", ["birthday", "in", "whenever"]]], ["all", ["all", ["birthday", "between", "1990-01-01"]]],
        ["all", ["all", ["company", "is", "1"]]], ["all", ["all", ["company", "is", True]]],
        ["all", ["all", ["company", "is", 2**70]]], ["all", ["all", *[["city", "empty"]] * (MOST_CONDITIONS + 1)]],
        ["all", *[["all", ["city", "empty"]]] * 9], ["all", ["all", ["all", ["all", ["city", "empty"]]]]],
    ]),
]  # fmt: skip


def test_an_address_that_cannot_be_read_shows_nothing_and_says_so(client_for, rep, people, run_due):
    client = client_for(rep)
    for text in BROKEN:
        assert read(text, askable(registry.get("contact"), rep), rep).broken, text
    for text in BROKEN[:3]:
        page = client.get("/people/", {"where": text})
        assert page.status_code == 200 and "cannot be read" in page.content.decode()
        assert page.context["table"].rows == ()
    client.post(f"/people/bulk/delete/?{urlencode({'all': 1, 'where': 'x'})}", headers={"HX-Request": "true"})
    run_due()
    assert Contact.objects.filter(deleted_at=None).count() == 3


def test_amounts_that_are_no_numbers_are_not_read(rep):
    fields = askable(registry.get("deal"), rep)
    for value in ("NaN", "x", [], None, True, 10**30, "1e999"):
        assert read(encode(["all", ["all", ["number", "eq", value]]]), fields, rep).broken
    for raw in ([5], [5, 7], [5, "sar"], ["SAR"]):
        assert read(encode(["all", ["all", ["amount", "gt", *raw]]]), fields, rep).broken
