"""Files for spreadsheets: duties and shifts, as they are read again, and sign-ups with their hours."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from activities.admin.exporting import AT_ONCE, BOM, Echo, harmless
from goodsociety.common.dates import local
from volunteers.actions.hours import worked_minutes
from volunteers.models import Duty, Shift, SignUp
from volunteers.planning.columns import DUTY_COLUMNS, EXPLAINS, SHIFT_COLUMNS, Column
from zones.models import Edition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
WIDTH, WIDEST = 22, 60
HOUR = 60

Rows = Iterable[Sequence[Any]]


def csv_of(heads: Sequence[str], rows: Rows) -> Iterator[str]:
    """Yield a file line by line; no spreadsheet takes a cell of it for a formula."""
    writer = csv.writer(Echo())
    yield BOM
    yield writer.writerow(heads)
    for row in rows:
        yield writer.writerow(harmless(row))


def workbook(sheets: dict[str, tuple[Sequence[str], Rows]]) -> bytes:
    """Return a workbook with a sheet under each name; every text stays a text, whatever it begins with."""
    book = Workbook(write_only=True)
    for name, (heads, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for place in range(len(heads)):
            sheet.column_dimensions[chr(ord("A") + place)].width = WIDTH
        sheet.append([cell_of(sheet, head, bold=True) for head in heads])
        for row in rows:
            sheet.append([cell_of(sheet, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def cell_of(sheet: Any, value: object, *, bold: bool = False) -> WriteOnlyCell:
    """Return a cell with a number as it is, or a text."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    cell = WriteOnlyCell(sheet, value if is_number else ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    if not is_number:
        cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=not is_number)
    return cell


# Duties and shifts


def heads(columns: Iterable[Column]) -> list[str]:
    """Return the headings, those with a star without which a row is nothing."""
    return [f"{column.label} *" if column.is_needed else str(column.label) for column in columns]


def rows_of(columns: Iterable[Column], rows: Iterable[Duty | Shift]) -> Iterator[list[Any]]:
    """Yield the cells of each row."""
    every = list(columns)
    for row in rows:
        yield [column.write(row) for column in every]


def duties_of(edition: Edition) -> Iterable[Duty]:
    """Return an edition's duties."""
    return Duty.objects.filter(edition=edition).select_related("zone", "host").prefetch_related("needs")


def shifts_of(edition: Edition) -> Iterable[Shift]:
    """Return an edition's shifts."""
    return Shift.objects.of(edition).for_page().by_duty()


def plan_csv(edition: Edition, columns: Sequence[Column]) -> Iterator[str]:
    """Yield the duties or the shifts of an edition."""
    rows: Iterable[Duty | Shift] = duties_of(edition) if columns is DUTY_COLUMNS else shifts_of(edition)
    return csv_of(heads(columns), rows_of(columns, rows))


def plan_workbook(edition: Edition | None) -> bytes:
    """Return an edition's duties and shifts as a workbook, with a sheet that explains; no rows without one."""
    duties, shifts = (duties_of(edition), shifts_of(edition)) if edition else ((), ())
    return workbook(
        {
            _("Duties"): (heads(DUTY_COLUMNS), rows_of(DUTY_COLUMNS, duties)),
            _("Shifts"): (heads(SHIFT_COLUMNS), rows_of(SHIFT_COLUMNS, shifts)),
            _("How to fill it in"): ([_("sheet"), _("column"), str(EXPLAINS)], explained()),
        }
    )


def explained() -> Iterator[list[str]]:
    """Yield what goes into each column."""
    for sheet, columns in ((_("Duties"), DUTY_COLUMNS), (_("Shifts"), SHIFT_COLUMNS)):
        for column, head in zip(columns, heads(columns), strict=True):
            yield [sheet, head, str(column.explained)]


# Sign-ups


def sign_up_heads() -> list[str]:
    """Return the headings of sign-ups."""
    return [
        _("reference"), _("status"), _("name"), _("e-mail"), _("phone"), _("party size"), _("names"), _("organization"),
        _("zone"), _("duty"), _("place"), _("starts"), _("ends"), _("planned hours"), _("arrived"),
        pgettext("when", "left"), _("people who came"), _("worked hours (each)"), _("approved hours (each)"),
        _("approved hours (all)"), _("note"), _("language"), _("signed up"),
    ]  # fmt: skip


def sign_up_rows(rows: Any) -> Iterator[list[Any]]:
    """Yield the cells of each sign-up; moments are ISO 8601 by the expo's clocks, hours are decimal."""
    along = rows.select_related("shift__duty__zone", "shift__place", "organization").prefetch_related("members")
    for row in along.iterator(chunk_size=AT_ONCE):
        yield sign_up_cells(row)


def sign_up_cells(row: SignUp) -> list[Any]:
    """Return the cells of a sign-up."""
    shift, duty = row.shift, row.shift.duty
    names = ", ".join(member.name for member in row.members.all())
    heads_there = row.heads or row.party_size
    approved = row.approved_minutes
    return [
        row.reference, row.get_status_display(), row.name, row.email, row.phone, row.party_size, names,
        row.organization.name if row.organization else "", duty.zone.name if duty.zone else "", duty.name,
        shift.place.name if shift.place else "", iso(shift.starts_at), iso(shift.ends_at), hours(shift.planned_minutes),
        iso(row.arrived_at), iso(row.left_at), "" if row.heads is None else row.heads, hours(worked_minutes(row)),
        hours(approved), hours(None if approved is None else approved * heads_there), row.note, row.language,
        iso(row.created_at),
    ]  # fmt: skip


def iso(moment: Any) -> str:
    """Return a moment by the expo's clocks, or nothing."""
    return local(moment).isoformat(sep=" ", timespec="minutes") if moment else ""


def hours(minutes: int | None) -> float | str:
    """Return minutes as hours, or nothing."""
    return "" if minutes is None else round(minutes / HOUR, 2)
