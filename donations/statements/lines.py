"""Lines of a statement out of the rows of a file: each with a moment and an amount, or with what is wrong."""

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from donations.models import StatementFormat
from donations.statements import refusals
from donations.statements.amounts import is_blank, satang_of
from donations.statements.columns import Columns, heading_place, plain
from donations.statements.days import moment_of
from goodsociety.common.sheets import Row

LONGEST_REFERENCE, LONGEST_WORDS, LONGEST_PROBLEM = 200, 1000, 200


@dataclass(frozen=True)
class Read:
    """A line as it was read; ``problem`` says why one without moment or amount is refused."""

    row: int
    happened_at: dt.datetime | None = None
    has_time: bool = False
    amount_satang: int | None = None
    reference: str = ""
    words: str = ""
    problem: str = ""


def read_lines(rows: Sequence[Row], format_: StatementFormat) -> list[Read]:
    """Return the lines of a file. Refuses NoHeadings and NoLines.

    Rows without a date and without any amount are none: sums, addresses, a headline that is repeated.
    """
    columns = Columns.of(format_.columns)
    place = heading_place(rows, columns, format_.skipped_rows)
    if place is None or not columns.date or not (columns.amount or columns.credit):
        raise refusals.NoHeadings(headings=", ".join(f"“{heading}”" for heading in columns.headings))
    headings = [plain(cell) for cell in rows[place].cells]
    lines = list(lines_below(rows[place + 1 :], headings, columns, format_.days))
    if not lines:
        raise refusals.NoLines
    return lines


def lines_below(rows: Sequence[Row], headings: list[str], columns: Columns, days: str) -> Iterator[Read]:
    """Yield the lines below the headings; those that are repeated on each page of a statement are none."""
    places = {heading: headings.index(plain(heading)) for heading in columns.headings}
    for row in rows:
        cells = {heading: row.cells[place] if place < len(row.cells) else "" for heading, place in places.items()}
        is_repeated = all(plain(cell) == plain(heading) for heading, cell in cells.items())
        amounts = [cells[name] for name in (columns.amount, columns.credit, columns.debit) if name]
        if not is_repeated and (cells[columns.date] or not all(map(is_blank, amounts))):
            yield line_of(row.number, cells, columns, days)


def line_of(number: int, cells: dict[str, str], columns: Columns, days: str) -> Read:
    """Return one line; what cannot be read stands in it as its problem."""
    read = Read(
        number,
        reference=tidy(cells.get(columns.reference, ""))[:LONGEST_REFERENCE],
        words=tidy(" · ".join(filter(None, (cells[name] for name in columns.words))))[:LONGEST_WORDS],
    )
    try:
        moment, has_time = moment_of(cells[columns.date], cells.get(columns.time, ""), days)
        satang = amount_of(cells, columns)
    except ValueError as error:
        return replace(read, problem=str(error)[:LONGEST_PROBLEM])
    return replace(read, happened_at=moment, has_time=has_time, amount_satang=satang)


def amount_of(cells: dict[str, str], columns: Columns) -> int:
    """Return what came, or with minus what went. Raises ValueError with a sentence."""
    if columns.amount:
        return satang_of(cells[columns.amount]) if not is_blank(cells[columns.amount]) else missing()
    came, went = cells[columns.credit], cells.get(columns.debit, "")
    satang = [0 if is_blank(text) else satang_of(text) for text in (came, went)]
    if is_blank(came) and is_blank(went):
        return missing()
    if all(satang):
        raise ValueError(_("Both what came and what went stand in this row."))
    # Some banks write what went with minus, others without.
    return satang[0] - abs(satang[1])


def missing() -> int:
    """Raise the sentence about a row without an amount."""
    raise ValueError(_("There is no amount in this row."))


def tidy(text: str) -> str:
    """Return a text in one line, as it compares equal however its file was written."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\x00", "").split())
