"""Who carries an edition, part by part, and the mechanisms of giving that go on when it is over."""

from dataclasses import dataclass
from itertools import groupby

from organizations.models import CO_ORGANISING_PARTS, Part, Participation
from zones.models import Edition


@dataclass(frozen=True)
class PartTaken:
    """A part and everybody who plays it."""

    part: Part
    rows: list[Participation]


def partners_by_part(edition: Edition) -> list[PartTaken]:
    """Return who carries an edition: organisers first, then in the order in which parts are told."""
    order = {str(part): number for number, part in enumerate(CO_ORGANISING_PARTS)}
    rows = Participation.objects.in_parts(edition, *CO_ORGANISING_PARTS).with_organizations().select_related("zone")
    told = sorted(rows, key=lambda row: order[row.part])
    return [PartTaken(Part(part), list(those)) for part, those in groupby(told, key=lambda row: row.part)]


def players_of(parts: list[PartTaken], part: Part) -> list[Participation]:
    """Return who plays one part."""
    return [row for taken in parts if taken.part == part for row in taken.rows]
