"""Names of a party as people paste and upload them: what stands around each is cleaned away.

Lists come with numbers and bullets before the names, or as tables in which title, first name and surname have columns
of their own. Nothing is dropped but what holds no letter; whoever sends a list sees what was made of it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from accounts.contact import normal_name
from goodsociety.common.folding import as_typed
from goodsociety.common.sheets import Row, Table

#: More people than any field tour takes; longer lists are a slip.
MOST_NAMES = 2000
LONGEST_NAME = 200
#: Bullets, dashes and ticks; then a number with what follows it, glued to the name only where that is Thai.
BULLET = re.compile(r"(?:\[[ xX]?\]|[^\w(\[]|_)+")
NUMBER = re.compile(r"[(\[]?\d{1,4}(?:\s*[.):\]\-–]+\s*|\s+|(?=[ก-ฮเ-ไ])|$)")
TRAILING = " ,;\t"

#: Headings, as `as_typed` writes them.
WHOLE = re.compile(
    r"ชื่อ(?:จริง|เต็ม|ตัว)?(?:และ)?(?:นาม)?สกุล.{0,20}|(?:ราย)?ชื่อ(?:ผู้|นักเรียน|นักศึกษา|สมาชิก|พนักงาน|ครู|อาจารย์).{0,20}"
    r"|รายชื่อ|ชื่อ|(?: full| student| participant| member)? names?(?: and surname)?"
)
FIRST = re.compile(r"ชื่อ(?:จริง|ตัว)?| (?:first|given) name")
LAST = re.compile(r"(?:นาม)?สกุล| (?:last|family) name| surname")
TITLE = re.compile(r"คำนำ(?:หน้า)?(?:ชื่อ|นาม)?| title| prefix")
HEADINGS_WITHIN = 15
#: A title alone is no name yet.
TITLES = re.compile(
    r"(?:นาย|นาง|นางสาว|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|ครู|อาจารย์|ดร\.|mr|mrs|ms|miss|dr)\.?", re.IGNORECASE
)
#: Into how many columns a name is split at most: title, first name, surname.
MOST_PARTS = 3


@dataclass(frozen=True)
class Found:
    """Names found in a spreadsheet, and where: of which sheet, under which headings or from which column on (A …)."""

    names: tuple[str, ...]
    sheet: str
    column: str


@dataclass(frozen=True)
class Columns:
    """The columns that make up the names of a table, below its heading if it has one."""

    numbers: tuple[int, ...]
    heading: int = -1
    name: str = ""


def names_typed(text: str) -> list[str]:
    """Return the names of a text with one on each line, or of a table pasted from a spreadsheet."""
    lines = [line.strip("\r\f\v ") for line in text.split("\n")]
    if any("\t" in line.strip() for line in lines):
        rows = [Row(number, tuple(cell.strip() for cell in line.split("\t"))) for number, line in enumerate(lines, 1)]
        return list(names_of(Table("", tuple(row for row in rows if any(row.cells)))).names)
    return [name for name in map(clean_name, lines) if name]


def clean_name(line: str) -> str:
    """Return the name in a line, without bullet and number; nothing where no letter is left."""
    name = normal_name(line)
    for around in (BULLET, NUMBER, BULLET):
        found = around.match(name)
        name = name[found.end() :] if found else name
    name = name.rstrip(TRAILING)
    return name if has_letter(name) else ""


def has_letter(text: str) -> bool:
    """Say whether a text holds a letter."""
    return any(character.isalpha() for character in text)


def repeated(names: Iterable[str]) -> list[str]:
    """Return the names that stand in a list more than once, each once; marks and blanks do not tell them apart."""
    counts = Counter(map(as_typed, names))
    return list({as_typed(name): name for name in names if counts[as_typed(name)] > 1}.values())


def added(names: Sequence[str], more: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return names with those of another list that are not among them yet, and which were among them."""
    known = set(map(as_typed, names))
    new: list[str] = []
    old: list[str] = []
    for name in more:
        (old if as_typed(name) in known else new).append(name)
    return [*names, *new], old


def names_in(tables: Sequence[Table]) -> Found:
    """Return the names in a spreadsheet: of the first sheet with a heading for names, else of the first sheet."""
    with_heading = (table for table in tables if columns_by_heading(table))
    return names_of(next(with_heading, tables[0]))


def names_of(table: Table) -> Found:
    """Return the names of a table."""
    columns = columns_by_heading(table) or columns_by_content(table)
    parts = [[cell_of(row, number) for number in columns.numbers] for row in table.rows[max(columns.heading, 0) :]]
    # Lists that were printed repeat the heading on each page.
    names = (clean_name(joined(part)) for part in parts if columns.heading < 0 or part != parts[0])
    return Found(tuple(name for name in names if name), table.name, columns.name)


def cell_of(row: Row, number: int) -> str:
    """Return a cell of a row, which may end before it."""
    return row.cells[number] if number < len(row.cells) else ""


def joined(parts: Iterable[str]) -> str:
    """Return a name from its parts; a Thai title stands before the name without a space."""
    title, *rest = [part for part in parts if part] or [""]
    is_thai_title = TITLES.fullmatch(title) and not title[0].isascii()
    return f"{title}{' '.join(rest)}" if is_thai_title and rest else " ".join([title, *rest])


def columns_by_heading(table: Table) -> Columns | None:
    """Return the columns under headings for names; of several such rows the one with the most cells is the heading.

    A line above the table, such as "List of names", has one.
    """
    found = [
        (sum(map(bool, row.cells)), -index, columns)
        for index, row in enumerate(table.rows[:HEADINGS_WITHIN])
        if (columns := columns_in(table, index))
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def columns_in(table: Table, index: int) -> Columns | None:
    """Return the columns of names if a row is a heading: title, first name and surname, or the whole name in one."""
    keys = [as_typed(cell) for cell in table.rows[index].cells]
    titles, firsts, lasts, wholes = (
        [number for number, key in enumerate(keys) if pattern.fullmatch(key)] for pattern in (TITLE, FIRST, LAST, WHOLE)
    )
    if firsts and lasts:
        numbers = [*titles[:1], firsts[0], lasts[0]]
    elif wholes:
        numbers = [*titles[:1], wholes[0], *spanned(table, index, wholes[0])]
    else:
        return None
    return Columns(tuple(numbers), index, ", ".join(filter(None, (cell_of(table.rows[index], n) for n in numbers))))


def spanned(table: Table, index: int, first: int) -> Iterator[int]:
    """Yield the columns beside one that its heading spans: they have words, and no heading of their own."""
    heading, below = table.rows[index], table.rows[index + 1 :]
    for number in range(first + 1, first + MOST_PARTS):
        if cell_of(heading, number) or not is_mostly(has_letter(cell_of(row, number)) for row in below):
            return
        yield number


def columns_by_content(table: Table) -> Columns:
    """Return the first column of words, with those beside it while most of what they make up is a single word."""
    width = max((len(row.cells) for row in table.rows), default=0)
    wordy = [n for n in range(width) if is_mostly(has_letter(cell_of(row, n)) for row in table.rows if any(row.cells))]
    first = wordy[0] if wordy else 0
    numbers = [first]
    while (
        len(numbers) < MOST_PARTS
        and numbers[-1] + 1 in wordy
        and is_mostly(is_half(row, numbers) for row in table.rows)
    ):
        numbers.append(numbers[-1] + 1)
    return Columns(tuple(numbers), name=letter_of(first))


def is_half(row: Row, numbers: Iterable[int]) -> bool:
    """Say whether columns hold no more of a name than its title and one word."""
    words = " ".join(cell_of(row, number) for number in numbers).split()
    return len([word for word in words if has_letter(word) and not TITLES.fullmatch(word)]) < len(("first", "last"))


def is_mostly(answers: Iterable[bool]) -> bool:
    """Say whether more than half of the answers are yes."""
    said = list(answers)
    return sum(said) * 2 > len(said)


def letter_of(number: int) -> str:
    """Return the letter of a column among the first hundred, as spreadsheets name it: A, Z, AA."""
    before, last = divmod(number, 26)
    return (chr(ord("A") + before - 1) if before else "") + chr(ord("A") + last)
