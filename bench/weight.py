"""How many bytes a first visit to each page takes over the wire, fonts included: ``make weight``.

    .venv/bin/python bench/weight.py

Serves the sample edition as production does (hashed static files, compressed) and opens each page in a real Chromium
that has never been here, once in Thai and once in English. What Chromium counts is added up: heads (over HTTP/1.1, so
each in full) and compressed bodies of everything that it fetched; a page that the site leaves to the proxy to compress
counts as gzip makes it. Service workers are blocked, so that what one fetches ahead for a visit without a network is
not counted. Ends with 1 when a page is heavier than it may be, asked another host, or something failed.
"""

import gzip
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # instead of bench/

from bench import load  # noqa: E402 - found through the line above
from bench.run import asked_to_end  # noqa: E402
from bench.scratch import Broken, on_sqlite  # noqa: E402
from bench.server import serving  # noqa: E402
from tests import services  # noqa: E402

KILO = 1000
#: In KB of 1000 bytes.
LIMIT, LIMIT_OF_PROGRAMME = 80, 100
PROGRAMMES = ("programme", "grid")
WITHIN = 20_000
PHONE = {"width": 390, "height": 844}
#: Our own port is plain HTTP; this is what a proxy with TLS would say.
HEADERS = {"X-Forwarded-Proto": "https"}
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
NOT_FOUND = 404
BAD = 400
INLINE = ("data", "blob")


@dataclass
class Visit:
    """One first visit: what was fetched, in bytes over the wire, and what should not have happened."""

    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    #: What a proxy spares by compressing the page, where the site did not.
    spared: int = 0

    @property
    def kilobytes(self) -> float:
        """All of it."""
        return (sum(self.sizes.values()) - self.spared) / KILO

    @property
    def heaviest(self) -> str:
        """The three heaviest files, with their sizes."""
        largest = sorted(self.sizes.items(), key=lambda item: -item[1])[:3]
        return ", ".join(f"{self.addresses[key]} {size / KILO:.1f}" for key, size in largest)

    def asks(self, event: dict[str, Any], host: str) -> None:
        """Note a request, and that it went to another host."""
        address = urlsplit(event["request"]["url"])
        if address.scheme in INLINE:
            return
        self.addresses[event["requestId"]] = address.path.rpartition("/")[2] or "page"
        if address.netloc != host:
            self.wrong.append(f"asks another host: {event['request']['url']}")

    def hears(self, event: dict[str, Any], *, is_page: bool) -> None:
        """Note an answer that says no; the page "not found" is one by right."""
        answer = event["response"]
        if answer["status"] >= BAD and not (is_page and answer["status"] == NOT_FOUND):
            self.wrong.append(f"{answer['url']} answers {answer['status']}")

    def ends(self, event: dict[str, Any]) -> None:
        """Note how much came over the wire."""
        if event["requestId"] in self.addresses:
            self.sizes[event["requestId"]] = event["encodedDataLength"]


def visit(browser: Browser, host: str, path: str) -> Visit:
    """Open a page as somebody who has never been here, and wait until it fetches no more."""
    context = browser.new_context(viewport=PHONE, extra_http_headers=HEADERS, service_workers="block")  # type: ignore[arg-type]  # a size
    try:
        page, seen = context.new_page(), Visit()
        wire = context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", lambda event: seen.asks(event, host))
        wire.on("Network.responseReceived", lambda event: seen.hears(event, is_page=event["type"] == "Document"))
        wire.on("Network.loadingFinished", seen.ends)
        wire.on("Network.loadingFailed", lambda event: seen.wrong.append(f"fetching failed: {event['errorText']}"))
        wire.send("Network.enable")
        answer = page.goto(f"http://{host}{path}", wait_until="networkidle", timeout=WITHIN)
        if answer and "content-encoding" not in answer.headers:
            seen.spared = len(answer.body()) - len(gzip.compress(answer.body()))
        return seen
    finally:
        context.close()


def limit_of(name: str) -> int:
    """Return how heavy a page may be, in KB."""
    return LIMIT_OF_PROGRAMME if name.startswith(PROGRAMMES) else LIMIT


def rows(browser: Browser, host: str, pages: dict[str, dict[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Visit every page in both languages; yield its row, and what is wrong with it."""
    for name in pages["th"]:
        visits = {language: visit(browser, host, paths[name]) for language, paths in pages.items()}
        limit = limit_of(name)
        weights = {language: seen.kilobytes for language, seen in visits.items()}
        wrong = [f"{name}, {language}: {sentence}" for language, seen in visits.items() for sentence in seen.wrong]
        wrong += [f"{name}, {key}: {weight:.1f} KB" for key, weight in weights.items() if weight > limit]
        thai = visits["th"]
        cells = [f"{weights['th']:6.1f}", f"{weights['en']:7.1f}", f"{limit:5}", f"{len(thai.sizes):8}", thai.heaviest]
        yield f"| {name.ljust(20)} | {' | '.join(cells)} |", wrong


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give the system's Chromium. Raises Broken where none is installed."""
    program = services.chromium()
    if program is None:
        raise Broken("No Chromium is installed (Debian, Ubuntu: apt install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


def measured() -> list[str]:
    """Serve, visit, print the table; return what is wrong."""
    wrong = []
    say("| page                 | KB, th |  KB, en | limit | requests | heaviest in Thai |")
    say("| -------------------- | -----: | ------: | ----: | -------: | ---------------- |")
    with on_sqlite() as scratch:
        first = scratch.inside("prepare")["pages"][0][1]
        pages = scratch.inside("visited")
        with serving(scratch, "goodsociety.wsgi", first) as server, chromium() as browser:
            for row, faults in rows(browser, f"{load.HOST}:{server.port}", pages):
                say(row)
                wrong += faults
    return wrong


def main() -> int:
    """Measure and return the exit code."""
    signal.signal(signal.SIGTERM, asked_to_end)
    try:
        wrong = measured()
    except Broken as error:
        raise SystemExit(str(error)) from error
    say("\n".join(["", "Too heavy or wrong:", *wrong] if wrong else ["", "Every page is within its limit."]))
    return 1 if wrong else 0


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
