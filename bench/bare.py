"""The floor of registering: the transaction alone, by processes that talk to the same database without a site between.

A counter that moves only while there is room, one inserted row, a commit: what no registration can do without.
"""

import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from multiprocessing import get_context

import psycopg2

from bench.scratch import Scratch, run_sql

CLIENTS = 8
ROOM = 10_000_000
#: So long until all processes are connected and begin together.
START = 0.3
TIMEOUT = 20
MOST_TRANSACTIONS = 200_000
TABLES = (
    "CREATE TABLE bench_session (id integer PRIMARY KEY, capacity integer NOT NULL, taken integer NOT NULL)",
    "CREATE TABLE bench_registration ({key}, session_id integer NOT NULL, code varchar(22) NOT NULL UNIQUE)",
)
KEYS = {"sqlite": "id integer PRIMARY KEY", "postgres": "id bigserial PRIMARY KEY"}
TAKE = "UPDATE bench_session SET taken = taken + 1 WHERE id = {session} AND taken < capacity"
INSERT = "INSERT INTO bench_registration (session_id, code) VALUES ({session}, '{code}')"

Transact = Callable[[int], None]


def make_tables(scratch: Scratch, sessions: int) -> None:
    """Make the two tables with so many sessions."""
    rows = ", ".join(f"({number}, {ROOM}, 0)" for number in range(sessions))
    kind = "sqlite" if scratch.sqlite_file else "postgres"
    statements = [text.format(key=KEYS[kind]) for text in TABLES]
    statements.append(f"INSERT INTO bench_session (id, capacity, taken) VALUES {rows}")  # noqa: S608 (our own numbers)
    if scratch.sqlite_file:
        with on_sqlite(scratch.sqlite_file) as connection:
            for statement in statements:
                connection.execute(statement)
    else:
        run_sql(scratch.url, *statements)


def per_second(scratch: Scratch, sessions: int, seconds: float) -> float:
    """Return how many transactions a second all clients together commit, over so many sessions."""
    begin_at = time.time() + START
    with ProcessPoolExecutor(CLIENTS, mp_context=get_context("fork")) as pool:
        asked = [
            pool.submit(commit_until, (scratch.sqlite_file, scratch.url), sessions, begin_at, begin_at + seconds)
            for _ in range(CLIENTS)
        ]
        done = [answer.result() for answer in asked]
    return sum(count for count, _ in done) / (max(ended_at for _, ended_at in done) - begin_at)


def commit_until(where: tuple[str | None, str], sessions: int, begin_at: float, end_at: float) -> tuple[int, float]:
    """Commit transactions from one moment to another; return how many, and when the last one ended."""
    sqlite_file, url = where
    numbers = cycle(secrets.SystemRandom().sample(range(sessions), sessions))
    with transacting_sqlite(sqlite_file) if sqlite_file else transacting_postgres(url) as transact:
        time.sleep(max(begin_at - time.time(), 0))
        done = 0
        while time.time() < end_at and done < MOST_TRANSACTIONS:
            transact(next(numbers))
            done += 1
    return done, time.time()


@contextmanager
def transacting_postgres(url: str) -> Iterator[Transact]:
    """Give the transaction on PostgreSQL, over a connection of its own."""
    connection = psycopg2.connect(url)
    cursor = connection.cursor()

    def transact(session: int) -> None:
        cursor.execute(TAKE.format(session=session))
        cursor.execute(INSERT.format(session=session, code=secrets.token_urlsafe(16)))
        connection.commit()

    try:
        yield transact
    finally:
        connection.close()


@contextmanager
def on_sqlite(path: str) -> Iterator[sqlite3.Connection]:
    """Give a connection as the site's settings make them."""
    connection = sqlite3.connect(path, timeout=TIMEOUT, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def transacting_sqlite(path: str) -> Iterator[Transact]:
    """Give the transaction on SQLite, over a connection of its own."""
    with on_sqlite(path) as connection:

        def transact(session: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(TAKE.format(session=session))
            connection.execute(INSERT.format(session=session, code=secrets.token_urlsafe(16)))
            connection.execute("COMMIT")

        yield transact
