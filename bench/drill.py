"""Drills that are too long for every day: crowds after few places, over HTTP, on both databases: ``make drill``.

    .venv/bin/python bench/drill.py [--sqlite | --postgres] [--seeds 20]

Serves the site as in production with two sync workers on a database of its own. For every seed 500 clients ask at once
for the last 50 seats of a session, in parties of one to five, some of them twice; then 200 visitors go for 50 places
through form and confirmation page. Ends with 1 where a seat was given twice, an answer was an error, or an invariant
does not hold.
"""

import argparse
import json
import random
import re
import secrets
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # instead of bench/

from bench import load  # noqa: E402 - found through the line above
from bench.scratch import Scratch, on_postgres, on_sqlite  # noqa: E402
from bench.server import Server, serving  # noqa: E402

CLIENTS, SEATS, LARGEST = 500, 50, 5
VISITORS = 200
PATIENCE = 120.0
#: Of so many clients one is somebody who asks already, and one sends the very same request again.
ONE_IN = 10
CREATED, OK, FOUND, CONFLICT = 201, 200, 302, 409
RUN = secrets.token_hex(4)
FIELD = re.compile(rb'name="(csrfmiddlewaretoken|key)" value="([^"]+)"')
COOKIE = re.compile(rb"set-cookie: *([^=;]*csrf[^=;]*=[^;]+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)


@dataclass
class Drill:
    """Where the drill takes place, and what went wrong so far."""

    scratch: Scratch
    site: Server
    year: int
    wrong: list[str]

    def judge(self, what: str, codes: list[str]) -> int:
        """Compare seats with rows in sessions that were wanted; return how many seats are taken in the last one."""
        said = self.scratch.inside("judged", *codes)
        self.wrong += [f"{what}: check_invariants: {found}" for found in said["findings"]]
        taken = 0
        for code, (capacity, taken, by_rows, twice) in said["sessions"].items():
            if taken > capacity or taken != by_rows or twice:
                self.wrong.append(f"{what}: {code} holds {capacity}: {taken} taken, {by_rows} by rows, {twice} twice")
        return int(taken)


def main(words: list[str]) -> int:
    """Run the drills on the databases asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="bench/drill.py", description="Crowds after few places.")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite only")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL only")
    parser.add_argument("--seeds", type=int, default=20)
    asked = parser.parse_args(words)
    wrong: list[str] = []
    for is_left_out, database in ((asked.postgres, on_sqlite), (asked.sqlite, on_postgres)):
        if not is_left_out:
            wrong += drilled(database(), seeds=asked.seeds)
    sys.stdout.write("\n".join(["Wrong:", *wrong, ""] if wrong else ["Nothing wrong.", ""]))
    return 1 if wrong else 0


def drilled(database: AbstractContextManager[Scratch], *, seeds: int) -> list[str]:
    """Drill on one database; return what was wrong."""
    with database as scratch:
        say(scratch.name)
        pages = scratch.inside("prepare", "--small")["pages"]
        chosen = scratch.inside("seats", str(seeds + 1), str(SEATS))
        with serving(scratch, "goodsociety.wsgi", pages[0][1]) as site:
            drill = Drill(scratch, site, chosen["year"], [])
            crowd_codes, form_code = chosen["codes"][:-1], chosen["codes"][-1]
            for seed, code in enumerate(crowd_codes):
                crowd(drill, code, seed)
            drill.judge("crowd", crowd_codes)
            visitors(drill, form_code)
            return drill.wrong


def crowd(drill: Drill, code: str, seed: int) -> None:
    """Let a crowd ask for the seats of one session over the API."""
    requests = list(asking(code, random.Random(seed)))  # noqa: S311 (a drill that can be repeated)
    heard = load.fire(drill.site.port, iter(requests), connections=CLIENTS, seconds=PATIENCE)
    expect(drill, f"crowd, seed {seed}", heard, {CREATED, CONFLICT}, CLIENTS)
    say(f"crowd, seed {seed}: {told(heard)}")


def asking(code: str, chance: random.Random) -> Iterator[bytes]:
    """Yield what the crowd asks: parties of one to five, some people twice, some requests twice."""
    sent: list[tuple[dict[str, object], str]] = []
    for number in range(CLIENTS):
        is_again = bool(sent) and not chance.randrange(ONE_IN)
        if is_again and chance.randrange(2):
            body, key = chance.choice(sent)
        else:
            who = chance.choice(sent)[0]["email"] if is_again else f"{RUN}-{code}-{number}@example.org"
            size = chance.randint(1, LARGEST)
            body, key = (
                {"name": f"ผู้มาชม {number}", "email": who, "party_size": size, "consent": True},
                f"{code}-{number}",
            )
        sent.append((body, key))
        yield load.post(f"/api/v1/sessions/{code}/registrations/", body, key=key)


def visitors(drill: Drill, code: str) -> None:
    """Let visitors go for the places of one session through form and confirmation page."""
    ends: Counter[str] = Counter()
    path = f"/{drill.year}/sessions/{code}/register/"
    errands = [visit(path, f"{RUN}-form-{number}@example.org", ends) for number in range(VISITORS)]
    heard = load.run_errands(drill.site.port, errands, seconds=PATIENCE)
    asked = 2 * VISITORS + SEATS
    expect(drill, "form", heard, {OK, FOUND, CONFLICT}, asked)
    taken = drill.judge("form", [code])
    if (ends["confirmed"], ends["refused"]) != (SEATS, VISITORS - SEATS):
        drill.wrong.append(f"form: {dict(ends)}, {taken} seats taken")
    say(f"form, {VISITORS} visitors after {SEATS} places, {asked} answers: {told(heard)}; {dict(ends)}")


def visit(path: str, email: str, ends: Counter[str]) -> load.Errand:
    """Open the form, send it, and look at the page that it leads to."""
    page = yield load.get(path)
    fields = {name.decode(): value.decode() for name, value in FIELD.findall(page)}
    cookie = COOKIE.search(page)
    if cookie is None:
        ends["without a form"] += 1
        return
    fields |= {"name": "ผู้มาชม", "email": email, "party_size": "1", "consent": "on"}
    answer = yield form(path, fields, cookie[1].decode())
    found = LOCATION.search(answer)
    if found is None:
        ends["refused"] += 1
        return
    confirmation = yield load.get(found[1].decode())
    ends["confirmed" if confirmation[9:12] == b"200" else "lost"] += 1


def form(path: str, fields: dict[str, str], cookie: str) -> bytes:
    """Return the request that sends a form."""
    text = urlencode(fields).encode()
    more = (
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(text)}\r\n"
        f"Cookie: {cookie}\r\nReferer: https://{load.HOST}{path}\r\n"
    )
    return load.HEAD.format(method="POST", path=path, more=more).encode() + text


def expect(drill: Drill, what: str, heard: load.Heard, statuses: set[int], answers: int) -> None:
    """Note answers that should not be, and requests without one."""
    if set(heard.statuses) - statuses or sum(heard.statuses.values()) != answers:
        drill.wrong.append(f"{what}: {json.dumps(heard.statuses)} of {answers} answers")


def told(heard: load.Heard) -> str:
    """Return what was heard, in a line."""
    waits = f"p50 {load.percentile(heard.waits, 0.5):.2f} s, p99 {load.percentile(heard.waits, 0.99):.2f} s"
    return f"{dict(heard.statuses)} in {heard.seconds:.2f} s, {waits}, slowest {max(heard.waits, default=0):.2f} s"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
