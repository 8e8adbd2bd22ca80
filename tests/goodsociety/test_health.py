"""Is the process alive, and can it serve?"""

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from redis.exceptions import ConnectionError as NoRedis

from tests.statements import failing_at, noted

ALL_WELL = {"database": "ok", "cache": "ok", "migrations": "ok"}


@pytest.mark.django_db
def test_the_process_says_it_is_alive_without_asking_the_database(client):
    with noted() as statements:
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"process": "ok"})
    assert statements == []
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_site_that_can_serve_says_so(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, ALL_WELL)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("error", [NoRedis("gone"), TimeoutError("slow")])
def test_a_cache_that_cannot_be_reached_is_named(client, monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(cache, "set", fail)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {**ALL_WELL, "cache": "failed"})
    assert "gone" not in response.content.decode()


@pytest.mark.django_db
def test_a_cache_that_forgets_is_named(client, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda _key: None)

    assert client.get("/readyz").json() == {**ALL_WELL, "cache": "failed"}


@pytest.mark.django_db
def test_a_redis_that_is_away_is_named(client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }

    response = client.get("/readyz")

    assert (response.status_code, response.json()["cache"]) == (503, "failed")


@pytest.mark.django_db
def test_a_database_that_fails_is_named(client):
    with failing_at(1):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "failed"


@pytest.mark.django_db
def test_a_database_that_cannot_be_reached_is_no_error_of_ours(client, monkeypatch):
    def fail():
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", fail)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["database"]) == (503, "failed")


@pytest.mark.django_db
def test_a_migration_that_was_not_applied_is_named(client):
    newest = MigrationLoader(connection).graph.leaf_nodes("reports")[0]
    MigrationRecorder(connection).record_unapplied(*newest)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {**ALL_WELL, "migrations": "failed"})
