"""The programme as a time grid: days of zones, zones of places, places of lanes, in steps of five minutes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from activities.timetable.days import Day, by_day
from activities.timetable.lanes import Lane, side_by_side
from activities.timetable.rows import Row
from goodsociety.common.dates import show_time
from zones.models import Place, Zone

STEP = 5
HOUR = 60
DAY = 24 * HOUR
#: For so many lanes there are classes; what stands beyond them the browser puts beside the rest by itself.
MOST_LANES = 24


@dataclass(frozen=True)
class Span:
    """From when to when, in minutes of the day on which it begins; rounded outwards to whole steps."""

    begins: int
    ends: int

    @classmethod
    def of(cls, row: Row) -> "Span":
        """Return the span of a session; what goes on after midnight ends there."""
        local = timezone.localtime(row.starts_at)
        begins = local.hour * HOUR + local.minute
        ends = begins + -(-(row.ends_at - row.starts_at) // dt.timedelta(minutes=1))
        return cls(begins // STEP * STEP, min(-(-ends // STEP) * STEP, DAY))

    def classes(self, first_hour: int) -> str:
        """Return the classes that place it: hour and minute of begin and end, counted from the grid's first hour."""
        begin, end = divmod(self.begins - first_hour * HOUR, HOUR), divmod(self.ends - first_hour * HOUR, HOUR)
        return f"at-h{begin[0]} at-m{begin[1]} to-h{end[0]} to-m{end[1]}"


@dataclass(frozen=True)
class Cell:
    """A session in the grid, with the classes that say where it stands."""

    row: Row
    classes: str


@dataclass(frozen=True)
class Column:
    """A place and what takes place there at a time, side by side where it must."""

    place: Place
    lanes: int
    cells: list[Cell]


@dataclass(frozen=True)
class Group:
    """A zone with its places; what belongs to the whole expo has no zone."""

    zone: Zone | None
    columns: list[Column]

    @property
    def slug(self) -> str:
        """The group's part of the addresses that lead to it."""
        return self.zone.slug if self.zone else "expo"


@dataclass(frozen=True)
class Board:
    """One day: its hours from the first that is needed to the last, its zones, and the class that says where now is.

    What is open all day stands apart: it would fill the grid and say nothing about time.
    """

    date: dt.date
    first_hour: int
    last_hour: int
    groups: list[Group]
    all_day: list[Row]
    now: str = ""

    @property
    def height(self) -> int:
        """How many hours it spans."""
        return self.last_hour - self.first_hour

    @property
    def hours(self) -> list[tuple[str, str]]:
        """Every hour in words, with the class that says where it stands."""
        midnight = timezone.make_aware(dt.datetime.combine(self.date, dt.time()))
        moments = (midnight + dt.timedelta(hours=hour) for hour in range(self.first_hour, self.last_hour))
        return [(show_time(moment), f"at-h{number}") for number, moment in enumerate(moments)]


def boards(rows: Iterable[Row], *, zones: Sequence[Zone], at: dt.datetime) -> list[Board]:
    """Return a board for each day of rows, which come in order of time."""
    return [board(day, zones=zones, at=at) for day in by_day(rows)]


def board(day: Day[Row], *, zones: Sequence[Zone], at: dt.datetime) -> Board:
    """Return the board of a day."""
    timed = [row for slot in day.slots for row in slot.sessions]
    spans = [Span.of(row) for row in timed]
    first_hour = min((span.begins for span in spans), default=0) // HOUR
    last_hour = -(-max((span.ends for span in spans), default=0) // HOUR)
    made = Board(day.date, first_hour, last_hour, in_groups(timed, zones, first_hour), day.all_day)
    return replace(made, now=now_in(made, at))


def now_in(board: Board, at: dt.datetime) -> str:
    """Return the class that says where now is; nothing where it is not on the board."""
    local = timezone.localtime(at)
    if local.date() != board.date or not board.first_hour <= local.hour < board.last_hour:
        return ""
    return f"at-h{local.hour - board.first_hour} at-m{local.minute // STEP * STEP}"


def in_groups(rows: Iterable[Row], zones: Sequence[Zone], first_hour: int) -> list[Group]:
    """Return rows by the zone of their place: first what belongs to the whole expo, then zone by zone."""
    known: dict[int | None, Zone | None] = {None: None, **{zone.pk: zone for zone in zones}}
    by_zone: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        zone = row.session.place.zone_id
        by_zone[zone if zone in known else None].append(row)
    return [group(zone, by_zone[key], first_hour) for key, zone in known.items() if key in by_zone]


def group(zone: Zone | None, rows: list[Row], first_hour: int) -> Group:
    """Return a zone's part of the board."""
    by_place: dict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        by_place[row.session.place].append(row)
    places = sorted(by_place, key=lambda place: place.pk)
    return Group(zone, [column(place, by_place[place], first_hour) for place in places])


def column(place: Place, rows: list[Row], first_hour: int) -> Column:
    """Return a place's column."""
    spans = [Span.of(row) for row in rows]
    lanes = side_by_side([(span.begins, span.ends) for span in spans])
    cells = [
        Cell(row, f"{span.classes(first_hour)} {lane_classes(lane)}")
        for row, span, lane in zip(rows, spans, lanes, strict=True)
    ]
    return Column(place, min(max(lane.number for lane in lanes), MOST_LANES), cells)


def lane_classes(lane: Lane) -> str:
    """Return the classes of a lane."""
    if lane.number > MOST_LANES:
        return ""
    return f"lane-{lane.number} wide-{min(lane.width, MOST_LANES - lane.number + 1)}"
