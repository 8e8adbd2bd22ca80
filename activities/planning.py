"""A visitor's own plan: the sessions of a list of codes, in order of time, with what overlaps."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from activities.models import Session, State
from activities.models.programme import SessionQuerySet
from activities.timetable import is_all_day
from goodsociety.common.dates import local_day, show_times

#: Nobody sees more in four days; an address holds no more.
MOST = 100
#: So many of the sessions that overlap with one are named.
NAMED = 2
CODE = re.compile("[A-Z0-9]{1,12}")


@dataclass(frozen=True)
class Planned:
    """A session in a plan, with the others that one cannot see because of it."""

    session: Session
    overlaps: list[Session]

    @property
    def shown_overlaps(self) -> list[Session]:
        """Those that are named."""
        return self.overlaps[:NAMED]

    @property
    def more_overlaps(self) -> int:
        """How many there are besides."""
        return len(self.overlaps[NAMED:])


@dataclass(frozen=True)
class PlannedDay:
    """A day of a plan."""

    date: dt.date
    sessions: list[Planned]


@dataclass(frozen=True)
class Asked:
    """The codes of a list, each once; how many were left out because they were too many or no codes."""

    codes: list[str]
    too_many: int = 0
    unreadable: int = 0

    @classmethod
    def of(cls, typed: Iterable[str], *, most: int = MOST) -> "Asked":
        """Read codes as an address holds them."""
        words = list(dict.fromkeys(filter(None, (word.strip().upper() for word in typed))))
        codes = [word for word in words if CODE.fullmatch(word)]
        return cls(codes[:most], max(0, len(codes) - most), len(words) - len(codes))

    def among(self, sessions: SessionQuerySet) -> SessionQuerySet:
        """Keep the sessions of these codes, as rows show them."""
        return sessions.filter(code__in=self.codes).for_programme()


@dataclass(frozen=True)
class Plan:
    """A plan by days, and how many sessions of the list are not in it because nobody knows them."""

    days: list[PlannedDay]
    codes: list[str]
    unknown: int
    too_many: int

    @property
    def query(self) -> str:
        """What makes an address lead to this plan."""
        return "?" + "&".join(f"s={code}" for code in self.codes)


def plan_of(asked: Asked, found: Iterable[Session]) -> Plan:
    """Return the plan of a list of codes and of the sessions that were found for it, which come in order of time."""
    sessions = list(found)
    planned = [Planned(row, [other for other in sessions if is_clash(row, other)]) for row in sessions]
    days = groupby(planned, key=lambda one: local_day(one.session.starts_at))
    return Plan(
        days=[PlannedDay(day, list(those)) for day, those in days],
        codes=[session.code for session in sessions],
        unknown=asked.unreadable + len(asked.codes) - len(sessions),
        too_many=asked.too_many,
    )


def is_clash(session: Session, other: Session) -> bool:
    """Say whether somebody in one session misses a part of another; what is open all day can be seen any time."""
    is_at_once = session.starts_at < other.ends_at and other.starts_at < session.ends_at
    return is_at_once and session is not other and not any(map(takes_no_time, (session, other)))


def takes_no_time(session: Session) -> bool:
    """Say whether nothing has to be missed for a session: it is cancelled, or open all day."""
    return session.state == State.CANCELLED or is_all_day(session)


def snapshot(session: Session) -> list[str]:
    """Return what a browser keeps of a session, to show it without a network: when, what, and its page's address."""
    page = reverse("activity_detail", args=[session.edition.year, session.activity.slug])
    return [session.starts_at.isoformat(), caption(session), page]


def caption(session: Session) -> str:
    """Return a session in a line: what, and from when to when."""
    return f"{session.activity.name} · {show_times(session.starts_at, session.ends_at)}"
