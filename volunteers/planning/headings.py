"""The tables of a spreadsheet by their headings, and what each row says under them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from goodsociety.common.sheets import Row, Table
from volunteers.planning.columns import DUTY_COLUMNS, EXPLAINS, SHIFT_COLUMNS, Column, folded, in_all_languages

#: The headings stand in one of the first rows: there may be a title above.
ROWS_ABOVE = 5
#: The columns without which rows are nothing.
KEYS = {SHIFT_COLUMNS: {"duty", "day", "starts"}, DUTY_COLUMNS: {"duty", "name_th"}}


@dataclass
class Typed:
    """What one row of a file says: values by column, and what is wrong with it."""

    where: str
    values: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def complain(self, column: Column, sentence: object) -> None:
        """Note what is wrong with a cell, by the heading of its column."""
        self.wrong.append(f"{column.label}: {sentence}")

    def read(self, column: Column, cell: str) -> None:
        """Read one cell; an empty one says that there is none."""
        if not cell and column.is_needed:
            self.complain(column, _("Please fill this in."))
        elif not cell:
            self.values[column.name] = None
        else:
            try:
                self.values[column.name] = column.read(cell)
            except ValueError as error:
                self.complain(column, error)

    def find(self, column: Column, rows: dict[str, Any], sentence: str) -> None:
        """Replace an address by the thing itself, or complain that there is none."""
        slug = self.values.get(column.name)
        if slug and slug.lower() in rows:
            self.values[column.name] = rows[slug.lower()]
        elif slug:
            del self.values[column.name]
            self.complain(column, sentence % {"slug": slug})


@dataclass(frozen=True)
class Headed:
    """A table whose columns are known, and the headings that nobody knows."""

    table: Table
    columns: dict[int, Column]
    rows: tuple[Row, ...]
    unknown: tuple[str, ...]

    @property
    def is_of_shifts(self) -> bool:
        """Whether its rows are shifts."""
        return any(column.name == "starts" for column in self.columns.values())

    def typed(self) -> Iterable[Typed]:
        """Yield what each row says."""
        sheet = f"{self.table.name}, " if self.table.name else ""
        for row in self.rows:
            typed = Typed(sheet + _("row %(number)s") % {"number": row.number})
            for place, column in self.columns.items():
                typed.read(column, row.cells[place].strip() if place < len(row.cells) else "")
            yield typed


def headed(table: Table) -> Headed | None:
    """Return a table with its columns; None where no row at its top names those of duties or of shifts."""
    for number, row in enumerate(table.rows[:ROWS_ABOVE]):
        for columns, keys in KEYS.items():
            found = {place: column for place, cell in enumerate(row.cells) if (column := known_as(cell, columns))}
            names = [column.name for column in found.values()]
            if keys <= set(names) and len(names) == len(set(names)):
                unknown = tuple(cell for place, cell in enumerate(row.cells) if cell and place not in found)
                return Headed(table, found, table.rows[number + 1 :], unknown)
    return None


def known_as(heading: str, columns: Iterable[Column]) -> Column | None:
    """Return the column of a heading."""
    return next((column for column in columns if folded(heading) in column.headings), None)


def explains(table: Table) -> bool:
    """Say whether a table is the one that explains the others in a file of ours."""
    return folded(table.rows[0].cells[-1]) in in_all_languages(EXPLAINS)
