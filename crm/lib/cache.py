"""The shared cache."""

from functools import cached_property

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
