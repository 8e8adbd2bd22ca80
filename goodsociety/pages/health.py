"""For those who watch over the site: is the process alive, and can it serve?"""

import logging
from collections.abc import Callable
from uuid import uuid4

from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

SHORT = 10


@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers; it asks nothing else, so that a slow database restarts no process."""
    return JsonResponse({"process": "ok"})


@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say whether the site can serve, and which part of it cannot: 200, or 503 while any cannot."""
    parts = {"database": has_database, "cache": has_cache, "migrations": has_migrations}
    states = {name: state_of(name, works) for name, works in parts.items()}
    is_ready = all(state == "ok" for state in states.values())
    return JsonResponse(states, status=200 if is_ready else 503)


def state_of(name: str, works: Callable[[], bool]) -> str:
    """Return "ok" or "failed"; why goes to the log, not to whoever asks."""
    try:
        return "ok" if works() else "failed"
    except (Error, RedisError, OSError):
        logger.exception("Not ready: %s", name)
        return "failed"


def has_database() -> bool:
    """Say whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def has_cache() -> bool:
    """Say whether the cache gives back what it was given."""
    key = f"readyz:{uuid4()}"
    cache.set(key, key, SHORT)
    return bool(cache.get(key) == key)


def has_migrations() -> bool:
    """Say whether every migration of this version of the site has been applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
