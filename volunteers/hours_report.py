"""Approved hours, summed up in several ways that agree with each other: minutes of each person times the people."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.admin.exporting import BOM, harmless
from goodsociety.common.language import in_language
from volunteers.models import Shift, SignUp
from volunteers.models.shift import ShiftQuerySet

AN_HOUR = 60
#: The minutes of a sign-up: of a group whose arrival nobody noted all came.
MINUTES = F("approved_minutes") * Coalesce("heads", "party_size")


class By(models.TextChoices):
    """By what hours are summed up."""

    ZONE = "zone", gettext_lazy("By zone")
    DUTY = "duty", gettext_lazy("By duty")
    PERSON = "person", gettext_lazy("By person")
    SENDER = "sender", gettext_lazy("By organization that sent them")
    HOST = "host", gettext_lazy("By organization that was helped")


#: The columns that tell one line from another, and the columns of its name.
COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    By.ZONE: ("shift__duty__zone", ("shift__duty__zone__name_th", "shift__duty__zone__name_en")),
    By.DUTY: ("shift__duty", ("shift__duty__name_th", "shift__duty__name_en")),
    By.PERSON: ("person", ("person__name",)),
    By.SENDER: ("organization", ("organization__name_th", "organization__name_en")),
    By.HOST: ("shift__duty__host", ("shift__duty__host__name_th", "shift__duty__host__name_en")),
}


@dataclass(frozen=True)
class Line:
    """Hours of one zone, duty, person or organization."""

    name: str
    #: How often somebody served: sign-ups with approved hours.
    times: int
    minutes: int


@dataclass(frozen=True)
class _Names:
    """Both names of a thing, to be shown in the page's language."""

    name_th: str
    name_en: str


def served(shifts: QuerySet[Shift]) -> QuerySet[SignUp]:
    """Return the sign-ups in some shifts whose hours count."""
    return SignUp.objects.live().filter(shift__in=shifts.order_by().values("pk"), approved_minutes__gt=0)


def minutes_in(rows: QuerySet[SignUp]) -> int:
    """Return the minutes that people served by some sign-ups."""
    return int(rows.aggregate(minutes=Sum(MINUTES, default=0))["minutes"])


def hours_by(by: By, shifts: QuerySet[Shift]) -> list[Line]:
    """Return the approved hours in some shifts by zone, duty, person or organization, the most first."""
    key, names = COLUMNS[by]
    rows: QuerySet[SignUp, Any] = served(shifts).order_by().values(key, *names)
    summed = rows.annotate(times=Count("pk"), minutes=Sum(MINUTES))
    lines = [Line(name_of(by, row), row["times"], row["minutes"]) for row in summed]
    return sorted(lines, key=lambda line: (-line.minutes, line.name))


def name_of(by: By, row: dict[str, Any]) -> str:
    """Return the name of a line in the page's language, or what stands for nobody and nothing."""
    key, names = COLUMNS[by]
    if row[key] is None:
        return _("the whole expo") if by == By.ZONE else _("on their own") if by == By.SENDER else _("the expo itself")
    if len(names) == 1:
        return row[names[0]] or _("somebody without a name")
    return in_language(_Names(*(row[name] for name in names)), "name")


@dataclass(frozen=True)
class ToApprove:
    """A shift that is over with people whose hours nobody approved yet."""

    shift: Shift
    waiting: int


def to_approve(shifts: ShiftQuerySet) -> list[ToApprove]:
    """Return which of some shifts that are over have sign-ups without approved hours, the oldest first."""
    open_rows = models.Q(sign_ups__status=SignUp.Status.CONFIRMED, sign_ups__approved_minutes=None)
    counted = shifts.annotate(waiting=Count("sign_ups", filter=open_rows)).filter(waiting__gt=0)
    return [ToApprove(shift, shift.waiting) for shift in counted.order_by("starts_at", "pk")]  # type: ignore[attr-defined]  # annotated


def shown_time(minutes: int) -> str:
    """Return minutes as hours and minutes: 3:30."""
    return f"{minutes // AN_HOUR}:{minutes % AN_HOUR:02}"


def as_csv(by: By, lines: Iterable[Line]) -> str:
    """Return the lines as a file for spreadsheets, with their sum at the end."""
    told = list(lines)
    page = io.StringIO()
    page.write(BOM)
    writer = csv.writer(page)
    writer.writerow([str(by.label), _("Times served"), _("Minutes"), _("Hours")])
    for line in told:
        writer.writerow(harmless([line.name, line.times, line.minutes, shown_time(line.minutes)]))
    minutes = sum(line.minutes for line in told)
    writer.writerow([_("Together"), sum(line.times for line in told), minutes, shown_time(minutes)])
    return page.getvalue()
