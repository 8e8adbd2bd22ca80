"""What giving costs with 1,000, 10,000 and 100,000 payments: ``make giving``.

    .venv/bin/python bench/giving.py [--write]

Makes a database of its own on PostgreSQL, lets it write an edition with so many rows in its ledger, and makes each page
anew, without what is kept of pages and figures. Nothing may slow down: ends with 1 where a page with 100,000 payments
takes longer than 250 ms and twice what 1,000 take, needs more statements than these, or where an invariant of money
does not hold.
"""

import argparse
import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # instead of bench/

from bench.machine import machine  # noqa: E402 - found through the line above
from bench.scratch import Broken, Scratch, on_postgres  # noqa: E402
from tests import services  # noqa: E402

RESULTS = ROOT / "bench" / "GIVING.md"
NUMBERS = (1_000, 10_000, 100_000)
ROUNDS = 7
WITHIN = 900
MILLI = 1000
OK = 200
#: In milliseconds: what somebody who waits for a page hardly notices; and so many times what 1,000 payments take.
MOST, MOST_TIMES = 250, 2
#: Every row is looked at, so this one may take its time.
INVARIANTS, MOST_INVARIANTS = "check_invariants: money", 30_000
READING = """\
The shortest of {rounds}, in milliseconds of the clock (others may use the machine as well), each page made anew in one
process, compressing it and the database included; in brackets the statements. Sites keep public pages and figures for a
minute, so that visitors hardly ever wait for these. The sum of a ledger is read from an index (`payment_by_campaign`),
what is pledged from another one (`pledge_by_campaign`), both of which grow with the gifts of a campaign; the donors'
wall reads its one page from `pledge_given`. Checking the invariants looks at every row."""

Taken = dict[str, tuple[float, int]]


def measure() -> list[Taken]:
    """Let the ledger grow and measure at each number, in the midst of the expo, in the database of the environment."""
    import django  # noqa: PLC0415 - only here, in the process that is measured

    django.setup()
    import time_machine  # noqa: PLC0415
    from django.test.utils import override_settings  # noqa: PLC0415

    from bench.gifts import generated_edition, grow  # noqa: PLC0415

    edition, found = generated_edition(), []
    with time_machine.travel(edition.moment(2, dt.time(12))), override_settings(KEEP_PAGES=False):
        for number in NUMBERS:
            grow(edition, number)
            found.append({what: timed(act) for what, act in acts(edition, number).items()})
    return found


def acts(edition: Any, number: int) -> dict[str, Callable[[], None]]:
    """Return what is measured, by its name in the table."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from donations.models import Campaign  # noqa: PLC0415
    from goodsociety.operations.invariants_of_money import money_findings  # noqa: PLC0415

    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], headers={"X-Forwarded-Proto": "https"})
    client.force_login(finance())
    give, api = f"/{edition.year}/give/", f"/api/v1/campaigns/{edition.year}-campaign-0/donors/?page_size=20"
    last = number // 40
    paths = {
        "home, while the expo is on": f"/{edition.year}/",
        "wall of the mall": f"/{edition.year}/wall/",
        "campaign list": give,
        "campaign with half of all gifts": f"{give}campaign-0/",
        "its donors' wall, in the middle": f"{give}campaign-0/?page={last // 2}",
        "API: campaigns": f"/api/v1/campaigns/?edition={edition.year}",
        "API: donors": api,
        "ledger in the workspace": "/admin/donations/payment/",
        "ledger, searched": f"/admin/donations/payment/?q={number - 50}",
        "pledges in the workspace": "/admin/donations/pledge/",
    }
    return {
        **{what: page(client, path) for what, path in paths.items()},
        "totals of 20 campaigns": lambda: check(
            sum(row.progress.received for row in Campaign.objects.of(edition).with_totals()) > 0
        ),
        INVARIANTS: lambda: check(not list(money_findings())),
    }


def finance() -> Any:
    """Return somebody who may see everything in the workspace."""
    from accounts.models import User  # noqa: PLC0415

    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("finance@example.org")


def page(client: Any, path: str) -> Callable[[], None]:
    """Return what asks for a page."""

    def ask() -> None:
        response = client.get(path)
        check(response.status_code == OK, f"{path} answers {response.status_code}")

    return ask


def check(is_right: bool, sentence: str = "A sum or an invariant of money is wrong.") -> None:  # noqa: FBT001
    """End where something is wrong."""
    if not is_right:
        raise SystemExit(sentence)


def timed(act: Callable[[], None]) -> tuple[float, int]:
    """Return the fewest milliseconds of an act, and its statements, with no figure kept from before."""
    from django.core.cache import cache  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    seconds = []
    act()
    for _ in range(ROUNDS):
        cache.clear()
        begun_at = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - begun_at)
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        act()
    return min(seconds) * MILLI, len(seen)


def inside(scratch: Scratch) -> list[Taken]:
    """Let a process of its own measure."""
    command = [sys.executable, __file__, "--inside"]
    done = subprocess.run(  # noqa: S603 (this module)
        command, cwd=ROOT, env=scratch.variables, capture_output=True, text=True, timeout=WITHIN, check=False
    )
    if done.returncode:
        raise Broken(f"It could not be measured:\n{done.stderr.strip()}")
    return list(json.loads(done.stdout.splitlines()[-1]))


def table(rows: list[Taken], where: str) -> str:
    """Return the figures as a table."""
    heads = "| what | " + " | ".join(f"{number:,}" for number in NUMBERS) + " |"
    lines = [f"{machine()}; {where}; one process", "", heads, "| :--- |" + " ---: |" * len(NUMBERS)]
    return "\n".join([*lines, *(line(what, [row[what] for row in rows]) for what in rows[0])])


def line(what: str, taken: list[tuple[float, int]]) -> str:
    """Return the figures of one thing as a line."""
    return f"| {what} | " + " | ".join(f"{millis:,.0f} ({count})" for millis, count in taken) + " |"


def faults(rows: list[Taken]) -> list[str]:
    """Return what is wrong: something takes too long in the end, or needs more statements than in the beginning."""
    wrong = []
    for what, (millis, count) in rows[-1].items():
        millis_before, count_before = rows[0][what]
        most = MOST_INVARIANTS if what == INVARIANTS else max(MOST, MOST_TIMES * millis_before)
        if millis > most:
            wrong.append(f"{what}: {millis:.0f} ms, {most:.0f} allowed")
        if count > count_before:
            wrong.append(f"{what}: {count} statements instead of {count_before}")
    return wrong


def main() -> int:
    """Measure and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help="keep the table in bench/GIVING.md")
    asked = parser.parse_args()
    if asked.inside:
        sys.stdout.write("\n" + json.dumps(measure()) + "\n")
        return 0
    try:
        with on_postgres() as scratch:
            scratch.inside("prepare", "--small")
            rows, where = inside(scratch), scratch.name
    except (Broken, services.Missing, services.Unusable) as error:
        raise SystemExit(str(error)) from error
    wrong = faults(rows)
    report = f"{table(rows, where)}\n\n{READING.format(rounds=ROUNDS)}"
    sys.stdout.write("\n".join([report, *wrong]) + "\n")
    if asked.write:
        RESULTS.write_text(f"# Giving, measured\n\n{report}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
