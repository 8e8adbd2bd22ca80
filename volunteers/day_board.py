"""A coordinator's day at a glance: what is on, what comes next, what is over, and who is missing tomorrow."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from goodsociety.common.dates import local_day
from volunteers.expected import Presence, Somebody, Watched, short_of_people, stand_ins_sought, watched
from volunteers.models import HandOver, Shift
from volunteers.reach import Reach
from zones.models import Zone

#: So many shifts at a time are shown with all of their people.
FEW = 3
#: So long before it begins a shift stands among those that are on.
SOON = dt.timedelta(minutes=30)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Board:
    """The shifts of a day that somebody looks after."""

    day: dt.date
    at: dt.datetime
    shifts: Sequence[Watched]
    zone: Zone | None = None
    #: Shifts of the day after with too few people, each with how many are missing.
    short_tomorrow: Sequence[tuple[Shift, int]] = field(default_factory=list)
    stand_ins: Sequence[HandOver] = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        """Whether it is the present day."""
        return self.day == local_day(self.at)

    @property
    def on(self) -> list[Watched]:
        """The shifts that are on or begin soon."""
        return [each for each in self.shifts if not each.is_over and each.shift.starts_at <= self.at + SOON]

    @property
    def next(self) -> list[Watched]:
        """The shifts that begin later."""
        return [each for each in self.shifts if each.shift.starts_at > self.at + SOON]

    @property
    def over(self) -> list[Watched]:
        """The shifts that have ended."""
        return [each for each in self.shifts if each.is_over]

    @property
    def is_short(self) -> bool:
        """Whether so few shifts are on that all of their people are shown."""
        return len(self.on) <= FEW

    @property
    def late_ones(self) -> list[tuple[Watched, Somebody]]:
        """Who should be here and is not, each with the shift."""
        on = [each for each in self.on if not each.is_cancelled]
        return [(each, one) for each in on for one in each.people if one.presence == Presence.LATE]

    def noted_last(self, key: int | None) -> list[tuple[Watched, Somebody]]:
        """Return whom the last tap was about, where they stand nowhere else on the board so that it can be undone."""
        if self.is_short:
            return []
        everybody = ((each, one) for each in self.shifts for one in each.people if one.sign_up.pk == key)
        return [(each, one) for each, one in everybody if one.presence != Presence.LATE or each not in self.on]

    @property
    def late(self) -> int:
        """How many should be here and are not."""
        return sum(each.late for each in self.shifts if not each.is_cancelled)

    @property
    def here(self) -> int:
        """How many are here in shifts that are on."""
        return sum(each.here for each in self.on)

    @property
    def expected(self) -> int:
        """How many are still to come today."""
        return sum(each.count(Presence.EXPECTED) for each in self.shifts if not each.is_cancelled)

    @property
    def missing(self) -> int:
        """How many never came."""
        return sum(each.missing for each in self.shifts if not each.is_cancelled)


def board_of(reach: Reach, day: dt.date, zone: Zone | None, *, at: dt.datetime) -> Board:
    """Return the board of a day, of one zone where that is asked; the same few questions however many people."""
    mine = reach.shifts().in_zone(zone.slug) if zone else reach.shifts()
    after = mine.on_day(day + DAY)
    return Board(
        day=day,
        at=at,
        shifts=watched(mine.on_day(day).order_by("starts_at", "duty__zone__order", "pk"), at=at),
        zone=zone,
        short_tomorrow=short_of_people(after),
        stand_ins=stand_ins_sought(mine, at=at),
    )
