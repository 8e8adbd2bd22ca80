"""Words on a drawing: where in an outline there is room for them, and how large they may be.

Browsers know where Thai words end and break the lines themselves; here it is only judged how many lines there will be,
by letters that are wider than the font's, so that what is chosen always fits.
"""

import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from zones.geometry import Outline, box_around, inside_at

#: The plan is judged in squares of so many units.
STEP = 10
#: What stays free around words, in units.
MARGIN = 6
#: Sarabun's bold letters are at most this wide on average, Thai and Latin, in parts of the size; a line is so high.
THAI_WIDTH, LATIN_WIDTH, LINE_HEIGHT = 0.6, 0.56, 1.5
#: So many letters of a line may stay empty where a Thai word does not fit its end.
LOST_LETTERS = 2
#: Vowels and marks above and below a letter, which take no room beside it; Thai ones and those of Latin letters.
MARKS = dict.fromkeys(code for code in range(0x300, 0xE60) if unicodedata.category(chr(code)) == "Mn")
#: Thai vowels that stand before their letter, and marks that announce more: no text may end with one.
LEADING = " :,-–" + "".join(map(chr, range(0xE40, 0xE45)))

Span = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle of the plan."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """What it covers."""
        return self.width * self.height

    @property
    def attributes(self) -> SafeString:
        """Where it stands, as SVG writes it."""
        return format_html('x="{}" y="{}" width="{}" height="{}"', *map("{:g}".format, astuple(self)))

    def inset(self, margin: float) -> "Box":
        """Return the rectangle inside it that leaves a margin."""
        return Box(self.x + margin, self.y + margin, self.width - 2 * margin, self.height - 2 * margin)


@lru_cache(maxsize=1024)
def roomiest(outline: Outline, taken: tuple[Outline, ...] = ()) -> Box | None:
    """Return the largest upright rectangle inside an outline that leaves the taken places free; None for no room."""
    left, top, right, bottom = (round(side / STEP) for side in box_around(outline))
    blocks = [box_around(place) for place in taken]
    heights = [0] * (right - left)
    best = Box(0, 0, 0, 0)
    for row in range(top, bottom):
        free = set(free_columns(outline, blocks, row))
        heights = [height + 1 if left + n in free else 0 for n, height in enumerate(heights)]
        widest = max(standing(heights), key=lambda box: box.area, default=best)
        if widest.area * STEP**2 > best.area:
            x, y = (left + widest.x) * STEP, (row + 1 - widest.height) * STEP
            best = Box(x, y, widest.width * STEP, widest.height * STEP)
    return best.inset(MARGIN) if best.area else None


def free_columns(outline: Outline, blocks: Iterable[tuple[float, float, float, float]], row: int) -> Iterator[int]:
    """Yield the squares of a row that lie inside an outline and that nothing takes, not even in part."""
    upper, lower = row * STEP, (row + 1) * STEP
    taken = [(left, right) for left, top, right, bottom in blocks if top < lower and bottom > upper]
    spans = shared(inside_at(outline, upper + 0.5), inside_at(outline, lower - 0.5))
    for start, end in spans:
        for column in range(math.ceil(start / STEP), math.floor(end / STEP)):
            if not any(left < (column + 1) * STEP and right > column * STEP for left, right in taken):
                yield column


def shared(ones: Iterable[Span], others: list[Span]) -> list[Span]:
    """Return what lies in a span of each list."""
    pairs = ((max(one[0], other[0]), min(one[1], other[1])) for one in ones for other in others)
    return [(start, end) for start, end in pairs if start < end]


def standing(heights: list[int]) -> Iterator[Box]:
    """Yield the rectangles, none of them inside another, that stand on one line below columns of these heights."""
    open_ones: list[tuple[int, int]] = []
    for column, height in enumerate([*heights, 0]):
        start = column
        while open_ones and open_ones[-1][1] >= height:
            start, highest = open_ones.pop()
            yield Box(start, 0, column - start, highest)
        open_ones.append((start, height))


def letters(text: str) -> int:
    """Return how many letters stand side by side."""
    return len(text.translate(MARKS))


@lru_cache(maxsize=4096)
def lines(text: str, most: int, *, may_break: bool = True) -> int | None:
    """Return how many lines of so many letters a text needs at most; None where a word would have to be broken.

    Only Thai words can be broken, between those that they are made of.
    """
    words = [letters(word) for word in text.replace("/", "/ ").split()]
    is_breakable = may_break and most > LOST_LETTERS and not text.isascii()
    if not is_breakable and max(words, default=0) > most:
        return None
    needed, filled = 1, 0
    for length in words:
        if filled and filled + 1 + length > most:
            needed, filled = needed + 1, 0
        if length > most:
            more, filled = divmod(length, most - LOST_LETTERS)
            needed += more
        else:
            filled += 1 + length
    return needed


def most_letters(text: str, size: float, width: float) -> int:
    """Return how many letters of a text stand in a line."""
    return int(width / (size * (LATIN_WIDTH if text.isascii() else THAI_WIDTH)))


def height_of(text: str, size: float, width: float, *, may_break: bool = True) -> float:
    """Return how high a text stands in its lines; endless where it does not fit the width."""
    needed = lines(text, most_letters(text, size, width), may_break=may_break)
    return math.inf if needed is None else needed * size * LINE_HEIGHT


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text with so many letters at most, cut at a blank where one is near, and then dots."""
    if letters(text) <= most:
        return text
    upright = [n for n, letter in enumerate(text) if ord(letter) not in MARKS]
    kept = text[: upright[max(most - 1, 0)]]
    last_blank = kept.rfind(" ")
    return kept[: last_blank if last_blank > len(kept) / 2 else None].rstrip(LEADING) + "…"
