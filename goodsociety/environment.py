"""Read the environment for the settings: small, typed, and naming whatever is missing."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"", "0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Return the variable's text, or the default when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable; anything that is neither is refused by its name."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")


def number(name: str, default: int) -> int:
    """Return a whole number; anything else is refused by its name."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.")
    return int(value)


def words(name: str) -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def refuse_missing(*names: str) -> None:
    """Refuse to start and name every one of the variables that is unset."""
    missing = [name for name in names if not text(name)]
    if missing:
        raise ImproperlyConfigured(
            "DEBUG is off, so these environment variables must be set: "
            + ", ".join(missing)
            + ". .env.example explains each of them."
        )


def all_or_none(*names: str) -> None:
    """Refuse to start when some of the variables are set and others are not: half of them would fail much later."""
    missing = [name for name in names if not text(name)]
    if missing and len(missing) < len(names):
        raise ImproperlyConfigured(f"{', '.join(names)} go together, and unset is: {', '.join(missing)}.")


def address(name: str, default: str, *schemes: str) -> str:
    """Return an address that begins with one of the schemes, without a slash at the end; refuse any other."""
    value = text(name, default).rstrip("/")
    begins = [f"{scheme}://" for scheme in schemes]
    if value and not value.startswith(tuple(begins)):
        raise ImproperlyConfigured(f"{name} is no such address: it must begin with {' or '.join(begins)}")
    return value


def secret_key(path: Path) -> str:
    """Return the key kept in a private file on this machine, made on first use."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and moved, so that nobody ever reads half a key.
        new = path.with_name(f"{path.name}.{os.getpid()}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50))
        new.replace(path)
    return path.read_text()


def database(url: str, folder: Path) -> dict[str, Any]:
    """Return Django's settings of one database from a URL; an empty one means an SQLite file in ``folder``.

    ``postgresql://user:password@host:port/name?sslmode=require``, with special characters percent-encoded;
    ``sqlite:///name.sqlite3`` for a file in ``folder``, ``sqlite:////srv/name.sqlite3`` for one anywhere. A refusal
    never repeats the URL, since there may be a password in it.
    """
    try:
        parts = urlsplit(url or "sqlite:///goodsociety.sqlite3")
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read: its port is no number, or a special character is not percent-encoded."
        ) from None  # that error quotes the URL
    if parts.scheme not in {"postgres", "postgresql", "sqlite"}:
        raise ImproperlyConfigured(f"DATABASE_URL begins with {parts.scheme!r}: write postgresql://… or sqlite:///…")
    name = unquote(parts.path[1:])
    if not name or parts.fragment:
        raise ImproperlyConfigured(
            "DATABASE_URL names no database: write postgresql://user:password@host/name or sqlite:///name.sqlite3, "
            "and # in a password as %23."
        )
    return sqlite(folder / name) if parts.scheme == "sqlite" else postgresql(parts, name, port)


def postgresql(parts: SplitResult, name: str, port: int | None) -> dict[str, Any]:
    """Return a PostgreSQL database whose connections are kept for a minute and tried once a second."""
    return {
        "ENGINE": "goodsociety.common.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Return an SQLite database that serialises its writers instead of failing them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
        # A file, since threads of a race test need connections of their own.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }
