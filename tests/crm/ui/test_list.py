"""The list: sorting by each alphabet, pages by key, filters, search, counts; and how few statements it takes."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.people.models import Contact
from crm.records import actions
from crm.records.patience import rows_within
from crm.ui.keyset import Order
from crm.ui.views.list import RecordList
from tests import make

NAMES = re.compile(r'class="wl-name" href="/acme/people/(\d+)/"><bdi>([^<]+)</bdi>')


def names(reply):
    return [name for _pk, name in NAMES.findall(reply.content.decode())]


@pytest.fixture
def people(owner):
    return [make.contact(name, by=owner) for name in ("Sara", "Ali", "Noura", "James", "Maha")]


@pytest.fixture
def pages_of_two(monkeypatch):
    monkeypatch.setattr(Order.page, "__kwdefaults__", {**Order.page.__kwdefaults__, "size": 2})


SORTED = {
    "fa": ["آرش", "پدر", "تهران", "چنگیز", "ژاله", "کامران", "گیتی", "مهدی", "هما", "یاس"],
    "ar": ["أحمد", "باسم", "تركي", "حصة", "فهد", "كريم", "ليلى", "مها", "هند", "يوسف"],
    "en": ["Ali", "bob", "Émile", "Noura", "Zoe"],
}


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_names_stand_in_the_order_of_the_readers_alphabet(client_for, owner, language):
    owner.language = language
    owner.save()
    for name in reversed(SORTED[language]):
        make.contact(name, by=owner)
    client = client_for(owner)
    assert names(client.get("/people/")) == SORTED[language]
    assert names(client.get("/people/?sort=-name")) == SORTED[language][::-1]


def test_the_head_says_how_the_list_is_sorted_and_turns_it(client_for, owner, people):
    page = client_for(owner).get("/people/?sort=-last_activity_at")
    assert names(page) == ["Maha", "James", "Noura", "Ali", "Sara"]
    assert 'aria-sort="descending"><a class="wl-sort" id="sort-last_activity_at"' in page.content.decode()
    page = client_for(owner).get("/people/?sort=name").content.decode()
    assert 'aria-sort="ascending"><a class="wl-sort" id="sort-name" href="?sort=-name"' in page


def test_a_sort_that_is_not_offered_is_ignored(client_for, owner, people):
    ordered = ["Ali", "James", "Maha", "Noura", "Sara"]
    for sort in ("phone", "owner__user__password", "-", "name;drop"):
        assert names(client_for(owner).get("/people/", {"sort": sort})) == ordered


def follow(client, page, rel):
    found = re.search(rf'href="([^"]+)" rel="{rel}"', page.content.decode())
    return client.get("/people/" + found[1].replace("&amp;", "&")) if found else None


def test_pages_follow_each_other_and_lead_back(client_for, owner, people, pages_of_two):
    client = client_for(owner)
    first = client.get("/people/")
    second = follow(client, first, "next")
    third = follow(client, second, "next")
    assert [names(page) for page in (first, second, third)] == [["Ali", "James"], ["Maha", "Noura"], ["Sara"]]
    assert follow(client, third, "next") is None
    assert names(follow(client, third, "prev")) == ["Maha", "Noura"]
    back = follow(client, follow(client, third, "prev"), "prev")
    assert names(back) == ["Ali", "James"]
    assert follow(client, back, "prev") is None


def test_a_page_says_where_in_the_list_it_stands(client_for, owner, people, pages_of_two, monkeypatch):
    monkeypatch.setattr("crm.ui.views.list.SIZE", 2)
    client = client_for(owner)
    first = client.get("/people/")
    second = follow(client, first, "next")
    assert "1–2 of 5" in first.content.decode()
    assert "3–4 of 5" in second.content.decode()
    assert "5–5 of 5" in follow(client, second, "next").content.decode()
    assert "1–2 of 5" in follow(client, second, "prev").content.decode()


def test_a_page_holds_its_place_while_others_add_and_delete(client_for, owner, people, pages_of_two):
    client = client_for(owner)
    first = client.get("/people/")
    make.contact("Aaron", by=owner)
    actions.delete(people[1], by=owner)  # Ali, on the first page
    assert names(follow(client, first, "next")) == ["Maha", "Noura"]


def test_equal_names_are_told_apart_by_age(client_for, owner, pages_of_two):
    made = [make.contact("Sara", by=owner).pk for _ in range(5)]
    client, seen = client_for(owner), []
    page = client.get("/people/")
    while page:
        seen += [int(pk) for pk, _name in NAMES.findall(page.content.decode())]
        page = follow(client, page, "next")
    assert seen == made


@pytest.mark.parametrize(
    "token",
    ["x", "W10", "WyJhIiwgImIiXQ", "é", "bnVsbA", "WyJhXHUwMDAwYiIsIDFd", "WyJhIiwgMTAwMDAwMDAwMDAwMDAwMDAwMDAwMF0"],
)  # the last two: a NUL in the name, an id too large for the column
def test_a_token_that_nobody_gave_is_the_first_page(client_for, owner, people, token):
    assert names(client_for(owner).get("/people/", {"after": token, "n": "x"}))[0] == "Ali"


def test_a_field_without_a_value_comes_last(owner):
    late, early = (
        make.contact(name, by=owner, birthday=day) for name, day in (("B", "2001-05-05"), ("A", "1990-01-01"))
    )
    none = make.contact("C", by=owner)
    order = Order(Contact, "birthday", "en")
    first = order.page(Contact.objects.all(), size=2)
    assert first.rows == [early, late]
    assert order.page(Contact.objects.all(), size=2, after=first.after).rows == [none]
    assert order.page(Contact.objects.all(), size=2, before=order.token(none)).rows == [early, late]


def test_the_next_page_is_one_comparison_of_rows(owner, people):
    order = Order(Contact, "name", "en")
    with CaptureQueriesContext(connection) as context:
        order.page(Contact.objects.all(), after=order.token(people[0]))
    assert '("contacts_contact"."name_latn" COLLATE "crm_en", "contacts_contact"."id") > (\'Sara\', ' in str(
        context.captured_queries[0]["sql"]
    )


def test_filters_narrow_and_are_shown_as_chips(client_for, owner, rep, team):
    make.contact("Noura", by=rep, kind="customer", city="جدة", phones=["+966551204477"], tags=["VIP"], source="Fair")
    make.contact("Sara", by=owner, city="الرياض")
    client = client_for(owner)
    for query in (
        "kind=customer",
        "city=جده",
        "has_phone=yes",
        "tag=VIP",
        "source=Fair",
        f"owner={rep.pk}",
        f"team={team.pk}",
        "created=today&kind=customer",
        "created_from=2020/01/01&has_phone=yes",
    ):
        page = client.get(f"/people/?{query}")
        assert names(page) == ["Noura"], query
        assert "wl-chip" in page.content.decode()
    assert names(client.get("/people/?owner=me")) == ["Sara"]
    assert names(client.get("/people/?owner=none")) == []
    assert names(client.get("/people/?created_to=2020/01/01")) == []


@pytest.mark.parametrize(("typed", "words"), [("Mehr+1404", "23 Sep 2025 – 22 Oct 2025"), ("last+45+days", "Sara")])
def test_a_stretch_of_time_is_typed_as_people_say_it(client_for, owner, typed, words):
    make.contact("Sara", by=owner)
    page = client_for(owner).get(f"/people/?created={typed}&filters=1")
    assert words in client_for(owner).get(f"/people/?created={typed}").content.decode()
    assert f'<option value="{typed.replace("+", " ")}" selected>' in page.content.decode()
    assert names(client_for(owner).get(f"/people/?created={typed}")) == (["Sara"] if typed.startswith("last") else [])


def test_a_filter_that_cannot_be_read_filters_nothing(client_for, owner, people):
    page = client_for(owner).get("/people/?kind=queen&owner=drop&created=ever&created_from=soon")
    assert len(names(page)) == 5


def test_a_chip_can_be_taken_away_and_keeps_the_rest(client_for, owner, people):
    page = client_for(owner).get("/people/?kind=prospect&has_phone=no&sort=-name&view=mine").content.decode()
    assert "?view=mine&amp;sort=-name&amp;has_phone=no" in page
    assert "?view=mine&amp;sort=-name&amp;kind=prospect" in page


def test_a_company_filters_its_people(client_for, owner, rep, other_rep):
    company = make.company("Rimal", by=rep)
    make.contact("Noura", by=rep, company=company)
    make.contact("Sara", by=rep)
    assert names(client_for(rep).get(f"/people/?company={company.pk}")) == ["Noura"]
    hidden = make.company("Masharef", by=other_rep)
    assert len(names(client_for(rep).get(f"/people/?company={hidden.pk}"))) == 2


def test_mine_are_those_one_owns(client_for, owner, rep):
    make.contact("Noura", by=rep)
    make.contact("Sara", by=owner)
    assert names(client_for(owner).get("/people/?view=mine")) == ["Sara"]


def test_searching_the_list_keeps_its_filters(client_for, owner, rep):
    make.contact("Noura Al-Harbi", by=owner, kind="customer")
    make.contact("Noura Al-Otaibi", by=owner)
    page = client_for(owner).get("/people/?q=سعيد+noura&kind=customer")
    assert names(page) == []
    page = client_for(owner).get("/people/?q=NOURA&kind=customer")
    assert names(page) == ["Noura Al-Harbi"]
    assert '<input type="hidden" name="kind" value="customer">' in page.content.decode()


def test_what_is_only_similar_says_so(client_for, owner):
    make.contact("Abdulrahman Al-Otaibi", by=owner)
    page = client_for(owner).get("/people/?q=abdulrahmen")
    assert names(page) == ["Abdulrahman Al-Otaibi"]
    assert "Nothing is exactly that" in page.content.decode()


def test_very_common_words_are_said_to_be_many(client_for, owner, monkeypatch):
    monkeypatch.setattr("crm.records.finding.MANY", 2)
    for number in range(4):
        contact = make.contact(f"Noura {number}", by=owner, kind="customer" if number < 2 else "prospect")
        Contact.objects.filter(pk=contact.pk).update(last_activity_at=f"2026-01-0{number + 1}T00:00Z")
    page = client_for(owner).get("/people/?q=noura")
    assert names(page) == ["Noura 2", "Noura 3"]  # the latest of them, by name
    assert "1–2 of more than 1,000" in page.content.decode()


def test_a_filter_looks_at_all_of_very_many(client_for, owner, monkeypatch):
    monkeypatch.setattr("crm.records.finding.MANY", 2)
    for number in range(4):
        make.contact(f"Noura {number}", by=owner, kind="customer" if number < 2 else "prospect")
    page = client_for(owner).get("/people/?q=noura&kind=customer")
    assert names(page) == ["Noura 0", "Noura 1"]
    assert "1–2 of 2" in page.content.decode()
    assert len(names(client_for(owner).get("/people/?q=noura&view=mine"))) == 4


def test_a_short_word_comes_in_the_order_that_is_found_at_once(client_for, owner, pages_of_two):
    for name in ("Noura Zayed", "Noura Adel", "Nadia Saleh", "Sara Noura"):
        make.contact(name, by=owner)
    client = client_for(owner)
    first = client.get("/people/?q=no")
    assert names(first) == ["Noura Adel", "Noura Zayed"]
    assert names(client.get("/people/?q=n")) == ["Nadia Saleh", "Noura Adel"]
    assert names(follow(client, client.get("/people/?q=n"), "next")) == ["Noura Zayed"]
    assert names(client.get("/people/?q=n&sort=-name")) == ["Noura Zayed", "Noura Adel"]


def test_an_empty_list_says_why_and_what_to_do(client_for, owner, reader):
    page = client_for(owner).get("/people/").content.decode()
    assert "Nothing here yet" in page
    assert 'href="/acme/people/new/"' in page
    assert "/people/new/" not in client_for(reader).get("/people/").content.decode()
    page = client_for(owner).get("/people/?kind=customer&view=mine").content.decode()
    assert "Nothing matches" in page
    assert 'href="?view=mine"' in page


def test_the_count_is_capped_and_given_up_when_it_takes_too_long(client_for, owner, people, pages_of_two, monkeypatch):
    monkeypatch.setattr("crm.ui.views.list.CAP", 3)
    assert "1–2 of 3+" in client_for(owner).get("/people/").content.decode()
    monkeypatch.setattr("crm.ui.views.list.capped_count", lambda rows, **ways: None)
    assert "1–2 of …" in client_for(owner).get("/people/").content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "list"}], ids=["page", "htmx"])
def test_a_kept_count_of_very_many_ends_with_what_anybody_changes(
    client_for, owner, people, pages_of_two, monkeypatch, django_capture_on_commit_callbacks, headers
):
    monkeypatch.setattr("crm.records.patience.FEW", 2)
    client, asked = client_for(owner), []
    monkeypatch.setattr(
        "crm.records.patience.rows_within", lambda *question: asked.append(question) or rows_within(*question)
    )
    for _ in range(2):
        assert "1–2 of 5" in client.get("/people/", headers=headers).content.decode()
    assert len(asked) == 1
    with django_capture_on_commit_callbacks(execute=True):
        make.contact("Zaid", by=owner)
    assert "1–2 of 6" in client.get("/people/", headers=headers).content.decode()


def test_htmx_gets_the_list_alone(client_for, owner, people):
    headers = {"HX-Request": "true", "HX-Target": "list"}
    page = client_for(owner).get("/people/", headers=headers)
    assert names(page) == ["Ali", "James", "Maha", "Noura", "Sara"]
    assert "<html" not in page.content.decode()
    assert {"HX-Request", "HX-Target"} <= set(page.headers["Vary"].replace(",", " ").split())


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("owner", ["Boss", "Noura", "Sara"]),
        ("manager", ["Noura", "Sara"]),
        ("rep", ["Noura"]),
        ("agent", ["Boss", "Noura", "Sara"]),
        ("reader", ["Boss", "Noura", "Sara"]),
        ("outsider", []),
    ],
)
def test_everyone_sees_what_their_role_shows(client_for, request, who, seen, owner, rep, other_rep):
    member = request.getfixturevalue(who)
    for name, by in (("Boss", owner), ("Sara", other_rep), ("Noura", rep)):
        make.contact(name, by=by)
    actions.delete(make.contact("Gone", by=rep), by=rep)
    page = client_for(member).get("/people/")
    assert page.status_code == 200
    assert names(page) == seen
    assert "Gone" not in page.content.decode()


def filter_form(client):
    return client.get("/people/?filters=1", headers={"HX-Request": "true"}).content.decode()


def test_the_form_of_all_filters_comes_when_it_is_opened(client_for, owner, people):
    client = client_for(owner)
    page = client.get("/people/?kind=prospect&sort=-name").content.decode()
    assert 'hx-get="?sort=-name&amp;kind=prospect&amp;filters=1"' in page
    assert 'name="created_from"' not in page
    assert 'name="created_from"' in filter_form(client)
    assert "<html" not in filter_form(client)
    without_script = client.get("/people/?filters=1")
    assert 'name="created_from"' in without_script.content.decode()
    assert len(names(without_script)) == 5


def test_filters_offer_only_whose_records_one_sees(client_for, owner, rep, manager):
    form = filter_form(client_for(rep))
    assert 'name="owner"' not in form and 'name="team"' not in form
    form = filter_form(client_for(manager))
    assert 'name="owner"' in form and 'name="team"' not in form
    assert "Rami Rep" in form and "Olivia Owner" not in form
    assert 'name="team"' in filter_form(client_for(owner))


def test_a_linked_company_that_one_may_not_open_is_no_link(client_for, rep, other_rep, owner):
    company = make.company("Rimal", by=other_rep)
    make.contact("Noura", by=rep, company=company)
    mine = make.company("Manarat", by=rep)
    make.contact("Sara", by=rep, company=mine)
    page = client_for(rep).get("/people/").content.decode()
    assert "Rimal" in page
    assert f"/companies/{company.pk}/" not in page
    assert f"/companies/{mine.pk}/" in page
    assert f"/companies/{company.pk}/" in client_for(owner).get("/people/").content.decode()


@contextmanager
def statements_of_a_request():
    """Every SQL statement of one request, transaction and session included, but for what the test's own scope does."""
    found = []
    with CaptureQueriesContext(connection) as context:
        yield found
    found += [query["sql"] for query in context.captured_queries if "set_config" not in query["sql"]]
    found.append("select set_config")  # of the request's scope


@pytest.mark.parametrize("who", ["owner", "manager", "rep"])
@pytest.mark.parametrize("query", ["sort=-last_activity_at", "q=noura&kind=prospect", "tag=VIP&sort=-name"])
def test_a_page_takes_at_most_twelve_statements(client_for, request, who, query, rep, pages_of_two):
    member = request.getfixturevalue(who)
    for number in range(5):
        make.contact(f"Noura {number}", by=rep, company=f"Firm {number}", tags=["VIP"])
    client = client_for(member)
    client.get("/people/")  # what is asked once for a process
    with statements_of_a_request() as statements:
        page = client.get(f"/people/?{query}")
    assert len(names(page)) == 2
    [noted] = [sql for sql in statements if sql.startswith('INSERT INTO "audit_entry"')]
    statements.remove(noted)  # that it was read is one more, on every page of people
    [tabs] = [sql for sql in statements if 'FROM "ui_savedview"' in sql]
    statements.remove(tabs)  # and so are the views above the list, which its parts do without
    reach = [sql for sql in statements if sql.startswith('SELECT "access_team"')]
    shares = [sql for sql in statements if "content_object_id" in sql]
    assert len(statements) - len(reach) - len(shares) <= 12, statements
    assert len(reach) == (who == "manager")  # whose teams reach far asks for the tree, once
    assert len(shares) == (who != "owner")  # and who does not see all, for what is shared with them


def test_more_rows_take_no_more_statements(client_for, rep):
    client = client_for(rep)
    make.contact("First", by=rep, company="Rimal")
    client.get("/people/")
    with statements_of_a_request() as one:
        client.get("/people/")
    for number in range(20):
        make.contact(f"More {number}", by=rep, company=f"Firm {number}")
    with statements_of_a_request() as many:
        client.get("/people/")
    assert len(many) == len(one)


def test_bulk_acts_are_offered_by_right(rep, reader, owner, rf):
    def verbs(member):
        view = RecordList(key="contact")
        view.member, view.request = member, rf.get("/")
        return [option.url.rstrip("/").rpartition("/")[2] for option in view.bulk()]

    assert verbs(owner) == ["assign", "edit", "tag", "delete"]
    assert verbs(rep) == ["edit", "tag", "delete"]
    assert verbs(reader) == []
