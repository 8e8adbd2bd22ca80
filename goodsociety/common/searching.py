"""What people look for: words that all must be found, as typed at best, else as heard, else nearly so."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet, Value

from goodsociety.common.folding import as_heard, as_typed

#: Nobody types more to find something; the rest is not looked at.
LONGEST, MOST_WORDS = 100, 8
#: Without its silent consonant a word must still say something.
SHORTEST_SPOKEN = 3
#: From how many letters on a word may hold one slip, and two.
ONE_SLIP, TWO_SLIPS = 5, 8
#: Thai words typed as one are taken apart into pieces of at least so many letters and marks.
SHORTEST_PIECE = 3
#: So much of a word in Latin letters, which may end otherwise, makes its stem.
STEM, SHORTEST_STEM = 0.7, 6
THAI = re.compile("[ก-๎]")
#: The end of a word drawn out for effect; a text that has it holds the word all the same.
DRAWN_OUT = re.compile(r"([ก-ฮ])\1{2,}(?!\S)")
#: Where a Thai word can begin, and what cannot be its last letter.
BEGINS, NEVER_LAST = re.compile("[ก-ฮเ-ไ]"), re.compile("[เ-ไ]")
LATIN_WORD = re.compile(r" ([^ก-๎\s]+)")
Key = TypeVar("Key", int, str)
Rows = TypeVar("Rows", bound=QuerySet[Model])


class Nearness(IntEnum):
    """How far what is found may be from what was typed."""

    NONE = 0
    ONE_SLIP = 1
    TWO_SLIPS = 2
    IN_PIECES = 3


@dataclass(frozen=True)
class Word:
    """A word to be found in a key: one of its readings, or something near to one."""

    readings: tuple[str, ...]
    nearness: Nearness = Nearness.NONE

    def is_in(self, key: str) -> bool:
        """Say whether it is found in a key."""
        if any(reading in key for reading in self.readings):
            return True
        return bool(self.nearness) and any(is_near(key, reading, self.nearness) for reading in self.readings)

    def in_column(self, column: str) -> Q:
        """Ask whether one of its readings is found in a column of keys."""
        asked = Q()
        for reading in self.readings:
            asked |= Q(**{f"{column}__contains": reading})
        return asked

    def keys_of(self, rows: Iterable[tuple[Key, str]]) -> list[Key]:
        """Return the first of each pair whose second, a search key, holds it."""
        return [row for row, key in rows if self.is_in(key)]


def first_found(rows: Rows, text: str, question: Callable[[list[Word]], Q]) -> Rows:
    """Keep the rows that a typed text finds, in the least lenient way that finds any; ``is_near`` says which it was.

    A blank text asks for nothing and keeps all; one of nothing but signs finds nothing. ``question`` asks for the rows
    in which all words of a list are found.
    """
    for words in attempts(text):
        found = rows.filter(question(words))
        if found.exists():
            return found.annotate(is_near=Value(words[0].nearness != Nearness.NONE))
    return rows.none() if text.strip() else rows


def are_near(rows: QuerySet[Any]) -> bool:
    """Say, without asking the database, whether what a text found is only near to it."""
    mark = rows.query.annotations.get("is_near")
    return isinstance(mark, Value) and bool(mark.value)


def attempts(text: str) -> Iterator[list[Word]]:
    """Yield the words of a typed text, all of which must be found, in ways to find them that are more and more lenient.

    Nothing where the text holds nothing but signs. The first way that finds something is the one to keep.
    """
    text = DRAWN_OUT.sub(r"\1", text[:LONGEST])
    typed = list(dict.fromkeys(filter(None, map(as_typed, text.split()))))[:MOST_WORDS]
    if not typed:
        return
    heard = [Word(readings_of(word)) for word in typed]
    exact = [Word((word,)) if word not in as_heard(word) else sound for word, sound in zip(typed, heard, strict=True)]
    yield exact
    if exact != heard:
        yield heard
    if len(typed) > 1:  # "work shop" is "workshop"
        yield [Word(readings_of(as_typed("".join(text.split()))))]
    for nearness in (Nearness.ONE_SLIP, Nearness.TWO_SLIPS):
        yield [Word(word.readings, nearness) for word in heard]
    yield [Word((word,), Nearness.IN_PIECES) for word in typed]


def readings_of(typed: str) -> tuple[str, ...]:
    """Return how a word is heard, without its silent consonant only where enough of it is left."""
    whole, *spoken = as_heard(typed)
    return (whole, *(reading for reading in spoken if len(reading) >= SHORTEST_SPOKEN))


def is_near(key: str, word: str, nearness: Nearness) -> bool:
    """Say whether a key, which does not hold a word, holds something near to it."""
    if not THAI.search(word):
        return nearness < Nearness.IN_PIECES and has_latin_like(key, word.strip(), nearness)
    if nearness == Nearness.IN_PIECES:
        return any(first in key and second in key for first, second in pieces_of(word))
    return has_thai_like(key, word, slips_in(len(word), nearness))


def slips_in(length: int, nearness: Nearness) -> int:
    """Return how many slips a word of so many letters may hold."""
    return min(int(nearness), (length >= ONE_SLIP) + (length >= TWO_SLIPS))


def pieces_of(word: str) -> Iterator[tuple[str, str]]:
    """Yield the two pieces into which a Thai word can be cut."""
    for at in range(SHORTEST_PIECE, len(word) - SHORTEST_PIECE + 1):
        if BEGINS.match(word, at) and not NEVER_LAST.match(word, at - 1):
            yield word[:at], word[at:]


def has_thai_like(key: str, word: str, slips: int) -> bool:
    """Say whether a key holds a word with so many slips: cut into one piece more, one must be there as it is."""
    size = len(word) // (slips + 1)
    return slips > 0 and any(
        fewest_slips(word, key[max(0, at - start - slips) : at - start + len(word) + slips]) <= slips
        for start in range(0, size * (slips + 1), size)
        for at in places_of(word[start : start + size], key)
    )


def places_of(piece: str, key: str) -> list[int]:
    """Return where a piece stands in a key."""
    return [found.start() for found in re.finditer(f"(?={re.escape(piece)})", key)]


def has_latin_like(key: str, word: str, nearness: Nearness) -> bool:
    """Say whether a key holds a word in Latin letters that begins like one: another ending, or so many slips."""
    if len(word) >= SHORTEST_STEM and word.replace(" ", "") in key.replace(" ", ""):
        return True
    stem = word[: max(SHORTEST_STEM - 1, round(len(word) * STEM))] if len(word) >= SHORTEST_STEM else word
    # One slip from four letters on: these words have ends, where Thai letters are sought anywhere.
    slips = slips_in(len(word) + 1, nearness)
    return any(
        other.startswith(stem) or fewest_slips(word, other, whole=True) <= slips
        for other in LATIN_WORD.findall(key)
        if other[0] == word[0]
    )


def fewest_slips(word: str, text: str, *, whole: bool = False) -> int:
    """Return how many letters are wrong, missing, too many or swapped in the whole or in the likest part of a text.

    Damerau's distance of neighbours, sought inside a text as Sellers does (1980).
    """
    before: list[int] = []
    row = list(range(len(text) + 1)) if whole else [0] * (len(text) + 1)
    for number, letter in enumerate(word, 1):
        next_row = [number]
        for at, other in enumerate(text, 1):
            least = min(row[at - 1] + (letter != other), row[at] + 1, next_row[-1] + 1)
            if before and at > 1 and letter == text[at - 2] and word[number - 2] == other:
                least = min(least, before[at - 2] + 1)
            next_row.append(least)
        before, row = row, next_row
    return row[-1] if whole else min(row)
