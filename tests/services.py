"""PostgreSQL, Redis and Chromium for the tests: the ones already there, else started for this run and removed after it.

``postgres()`` and ``redis()`` are context managers that give a ``Service``. They raise ``Missing`` with a sentence that
says what to install, or ``Unusable`` when DATABASE_URL or REDIS_URL names something that does not answer. What is
started here listens on 127.0.0.1 alone, asks for a random password, and does not outlive the ``with`` block.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
import redis as redis_client
from psycopg2.extensions import make_dsn, parse_dsn

DATABASE = "goodsociety"
LEAST_POSTGRES = 140000
# A race test opens 100 connections at once, beside those of the other test processes; PostgreSQL's own default is 100.
LEAST_CONNECTIONS = 200
CONNECTIONS = 300
# The Redis of this machine may be in use: database 0 is not ours to empty.
REDIS_DATABASE = 15
READY_WITHIN = 30.0
STOPPED_WITHIN = 15.0
POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Thai needs a UTF-8 ctype (pg_trgm finds nothing under C) and sorts right under ICU; PostgreSQL 14 cannot choose ICU.
LOCALES = (
    ("--locale-provider=icu", "--icu-locale=th", "--locale=C.UTF-8"),
    ("--locale=C.UTF-8",),
    ("--locale=en_US.UTF-8",),
)


class Missing(Exception):
    """A service neither runs nor can be started here; the text says what to install."""


class Unusable(Exception):
    """The service that the environment names does not answer, or the tests could not run in it."""


@dataclass(frozen=True)
class Service:
    """A service that answers: where it is and what a report calls it."""

    url: str
    name: str


def chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome, or None; the variable CHROMIUM decides where it is set."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ([named] if named else CHROMIUM_NAMES))
    return next((path for path in found if path), None)


def postgres(*, durable: bool = False) -> AbstractContextManager[Service]:
    """Give a PostgreSQL in which databases can be created; one started here waits for the disk only if ``durable``."""
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith("sqlite:"):
        named = ""
    return first_of(named, usual_postgres(), look_at_postgres, lambda: started_postgres(durable=durable))


def redis() -> AbstractContextManager[Service]:
    """Give a Redis or Valkey with a database that may be emptied."""
    usual = f"redis://127.0.0.1:6379/{REDIS_DATABASE}"
    return first_of(os.environ.get("REDIS_URL", ""), usual, look_at_redis, started_redis)


@contextmanager
def first_of(
    named: str, usual: str, look: Callable[[str], Service], start: Callable[[], AbstractContextManager[Service]]
) -> Iterator[Service]:
    """Give the service the environment names, else the one at the usual port, else one that is started."""
    if named:
        found: Service | None = replace(look(named), url=named)
    else:
        found = look_or_none(look, usual)
    if found:
        yield found
    else:
        with start() as started:
            yield started


def look_or_none(look: Callable[[str], Service], address: str) -> Service | None:
    """Return the service at an address, or None."""
    try:
        return look(address)
    except Unusable:
        return None


# What already runs


def usual_postgres() -> str:
    """Return where PostgreSQL usually listens; user and password come from libpq's own variables and files."""
    host, port = os.environ.get("PGHOST", "/"), os.environ.get("PGPORT", "5432")
    return str(make_dsn(host="127.0.0.1" if host.startswith("/") else host, port=port))


def look_at_postgres(address: str) -> Service:
    """Return the PostgreSQL at an address (a URL or a libpq string)."""
    try:
        # The database that is named need not exist; this one always does.
        maintenance = make_dsn(**{**parse_dsn(address), "dbname": "postgres"})
        connection = psycopg2.connect(maintenance, connect_timeout=3)
    except psycopg2.Error as error:
        raise Unusable(f"PostgreSQL does not let us in: {' '.join(str(error).split())}") from error
    try:
        refuse_unusable(connection)
        return Service(postgres_url(connection.info), f"PostgreSQL {version_text(connection.server_version)}")
    finally:
        connection.close()


def refuse_unusable(connection: Any) -> None:
    """Refuse a server that is too old, lets us create no database, or has too few connections for the race tests."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolcreatedb OR rolsuper, current_setting('max_connections')::int"
            " FROM pg_roles WHERE rolname = current_user"
        )
        may_create, connections = cursor.fetchone()
    if connection.server_version < LEAST_POSTGRES:
        raise Unusable(f"PostgreSQL {version_text(connection.server_version)} is too old: the tests need 14 or newer")
    if not may_create:
        raise Unusable(f"PostgreSQL's user {connection.info.user} may not create databases: ALTER ROLE … CREATEDB")
    if connections < LEAST_CONNECTIONS:
        raise Unusable(f"PostgreSQL has max_connections = {connections}: the race tests need {LEAST_CONNECTIONS}")


def postgres_url(info: Any) -> str:
    """Return the address of our database on the server that a connection found."""
    password = f":{quote(info.password, safe='')}" if info.password else ""
    host = f"[{info.host}]" if ":" in info.host else info.host
    return f"postgresql://{quote(info.user, safe='')}{password}@{host}:{info.port}/{DATABASE}"


def version_text(number: int) -> str:
    """Return 150018 as 15.18."""
    return f"{number // 10000}.{number % 10000}"


def look_at_redis(url: str) -> Service:
    """Return the Redis at an address."""
    try:
        with redis_client.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as client:
            version = client.info("server")["redis_version"]
    except (redis_client.RedisError, ValueError) as error:
        raise Unusable(f"Redis does not let us in: {error}") from error
    return Service(url, f"Redis {version}")


# What is started for this run


@dataclass(frozen=True)
class Workplace:
    """A folder of a server's own, and how ``subprocess`` runs a program as the folder's owner."""

    folder: Path
    run_as: dict[str, Any] = field(default_factory=dict)

    def write(self, name: str, text: str) -> Path:
        """Write a file that the owner can read (the folder keeps everybody else out)."""
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o644)
        return path


@contextmanager
def workplace(name: str) -> Iterator[Workplace]:
    """Give a new folder and remove it at the end; root hands it to ``postgres`` or ``nobody``, since initdb asks so."""
    folder = Path(tempfile.mkdtemp(prefix=f"goodsociety-{name}-"))
    run_as: dict[str, Any] = {"cwd": folder, "umask": 0o077}
    try:
        if os.geteuid() == 0:
            user = unprivileged_user()
            os.chown(folder, user.pw_uid, user.pw_gid)
            run_as |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        yield Workplace(folder, run_as)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_user() -> pwd.struct_passwd:
    """Return the user that servers run as when we are root."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@contextmanager
def started_postgres(*, durable: bool) -> Iterator[Service]:
    """Start the newest installed PostgreSQL on an empty cluster of its own."""
    programs = postgres_programs()
    with workplace("postgres") as place:
        password, port = secrets.token_hex(16), free_port()
        make_cluster(programs / "initdb", place, password)
        command = [str(programs / "postgres"), "-D", str(place.folder / "cluster")]
        for setting in postgres_settings(port, durable=durable):
            command += ["-c", setting]
        url = f"postgresql://postgres:{password}@127.0.0.1:{port}/{DATABASE}"
        with running(command, place, lambda: look_at_postgres(url)) as service:
            yield service


def postgres_programs() -> Path:
    """Return the folder of the newest installed PostgreSQL server's programs."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for pattern in POSTGRES_FOLDERS:
        folders += sorted(Path("/").glob(pattern.lstrip("/")), key=numbers_in, reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Missing("PostgreSQL neither runs nor is installed (Debian, Ubuntu: apt-get install postgresql)")


def numbers_in(folder: Path) -> list[int]:
    """Return the numbers in a path, so that 15 sorts after 9."""
    return [int(number) for number in re.findall(r"\d+", str(folder))]


def make_cluster(initdb: Path, place: Workplace, password: str) -> None:
    """Make an empty UTF-8 cluster, with the first of our locales that this PostgreSQL and this system know."""
    secret = place.write("password", password)
    cluster = place.folder / "cluster"
    common = [str(initdb), "-D", str(cluster), "--username=postgres", "--encoding=UTF8", "--no-sync"]
    common += ["--auth=scram-sha-256", f"--pwfile={secret}"]
    for locale in LOCALES:
        shutil.rmtree(cluster, ignore_errors=True)
        made = subprocess.run([*common, *locale], capture_output=True, text=True, check=False, **place.run_as)
        if made.returncode == 0:
            secret.unlink()
            return
    raise Missing(f"PostgreSQL's initdb failed: {last_line(made.stderr)}")


def postgres_settings(port: int, *, durable: bool) -> list[str]:
    """Return the settings of a server that lives as long as the tests."""
    wait_for_disk = "on" if durable else "off"
    return [
        f"port={port}",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        f"max_connections={CONNECTIONS}",
        f"fsync={wait_for_disk}",
        f"synchronous_commit={wait_for_disk}",
        f"full_page_writes={wait_for_disk}",
    ]


@contextmanager
def started_redis() -> Iterator[Service]:
    """Start an installed Redis or Valkey that keeps nothing."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if not program:
        raise Missing("Redis neither runs nor is installed (Debian, Ubuntu: apt-get install redis-server)")
    with workplace("redis") as place:
        password, port = secrets.token_hex(16), free_port()
        lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", 'save ""', "appendonly no"]
        settings = place.write("redis.conf", "\n".join(lines) + "\n")
        url = f"redis://:{password}@127.0.0.1:{port}/{REDIS_DATABASE}"
        with running([program, str(settings)], place, lambda: look_at_redis(url)) as service:
            yield service


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], place: Workplace, look: Callable[[], Service]) -> Iterator[Service]:
    """Run a server until the block is left, whatever happens in it."""
    log = place.folder / "log"
    with log.open("wb") as output:
        # In a session of its own, since Ctrl-C must not stop it before the tests have let go of it.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **place.run_as,
        )
    try:
        service = ready(process, look)
        if not service:
            raise Missing(f"{command[0]} did not start: {last_line(log.read_text(errors='replace'))}")
        yield replace(service, name=f"{service.name} (started here)")
    finally:
        stop(process)


def ready(process: "subprocess.Popen[bytes]", look: Callable[[], Service]) -> Service | None:
    """Return the service as soon as it answers, or None when it ends or takes too long."""
    give_up_at = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < give_up_at:
        try:
            return look()
        except Unusable:
            time.sleep(0.05)
    return None


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop a server: politely first (SIGINT is PostgreSQL's fast shutdown), in the end by force."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(sign)  # does nothing to a process that has ended
        try:
            process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            continue
        return


def last_line(text: str) -> str:
    """Return the last line that says something."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "it said nothing")
