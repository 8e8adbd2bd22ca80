"""The tables: one row for each thing measured, as aligned Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from bench import load, measuring
from bench.measuring import Measured, Spread

MILLI = 1000
FULL = 100
EXACT_BELOW = 100


@dataclass(frozen=True)
class Row:
    """What is shown of one measured thing."""

    what: str
    connections: str
    per_second: str
    beside: str
    p50: str = ""
    p99: str = ""
    site: str = ""
    database: str = ""
    statements: str = ""
    size: str = ""


HEADS = Row(
    what="what",
    connections="connections",
    per_second="per s [least–most]",
    beside="of the floor",
    p50="p50 ms",
    p99="p99 ms",
    site="CPU ms, app",
    database="+ database",
    statements="statements",
    size="KB",
)


def rate(values: Spread) -> str:
    """Return a rate with its spread."""
    return f"{number(values.median)} [{number(values.least)}–{number(values.most)}]"


def number(value: float) -> str:
    """Return a rate with as many digits as it is worth."""
    return f"{value:,.0f}" if value >= EXACT_BELOW else f"{value:.1f}"


def share(ratios: list[float]) -> str:
    """Return the median of the ratios of each run to the floor beside it."""
    return f"{FULL * measuring.spread(ratios).median:.1f} %"


def measured_row(what: str, connections: int, runs: list[Measured], **more: str) -> Row:
    """Return the row of what was asked over HTTP."""
    waits = measuring.waits(runs)
    return Row(
        what=what,
        connections=str(connections),
        per_second=rate(measuring.spread([run.heard.per_second for run in runs])),
        p50=f"{MILLI * load.percentile(waits, 0.5):.1f}",
        p99=f"{MILLI * load.percentile(waits, 0.99):.1f}",
        site=f"{measuring.per_request(runs, lambda run: run.site_seconds):.2f}",
        database=database(runs),
        size=f"{runs[-1].heard.size / MILLI:.1f}",
        **more,
    )


def database(runs: list[Measured]) -> str:
    """Return the processor milliseconds of the database's own processes, nothing where it has none."""
    used = measuring.per_request(runs, lambda run: run.database_seconds)
    return f"{used:.2f}" if used else ""


@dataclass(frozen=True)
class Cost:
    """What is shown of a page's cost to the processor, unloaded and in one process."""

    what: str
    cold: str
    beside_cold: str
    warm: str
    beside_warm: str


COST_HEADS = Cost("what", "made anew, CPU ms", "× hello", "given out again, CPU ms", "× hello")


def cost_row(what: str, cold: float, warm: float, hello: float) -> Cost:
    """Return the row of a page, its costs in milliseconds, beside what saying hello costs."""
    return Cost(what, f"{cold:.1f}", f"{cold / hello:.1f}", f"{warm:.2f}", f"{warm / hello:.2f}")


def as_markdown(rows: list[Row]) -> str:
    """Return the rows of what was asked over HTTP."""
    return aligned([HEADS, *rows])


def costs_as_markdown(rows: list[Cost]) -> str:
    """Return the rows of what pages cost."""
    return aligned([COST_HEADS, *rows])


def aligned(rows: Sequence[Row | Cost]) -> str:
    """Return rows under their heads, columns aligned for reading as it is."""
    cells = [[str(getattr(row, column.name)) for column in fields(row)] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    # Names stand at the left, figures at the right; the colon says so to Markdown.
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(line(row, widths) for row in (cells[0], rule, *cells[1:]))


def line(cells: list[str], widths: list[int]) -> str:
    """Return one line of the table."""
    figures = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
    return f"| {' | '.join([cells[0].ljust(widths[0]), *figures])} |"
