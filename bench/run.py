"""How fast the site is, beside a hello-world view and the bare transaction on the same machine: ``make bench``.

    .venv/bin/python bench/run.py [--sqlite] [--quick] [--write]

Makes a database of its own on PostgreSQL (started for this run where none answers, waiting for the disk; with --sqlite
an SQLite file), serves the site as in production with two sync workers, and prints one table. Everything started is
stopped at the end. Ends with 1 when an answer was wrong, or a row or an invariant does not fit the answers.
"""

import argparse
import datetime as dt
import platform
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # instead of bench/

from bench import bare, costs, machine, pages, registering, table  # noqa: E402 - found through the line above
from bench.measuring import MOST_BY_OTHERS, Bench, Course  # noqa: E402
from bench.scratch import Broken, Scratch, on_postgres, on_sqlite  # noqa: E402
from bench.server import WORKERS, serving  # noqa: E402
from tests import services  # noqa: E402

RESULTS = ROOT / "bench" / "RESULTS.md"
INTERRUPTED = 130
LONGEST_SECONDS = 900
QUICK = Course(runs=1, repeats=0, floor_seconds=0.5, page_seconds=0.5, registering_seconds=1.0)
READING = """\
Each thing was measured {runs} × and the median is quoted; p50 and p99 are of all runs together. The floor of a page is
the hello-world view under the same server and middleware, that of registering the bare transaction (conditional
counter, insert, commit; {clients} clients), both measured within the same seconds. The load and the servers share the
processors, so that processor time is the figure to compare with other machines.

Pages are kept as in production, so that nearly every answer above is given out again; the statements are those of a
page made anew. What a page costs the processor, compressing it included, was measured apart: in one process without a
server, each page beside the hello-world view."""


class AskedToEnd(KeyboardInterrupt):
    """Somebody ended this process, or it took too long."""


def main(words: list[str]) -> int:
    """Measure as asked, print the table and return the exit code."""
    for sign in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(sign, asked_to_end)
    options = read(words)
    signal.alarm(LONGEST_SECONDS)
    try:
        with database(sqlite=options.sqlite) as scratch:
            report, wrong = measured(scratch, quick=options.quick)
    except KeyboardInterrupt:
        note("Interrupted; whatever was started has been stopped.")
        return INTERRUPTED
    except (Broken, services.Unusable) as error:
        raise SystemExit(str(error)) from error
    say(report)
    if options.write and not wrong:
        RESULTS.write_text(f"# Measured\n\n{report}\n")
    return 1 if wrong else 0


def asked_to_end(_sign: int, _frame: FrameType | None) -> None:
    """Leave by the way of Ctrl-C, so that everything started is stopped."""
    raise AskedToEnd


def read(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bench/run.py", description="Measure the site.")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    parser.add_argument("--quick", action="store_true", help="one page and one burst, to see that everything works")
    parser.add_argument("--write", action="store_true", help="keep the table in bench/RESULTS.md")
    return parser.parse_args(words)


@contextmanager
def database(*, sqlite: bool) -> Iterator[Scratch]:
    """Give the database to measure on: PostgreSQL, unless SQLite is asked for or nothing else is here."""
    with ExitStack() as stack:
        try:
            scratch = stack.enter_context(on_sqlite() if sqlite else on_postgres())
        except services.Missing as missing:
            note(f"{missing}: measuring on SQLite.")
            scratch = stack.enter_context(on_sqlite())
        yield scratch


def measured(scratch: Scratch, *, quick: bool) -> tuple[str, list[str]]:
    """Prepare the database, serve, measure everything; return the report and what was wrong."""
    begun_at = time.monotonic()
    note("Preparing a database …")
    asked = scratch.inside("prepare", *(["--small"] if quick else []))["pages"]
    first = asked[0][1]
    cost_rows, too_much = costs.measured(scratch, small=quick)
    course = QUICK if quick else Course()
    with serving(scratch, "goodsociety.wsgi", first) as site, serving(scratch, "bench.hello", "/") as floor:
        bench = Bench(scratch, site, floor, course, wrong=too_much)
        rows = []
        for row in (*pages.rows(bench, asked), *registering.rows(bench, small=quick)):
            note(f"{row.what}: {row.per_second} per second")
            rows.append(row)
    parts = parts_of_report(bench, rows, time.monotonic() - begun_at)
    return "\n\n".join([*parts[:2], table.costs_as_markdown(cost_rows), *parts[2:]]), bench.wrong


def parts_of_report(bench: Bench, rows: list[table.Row], seconds: float) -> list[str]:
    """Return the report: when and where, the table, how to read it, and what was wrong."""
    used = f"CPython {platform.python_version()}, Django {version('django')}, gunicorn {version('gunicorn')}"
    where = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}; {machine.machine()}; {used} with {WORKERS} sync workers; "
    parts = [f"{where}{bench.scratch.name}; {seconds:.0f} s.", table.as_markdown(rows)]
    parts.append(READING.format(runs=bench.course.runs, clients=bare.CLIENTS))
    others = f"Others used up to {bench.most_by_others:.0%} of the processors during a run"
    parts.append(others + (": disturbed." if bench.most_by_others > MOST_BY_OTHERS else "."))
    parts += ["\n".join(["Wrong:", *bench.wrong])] if bench.wrong else []
    return parts


def note(line: str) -> None:
    """Say what goes on, beside the report."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def say(text: str) -> None:
    """Print the report."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
