"""Many threads that act in the same moment, each over a database connection of its own."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

#: How many connections are open at a time; the others wait for one, as behind a web server.
CONNECTIONS = 40
PATIENCE = 120.0


def at_once(calls: Sequence[Callable[[], Any]], *, connections: int = CONNECTIONS) -> list[Any]:
    """Make all calls in the same moment and return, in their order, what each returned or raised."""
    ready, free = threading.Barrier(len(calls)), threading.BoundedSemaphore(connections)

    def make(call: Callable[[], Any]) -> Any:
        ready.wait(PATIENCE)
        with free:
            try:
                return call()
            except Exception as raised:  # noqa: BLE001 (what was raised is what the test looks at)
                return raised
            finally:
                connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(make, calls, timeout=PATIENCE))


def tally(outcomes: Sequence[Any]) -> dict[str, int]:
    """Return how often each kind of thing was returned or raised, by the name of its class."""
    return dict(Counter(type(outcome).__name__ for outcome in outcomes))
