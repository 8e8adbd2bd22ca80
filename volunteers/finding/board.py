"""The board of zone and time: where people are missing, roughly for everybody and in figures for coordinators."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.finding.choice import slug_of
from volunteers.finding.searching import clock_traits
from volunteers.finding.work import Work
from volunteers.models import Shift
from zones.models import Zone

#: So many people are many where they are one in so many of those needed.
MANY, MANY_OF = 3, 3
#: The parts of a day in a word, since columns are narrow; the list says from when to when.
PARTS = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}


class Level(models.TextChoices):
    """How it stands with a zone at a time."""

    MANY = "many", _("Many needed")
    FEW = "few", _("A few needed")
    ENOUGH = "enough", pgettext_lazy("volunteers", "Enough")
    FULL = "full", pgettext_lazy("volunteers", "Full")
    OVER = "over", pgettext_lazy("shifts", "Over")
    NONE = "none", _("No shifts")


@dataclass
class Figures:
    """What the shifts of a cell add up to; what is cancelled or has begun needs nobody any more."""

    shifts: int = 0
    signed_up: int = 0
    needed: int = 0
    capacity: int = 0
    missing: int = 0
    free: int = 0
    ahead: int = 0

    def add(self, shift: Shift, *, is_ahead: bool) -> None:
        """Add a shift that takes place."""
        self.shifts += 1
        self.signed_up += shift.seats_taken
        self.needed += shift.needed
        self.capacity += shift.capacity or 0
        if is_ahead:
            self.ahead += 1
            self.missing += shift.people_missing
            self.free += shift.seats_left or 0

    @property
    def level(self) -> Level:
        """Say in a word how it stands."""
        if not self.ahead:
            return Level.OVER if self.shifts else Level.NONE
        if self.missing:
            return Level.MANY if self.are_many else Level.FEW
        return Level.ENOUGH if self.free else Level.FULL

    @property
    def are_many(self) -> bool:
        """Say whether many of those needed are missing."""
        return self.missing >= MANY and self.missing * MANY_OF >= self.needed


@dataclass(frozen=True)
class Cell:
    """A zone at a part of a day, with the address that shows its shifts."""

    part: str
    figures: Figures
    query: str

    @property
    def level(self) -> Level:
        """How it stands."""
        return self.figures.level


@dataclass(frozen=True)
class Line:
    """A zone, or the whole expo where there is none, with its cells of one day."""

    zone: Zone | None
    cells: list[Cell]


@dataclass(frozen=True)
class BoardDay:
    """One day: a line for each zone, a column for each part of the day."""

    date: dt.date
    parts: list[str]
    lines: list[Line]


Key = tuple[str, str, str]


def board_of(work: Work, *, zones: Iterable[Zone]) -> list[BoardDay]:
    """Return the board of an edition's work: the days, zones and parts of a day in which there is any."""
    found = figures_of(work)
    slugs, touched = {key[1] for key in found}, {key[2] for key in found}
    places = [zone for zone in (None, *zones) if slug_of(zone) in slugs]
    parts = {part: str(words) for part, words in PARTS.items() if part in touched}
    return [day_of(day, found, places, parts) for day in sorted({key[0] for key in found})]


def day_of(day: str, found: dict[Key, Figures], places: list[Zone | None], parts: dict[str, str]) -> BoardDay:
    """Return the board of one day."""
    lines = [
        Line(zone, [cell(found, (day, slug_of(zone), part), words) for part, words in parts.items()]) for zone in places
    ]
    return BoardDay(dt.date.fromisoformat(day), list(parts.values()), lines)


def figures_of(work: Work) -> dict[Key, Figures]:
    """Return the figures of every day, zone and part of a day; a shift counts in each part that it touches."""
    found: dict[Key, Figures] = defaultdict(Figures)
    for shift in work.shifts:
        if shift.is_cancelled:
            continue
        zone, traits = slug_of(work.duties[shift.duty_id].zone), clock_traits(shift.starts_at, shift.ends_at)
        (day,) = traits["day"]
        is_ahead = not shift.has_begun(work.at)
        for part in traits["time"]:
            found[day, zone, part].add(shift, is_ahead=is_ahead)
    return found


def cell(found: dict[Key, Figures], key: Key, words: str) -> Cell:
    """Return one cell."""
    day, zone, part = key
    query = urlencode({"day": day, "zone": zone, "time": part})
    return Cell(words, found.get(key) or Figures(), query)
