"""The floor plan as it is drawn: zones and places, and the words that fit into them.

It lies on wide screens; on a phone it stands, turned by a quarter so that what was left is below, and larger words fit.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from goodsociety.pages.lettering import Box, height_of, most_letters, roomiest, shortened
from goodsociety.pages.spots import Crowd, Spot, Spots
from zones.geometry import (
    PLAN_HEIGHT,
    PLAN_WIDTH,
    Corner,
    Outline,
    box_around,
    holds,
    inner_point,
    read_outline,
    written,
)
from zones.models import Place, Zone

#: What stands below a name is smaller, by this factor; the meter of the crowd is so many letters wide.
SMALLER = 0.85
METER_LETTERS = 3
#: What is on takes two lines at most, of which the last words may be cut off.
LINES_OF_NOW = 2
#: A picture fills so much of a place's narrow side, and is so large at most, in units.
PICTURE_SHARE, LARGEST_PICTURE = 0.64, 44
#: The disc with a zone's number is as wide as so many letters.
NUMBER = "000"
BREAKS = re.compile(r"(?<=[\s/])")


@dataclass(frozen=True)
class Paper:
    """How the plan lies, and how large words on it are tried, the largest first, in its units."""

    name: str
    width: int
    height: int
    turn: Callable[[Corner], Corner]
    zone_sizes: tuple[int, ...]
    common_sizes: tuple[int, ...]
    #: What stands below a name is never smaller than this.
    least: float


def turned(corner: Corner) -> Corner:
    """Return where a corner lies when the plan is turned by a quarter."""
    return corner[1], PLAN_WIDTH - corner[0]


LYING = Paper("lying", PLAN_WIDTH, PLAN_HEIGHT, lambda corner: corner, (28, 25, 22, 20), (24, 21, 20, 18, 15), 15)
STANDING = Paper("standing", PLAN_HEIGHT, PLAN_WIDTH, turned, (34, 30, 28, 26, 24, 22), (30, 27, 25, 22, 20), 20)


@dataclass(frozen=True)
class Label:
    """The words in a zone or place: always its name, and how busy it is and what is on where that fits too."""

    box: Box
    size: int
    #: The name in pieces that stay in one line each.
    name: list[str]
    may_break: bool
    crowd: Crowd | None
    now: str

    @property
    def small(self) -> float:
        """The size of what stands below the name."""
        return round(self.size * SMALLER, 1)


@dataclass(frozen=True)
class Shape:
    """A zone or place as it is drawn."""

    spot: Spot
    points: str
    label: Label | None
    #: Where a picture, or the number of a zone that has no room for words, stands.
    middle: Box


@dataclass(frozen=True)
class Plan:
    """A drawing of a whole plan; shapes come in the order of reading, places behind their zone."""

    paper: Paper
    shapes: list[Shape]

    @property
    def has_places(self) -> bool:
        """Whether places are drawn, whose pictures have to be explained."""
        return any(isinstance(shape.spot.thing, Place) for shape in self.shapes)


def plans_of(spots: Spots) -> list[Plan]:
    """Return the plan as it lies and as it stands; none where no zone or place has an outline."""
    plans = [Plan(paper, list(shapes_of(spots, paper))) for paper in (LYING, STANDING)]
    return plans if plans[0].shapes else []


def shapes_of(spots: Spots, paper: Paper) -> Iterator[Shape]:
    """Yield every zone with its places, and then the places of the whole expo."""
    for zone in spots.zones:
        places = [outline_on(paper, place) for place in zone.places]
        yield from drawn(zone, paper, paper.zone_sizes, tuple(filter(None, places)))
        for place in zone.places:
            yield from drawn(place, paper, ())
    for place in spots.common:
        yield from drawn(place, paper, paper.common_sizes)


def outline_on(paper: Paper, spot: Spot) -> Outline:
    """Return a zone's or place's corners as the plan lies."""
    return tuple(paper.turn(corner) for corner in read_outline(spot.thing.outline))


def drawn(spot: Spot, paper: Paper, sizes: tuple[int, ...], taken: tuple[Outline, ...] = ()) -> Iterator[Shape]:
    """Yield the shape of a zone or place; nothing where it has no outline."""
    outline = outline_on(paper, spot)
    if outline:
        room = roomiest(outline, taken)
        label = fitted(spot, room, sizes, paper.least) if room else None
        yield Shape(spot, written(outline), label, middle_of(outline))


def middle_of(outline: Outline) -> Box:
    """Return where a picture stands: in the middle, or where the middle lies outside, anywhere inside."""
    left, top, right, bottom = box_around(outline)
    middle = ((left + right) / 2, (top + bottom) / 2)
    x, y = middle if holds(outline, middle) else inner_point(outline)
    side = min((right - left) * PICTURE_SHARE, (bottom - top) * PICTURE_SHARE, LARGEST_PICTURE)
    return Box(x - side / 2, y - side / 2, side, side)


def fitted(spot: Spot, room: Box, sizes: tuple[int, ...], least: float) -> Label | None:
    """Return the words that fit, None where not even the name does.

    Rather whole words than much to read, and rather much to read than large letters; only zones have names so long
    that their words may be broken.
    """
    for may_break in (False, True) if spot.number else (False,):
        for with_crowd, with_now in ((1, 1), (1, 0), (0, 0)):
            for size in sizes:
                name = [spot.thing.name] if may_break else pieces_of(spot.thing.name)
                now = what_is_on(spot, size, room) if with_now else ""
                label = Label(room, size, name, may_break, spot.crowd if with_crowd else None, now)
                if height_with(spot, label) <= room.height and (label.small >= least or not (label.crowd or label.now)):
                    return label
    return None


def pieces_of(name: str) -> list[str]:
    """Return a name in pieces after which a line may end: at blanks and behind slashes."""
    return [piece.strip() for piece in BREAKS.split(name) if piece.strip()]


def what_is_on(spot: Spot, size: int, room: Box) -> str:
    """Return the first of what is on, shortened to two lines, and how many there are besides."""
    if not spot.now:
        return ""
    name = spot.now[0].activity.name
    rest = f" +{len(spot.now) - 1}" if len(spot.now) > 1 else ""
    most = LINES_OF_NOW * (most_letters(name, size * SMALLER, room.width) - METER_LETTERS) - len(rest)
    return shortened(name, most) + rest if most > METER_LETTERS else ""


def height_with(spot: Spot, label: Label) -> float:
    """Return how high the words of a label stand."""
    width, small = label.box.width, label.small
    name = spot.thing.name if spot.number is None else f"{NUMBER}{spot.thing.name}"
    height = height_of(name, label.size, width, may_break=label.may_break)
    if label.crowd:
        height += height_of(f"{'0' * METER_LETTERS} {label.crowd.label}", small, width)
    return height + (height_of(label.now, small, width) if label.now else 0)


def small_plan(zones: list[Zone]) -> list[tuple[Zone, str]]:
    """Return the zones that have an outline, each with its corners as SVG writes them."""
    outlines = [(zone, read_outline(zone.outline)) for zone in zones]
    return [(zone, written(outline)) for zone, outline in outlines if outline]
