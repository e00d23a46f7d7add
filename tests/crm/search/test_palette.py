"""The command palette: records, commands and what one was at, each as far as one's rights go."""

import pytest

from crm.audit.models import Entry
from crm.records import actions
from crm.search.marking import marked
from tests import make

PALETTE = {"HX-Request": "true", "HX-Target": "palette-found"}


@pytest.fixture
def ask(client_for):
    """ask(member, q="…", recent="…") → the reply."""

    def get(member, **asked):
        return client_for(member).get("/search/", asked, headers=PALETTE)

    return get


def offered(reply, part):
    return [one.label for one in reply.context[part]]


def test_with_nothing_typed_it_offers_what_one_may_make_and_where_one_may_go(ask, rep, reader):
    mine, theirs = ask(rep), ask(reader)
    assert offered(mine, "going") == ["Today", "Deals", "Contacts", "Companies"]
    assert {"New task", "New contact", "New company", "New deal", "Sign out"} <= set(offered(mine, "doing"))
    assert not [label for label in offered(theirs, "doing") if label.startswith("New ")]
    assert "Dashboards" in offered(theirs, "going")
    text = mine.content.decode()
    assert "<html" not in text and 'role="listbox"' in text and 'role="option"' in text and "data-drawer" in text


@pytest.mark.parametrize(
    ("text", "labels"),
    [("general", ["General"]), ("set working", ["Working hours"]), ("eneral", []), ("  AUDIT ", ["Audit trail"])],
)
def test_pages_and_commands_are_found_by_the_beginnings_of_their_words(ask, owner, text, labels):
    assert offered(ask(owner, q=text), "going") == labels


def test_a_page_that_one_may_not_open_is_not_offered(ask, rep):
    assert offered(ask(rep, q="general"), "going") == []
    assert "Nothing was found." in ask(rep, q="general").content.decode()


def test_records_come_first_with_what_was_typed_marked(ask, rep):
    made = make.contact("نورة الحربي", by=rep, city="Riyadh")
    text = ask(rep, q="نوره").content.decode()
    assert "<mark>نورة</mark> الحربي" in text and f'href="/acme/people/{made.pk}/"' in text
    assert Entry.objects.get(action="search.done").data == {"text": "نوره", "count": 1}


def test_commands_come_before_records_that_are_only_like_what_was_typed(ask, owner):
    make.contact("Generol", by=owner)
    text = ask(owner, q="general").content.decode()
    assert -1 < text.find("palette-go-") < text.find("palette-found-contact")
    make.contact("General Glass", by=owner)
    text = ask(owner, q="general").content.decode()
    assert -1 < text.find("palette-found-contact") < text.find("palette-go-")


def test_recents_are_told_by_who_may_see_them_as_they_are_called_now(ask, rep, other_rep):
    noura, sara = make.contact("Noura", by=rep), make.contact("Sara", by=rep)
    deal, hers = make.deal(title="Windows", by=rep), make.contact("Hers", by=other_rep)
    actions.change(noura, by=rep, name="Noura Harbi")
    actions.delete(sara, by=rep)
    names = f"deal:{deal.pk},contact:{hers.pk},contact:{noura.pk},contact:{sara.pk},contact:x,moon:1,contact:{noura.pk}"
    reply = ask(rep, recent=names)
    assert [hit.title.text for hit in reply.context["recent"]] == ["Windows", "Noura Harbi"]
    assert "Recently opened" in reply.content.decode()
    assert Entry.objects.filter(action="search.done", actor_id=rep.pk).count() == 1  # a reading like any other
    assert ask(rep, recent=names, q="x").context["recent"] == []


def test_it_costs_the_same_however_much_there_is(client_for, rep, django_assert_max_num_queries):
    names = ",".join(f"contact:{make.contact(f'Noura {n}', by=rep).pk}" for n in range(8))
    client = client_for(rep)
    client.get("/search/", headers=PALETTE)
    for asked, most in (({}, 9), ({"recent": names}, 14), ({"q": "noura"}, 24)):
        with django_assert_max_num_queries(most):
            client.get("/search/", asked, headers=PALETTE)


def test_the_page_serves_who_has_no_script(client_for, rep):
    make.contact("Noura", by=rep)
    page = client_for(rep).get("/search/?q=noura").content.decode()
    assert "<html" in page and "Noura" in page and 'href="/acme/search/"' in page


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("Noura Al-Harbi", "nou harbi", "<mark>Nou</mark>ra Al-<mark>Harbi</mark>"),
        ("علي‌رضا", "عليرضا", "<mark>علي‌رضا</mark>"),
        ("José <b>", "jose b", "<mark>José</mark> &lt;<mark>b</mark>&gt;"),
        ("abab", "ab aba", "<mark>aba</mark>b"),
        ("Noura", "", "Noura"),
        ("", "x", ""),
    ],
)
def test_marks_stand_where_the_reader_finds_the_words(text, asked, shown):
    assert str(marked(text, asked)) == shown
