"""Hands a spreadsheet to a process of its own and takes its rows back."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.core.files import File

from goodsociety.common.sheets import refusals, worker

#: From start to end, so that nobody waits for a process that neither works nor ends.
WAIT_SECONDS = 15
MEGABYTE = 2**20


@dataclass(frozen=True)
class Row:
    """A row that holds something, with its number in the sheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A sheet with its rows, all of them text; a file of text is one sheet without a name."""

    name: str
    rows: tuple[Row, ...]


def read_table(upload: File, *, most_rows: int) -> Table:
    """Return the first sheet of a spreadsheet that holds something. Refuses as ``read_tables`` does."""
    return read_tables(upload, most_rows=most_rows)[0]


def read_tables(upload: File, *, most_rows: int) -> list[Table]:
    """Return the visible sheets of an .xlsx, or the one of a .csv, that hold something.

    Refuses with a SheetRefusal what is no spreadsheet, is encrypted, too large or too long, swells when it is unpacked,
    or holds formulas without results.
    """
    if upload.size > settings.SPREADSHEET_MEGABYTES * MEGABYTE:
        raise refusals.SpreadsheetTooLarge(megabytes=settings.SPREADSHEET_MEGABYTES)
    told = told_by_worker(upload, worker.Limits(rows=most_rows))
    if "refused" in told:
        raise refusals.SHEET_REFUSALS[told["refused"]](**told["values"])
    sheets = (sheet for sheet in told["sheets"] if sheet["rows"])
    return [
        Table(sheet["name"], tuple(Row(number, tuple(cells)) for number, cells in sheet["rows"])) for sheet in sheets
    ]


def told_by_worker(upload: File, limits: worker.Limits) -> dict[str, Any]:
    """Return what the process says about a file. Refuses what made it end before it could say anything."""
    with TemporaryFile() as given, TemporaryFile() as told:
        for piece in upload.chunks():
            given.write(piece)
        given.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 (our own file, our own figures)
                [sys.executable, "-I", "-X", "utf8", str(Path(worker.__file__)), json.dumps(asdict(limits))],
                stdin=given, stdout=told, stderr=subprocess.DEVNULL, env={}, timeout=WAIT_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise refusals.HeavySpreadsheet from None
        # Below 0: the system ended it at one of its limits.
        if ended.returncode < 0 or ended.returncode == worker.TOO_HEAVY:
            raise refusals.HeavySpreadsheet
        if ended.returncode:
            raise refusals.DamagedSpreadsheet
        told.seek(0)
        answer: dict[str, Any] = json.load(told)
        return answer
