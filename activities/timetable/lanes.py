"""What takes place at the same time in one place stands side by side, each in a lane of its own."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Lane:
    """In which lane something stands, counted from 1, and over how many lanes it may spread to its right."""

    number: int
    width: int = 1


def side_by_side(spans: Sequence[tuple[int, int]]) -> list[Lane]:
    """Return a lane for each span (begin, end): no two that overlap share one, and there are no more than needed.

    Whatever stands beside a free lane spreads into it for as long as nothing else needs it.
    """
    taken: list[list[tuple[int, int]]] = []
    numbers = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda index: (spans[index][0], -spans[index][1])):
        numbers[index] = first_free(taken, spans[index])
        if numbers[index] == len(taken):
            taken.append([])
        taken[numbers[index]].append(spans[index])
    return [Lane(number + 1, free_width(taken, number, spans[index])) for index, number in enumerate(numbers)]


def first_free(taken: list[list[tuple[int, int]]], span: tuple[int, int]) -> int:
    """Return the first lane in which a span has room; a new one where none has."""
    return next((number for number, lane in enumerate(taken) if is_free(lane, span)), len(taken))


def free_width(taken: list[list[tuple[int, int]]], number: int, span: tuple[int, int]) -> int:
    """Return over how many lanes a span may spread, its own among them."""
    width = 1
    while number + width < len(taken) and is_free(taken[number + width], span):
        width += 1
    return width


def is_free(lane: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    """Say whether nothing in a lane overlaps a span; what only touches it does not."""
    return all(end <= span[0] or begin >= span[1] for begin, end in lane)
