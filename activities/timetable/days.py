"""Sessions by day, and within a day by time, with what is open all day apart."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from activities.models import Entry
from goodsociety.common.dates import local_day

#: From how long on an open door counts as open all day.
ALL_DAY = dt.timedelta(hours=6)


class Timed(Protocol):
    """What takes place at a time: a session, or its row."""

    @property
    def starts_at(self) -> dt.datetime:
        """When it begins."""

    @property
    def ends_at(self) -> dt.datetime:
        """When it ends."""

    @property
    def entry(self) -> str:
        """How one gets in."""


T = TypeVar("T", bound=Timed)


@dataclass(frozen=True)
class Slot(Generic[T]):
    """The sessions that begin at the same moment."""

    starts_at: dt.datetime
    sessions: list[T]

    def is_over(self, at: dt.datetime) -> bool:
        """Say whether nothing of it goes on or comes any more."""
        return all(row.ends_at <= at for row in self.sessions)


@dataclass(frozen=True)
class Day(Generic[T]):
    """The sessions of one day: those that begin at a time, and those one can drop into all day.

    ``earlier`` holds what is over already, where the day is today; ``slots`` then begins with now.
    """

    date: dt.date
    slots: list[Slot[T]]
    all_day: list[T]
    earlier: "Day[T] | None" = None
    is_today: bool = False

    @property
    def now(self) -> Slot[T] | None:
        """Today's first time that is not over: what goes on now, or comes next."""
        return self.slots[0] if self.is_today and self.slots else None


def by_day(sessions: Iterable[T], *, at: dt.datetime | None = None) -> list[Day[T]]:
    """Return sessions, which come in order of time, by day and time; with a moment, what is over today apart."""
    days = (arrange(date, list(those)) for date, those in groupby(sessions, key=lambda row: local_day(row.starts_at)))
    return list(days if at is None else parted(days, at))


def arrange(date: dt.date, sessions: list[T]) -> Day[T]:
    """Return one day."""
    timed = groupby((row for row in sessions if not is_all_day(row)), key=lambda row: row.starts_at)
    slots = [Slot(starts_at, list(those)) for starts_at, those in timed]
    return Day(date, slots, [row for row in sessions if is_all_day(row)])


def parted(days: Iterable[Day[T]], at: dt.datetime) -> Iterator[Day[T]]:
    """Yield the days, today with what is over apart."""
    today = local_day(at)
    for day in days:
        if day.date != today:
            yield day
            continue
        earlier = [slot for slot in day.slots if slot.is_over(at)]
        slots = [slot for slot in day.slots if not slot.is_over(at)]
        yield Day(day.date, slots, day.all_day, Day(day.date, earlier, []) if earlier else None, is_today=True)


def is_all_day(session: Timed) -> bool:
    """Say whether one can come at any time of the day."""
    return session.entry == Entry.OPEN_DOOR and session.ends_at - session.starts_at >= ALL_DAY
