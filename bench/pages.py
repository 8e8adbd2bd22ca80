"""Pages, each beside the hello-world view: same server, same settings, the same seconds."""

from collections.abc import Iterator
from itertools import repeat

from bench import load, table
from bench.measuring import Bench, Measured
from bench.server import OK, Server

FLOOR = "hello world"
HELLO = "/"
#: Enough for both workers to have loaded templates, translations and connections.
WARM_UP_SECONDS = 0.5


def rows(bench: Bench, pages: list[tuple[str, str, int]]) -> Iterator[table.Row]:
    """Measure pages (name, address, statements) and yield their rows, the floor's at the end."""
    warm_up(bench, bench.floor, HELLO)
    floors: list[Measured] = []
    for name, path, statements in pages:
        warm_up(bench, bench.site, path)
        pairs = [(floor(bench), page(bench, name, path)) for _ in range(bench.course.runs)]
        floors += [below for below, _ in pairs]
        ratios = [above.heard.per_second / max(below.heard.per_second, 1) for below, above in pairs]
        runs = [above for _, above in pairs]
        yield table.measured_row(
            name, bench.course.connections, runs, beside=table.share(ratios), statements=str(statements)
        )
    yield table.measured_row(FLOOR, bench.course.connections, floors, beside="", statements="0")


def warm_up(bench: Bench, server: Server, path: str) -> None:
    """Ask a page until every worker has answered it."""
    seconds = min(WARM_UP_SECONDS, bench.course.page_seconds)
    bench.burst(server, repeat(load.get(path)), connections=bench.course.connections, seconds=seconds)


def floor(bench: Bench) -> Measured:
    """Measure the hello-world view."""
    return measured(bench, bench.floor, FLOOR, HELLO)


def page(bench: Bench, name: str, path: str) -> Measured:
    """Measure a page."""
    return measured(bench, bench.site, name, path)


def measured(bench: Bench, server: Server, name: str, path: str) -> Measured:
    """Measure an address until nobody disturbs."""
    course = bench.course
    seconds = course.floor_seconds if server is bench.floor else course.page_seconds
    requests = repeat(load.get(path))
    run = bench.undisturbed(lambda: bench.burst(server, requests, connections=course.connections, seconds=seconds))
    bench.expect(name, run, OK)
    return run
