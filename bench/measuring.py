"""One measured run after another: a burst of requests and what it cost the processes; medians are quoted."""

import os
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench import load
from bench.machine import Accounts, cores
from bench.scratch import Scratch
from bench.server import Server

#: A run during which others used more of the machine than this is taken again.
MOST_BY_OTHERS = 0.1


@dataclass(frozen=True)
class Measured:
    """What one run gave: answers, waits, and processor seconds of the site, of the database, and of everybody else."""

    heard: load.Heard
    site_seconds: float
    database_seconds: float
    others: float


@dataclass(frozen=True)
class Course:
    """How long and how often everything is measured, and how many disturbed runs of pages are taken again in all."""

    runs: int = 3
    repeats: int = 8
    floor_seconds: float = 1.0
    page_seconds: float = 2.0
    registering_seconds: float = 4.0
    connections: int = 8


@dataclass
class Bench:
    """A run of the benchmark: what is asked, and what went wrong so far."""

    scratch: Scratch
    site: Server
    floor: Server
    course: Course
    repeated: int = 0
    most_by_others: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def burst(self, server: Server, requests: Iterator[bytes], *, connections: int, seconds: float) -> Measured:
        """Let connections ask a server, and account for it."""
        before, begun_at = Accounts.now(), time.perf_counter()
        heard = load.fire(server.port, requests, connections=connections, seconds=seconds)
        passed, after = time.perf_counter() - begun_at, Accounts.now()
        site = after.used_by([server.pid]) - before.used_by([server.pid])
        database = after.used_by(self.scratch.servers) - before.used_by(self.scratch.servers)
        ours = [os.getpid(), *self.scratch.servers]
        others = (after.busy - before.busy) - (after.used_by(ours) - before.used_by(ours))
        return Measured(heard, site, database, max(others, 0.0) / (passed * cores()))

    def undisturbed(self, measure: Callable[[], Measured]) -> Measured:
        """Measure; measure again when others were busy, as long as the whole benchmark has repeats left."""
        measured = measure()
        while measured.others > MOST_BY_OTHERS and self.repeated < self.course.repeats:
            self.repeated += 1
            measured = measure()
        self.most_by_others = max(self.most_by_others, measured.others)
        return measured

    def expect(self, what: str, measured: Measured, status: int) -> None:
        """Note answers that are not what a burst should get."""
        bad = {code: count for code, count in measured.heard.statuses.items() if code != status}
        self.wrong += [f"{what}: {count} × {code or 'no answer'}" for code, count in sorted(bad.items())]
        if not measured.heard.waits:
            self.wrong.append(f"{what}: nothing was answered")


@dataclass(frozen=True)
class Spread:
    """The median of some runs, between the smallest and the largest."""

    median: float
    least: float
    most: float


def spread(values: list[float]) -> Spread:
    """Return the median with the spread."""
    return Spread(statistics.median(values), min(values), max(values))


def per_request(measured: list[Measured], seconds: Callable[[Measured], float]) -> float:
    """Return the processor milliseconds of one request, the median of the runs."""
    return statistics.median(1000 * seconds(run) / max(len(run.heard.waits), 1) for run in measured)


def answered(measured: list[Measured], status: int) -> int:
    """Return how many requests got a status."""
    return sum((run.heard.statuses for run in measured), Counter[int]())[status]


def waits(measured: list[Measured]) -> list[float]:
    """Return the waits of all runs together."""
    return [wait for run in measured for wait in run.heard.waits]
