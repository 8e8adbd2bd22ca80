"""Shifts by a pattern: on these days, from then to then, one every so many hours, with time to hand over."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from activities.actions.commitments import Span
from volunteers.models import Duty, Shift
from volunteers.planning.plan import Plan, lines_of


@dataclass(frozen=True)
class Pattern:
    """From opening to closing on each day a shift begins every ``every``, and lasts ``overlap`` longer than that."""

    days: tuple[dt.date, ...]
    opens: dt.time
    closes: dt.time
    every: dt.timedelta
    overlap: dt.timedelta = dt.timedelta()

    def spans(self) -> Iterator[Span]:
        """Yield from when to when each shift is; the last of a day ends at closing, however short that makes it."""
        for day in self.days:
            starts_at, closes_at = at_time(day, self.opens), at_time(day, self.closes)
            while starts_at < closes_at:
                yield Span(starts_at, min(starts_at + self.every + self.overlap, closes_at))
                starts_at += self.every

    @property
    def count(self) -> int:
        """How many shifts it makes."""
        first = dt.date.min
        hours = dt.datetime.combine(first, self.closes) - dt.datetime.combine(first, self.opens)
        return len(self.days) * max(-(-hours // self.every), 0)


def at_time(day: dt.date, time: dt.time) -> dt.datetime:
    """Return a time of day by the expo's clocks."""
    return timezone.make_aware(dt.datetime.combine(day, time), timezone.get_default_timezone())


def shifts_by(pattern: Pattern, duty: Duty, values: dict[str, Any]) -> Plan:
    """Return the plan of a duty's shifts by a pattern, all of them with the same other values."""
    return Plan(lines_of(Shift(duty=duty, starts_at=s.starts_at, ends_at=s.ends_at, **values) for s in pattern.spans()))
