"""What all tests share. Sockets reach this machine alone (pytest-socket, set in pyproject.toml)."""

import datetime as dt
import os
from itertools import count

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from tests.factories import usual_edition

#: Noon in Bangkok; the usual edition then begins on 2 December.
NOON = dt.datetime(2026, 11, 2, 5, tzinfo=dt.UTC)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
numbers = count()


#: The site's own hash is slow on purpose: a quarter of a second for everybody who has a password.
QUICK_HASH = "django.contrib.auth.hashers.MD5PasswordHasher"


def pytest_sessionstart(session):
    """Hash passwords quickly, and make the web fonts, which are not committed.

    These are made once, before any process looks what static files there are.
    """
    settings.PASSWORD_HASHERS = [QUICK_HASH, *settings.PASSWORD_HASHERS]
    if not hasattr(session.config, "workerinput"):
        call_command("build_fonts", verbosity=0)


#: Through one of these a test comes to the database.
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


#: The workspace, files of editions, the API and the language of pages: they ask the database nothing of their own.
HARDLY_ASK = {"admin", "api", "language", "operations"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what asks no database, or nothing of its own, so that CI runs it on one of them alone."""
    for item in items:
        asks = item.get_closest_marker("django_db") or DATABASE.intersection(item.fixturenames)
        if not asks or item.path.parent.name in HARDLY_ASK:
            item.add_marker("anywhere")


#: By table the triggers that refuse deletions on SQLite, set aside because emptying the tables between tests deletes.
SET_ASIDE: dict[str, str] = {}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Make the database, and let its rows be deleted between tests."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            set_triggers_aside()


def set_triggers_aside():
    """Remove the triggers that refuse deletions, and remember them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%deleted'")
        for name, table, sql in cursor.fetchall():
            SET_ASIDE[table] = sql
            cursor.execute(f"DROP TRIGGER {name}")


@pytest.fixture(autouse=True)
def own_cache():
    """Give every test a cache that nobody has written to: several processes share one Redis, so it is never emptied."""
    prefix = f"{os.getpid()}:{WORKER}:{next(numbers)}"
    # Each thread makes its cache from the settings; this thread's may be made already.
    for name, cache in settings.CACHES.items():
        cache["KEY_PREFIX"] = prefix
        caches[name].key_prefix = prefix


@pytest.fixture(autouse=True)
def thai_first():
    """Begin every test in the language of the site, whatever the one before it asked for."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def now():
    """Stop the clock a month before the usual edition and return the moment; for tests that nobody outside watches."""
    with time_machine.travel(NOON, tick=False):
        yield timezone.now()


@pytest.fixture
def edition(now, db):
    """Return the usual edition: open, four days, a month from ``now``.

    What Django remembers of kinds of rows is forgotten when a test empties the database: remembered here, so that
    statements are counted alike whatever test came before.
    """
    ContentType.objects.get_for_models(*apps.get_models())
    return usual_edition()


@pytest.fixture
def thai_client():
    """Return a visitor whose browser asks for Thai (pages follow their address, the API this header)."""
    return Client(headers={"Accept-Language": "th"})


@pytest.fixture
def english_client():
    """Return a visitor whose browser asks for English."""
    return Client(headers={"Accept-Language": "en"})


@pytest.fixture(params=["th", "en"])
def language(request):
    """Run the test once in each language; ``reverse`` then gives that language's addresses."""
    with translation.override(request.param):
        yield request.param
