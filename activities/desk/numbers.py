"""How many are expected, in and counted at the doors that a device watches, in few questions however many doors."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncHour
from django.utils import timezone

from activities.desk.watching import Watch
from activities.models import CheckIn, HeadCount, Registration, Session
from goodsociety.common.dates import local, show_time
from zones.models import Zone

#: How far back hours are told.
HOURS = 8
#: The number of a session, or of a zone.
Key = tuple[int | None, int | None]
Hours = dict[Any, dict[dt.datetime, int]]


@dataclass(frozen=True)
class Numbers:
    """What is known of a door at a moment."""

    door: Session | Zone
    counted: int
    hours: list[tuple[dt.datetime, int]]
    expected: int = 0
    inside: int = 0
    walk_ins: int = 0

    @property
    def session(self) -> Session | None:
        """The session whose door it is."""
        return self.door if isinstance(self.door, Session) else None

    @property
    def gate(self) -> Zone | None:
        """The zone whose gate it is."""
        return self.door if isinstance(self.door, Zone) else None

    @property
    def name(self) -> str:
        """The name of what is behind the door."""
        return self.door.activity.name if isinstance(self.door, Session) else self.door.name

    @property
    def capacity(self) -> int | None:
        """How many fit; none where there is no limit."""
        return self.door.capacity if isinstance(self.door, Session) else None

    @property
    def waiting(self) -> int:
        """How many parties wait for places."""
        return self.door.parties_waiting if isinstance(self.door, Session) else 0

    @property
    def free(self) -> int | None:
        """How many more fit, those who were only counted taken off; None where there is no limit."""
        if self.session is None or self.session.capacity is None:
            return None
        return max(self.session.seats_unclaimed - self.counted, 0)

    @property
    def missing(self) -> int:
        """How many are expected and not in."""
        return max(self.expected - self.inside, 0)

    @property
    def present(self) -> int:
        """How many came in all."""
        return self.inside + self.counted

    def as_json(self) -> dict[str, Any]:
        """Return it as a device reads it."""
        hours = [{"hour": hour.isoformat(), "label": show_time(hour), "heads": heads} for hour, heads in self.hours]
        return {
            "session": self.session.code if self.session else None,
            "gate": self.gate.slug if self.gate else None,
            "name": self.name,
            "expected": self.expected,
            "in": self.inside,
            "free": self.free,
            "counted": self.counted,
            "walkIns": self.walk_ins,
            "waiting": self.waiting,
            "capacity": self.capacity,
            "hours": hours,
        }


def numbers_of(watch: Watch, *, at: dt.datetime) -> list[Numbers]:
    """Return the numbers of every door that is watched, sessions first."""
    sessions, gates = watch.sessions, watch.gates
    parties, inside, counted = parties_of(sessions), heads_inside(sessions), heads_counted(watch)
    hours = hours_of(watch, at=at)
    of_sessions = [
        Numbers(
            session,
            counted[session],
            told_hours(hours[session], at=at),
            inside=inside.get(session.pk, 0),
            **parties.get(session.pk, {}),
        )
        for session in sessions
    ]
    return [*of_sessions, *(Numbers(zone, counted[zone], told_hours(hours[zone], at=at)) for zone in gates)]


def parties_of(sessions: list[Session]) -> dict[int, dict[str, int]]:
    """Return how many are expected in each session, and how many of them walked in."""
    live = Registration.objects.live().filter(session__in=sessions).order_by().values("session")
    heads = Sum("party_size", default=0)
    rows = live.annotate(expected=heads, walk_ins=Sum("party_size", filter=Q(is_walk_in=True), default=0))
    return {row["session"]: {"expected": row["expected"], "walk_ins": row["walk_ins"]} for row in rows}


def heads_inside(sessions: list[Session]) -> dict[int, int]:
    """Return how many registered people are in each session."""
    rows = CheckIn.objects.filter(session__in=sessions).order_by().values_list("session")
    return dict(rows.annotate(heads=Sum("heads")))


def heads_counted(watch: Watch) -> dict[Any, int]:
    """Return how many were counted at each door."""
    rows = counts_at(watch).order_by().values("session", "zone").annotate(heads=Sum("heads"))
    found: dict[Key, int] = {(row["session"], row["zone"]): row["heads"] for row in rows}
    return {door: found.get(key_of(door), 0) for door in doors_of(watch)}


def counts_at(watch: Watch) -> QuerySet[HeadCount]:
    """Return the head counts at the doors that are watched."""
    return HeadCount.objects.filter(Q(session__in=watch.sessions) | Q(zone__in=watch.gates))


def doors_of(watch: Watch) -> list[Session | Zone]:
    """Return the doors that are watched, sessions first."""
    return [*watch.sessions, *watch.gates]


def key_of(door: Session | Zone) -> Key:
    """Return by which session or zone the rows of a door are found."""
    return (door.pk, None) if isinstance(door, Session) else (None, door.pk)


def hours_of(watch: Watch, *, at: dt.datetime) -> Hours:
    """Return how many came to each door in each of the last hours, what was taken back left out."""
    since = hour_of(at) - dt.timedelta(hours=HOURS - 1)
    welcomes = CheckIn.objects.filter(session__in=watch.sessions, result=CheckIn.Result.WELCOME, undone_by=None)
    by_door: dict[Key, dict[dt.datetime, int]] = defaultdict(lambda: defaultdict(int))
    for row in by_hour(welcomes.filter(at__gte=since).values("session")):
        by_door[row["session"], None][row["hour"]] += row["heads"]
    for row in by_hour(counts_at(watch).filter(at__gte=since).values("session", "zone")):
        by_door[row["session"], row["zone"]][row["hour"]] += row["heads"]
    return {door: by_door[key_of(door)] for door in doors_of(watch)}


def by_hour(rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """Return the heads of rows by the hour of the expo's clocks."""
    zone = timezone.get_default_timezone()
    hours = rows.order_by().annotate(hour=TruncHour("at", tzinfo=zone))
    summed: QuerySet[Any, Any] = hours.annotate(heads=Sum("heads"))
    return summed


def hour_of(at: dt.datetime) -> dt.datetime:
    """Return the beginning of the hour of a moment, by the expo's clocks."""
    return local(at).replace(minute=0, second=0, microsecond=0)


def told_hours(heads: dict[dt.datetime, int], *, at: dt.datetime) -> list[tuple[dt.datetime, int]]:
    """Return every hour from the first in which anybody came until now."""
    last = hour_of(at)
    hours = [last - dt.timedelta(hours=back) for back in reversed(range(HOURS))]
    first = min((hour for hour in hours if heads.get(hour)), default=last)
    return [(hour, max(heads.get(hour, 0), 0)) for hour in hours if hour >= first]
