"""The shared cache, and what a process keeps of pages."""

from functools import cached_property

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class Client(RedisCacheClient):
    """One client for each server and process: Django makes a new one for each question, which takes longer than the
    server's answer."""

    @cached_property
    def _clients(self):
        return {}

    def get_client(self, key=None, *, write=False):
        index = self._get_connection_pool_index(write)
        if index not in self._clients:
            self._clients[index] = self._client(connection_pool=self._get_connection_pool(write))
        return self._clients[index]


class Cache(RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = Client


class Frame(LocMemCache):
    """Pieces of markup, which end only where there are too many: they are kept as they are, since nobody can change a
    text, and their keys are taken as Django's `cache` tag makes them. Ten of them stand on every page."""

    def get(self, key, default=None, version=None):
        return self._cache.get(key, default)

    def set(self, key, value, timeout=None, version=None):
        with self._lock:
            if len(self._cache) >= self._max_entries:
                self._cache.clear()
            self._cache[key] = value

    def clear(self):
        with self._lock:
            self._cache.clear()
