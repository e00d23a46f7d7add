"""One client of the shared cache serves a process."""

from django.core.cache import cache, caches


def test_the_same_client_is_asked_again():
    assert cache._cache.get_client("a") is cache._cache.get_client("b", write=True)


def test_it_keeps_and_forgets():
    caches["default"].set("kept", {"n": 1}, 60)
    assert cache.get("kept") == {"n": 1}
    cache.delete("kept")
    assert cache.get("kept", "gone") == "gone"
