"""How sessions stand on a page: by day, and within a day by time, with what is open all day apart."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from activities.models import Entry, Session
from goodsociety.common.dates import local_day

#: From how long on an open door counts as open all day.
ALL_DAY = dt.timedelta(hours=6)


@dataclass(frozen=True)
class Slot:
    """The sessions that begin at the same moment."""

    starts_at: dt.datetime
    sessions: list[Session]


@dataclass(frozen=True)
class Day:
    """The sessions of one day: those that begin at a time, and those one can drop into all day."""

    date: dt.date
    slots: list[Slot]
    all_day: list[Session]


def by_day(sessions: Iterable[Session]) -> list[Day]:
    """Return sessions, which come in order of time, arranged by day and time."""
    return [arrange(date, list(those)) for date, those in groupby(sessions, key=lambda row: local_day(row.starts_at))]


def arrange(date: dt.date, sessions: list[Session]) -> Day:
    """Return one day."""
    timed = groupby((row for row in sessions if not is_all_day(row)), key=lambda row: row.starts_at)
    slots = [Slot(starts_at, list(those)) for starts_at, those in timed]
    return Day(date, slots, [row for row in sessions if is_all_day(row)])


def is_all_day(session: Session) -> bool:
    """Say whether one can come at any time of the day."""
    return session.entry == Entry.OPEN_DOOR and session.ends_at - session.starts_at >= ALL_DAY
