"""Run the tests on SQLite, then on PostgreSQL with Redis: ``make test``.

    .venv/bin/python tests/run.py [--all] [--once] [--coverage] [--durable] [-- what pytest takes]

What the second half needs is found or started by ``tests/services.py``; what this machine does not have is left out and
named in one line. With ``--all`` (``make check``) nothing may be left out. Ends with 1 when either half failed.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # instead of tests/, whose zones/ would hide the real one

from tests import services  # noqa: E402 - found through the line above

INTERRUPTED = 130
SCANNER = ROOT / "static" / "build" / "qr-scanner.min.js"
PYTEST_MAY_FINISH_WITHIN = 30.0


class AskedToEnd(KeyboardInterrupt):
    """Somebody ended this process alone; Ctrl-C in a terminal reaches pytest too."""


@dataclass
class Plan:
    """What this run does, and what it had to leave out."""

    everything: bool
    coverage: bool
    once: bool
    durable: bool
    pytest: list[str]
    chromium: str | None = field(default_factory=services.chromium)
    left_out: list[str] = field(default_factory=list)

    def leave_out(self, what: str, why: object) -> None:
        """Note what is not tested; refuse when everything has to be."""
        if self.everything:
            raise SystemExit(f"Nothing may be left out here, but {why}")
        self.left_out.append(f"Left out: {what}. {why}")


@dataclass(frozen=True)
class Half:
    """All tests on one database."""

    key: str
    title: str
    variables: dict[str, str] = field(default_factory=dict)
    #: What no database changes is looked at here alone.
    is_last: bool = True


def main(arguments: list[str]) -> int:
    """Run the tests as asked and return the exit code."""
    signal.signal(signal.SIGTERM, asked_to_end)
    signal.signal(signal.SIGHUP, asked_to_end)
    plan = read(arguments)
    try:
        codes = run_both(plan)
    except KeyboardInterrupt:
        return INTERRUPTED
    except services.Unusable as unusable:
        raise SystemExit(f"DATABASE_URL or REDIS_URL is set, but {unusable}") from unusable
    if plan.coverage:
        codes.append(report_coverage())
    for line in plan.left_out:
        say(line)
    return 1 if any(codes) else 0


def asked_to_end(_signal: int, _frame: FrameType | None) -> None:
    """Leave by the way of Ctrl-C, so that everything started is stopped."""
    raise AskedToEnd


def read(arguments: list[str]) -> Plan:
    """Read the command line; what follows ``--`` is pytest's."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(prog="tests/run.py", epilog="What follows -- goes to pytest.")
    parser.add_argument("--all", action="store_true", help="refuse to leave anything out")
    parser.add_argument("--coverage", action="store_true", help="measure coverage on SQLite")
    parser.add_argument("--once", action="store_true", help="run on SQLite alone what hardly asks the database")
    parser.add_argument("--durable", action="store_true", help="a PostgreSQL started here waits for the disk")
    options = parser.parse_args(arguments[:at])
    return Plan(options.all, options.coverage, options.once, options.durable, arguments[at + 1 :])


def run_both(plan: Plan) -> list[int]:
    """Run pytest on each database and return the exit codes."""
    if not plan.chromium:
        why = "Chromium is not installed (Debian, Ubuntu: apt-get install chromium)."
        plan.leave_out("the tests in a browser", why)
    elif not SCANNER.exists():
        plan.leave_out(
            "the camera at the desk", "npm has not fetched the QR scanner (Debian, Ubuntu: apt-get install npm)."
        )
    if plan.coverage:
        forget_coverage()
    with second_half(plan) as second:
        halves = [Half("sqlite", "SQLite", is_last=second is None)] + ([second] if second else [])
        return [run(half, plan) for half in halves]


@contextmanager
def second_half(plan: Plan) -> Iterator[Half | None]:
    """Give the half on PostgreSQL with Redis, or None where there is no PostgreSQL."""
    with ExitStack() as stack:
        database = enter(stack, services.postgres(durable=plan.durable), plan, "the tests on PostgreSQL with Redis")
        if not database:
            yield None
            return
        variables, title = {"DATABASE_URL": database.url}, database.name
        queue = enter(stack, services.redis(), plan, "Redis beside PostgreSQL")
        if queue:
            variables["REDIS_URL"] = queue.url
            title += f" with {queue.name}"
        yield Half("postgresql", title, variables)


def enter(
    stack: ExitStack, service: AbstractContextManager[services.Service], plan: Plan, what: str
) -> services.Service | None:
    """Start a service for as long as the stack, or note that it is left out."""
    try:
        return stack.enter_context(service)
    except services.Missing as missing:
        plan.leave_out(what, f"{missing}.")
        return None


def run(half: Half, plan: Plan) -> int:
    """Run pytest on one database and return its exit code."""
    say(f"== Tests on {half.title}")
    process = subprocess.Popen([sys.executable, "-m", "pytest", *options(half, plan)], cwd=ROOT, env=variables(half))
    try:
        code = process.wait()
    except KeyboardInterrupt as interrupt:
        wait_for_end(process, tell=isinstance(interrupt, AskedToEnd))
        raise
    say(f"== Tests on {half.title}: {'FAILED' if code else 'passed'}")
    return code


def options(half: Half, plan: Plan) -> list[str]:
    """Return pytest's arguments: ours, then those of the command line, which win."""
    chosen = ["-n", str(cores()), "--dist", "worksteal"]
    there = {"browser": plan.chromium, "scanner": SCANNER.exists(), "worker": "REDIS_URL" in half.variables}
    there["looks"] = half.is_last
    there["anywhere"] = half.key == "sqlite" or not plan.once
    without = [marker for marker, is_there in there.items() if not is_there]
    if without:
        chosen += ["-m", " and ".join(f"not {marker}" for marker in without)]
    if plan.coverage and half.key == "sqlite":
        chosen += ["--cov", "--cov-report=", "--cov-fail-under=0"]
    elsewhere = urlsplit(half.variables.get("REDIS_URL", "")).hostname
    if elsewhere:
        chosen += [f"--allow-hosts=127.0.0.1,::1,localhost,{elsewhere}"]
    return chosen + plan.pytest


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def variables(half: Half) -> dict[str, str]:
    """Return the environment of one half: its own services and nobody else's, and a place for what it covered."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return {**kept, "COVERAGE_FILE": str(ROOT / f".coverage.{half.key}"), **half.variables}


def wait_for_end(process: "subprocess.Popen[Any]", *, tell: bool) -> None:
    """Let an interrupted pytest take down what it built, before its services go away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if tell:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(PYTEST_MAY_FINISH_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def forget_coverage() -> None:
    """Remove what an earlier run measured."""
    for path in (ROOT / ".coverage", *ROOT.glob(".coverage.*")):
        path.unlink(missing_ok=True)


def report_coverage() -> int:
    """Put both halves together and return the exit code: 2 when too little was covered."""
    subprocess.run([sys.executable, "-m", "coverage", "combine", "--quiet"], cwd=ROOT, check=True)
    return subprocess.run([sys.executable, "-m", "coverage", "report"], cwd=ROOT, check=False).returncode


def say(line: str) -> None:
    """Print a line at once, so that it stands in order with what pytest prints."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
