"""Outlines on the floor plan: what they cover, what lies inside them, and where in them there is room for words.

A corner is a pair of units of the plan, which is 1000 wide and 600 high. Outlines may be typed or loaded, so that
whatever is no outline counts as none.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

PLAN_WIDTH, PLAN_HEIGHT = 1000, 600
FEWEST_CORNERS = 3
#: Two numbers nearer to each other than this are the same, in units of the plan.
NEAR = 1e-6

Corner = tuple[float, float]
Outline = tuple[Corner, ...]
Edge = tuple[Corner, Corner]


def is_corner(value: object) -> bool:
    """Say whether a value of JSON is a point on the floor plan; true and false, as Python counts them, are no units."""
    match value:
        case [int() | float() as x, int() | float() as y] if not (isinstance(x, bool) or isinstance(y, bool)):
            return 0 <= x <= PLAN_WIDTH and 0 <= y <= PLAN_HEIGHT
    return False


def read_outline(stored: object) -> Outline:
    """Return the corners of a stored outline; none where it is not one that covers something."""
    if not isinstance(stored, list) or not all(is_corner(corner) for corner in stored):
        return ()
    outline = tuple((corner[0], corner[1]) for corner in stored)
    return outline if len(outline) >= FEWEST_CORNERS and area(outline) else ()


def edges(outline: Outline) -> Iterator[Edge]:
    """Yield the sides one after the other, the last one back to the first corner."""
    return pairwise((*outline, *outline[:1]))


def area(outline: Outline) -> float:
    """Return what an outline covers, in square units."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in edges(outline))) / 2


def box_around(outline: Outline) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return min(xs), min(ys), max(xs), max(ys)


def inside_at(outline: Outline, y: float) -> list[tuple[float, float]]:
    """Return from where to where a line across the plan at a height lies inside an outline."""
    crossings = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges(outline) if (y1 > y) != (y2 > y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def is_on_edge(point: Corner, edge: Edge) -> bool:
    """Say whether a point lies on a side."""
    (x, y), ((x1, y1), (x2, y2)) = point, edge
    is_beside = abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) > NEAR * (abs(x2 - x1) + abs(y2 - y1) + 1)
    is_between = min(x1, x2) - NEAR <= x <= max(x1, x2) + NEAR and min(y1, y2) - NEAR <= y <= max(y1, y2) + NEAR
    return is_between and not is_beside


def holds(outline: Outline, point: Corner) -> bool:
    """Say whether a point lies inside an outline and not on its sides."""
    if any(is_on_edge(point, edge) for edge in edges(outline)):
        return False
    return any(left < point[0] < right for left, right in inside_at(outline, point[1]))


def inner_point(outline: Outline) -> Corner:
    """Return a point inside an outline: the middle of its widest stretch, at a height where no corner is."""
    heights = sorted({y for _, y in outline})
    stretches = [
        (right - left, (left + right) / 2, (upper + lower) / 2)
        for upper, lower in pairwise(heights)
        for left, right in inside_at(outline, (upper + lower) / 2)
    ]
    _, x, y = max(stretches)
    return x, y


def meeting(one: Edge, other: Edge) -> float | None:
    """Return where on the first side the other one meets it, from 0 to 1; None for sides that do not meet."""
    ((x1, y1), (x2, y2)), ((x3, y3), (x4, y4)) = one, other
    turn = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3)
    if abs(turn) < NEAR:
        return None
    here = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / turn
    there = ((x3 - x1) * (y2 - y1) - (y3 - y1) * (x2 - x1)) / turn
    return here if -NEAR <= here <= 1 + NEAR and -NEAR <= there <= 1 + NEAR else None


def position(point: Corner, edge: Edge) -> float:
    """Return where on a side a point of it lies, from 0 to 1."""
    (x, y), ((x1, y1), (x2, y2)) = point, edge
    return (x - x1) / (x2 - x1) if abs(x2 - x1) > abs(y2 - y1) else (y - y1) / (y2 - y1)


def pieces(edge: Edge, other: Outline) -> Iterator[Corner]:
    """Yield the middle of each piece into which another outline cuts a side."""
    (x1, y1), (x2, y2) = edge
    met = [meeting(edge, side) for side in edges(other)]
    touched = [position(corner, edge) for corner in other if is_on_edge(corner, edge)]
    cuts = sorted({0.0, 1.0, *(cut for cut in met if cut is not None), *touched})
    for start, end in pairwise(cuts):
        if end - start > NEAR:
            middle = (start + end) / 2
            yield x1 + (x2 - x1) * middle, y1 + (y2 - y1) * middle


def enters(one: Outline, other: Outline) -> bool:
    """Say whether a side of the first outline runs through the inside of the other."""
    sides = [edge for edge in edges(one) if edge[0] != edge[1]]
    return any(holds(other, middle) for edge in sides for middle in pieces(edge, other))


def overlap(one: Outline, other: Outline) -> bool:
    """Say whether two outlines cover the same ground; sides that only touch do not overlap."""
    return enters(one, other) or enters(other, one) or holds(other, inner_point(one))


def lies_within(inner: Outline, outer: Outline) -> bool:
    """Say whether all of one outline lies inside another or on its sides."""
    sides = [edge for edge in edges(inner) if edge[0] != edge[1]]
    return not any(is_outside(middle, outer) for edge in sides for middle in pieces(edge, outer))


def is_outside(point: Corner, outline: Outline) -> bool:
    """Say whether a point lies neither inside an outline nor on its sides."""
    return not holds(outline, point) and not any(is_on_edge(point, edge) for edge in edges(outline))


def written(outline: Iterable[Corner]) -> str:
    """Return corners as SVG writes them."""
    return " ".join(f"{x:g},{y:g}" for x, y in outline)
