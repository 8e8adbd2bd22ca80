"""The settings: what production needs is named when it is missing, what is wrong is named, the rest just works."""

import os
import re
import runpy
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler, OperationalError

from goodsociety import environment

FILE = Path(environment.__file__).with_name("settings.py")
OURS = (
    "SECRET_KEY", "DEBUG", "DEMO", "ALLOWED_HOSTS", "SITE_URL", "TRUSTED_PROXY", "DATABASE_URL", "REDIS_URL", "VAR_DIR",
    "STATIC_ROOT", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS",
    "DEFAULT_FROM_EMAIL", "SIGN_IN_CODES_PER_ADDRESS", "SERVICE_WORKER",
    "SPREADSHEET_MEGABYTES", "GATEWAY_URL", "GATEWAY_KEY", "GATEWAY_WEBHOOK_SECRET",
)  # fmt: skip
NEEDED = {
    "SECRET_KEY": "a-key-that-is-long-enough-for-anybody-0123456789-abcdefghij-KLMNOPQ",
    "ALLOWED_HOSTS": "expo.example.org, www.expo.example.org",
    "SITE_URL": "https://expo.example.org/",
    "DATABASE_URL": "postgresql://expo:secret@127.0.0.1/expo",
    "EMAIL_HOST": "smtp.example.org",
    "DEFAULT_FROM_EMAIL": "expo@example.org",
}


@pytest.fixture
def start(monkeypatch, tmp_path):
    """Return a function that reads the settings with these variables and none of the shell's, as a process would."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)

    def started(**variables):
        for name, value in {"VAR_DIR": str(tmp_path / "var"), **variables}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(FILE))

    return started


def refusal(start, **variables):
    """Return the sentence with which the settings refuse to be read."""
    with pytest.raises(ImproperlyConfigured) as caught:
        start(**variables)
    return str(caught.value)


# Three ways to start.


def test_a_first_look_needs_nothing(start, tmp_path):
    found = start()
    assert (found["DEBUG"], found["DEMO"], found["IS_PRODUCTION"]) == (True, False, False)
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "var" / "goodsociety.sqlite3")
    assert found["SITE_URL"] == "http://127.0.0.1:8000"
    assert found["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    assert found["CACHES"]["default"]["BACKEND"].endswith("LocMemCache")
    assert found["CELERY_BROKER_URL"] is None


def test_the_demo_answers_this_machine_alone(start):
    found = start(DEMO="1", ALLOWED_HOSTS="*")
    assert (found["DEBUG"], found["IS_PRODUCTION"]) == (False, False)
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    assert not found["SESSION_COOKIE_SECURE"]


def test_production(start, tmp_path):
    found = start(DEBUG="0", TRUSTED_PROXY="1", REDIS_URL="redis://127.0.0.1:6379/0", EMAIL_PORT="587", **NEEDED)
    assert found["IS_PRODUCTION"]
    assert found["SITE_URL"] == "https://expo.example.org"
    assert found["ALLOWED_HOSTS"] == ["expo.example.org", "www.expo.example.org"]
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_PORT"], found["EMAIL_TIMEOUT"]) == (587, 10)
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_HTTPONLY"):
        assert found[name] is True, name
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert found["CACHES"]["default"]["BACKEND"].endswith("RedisCache")
    assert found["CELERY_BROKER_URL"] == "redis://127.0.0.1:6379/0"
    assert not (tmp_path / "var").exists(), "production keeps no key and no database of its own"


def test_nobody_is_trusted_as_a_proxy_unless_told(start):
    assert "SECURE_PROXY_SSL_HEADER" not in start(DEBUG="0", **NEEDED)


def test_demo_and_debug_together_are_refused(start):
    assert "DEMO and DEBUG are both on" in refusal(start, DEMO="1", DEBUG="1")


# What is missing or wrong is named.


def test_production_names_everything_that_is_missing(start):
    sentence = refusal(start, DEBUG="0")
    assert ": SECRET_KEY, ALLOWED_HOSTS, SITE_URL, DATABASE_URL, EMAIL_HOST, DEFAULT_FROM_EMAIL. " in sentence


@pytest.mark.parametrize("value", [None, "", "   "])
@pytest.mark.parametrize("name", NEEDED)
def test_production_names_the_one_that_is_missing(start, name, value):
    given = {key: text for key, text in NEEDED.items() if key != name}
    sentence = refusal(start, DEBUG="0", **given, **({} if value is None else {name: value}))
    assert f"must be set: {name}. .env.example" in sentence


@pytest.mark.parametrize(
    ("name", "value", "phrase"),
    [
        ("DEBUG", "maybe", "DEBUG is 'maybe': write 1 or 0."),
        ("DEMO", "2", "DEMO is '2'"),
        ("TRUSTED_PROXY", "caddy", "TRUSTED_PROXY is 'caddy'"),
        ("EMAIL_USE_TLS", "starttls", "EMAIL_USE_TLS is 'starttls'"),
        ("EMAIL_PORT", "abc", "EMAIL_PORT is 'abc': write a whole number."),
        ("EMAIL_PORT", "-25", "EMAIL_PORT is '-25'"),
        ("EMAIL_PORT", "25.5", "EMAIL_PORT is '25.5'"),
        ("SITE_URL", "expo.example.org", "SITE_URL is no such address: it must begin with http:// or https://"),
        ("SITE_URL", "https://", "SITE_URL"),
        ("REDIS_URL", "127.0.0.1:6379", "REDIS_URL is no such address: it must begin with redis://"),
        ("DATABASE_URL", "mysql://expo:secret@127.0.0.1/expo", "DATABASE_URL begins with 'mysql'"),
        ("DATABASE_URL", "expo", "DATABASE_URL begins with ''"),
        ("DATABASE_URL", "postgresql://expo:secret@127.0.0.1", "DATABASE_URL names no database"),
        ("DATABASE_URL", "postgresql://expo:secret@127.0.0.1/", "DATABASE_URL names no database"),
        ("DATABASE_URL", "postgresql://expo:secret#1@127.0.0.1/expo", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql://expo:secret/1@127.0.0.1/expo", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "postgresql://expo:secret@127.0.0.1:many/expo", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "postgresql://expo:secret@[127.0.0.1/expo", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL names no database"),
        ("DATABASE_URL", "sqlite://expo.sqlite3", "DATABASE_URL names no database"),
        ("DATABASE_URL", "sqlite:///", "DATABASE_URL names no database"),
    ],
)
def test_a_wrong_value_is_named_and_no_password_repeated(start, name, value, phrase):
    sentence = refusal(start, **{name: value})
    assert phrase in sentence
    assert "secret" not in sentence


@pytest.mark.parametrize("word", ["1", "true", "Yes", " ON "])
def test_words_for_yes(start, word):
    assert start(DEBUG=word)["DEBUG"] is True


@pytest.mark.parametrize("word", ["0", "false", "No", " off ", ""])
def test_words_for_no(start, word):
    assert start(DEBUG=word, **NEEDED)["DEBUG"] is False


# Databases.


def test_a_postgresql_url(start):
    url = "postgres://expo%40home:p%40ss%2Fw%3Ard%23%25@db.example.org:5433/good%20society?sslmode=require"
    database = start(DATABASE_URL=url)["DATABASES"]["default"]
    assert database["ENGINE"] == "goodsociety.common.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("expo@home", "p@ss/w:rd#%")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", "5433", "good society")
    assert database["OPTIONS"] == {"sslmode": "require"}
    assert database["CONN_HEALTH_CHECKS"]


def test_a_postgresql_url_of_a_local_socket(start):
    database = start(DATABASE_URL="postgresql:///expo?host=/run/postgresql")["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["USER"], database["PASSWORD"]) == ("", "", "", "")
    assert database["OPTIONS"] == {"host": "/run/postgresql"}


def test_an_sqlite_file_beside_the_others(start, tmp_path):
    database = start(DATABASE_URL="sqlite:///other%20one.sqlite3")["DATABASES"]["default"]
    assert database["NAME"] == str(tmp_path / "var" / "other one.sqlite3")


def test_an_sqlite_file_anywhere(start, tmp_path):
    path = tmp_path / "deep" / "down" / "expo.sqlite3"
    database = start(DATABASE_URL=f"sqlite:///{path}")["DATABASES"]["default"]
    assert database["NAME"] == str(path)
    assert path.parent.is_dir()


@pytest.fixture
def opened(tmp_path, db):
    """Return a function that opens a new connection to an SQLite file with our settings, on whatever the tests run."""
    handlers = []

    def another(**options):
        ours = environment.database("", tmp_path)
        ours["OPTIONS"] |= options
        handlers.append(ConnectionHandler({"default": ours}))
        return handlers[-1]["default"]

    yield another
    for handler in handlers:
        handler["default"].close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 20_000)]
)
def test_sqlite_pragmas_are_in_force(opened, pragma, value):
    with opened().cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


def test_sqlite_transactions_take_the_lock_when_they_begin(opened):
    """Else two that have both read could not both go on to write: one of them would fail at once, without waiting."""
    first, second, reader = opened(), opened(timeout=0), opened()
    with reader.cursor() as cursor:
        cursor.execute("CREATE TABLE seat (number integer)")
    first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with pytest.raises(OperationalError, match="locked"):
        second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with reader.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM seat")
        assert cursor.fetchone() == (0,)
    first.rollback()
    second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    second.rollback()


# The key of this machine.


def test_the_key_is_made_once_and_private(start, tmp_path):
    key = start()["SECRET_KEY"]
    path = tmp_path / "var" / "secret_key"
    assert len(key) > 60
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert start()["SECRET_KEY"] == key == path.read_text()
    assert start(SECRET_KEY="mine")["SECRET_KEY"] == "mine"
    assert [other.name for other in path.parent.iterdir()] == ["secret_key"]


# As a process of its own.


def manage(tmp_path, *words, **variables):
    """Run manage.py with these variables and none of ours from the shell."""
    kept = {name: value for name, value in os.environ.items() if name not in {*OURS, "DJANGO_ALLOW_ASYNC_UNSAFE"}}
    return subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env={**kept, "VAR_DIR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_process_without_its_variables_does_not_start(tmp_path):
    done = manage(tmp_path, "load_edition", "2019.yaml", DEBUG="0", **{**NEEDED, "EMAIL_HOST": "", "SITE_URL": ""})
    assert done.returncode != 0
    assert "must be set: SITE_URL, EMAIL_HOST. .env.example explains each of them." in done.stderr
    assert done.stdout == ""


def test_a_production_set_up_passes_every_check_of_deployment(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", DEBUG="0", TRUSTED_PROXY="1", **NEEDED)
    assert done.stderr == ""
    assert done.stdout == "System check identified no issues (0 silenced).\n"
    assert done.returncode == 0


def test_every_variable_is_known_here_and_explained():
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', FILE.read_text()))
    assert read | set(NEEDED) == set(OURS)
    explained = (settings.BASE_DIR / ".env.example").read_text()
    for name in OURS:
        assert f"\n{name}=" in explained, name
