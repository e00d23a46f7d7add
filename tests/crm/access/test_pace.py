"""What costs a lot may be done often, and not without end."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from redis.exceptions import RedisError

from crm.access.pace import seconds_to_wait
from tests import make

ONCE = dict.fromkeys(("search", "upload", "export"), ((600, 1),))
FILE = b"name,phone\nNoura,+966551204477\n"


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()


@pytest.fixture
def once(settings):
    settings.PACES = ONCE


def requests(client, person):
    files = f"/files/of/contact/{person.pk}/new/"
    return {
        "search": lambda: client.get("/search/", {"q": "noura"}),
        "choosing": lambda: client.get("/search/pick/contact/", {"q": "noura"}),
        "an export": lambda: client.post("/settings/audit/export/"),
        "an import": lambda: client.post("/imports/", {"file": SimpleUploadedFile("a.csv", FILE)}),
        "a file": lambda: client.post(files, {"file": SimpleUploadedFile("a.txt", b"a")}),
    }


@pytest.mark.parametrize("what", ["search", "choosing", "an export", "an import", "a file"])
def test_one_too_many_is_told_when_to_come_back(once, owner, client_for, what):
    ask = requests(client_for(owner), make.contact(by=owner))[what]
    assert ask().status_code not in (404, 429)
    slowed = ask()
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "600")
    assert "Nothing is lost" in slowed.content.decode()


def test_a_limit_is_each_members_own(once, owner, rep, client_for):
    for member in (owner, rep):
        assert client_for(member).get("/search/", {"q": "noura"}).status_code == 200
    assert client_for(rep).get("/search/", {"q": "noura"}).status_code == 429


def test_looking_is_not_counted_where_doing_is(once, owner, client_for):
    client = client_for(owner)
    assert [client.get("/imports/").status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize(("language", "words"), [("ar", "لم يضِع شيء"), ("fa", "چیزی از دست نرفته است")])
def test_it_is_said_in_the_readers_language(once, owner, client_for, language, words):
    client = client_for(make.member(by=owner, language=language))
    client.get("/search/", {"q": "noura"})
    assert words in client.get("/search/", {"q": "noura"}).content.decode()


def test_the_usual_limits_let_a_person_work(owner, client_for):
    client = client_for(owner)
    assert {client.get("/search/pick/contact/", {"q": "n"}).status_code for _ in range(30)} == {200}


def test_the_longest_window_that_is_full_is_waited_for():
    waits = [seconds_to_wait("x", "me", ((60, 1), (3600, 2))) for _ in range(3)]
    assert waits == [0, 60, 3600]


def test_who_it_was_is_not_kept(monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "add", lambda key, *rest: kept.append(key))
    seconds_to_wait("x", "10.0.0.1", ((60, 1),))
    assert kept and "10.0.0.1" not in kept[0]


def test_without_a_cache_nobody_is_turned_away(monkeypatch):
    def broken(*asked):
        raise RedisError

    monkeypatch.setattr(cache, "add", broken)
    assert seconds_to_wait("x", "me", ((60, 0),)) == 0
