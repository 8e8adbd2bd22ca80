"""Reads one spreadsheet from standard input and writes its rows as JSON: run alone, in a process that may use little.

Nothing of the site is imported, so nothing of it can be reached by what a file does to its reader. What is wrong with a
file is told by name (see refusals.py); whatever else goes wrong ends the process.
"""

import csv
import datetime as dt
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

#: The exit that says: out of memory, or more to tell than may be told.
TOO_HEAVY = 3
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
#: What old programs write their names of streams in.
LOCKED, OLD = ("EncryptedPackage".encode("utf-16-le"), ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le")))
WORKBOOK = "xl/workbook.xml"
MOST_PARTS = 1000
PIECE = 64 * 1024
#: How other kinds of text begin: marked up, PDF, PostScript, JSON.
OTHER_TEXT = ("<", "%PDF", "%!PS", "{")
CODES = (("\ufeff".encode("utf-16-le"), "utf-16"), ("\ufeff".encode("utf-16-be"), "utf-16"))
#: What a line of a text may be cut at; a comma where none of them is there.
CUTS = ",\t;"
LINES_LOOKED_AT = 20

Row = tuple[int, list[str]]


class Unfit(Exception):
    """A file that is not read: the name of the refusal, and what its sentence names."""

    def __init__(self, refusal: str, **values: object) -> None:
        """Keep both."""
        super().__init__(refusal)
        self.values = values


@dataclass(frozen=True)
class Limits:
    """What reading one file may take."""

    rows: int
    columns: int = 100
    unpacked: int = 64 * 2**20
    memory: int = 512 * 2**20
    cpu_seconds: int = 10
    told: int = 16 * 2**20

    def hold(self) -> None:
        """Let the system end this process when it takes more. macOS counts no address space: there the rest holds."""
        most = {
            resource.RLIMIT_AS: self.memory,
            resource.RLIMIT_CPU: self.cpu_seconds,
            resource.RLIMIT_FSIZE: self.told,
            resource.RLIMIT_CORE: 0,
        }
        for kind, limit in most.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, limit))


def read(file: BinaryIO, limits: Limits) -> list[dict[str, Any]]:
    """Return the sheets of a file, whatever it is called, each with its name and its rows that hold something."""
    head = file.read(len(OLE))
    if head == OLE:
        raise Unfit(kind_of_ole(file.read()))
    if head.startswith(ZIP):
        look_inside(file, limits)
        sheets = list(read_workbook(file, limits))
    else:
        sheets = [{"name": "", "rows": list(held(rows_of_text(head + file.read()), limits))}]
    if not any(sheet["rows"] for sheet in sheets):
        raise Unfit("EmptySpreadsheet")
    return sheets


def kind_of_ole(rest: bytes) -> str:
    """Say what a file in the container of old Office programs is: Excel wraps what it encrypts in one, too."""
    if LOCKED in rest:
        return "LockedSpreadsheet"
    return "OldSpreadsheet" if any(name in rest for name in OLD) else "NotASpreadsheet"


def look_inside(file: BinaryIO, limits: Limits) -> None:
    """Refuse an archive that is no workbook, or holds more than it may: by its directory, and by unpacking it once.

    The directory may lie, so each part is unpacked piece by piece; zipfile ends a part at the size that the directory
    gives and then compares the checksum.
    """
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise Unfit("LockedSpreadsheet")
        if WORKBOOK not in archive.namelist() or not {part.compress_type for part in parts} <= {0, 8}:
            raise Unfit("NotASpreadsheet")
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked:
            raise Unfit("SwollenSpreadsheet")
        for part in parts:
            with archive.open(part) as unpacked:
                while unpacked.read(PIECE):
                    pass


def read_workbook(file: BinaryIO, limits: Limits) -> Iterator[dict[str, Any]]:
    """Yield the sheets of a workbook that are not hidden; a formula is read as its last result."""
    from openpyxl import load_workbook  # noqa: PLC0415 (within the limits, and only where it is needed)

    books = [load_workbook(file, read_only=True, data_only=data_only, keep_links=False) for data_only in (True, False)]
    for results, formulas in zip(*(book.worksheets for book in books), strict=True):
        if results.sheet_state == "visible":
            for sheet in (results, formulas):
                sheet.reset_dimensions()
            yield {"name": results.title, "rows": list(held(rows_of_sheet(results, formulas, limits), limits))}


def rows_of_sheet(results: Any, formulas: Any, limits: Limits) -> Iterator[list[str]]:
    """Yield the rows of a sheet, read twice side by side: for what its cells show, and for which of them are formulas.

    One column more than allowed is read, so that it is missed by nobody.
    """
    both = (sheet.iter_rows(max_col=limits.columns + 1) for sheet in (results, formulas))
    for row, written in zip(*both, strict=True):
        for shown, meant in zip(row, written, strict=True):
            # Of type "str" is a result that is text, so nothing there is meant.
            is_without = meant.data_type == "f" and shown.value is None and shown.data_type != "str"
            if shown.data_type == "e" or is_without:
                raise Unfit("FormulaWithoutValue", cell=meant.coordinate, sheet=results.title)
        yield [as_text(cell.value) for cell in row]


def as_text(value: object) -> str:
    """Return what a cell holds as text: whole numbers without a point, days and times as ISO 8601 writes them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        day, time = value.date().isoformat(), value.time()
        return day if time == dt.time() else f"{day} {time.isoformat('minutes')}"
    return str(value).strip()


def rows_of_text(raw: bytes) -> Iterator[list[str]]:
    """Yield the rows of a text with separators."""
    text = decoded(raw)
    if "\x00" in text or text.lstrip().startswith(OTHER_TEXT):
        raise Unfit("NotASpreadsheet")
    beginning = "\n".join(text.splitlines()[:LINES_LOOKED_AT])
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=max(CUTS, key=beginning.count)):
        yield [cell.strip() for cell in row]


def decoded(raw: bytes) -> str:
    """Return a text in Unicode: marked as UTF-16, else as UTF-8, else in the Thai code page of Windows (TIS-620)."""
    for mark, code in CODES:
        if raw.startswith(mark):
            return raw.decode(code)
    if b"\x00" in raw:
        raise Unfit("NotASpreadsheet")
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8-sig")
    try:
        text = raw.decode("cp874")
    except UnicodeDecodeError:
        raise Unfit("StrangeLetters") from None
    if any(ord(letter) < ord(" ") and letter not in "\t\r\n\f" for letter in text):
        raise Unfit("NotASpreadsheet")
    return text


def held(rows: Iterator[list[str]], limits: Limits) -> Iterator[Row]:
    """Yield the rows that hold something with their numbers, without empty cells at their ends."""
    count = 0
    for number, row in enumerate(rows, 1):
        while row and not row[-1]:
            row.pop()
        if len(row) > limits.columns:
            raise Unfit("TooManyColumns", most=limits.columns)
        count += bool(row)
        if count > limits.rows:
            raise Unfit("TooManyRows", most=limits.rows)
        if row:
            yield number, row


def main() -> None:
    """Read what comes and tell it, within the limits that the command line names."""
    limits = Limits(**json.loads(sys.argv[1]))
    limits.hold()
    try:
        told = told_of(sys.stdin.buffer, limits)
    except MemoryError:
        sys.exit(TOO_HEAVY)
    try:
        sys.stdout.buffer.write(told)
        sys.stdout.buffer.flush()
    except OSError:  # more than may be written
        sys.exit(TOO_HEAVY)


def told_of(file: BinaryIO, limits: Limits) -> bytes:
    """Return what there is to say about a file, as JSON."""
    try:
        told: dict[str, Any] = {"sheets": read(file, limits)}
    except Unfit as unfit:
        told = {"refused": str(unfit), "values": unfit.values}
    return json.dumps(told).encode()


if __name__ == "__main__":
    main()
