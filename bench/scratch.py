"""A database made for one run and removed after it, and the environment of a production set-up around it."""

import json
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis as redis_client

from bench import machine
from tests import services

ROOT = Path(__file__).resolve().parent.parent
INSIDE_WITHIN = 240


class Broken(Exception):
    """The benchmark cannot go on; the text says why."""


@dataclass(frozen=True)
class Scratch:
    """Where this run happens: a folder, the environment of its processes, and whose time is the database's."""

    folder: Path
    variables: dict[str, str]
    name: str
    servers: tuple[int, ...] = ()

    @property
    def url(self) -> str:
        """The address of the database."""
        return self.variables["DATABASE_URL"]

    @property
    def sqlite_file(self) -> str | None:
        """The path of an SQLite database, None on PostgreSQL."""
        return urlsplit(self.url).path[1:] if self.url.startswith("sqlite:") else None

    def inside(self, *words: str) -> dict[str, Any]:
        """Let ``bench.inside`` do something in this database, with the site's own settings; return what it says."""
        done = self.run_inside(*words)
        if done.returncode:
            raise Broken(f"bench.inside {' '.join(words)} failed:\n{done.stderr.strip()}")
        said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return said

    def run_inside(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run ``bench.inside``; Broken when it does not end."""
        command = [sys.executable, "-m", "bench.inside", *words]
        try:
            return subprocess.run(  # noqa: S603 (our own module)
                command,
                cwd=ROOT,
                env=self.variables,
                capture_output=True,
                text=True,
                timeout=INSIDE_WITHIN,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise Broken(f"bench.inside {' '.join(words)} took longer than {INSIDE_WITHIN} s") from late


@contextmanager
def on_sqlite() -> Iterator[Scratch]:
    """Give an empty SQLite file."""
    with new_folder() as folder:
        variables = production(folder, f"sqlite:///{folder / 'bench.sqlite3'}")
        yield Scratch(folder, variables, f"SQLite {sqlite3.sqlite_version}, WAL, synchronous=FULL")


@contextmanager
def on_postgres() -> Iterator[Scratch]:
    """Give an empty PostgreSQL database that waits for the disk, and a Redis beside it where there is one.

    Raises ``services.Missing`` or ``services.Unusable`` where there is no PostgreSQL.
    """
    with (
        services.postgres(durable=True) as server,
        new_database(server.url) as url,
        beside() as queue,
        new_folder() as at,
    ):
        variables = production(at, url) | {"REDIS_URL": queue.url if queue else ""}
        name = f"{server.name}, {durability(url)}; {queue.name if queue else 'without Redis'}"
        yield Scratch(at, variables, name, servers_of(url, queue))


@contextmanager
def new_folder() -> Iterator[Path]:
    """Give a folder that is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="goodsociety-bench-") as folder:
        yield Path(folder)


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """Give the address of an empty database on a server."""
    name = f"goodsociety_bench_{secrets.token_hex(4)}"
    maintenance = in_database(server, "postgres")
    run_sql(maintenance, f"CREATE DATABASE {name}")
    try:
        yield in_database(server, name)
    finally:
        run_sql(maintenance, f"DROP DATABASE {name} WITH (FORCE)")


def in_database(server: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))  # noqa: SLF001 (a documented method)


def run_sql(url: str, *statements: str) -> list[Any]:
    """Run statements, each by itself, and return the first row of each that has one."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            return [row_of(cursor, statement) for statement in statements]
    finally:
        connection.close()


def row_of(cursor: Any, statement: str) -> Any:
    """Run a statement and return its first row, None where it has none."""
    cursor.execute(statement)
    return cursor.fetchone() if cursor.description else None


@contextmanager
def beside() -> Iterator[services.Service | None]:
    """Give a Redis of our own (what is queued here is for nobody), or None where none is installed."""
    with ExitStack() as stack:
        try:
            queue = stack.enter_context(services.started_redis())
        except services.Missing:
            queue = None
        yield queue


def durability(url: str) -> str:
    """Say whether a PostgreSQL waits for the disk."""
    [fsync], [commit] = run_sql(url, "SHOW fsync", "SHOW synchronous_commit")
    return f"fsync {fsync}, synchronous_commit {commit}"


def servers_of(url: str, queue: services.Service | None) -> tuple[int, ...]:
    """Return the first processes of PostgreSQL and Redis, as far as they run on this machine."""
    found = [postgres_server(url)]
    if queue:
        with redis_client.Redis.from_url(queue.url) as client:
            found.append(int(client.info("server")["process_id"]))
    return tuple(pid for pid in found if pid)


def postgres_server(url: str) -> int:
    """Return the process that all others of a PostgreSQL come from; 0 where it runs on another machine."""
    connection = psycopg2.connect(url)
    try:
        pid = int(connection.info.backend_pid)
        return machine.parent_of(pid) if machine.program_of(pid).startswith("postgres") else 0
    finally:
        connection.close()


def production(folder: Path, database: str) -> dict[str, str]:
    """Return the environment of a production set-up; plain HTTP is let in as what a proxy of ours has taken over."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "goodsociety.settings",
        "DEBUG": "0",
        "DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "https://127.0.0.1",
        "TRUSTED_PROXY": "1",
        "DATABASE_URL": database,
        "REDIS_URL": "",
        "EMAIL_HOST": "127.0.0.1",
        "DEFAULT_FROM_EMAIL": "expo@example.org",
        "VAR_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
    }
