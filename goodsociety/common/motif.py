"""A pattern of square tiles with petals, people and suns, drawn anew for each seed and always the same for one.

Its colours are the classes ``m0`` to ``m6``, which the stylesheet gives: 1 to 5 change from one edition to the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from django.utils.safestring import SafeString, mark_safe

#: Side of a tile.
SIDE = 2
GOLD, CREAM = 0, 6
COLOURS = (1, 2, 3, 4, 5)
#: A hair too wide all around, so that no light shows between tiles.
GROUND = "M-.01-.01h2.02v2.02h-2.02z"
#: What stands on a tile, within (0, 0) and (2, 2).
SHAPES = {
    # Four petals around a point, as on the tiles and cloths of Thailand.
    "flower": "M1 1A1 1 0 0 1 0 0A1 1 0 0 1 1 1A1 1 0 0 1 2 0A1 1 0 0 1 1 1A1 1 0 0 1 2 2A1 1 0 0 1 1 1A1 1 0 0 1 0 2"
    "A1 1 0 0 1 1 1z",
    "person": "M1 .22a.4.4 0 1 0 0 .8a.4.4 0 1 0 0-.8zM.22 2a.78.78 0 0 1 1.56 0z",
    "scales": "M0 1A1 1 0 0 1 1 0V1zM1 1A1 1 0 0 1 2 0V1zM0 2A1 1 0 0 1 1 1V2zM1 2A1 1 0 0 1 2 1V2z",
    "leaf": "M0 0A2 2 0 0 1 2 2A2 2 0 0 1 0 0z",
    "sun": "M0 2A2 2 0 0 1 2 0V.5A1.5 1.5 0 0 0 .5 2zM.9 2A1.1 1.1 0 0 1 2 .9V2z",
    "heart": "M1 1.74C.4 1.32.18 1 .18.69A.42.42 0 0 1 1 .52A.42.42 0 0 1 1.82.69C1.82 1 1.6 1.32 1 1.74z",
    "hills": "M0 0A1 1 0 0 0 2 0zM0 2A1 1 0 0 1 2 2z",
    "disc": "M1 .2a.8.8 0 1 0 0 1.6a.8.8 0 1 0 0-1.6z",
}
#: These stand upright, the others may be turned.
UPRIGHT = {"flower", "person", "heart", "disc"}
QUARTERS = (0, 90, 180, 270)


@dataclass(frozen=True)
class Tile:
    """A tile: where it lies, its ground, and what stands on it in which colour, turned how far."""

    x: int
    y: int
    ground: int
    shape: str
    colour: int
    turn: int

    @property
    def svg(self) -> str:
        """Its drawing."""
        turned = f" rotate({self.turn} 1 1)" if self.turn else ""
        ground = f'<path class="m{self.ground}" d="{GROUND}"/>'
        shape = f'<path class="m{self.colour}" d="{SHAPES[self.shape]}"/>'
        return f'<g transform="translate({self.x} {self.y}){turned}">{ground}{shape}</g>'


def tiles(seed: int, columns: int, rows: int) -> Iterator[Tile]:
    """Lay the tiles of a pattern, none of them on the ground or with the shape of its neighbours."""
    chance = Random(seed)  # noqa: S311 (a pattern, no secret)
    laid: dict[tuple[int, int], Tile] = {}
    for row in range(rows):
        for column in range(columns):
            near = [laid[at] for at in ((column - 1, row), (column, row - 1)) if at in laid]
            tile = laid[column, row] = next_tile(chance, (column * SIDE, row * SIDE), near)
            yield tile


def next_tile(chance: Random, at: tuple[int, int], near: list[Tile]) -> Tile:
    """Return a tile that its neighbours leave room for."""
    grounds = {tile.ground for tile in near}
    shapes = {tile.shape for tile in near}
    ground = chance.choice([colour for colour in (*COLOURS, *COLOURS, GOLD, CREAM) if colour not in grounds])
    shape = chance.choice([name for name in SHAPES if name not in shapes])
    colours = (*COLOURS, GOLD) if ground == CREAM else COLOURS if ground == GOLD else (GOLD, CREAM, CREAM)
    turn = 0 if shape in UPRIGHT else chance.choice(QUARTERS)
    return Tile(*at, ground, shape, chance.choice(colours), turn)


@lru_cache(maxsize=64)
def pattern(seed: int, columns: int, rows: int) -> SafeString:
    """Return the drawing of a pattern, to stand inside an SVG of 2 × columns by 2 × rows."""
    return mark_safe("".join(tile.svg for tile in tiles(seed, columns, rows)))  # noqa: S308 (numbers and our own paths)
