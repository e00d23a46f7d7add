"""What a load balancer or a supervisor asks."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse
from redis.exceptions import RedisError

from crm.access.guard import public


@public
def healthz(request):
    """The process lives. Asks nothing of the services: their trouble is no reason to restart it."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request):
    """The process can serve: database and queue answer. 503 with the name of the one that does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    try:
        cache.get("readyz")
    except (RedisError, OSError):
        return HttpResponse("queue", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
