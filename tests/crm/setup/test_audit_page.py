"""The audit trail's page: narrowed, paged, in the reader's language, and taken out as a file that proves itself."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from crm.audit import chain
from crm.audit.actions import note
from crm.audit.models import Entry
from crm.events.actors import System
from crm.lib.trail import Trail, on_trail
from crm.setup.audit.wording import act_name
from tests import make

PAGE, EXPORT = "/settings/audit/", "/settings/audit/export/"


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def nora(rep):
    return make.contact("Nora Harbi", by=rep)


def said(client, query=""):
    """The page's rows as lists of texts."""
    response = client.get(f"{PAGE}{query}")
    assert response.status_code == 200
    return [(one.act, one.who, one.record) for one in response.context["entries"]]


class TestPage:
    def test_it_tells_who_did_what_to_which_record(self, client, rep, nora):
        note(rep, "record.opened", record=nora)
        assert said(client)[0] == ("Opened a record", "Rami Rep", "Nora Harbi")

    def test_it_begins_with_the_newest(self, client, rep):
        note(rep, "search.done", data={"text": "one"})
        note(rep, "signin.failed")
        assert [act for act, *_ in said(client)[:2]] == ["Failed to sign in", "Searched"]

    def test_an_automatic_actor_is_named_as_what_it_is(self, client, acme):
        note(System(kind="rule", name="Clean up"), "contact.deleted")
        assert said(client)[0][:2] == ("Deleted a record", "The rule Clean up")

    def test_a_record_that_is_gone_is_still_called_something(self, client, rep, nora):
        note(rep, "record.opened", record=nora)
        type(nora).objects.filter(pk=nora.pk).delete()
        assert said(client)[0] == ("Opened a record", "Rami Rep", "Contact")

    def test_an_act_without_words_is_shown_by_its_key(self, client, rep):
        note(rep, "thing.twisted")
        assert said(client)[0][0] == "thing.twisted"

    def test_a_seal_shows_once_it_is_there(self, client, rep):
        note(rep, "record.opened")
        assert "soon" in client.get(PAGE).content.decode()
        chain.seal()
        assert "soon" not in client.get(PAGE).content.decode()

    @pytest.mark.parametrize(("language", "words"), [("ar", "فتح سجل"), ("fa", "باز کردن یک رکورد")])
    def test_it_speaks_the_readers_language(self, client, owner, rep, language, words):
        note(rep, "record.opened")
        owner.language = language
        owner.save()
        assert words in client.get(PAGE).content.decode()

    def test_pages_follow_each_other_and_lose_nothing(self, client, rep):
        for number in range(70):
            note(rep, "search.done", data={"text": f"word {number}"})
        first = client.get(PAGE).context
        second = client.get(f"{PAGE}{first['page'].next_url}").context
        told = [one.pk for one in (*first["entries"], *second["entries"])]
        assert told == sorted(set(told), reverse=True) and len(told) == Entry.objects.count()
        assert client.get(f"{PAGE}{second['page'].previous_url}").context["entries"] == first["entries"]

    def test_it_asks_the_same_few_questions_for_any_number(self, client, rep, nora, django_assert_max_num_queries):
        for _ in range(40):
            note(rep, "record.opened", record=nora)
        client.get(PAGE)
        with django_assert_max_num_queries(14):
            client.get(PAGE)


class TestFilters:
    @pytest.fixture(autouse=True)
    def entries(self, rep, manager, nora):
        with on_trail(Trail(request_id="x" * 8, address="192.0.2.7")):
            note(rep, "record.opened", record=nora)
        note(manager, "signin.done")
        note(manager, "list.exported", data={"type": "contact"})

    def test_who(self, client, manager):
        assert {who for _act, who, _record in said(client, f"?who={manager.pk}")} == {"Mona Manager"}

    @pytest.mark.parametrize(
        ("group", "acts"), [("reads", {"Opened a record"}), ("signins", {"Signed in"}), ("moves", {"Exported a list"})]
    )
    def test_what(self, client, group, acts):
        assert {act for act, *_ in said(client, f"?what={group}")} == acts

    def test_rights_hold_what_making_the_workspace_left(self, client):
        assert "Opened the workspace" in {act for act, *_ in said(client, "?what=rights")}

    def test_which_record(self, client, nora):
        assert said(client, f"?record=contact:{nora.pk}") == [("Opened a record", "Rami Rep", "Nora Harbi")]

    @pytest.mark.parametrize("value", ["contact", "contact:x", "contact:", ":7", "contact:99999999999999999999", "x:²"])
    def test_a_record_that_is_none_finds_nothing(self, client, value):
        assert said(client, f"?record={value}") == []

    def test_from_where_in_any_digits(self, client):
        assert len(said(client, "?address=192.0.2.7")) == 1
        assert len(said(client, "?address=١٩٢.٠.٢.٧")) == 1
        assert said(client, "?address=198.51.100.1") == []

    def test_what_is_no_address_is_said_beside_the_field(self, client):
        assert "This is no address" in client.get(f"{PAGE}?address=moon").content.decode()

    def test_when(self, client):
        assert said(client, "?until=2001-01-01") == []
        assert len(said(client, "?since=2001-01-01")) >= 3

    def test_the_page_of_a_person_leads_here_for_whoever_may_read_it(self, client, client_for, rep, nora):
        link = f"record=contact%3A{nora.pk}"
        assert link in client.get(f"/people/{nora.pk}/").content.decode()
        assert link not in client_for(rep).get(f"/people/{nora.pk}/").content.decode()


class TestExport:
    def rows(self, response):
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def test_it_holds_what_proves_it(self, client, rep, acme):
        note(rep, "search.done", data={"text": "نورة"})
        chain.seal()
        rows = self.rows(client.post(EXPORT, {"kind": "csv"}))
        number, found = chain.verify().head
        assert (rows[-1]["action"], rows[-1]["number"], rows[-1]["hash"]) == ("audit head", str(number), found)
        row = next(row for row in rows if row["action"] == "search.done")
        assert json.loads(row["data"]) == {"text": "نورة"} and row["In words"] == "Searched"
        assert row["hash"] == Entry.objects.get(pk=row["id"]).hash

    def test_it_is_an_act_itself_and_says_what_was_asked(self, client, owner, rep):
        client.post(f"{EXPORT}?who={rep.pk}", {"kind": "csv"})
        entry = Entry.objects.get(action="audit.exported")
        assert (entry.actor_id, entry.data) == (owner.pk, {"kind": "csv", "asked": {"who": str(rep.pk)}})

    def test_it_is_narrowed_as_the_page_is(self, client, rep, manager):
        note(rep, "search.done", data={"text": "x"})
        note(manager, "search.done", data={"text": "y"})
        names = {row["actor_name"] for row in self.rows(client.post(f"{EXPORT}?who={rep.pk}", {"kind": "csv"}))}
        assert names - {""} == {"Rami Rep"}

    def test_a_workbook_of_it_reads_from_the_readers_side(self, client, owner, rep):
        owner.language = "ar"
        owner.save()
        note(rep, "search.done", data={"text": "=1+1"})
        response = client.post(EXPORT, {"kind": "xlsx"})
        sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        assert sheet.sheet_view.rightToLeft and sheet["A1"].value == "بالكلمات"
        assert response["Content-Disposition"].endswith('.xlsx"')

    def test_no_cell_becomes_a_formula(self, client, rep):
        rep.name = "=cmd|' /C calc'!A0"
        note(rep, "signin.done")
        rows = self.rows(client.post(EXPORT, {"kind": "csv"}))
        assert next(row for row in rows if row["action"] == "signin.done")["actor_name"].startswith("'=")


def test_every_act_that_is_written_somewhere_has_words(acme):
    assert [
        act for act in ("role.previewed", "contact.shared", "task.deleted", "import.undone") if act_name(act) == act
    ] == []
