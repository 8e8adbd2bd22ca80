"""What a page costs the processor, without a server and without anybody else: made anew, and given out again."""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

MILLI = 1000
ROUNDS = 5
COLD, WARM = 3, 60
HELLO = "bench.hello"


def costs(pages: dict[str, str], *, rounds: int = ROUNDS) -> dict[str, tuple[float, float, float]]:
    """Return the milliseconds of each page made anew and given out again, and of a hello-world view beside it.

    Each is the median of so many rounds.
    """
    with having(ROOT_URLCONF=settings.ROOT_URLCONF):
        __import__(HELLO)  # which makes itself the site's addresses, for its own server
    application = WSGIHandler()
    return {name: cost_of(application, path, rounds) for name, path in pages.items()}


@contextmanager
def having(**values: object) -> Iterator[None]:
    """Have other settings for a while. Django's own way for tests empties caches of addresses, which would cost us."""
    before = {name: getattr(settings, name) for name in values}
    for name, value in values.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)


def cost_of(application: WSGIHandler, path: str, rounds: int) -> tuple[float, float, float]:
    """Return what a page costs when it has to be made, when it was made before, and what saying hello costs."""

    def cold() -> float:
        with having(KEEP_PAGES=False):
            return milliseconds(lambda: ask(application, path), COLD)

    def warm() -> float:
        return milliseconds(lambda: ask(application, path), WARM)

    def hello() -> float:
        with having(ROOT_URLCONF=HELLO):
            return milliseconds(lambda: ask(application, "/"), WARM)

    for act in (cold, warm, hello):
        act()
    found = [(cold(), warm(), hello()) for _ in range(rounds)]
    first, second, third = (statistics.median(times) for times in zip(*found, strict=True))
    return first, second, third


def milliseconds(act: Callable[[], None], times: int) -> float:
    """Return the processor milliseconds that an act takes on average."""
    begun_at = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - begun_at) * MILLI / times


def ask(application: WSGIHandler, address: str) -> None:
    """Ask as a server would for a browser that comes through a proxy of ours."""
    parts = urlsplit(address)
    said: list[str] = []

    def start(status: str, headers: Iterable[tuple[str, str]], _error: object = None) -> None:  # noqa: ARG001 (WSGI's)
        said.append(status)

    environ = {
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "HTTP_HOST": settings.ALLOWED_HOSTS[0],
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
    }
    setup_testing_defaults(environ)
    answer: Any = application(environ, start)  # type: ignore[arg-type]  # WSGI's own shape
    for _part in answer:
        pass
    answer.close()
    if not said[0].startswith("200"):
        raise SystemExit(f"{address} answers {said[0]}")
