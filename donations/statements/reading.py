"""Takes the rows out of a bank's file, whatever its letters and separators."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.files import File

from donations.statements import refusals
from goodsociety.common.sheets import Row, read_tables

MOST_ROWS = 5_000
LONGEST_NAME = 200
ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
#: The names that formats keep, by those that Python knows.
CODES = {"utf-8": "utf-8-sig", "tis-620": "cp874", "utf-16": "utf-16"}
MARKS = (b"\xff\xfe", b"\xfe\xff")
LOOKED_AT = 4096


@dataclass(frozen=True)
class BankFile:
    """A file of a bank: its name, its digest, and its rows as text."""

    name: str
    digest: str
    rows: tuple[Row, ...]


def read_file(upload: File, encoding: str = "") -> BankFile:
    """Return the rows of a file. Refuses with a sentence what is no list, is too large, or in other letters."""
    # What is too large is refused by its size, before anything of it is read.
    raw = upload.read() if small_enough(upload) else b""
    upload.seek(0)
    code = CODES.get(encoding) or unmarked_utf16(raw)
    given = in_utf8(raw, code, encoding) if raw and code and not raw.startswith(ARCHIVES) else upload
    tables = read_tables(given, most_rows=MOST_ROWS)
    if len(tables) > 1:
        raise refusals.TooManySheets(count=len(tables))
    digest = hashlib.sha256(raw).hexdigest()
    return BankFile((upload.name or "")[-LONGEST_NAME:], digest, tables[0].rows)


def small_enough(upload: File) -> bool:
    """Say whether a file may be read at all."""
    return bool(upload.size <= settings.SPREADSHEET_MEGABYTES * 2**20)


def unmarked_utf16(raw: bytes) -> str:
    """Return the name of UTF-16 in the order of its bytes where a text is written so without saying it."""
    head = raw[:LOOKED_AT]
    if b"\x00" not in head or head.startswith((*ARCHIVES, *MARKS)):
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    # Thai letters have no zero in them, digits and separators have one each, always in the same place.
    if even and odd:
        return ""
    return "utf-16-be" if even else "utf-16-le"


def in_utf8(raw: bytes, code: str, encoding: str) -> File:
    """Return a text file in UTF-8. Refuses WrongEncoding."""
    try:
        text = raw.decode(code)
    except UnicodeDecodeError:
        raise refusals.WrongEncoding(encoding=encoding or "UTF-16") from None
    return File(BytesIO(text.encode("utf-8")), name="statement.csv")
