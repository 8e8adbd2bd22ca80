"""Registrations over HTTP, each by a new person under a key of its own, beside the bare transaction."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle

from bench import bare, load, measuring, table
from bench.measuring import Bench, Measured

CREATED = 201
SESSIONS = 120
#: The last of them are the crowd that waits in the minute when registration opens.
CONNECTIONS = (8, 32, 200)
NAME = "ผู้มาชมงาน"
#: What nobody shares with an earlier run in the same database.
RUN = secrets.token_hex(4)
numbers = count()


@dataclass(frozen=True)
class Case:
    """Where people register: in one session that everybody wants, or in many."""

    name: str
    paths: list[str]
    connections: tuple[int, ...]


def requests(paths: list[str]) -> Iterator[bytes]:
    """Yield registrations of one new person after another, session by session."""
    for path in cycle(paths):
        number = next(numbers)
        email = f"bench-{RUN}-{number}@example.org"
        body = {"name": f"{NAME} {number}", "email": email, "party_size": 1, "consent": True}
        yield load.post(path, body, key=f"{RUN}-{number}")


def rows(bench: Bench, *, small: bool) -> Iterator[table.Row]:
    """Measure registering and yield the rows; what is wrong in the database afterwards is noted."""
    before = bench.scratch.inside("open", str(1 if small else SESSIONS))
    hot, paths = before["paths"][:1], before["paths"]
    cases = [Case("register: one session", hot, CONNECTIONS[:1] if small else CONNECTIONS)]
    if not small:
        cases.append(Case(f"register: {len(paths)} sessions", paths, CONNECTIONS))
    bare.make_tables(bench.scratch, len(paths))
    runs: list[Measured] = []
    for case in cases:
        for row, measured in measured_case(bench, case, str(before["statements"])):
            runs += measured
            yield row
    recount(bench, before, measuring.answered(runs, CREATED))


def measured_case(bench: Bench, case: Case, statements: str) -> Iterator[tuple[table.Row, list[Measured]]]:
    """Measure one case with each number of connections, the bare transaction before every run."""
    floors: list[float] = []
    for connections in case.connections:
        pairs = [(floor(bench, case), registered(bench, case, connections)) for _ in range(bench.course.runs)]
        floors += [below for below, _ in pairs]
        ratios = [above.heard.per_second / max(below, 1) for below, above in pairs]
        runs = [above for _, above in pairs]
        beside = table.share(ratios)
        yield table.measured_row(case.name, connections, runs, beside=beside, statements=statements), runs
    name = case.name.replace("register", "bare SQL")
    yield table.Row(name, str(bare.CLIENTS), table.rate(measuring.spread(floors)), "", statements="4"), []


def floor(bench: Bench, case: Case) -> float:
    """Measure the bare transaction."""
    return bare.per_second(bench.scratch, len(case.paths), bench.course.page_seconds)


def registered(bench: Bench, case: Case, connections: int) -> Measured:
    """Measure registering; a disturbed run is not taken again here, since its rows are there."""
    seconds = bench.course.registering_seconds
    run = bench.burst(bench.site, requests(case.paths), connections=connections, seconds=seconds)
    bench.most_by_others = max(bench.most_by_others, run.others)
    bench.expect(f"{case.name}, {connections} connections", run, CREATED)
    return run


def recount(bench: Bench, before: dict[str, int], answered: int) -> None:
    """Compare what was answered with the rows, and check every invariant."""
    after = bench.scratch.inside("recount")
    for kind in ("registrations", "answers"):
        made = after[kind] - before[kind]
        if made != answered:
            bench.wrong.append(f"{answered} registrations were answered with {CREATED}, but {made} {kind} are stored")
    bench.wrong += [f"check_invariants: {found}" for found in after["findings"]]
