"""A plan: what would become of duties and shifts, line by line, to be shown before any of it is written."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodsociety.common.dates import local_day, show_day, show_times
from volunteers.models import Duty, Qualification, Shift

#: More is not planned at once: nobody could look at it.
MOST_SHIFTS = 1000
#: What people in a shift are told of.
PROMISED = ("ends_at", "place")


class Verdict(models.TextChoices):
    """What becomes of a line."""

    ADDED = "added", _("new")
    CHANGED = "changed", _("changed")
    SAME = "same", _("stays as it is")
    LEFT_OUT = "left_out", _("left out")
    WRONG = "wrong", _("wrong")


@dataclass
class Line:
    """One duty or shift of a plan: from where it came, what would become of it, and how or why.

    A line of a file that names nothing that is known has no row, only what it says.
    """

    row: Duty | Shift | None
    verdict: Verdict
    where: str = ""
    notes: list[str] = field(default_factory=list)
    said: str = ""
    #: New values of a row that is there, by column.
    changed: dict[str, Any] = field(default_factory=dict)
    needs: list[Qualification] | None = None

    @property
    def shift(self) -> Shift | None:
        """The shift, where it is one."""
        return self.row if isinstance(self.row, Shift) else None

    @property
    def duty(self) -> Duty | None:
        """The duty that it is, or is about."""
        return self.row.duty if isinstance(self.row, Shift) else self.row

    @property
    def name(self) -> str:
        """What the duty is called."""
        return str(self.duty or self.said)

    @property
    def when(self) -> str:
        """The day and the times of a shift."""
        shift = self.shift
        if shift is None:
            return ""
        times = show_times(shift.starts_at, self.changed.get("ends_at", shift.ends_at))
        return f"{show_day(local_day(shift.starts_at), weekday=True)} {times}"


@dataclass
class Plan:
    """Lines, and in sentences whatever else has to be known before they are written."""

    lines: list[Line]
    remarks: list[str] = field(default_factory=list)

    def count(self, verdict: Verdict, kind: type[Duty] | type[Shift] | None = None) -> int:
        """Return how many lines a verdict has, of duties or of shifts only where one of them is named."""
        return sum(line.verdict == verdict and (kind is None or isinstance(line.row, kind)) for line in self.lines)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many lines have which verdict."""
        counts = Counter(line.verdict for line in self.lines)
        return [(str(verdict.label), counts[verdict]) for verdict in Verdict if counts[verdict]]

    @property
    def places(self) -> int:
        """How many places its new shifts have."""
        new = (line.shift for line in self.lines if line.verdict == Verdict.ADDED)
        return sum(shift.capacity or 0 for shift in new if shift is not None)

    @property
    def is_of_a_file(self) -> bool:
        """Whether its lines are rows of a file."""
        return any(line.where for line in self.lines)

    @property
    def is_wrong(self) -> bool:
        """Whether something in it cannot be done, so that nothing is."""
        return any(line.verdict == Verdict.WRONG for line in self.lines)

    @property
    def does_something(self) -> bool:
        """Whether anything would be written."""
        return any(line.verdict in {Verdict.ADDED, Verdict.CHANGED} for line in self.lines)

    @property
    def mark(self) -> str:
        """What it says, as a digest: where it would say something else by now, it is shown again."""
        said = [(line.where, line.name, line.when, line.verdict.value, line.notes) for line in self.lines]
        return sha256(repr((said, self.remarks)).encode()).hexdigest()


def standing(duties: Iterable[Duty]) -> dict[tuple[int, dt.datetime], Shift]:
    """Return the shifts that duties have, by what makes each the only one: its duty and its start."""
    stored = Shift.objects.filter(duty__in=[duty for duty in duties if duty.pk]).for_page()
    return {(shift.duty_id, shift.starts_at): shift for shift in stored}


def lines_of(shifts: Iterable[Shift]) -> list[Line]:
    """Return new shifts as lines: those whose duty has one at that time already stay as they are."""
    wanted = list(shifts)
    there = standing({shift.duty for shift in wanted if shift.duty.pk})
    seen: set[tuple[int, str, dt.datetime]] = set()
    lines = []
    for shift in wanted:
        key = (shift.duty.pk or 0, shift.duty.slug, shift.starts_at)
        if key not in seen:
            stored = there.get((shift.duty.pk or 0, shift.starts_at))
            lines.append(Line(stored or shift, Verdict.SAME if stored else Verdict.ADDED))
        seen.add(key)
    return lines
