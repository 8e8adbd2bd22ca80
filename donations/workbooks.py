"""Workbooks about money: real numbers and days, and every text a text, whatever it begins with."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import xlsxwriter

Cell: TypeAlias = str | int | Decimal | dt.date
Sheet: TypeAlias = tuple[Sequence[str], Iterable[Sequence[Cell]]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDTH = 20


def workbook(sheets: Mapping[str, Sheet]) -> bytes:
    """Return a workbook with a sheet under each name: its headings and its lines, written one by one."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as book:
        formats = {name: book.add_format(look) for name, look in FORMATS.items()}
        for name, (heads, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(heads) - 1, WIDTH)
            sheet.freeze_panes(1, 0)
            for column, head in enumerate(heads):
                sheet.write_string(0, column, head, formats["head"])
            for line, cells in enumerate(rows, 1):
                for column, cell in enumerate(cells):
                    write_cell(sheet, (line, column), cell, formats)
    return written.getvalue()


FORMATS = {"head": {"bold": True}, "money": {"num_format": "#,##0.00"}, "day": {"num_format": "yyyy-mm-dd"}}


def write_cell(sheet: Any, at: tuple[int, int], cell: Cell, formats: Mapping[str, Any]) -> None:
    """Write a text, a day, an amount in baht or a count."""
    if isinstance(cell, str):
        sheet.write_string(*at, cell)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(*at, cell, formats["day"])
    else:
        sheet.write_number(*at, cell, formats["money"] if isinstance(cell, Decimal) else None)
