"""SQL statements as they go to the database: noted down, or made to fail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

#: What begins and ends transactions: part of the frame, not of the work.
FRAME = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")

#: PostgreSQL finds clashes by a constraint; elsewhere one statement more looks for them.
LOOKS_FOR_CLASHES = int(connection.vendor != "postgresql")


class Failed(OperationalError):
    """The statement that was to fail."""


@contextmanager
def noted() -> Iterator[list[str]]:
    """Give the list into which the statements of this thread's connection are noted."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(FRAME):
            statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield statements


@contextmanager
def failing_at(number: int) -> Iterator[None]:
    """Let the statement with this number fail before it reaches the database."""
    sent = 0

    def fail(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal sent
        sent += not sql.startswith(FRAME)
        if sent == number:
            raise Failed(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(fail):
        yield
