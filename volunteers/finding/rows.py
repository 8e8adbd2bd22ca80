"""Shifts as the rows of pages: by day, and within a day by duty or by time."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from activities.models import State
from activities.timetable import Badge
from activities.timetable.rows import draw
from goodsociety.common.dates import local_day, show_day, show_times
from volunteers.finding.chance import Chance, chance_of
from volunteers.finding.needs import needs_of
from volunteers.finding.work import Work
from volunteers.models import Duty, Shift


@dataclass(frozen=True, slots=True)
class Row:
    """A shift in the words of the page's language."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    iso: str
    when: str
    place: str
    badges: SafeString
    act: SafeString
    #: Classes that tell whether it is cancelled or over.
    classes: str


@dataclass(frozen=True)
class DutyRows:
    """A duty with its shifts of one day, and what is needed for it."""

    duty: Duty
    needs: list[str]
    rows: list[Row]


@dataclass(frozen=True)
class DayOfDuties:
    """What volunteers do on a day, duty by duty."""

    date: dt.date
    duties: list[DutyRows]


@dataclass(frozen=True)
class DayOfShifts:
    """The shifts of one duty on a day."""

    date: dt.date
    rows: list[Row]


class Writer:
    """Writes rows as they stand at a moment, and remembers what many of them share."""

    def __init__(self, work: Work) -> None:
        """Take the work; look up once what the page's language calls things."""
        self.work = work
        self.short, self.sample = Badge(_("People missing"), "brand"), Badge(_("sample"), "sample")
        self.before_code, self.after_code = reverse("sign_up", args=[work.edition.year, "CODE"]).split("CODE")
        self.drawn: dict[tuple[Badge | None, ...], SafeString] = {}
        self.times: dict[tuple[dt.datetime, dt.datetime], str] = {}

    def row(self, shift: Shift) -> Row:
        """Write one row."""
        chance = chance_of(shift, self.work.opening, self.work.at)
        when = self.span(shift)
        return Row(
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            iso=shift.starts_at.isoformat(),
            when=when,
            place=self.where(shift),
            badges=self.badges(shift, chance),
            act=self.act(shift, chance, when),
            classes=self.state(shift),
        )

    def span(self, shift: Shift) -> str:
        """Return from when to when; most shifts begin and end at the same hours."""
        key = (shift.starts_at, shift.ends_at)
        if key not in self.times:
            self.times[key] = show_times(*key)
        return self.times[key]

    def where(self, shift: Shift) -> str:
        """Return the place, and up to how many come together where groups are welcome."""
        place = [shift.place.name] if shift.place else []
        return " · ".join([*place, *groups_welcome(shift)])

    def badges(self, shift: Shift, chance: Chance) -> SafeString:
        """Return what stands beside a shift in few words."""
        found = (self.short if chance.is_short else None, chance.badge, self.sample if self.is_odd(shift) else None)
        if found not in self.drawn:
            self.drawn[found] = draw(badge for badge in found if badge)
        return self.drawn[found]

    def is_odd(self, shift: Shift) -> bool:
        """Say whether a shift was made up while its duty was not: a duty that was says so itself."""
        return shift.is_sample and not shift.duty.is_sample

    def act(self, shift: Shift, chance: Chance, when: str) -> SafeString:
        """Return the link to the form, which says of which shift it is to those who only hear it."""
        if not chance.act:
            return SafeString()
        day = show_day(local_day(shift.starts_at), weekday=True, year=False)
        return format_html(
            '<a class="button {}button-small" href="{}">{}<span class="visually-hidden"> – {}, {} {}</span></a>',
            "button-quiet " if chance.is_waiting else "",
            self.form_of(shift),
            chance.act,
            shift.duty.name,
            day,
            when,
        )

    def form_of(self, shift: Shift) -> str:
        """Return the address of a shift's form: looking one up takes longer than writing all others after it."""
        return f"{self.before_code}{shift.code}{self.after_code}"

    def state(self, shift: Shift) -> str:
        """Return the classes that tell whether a shift is cancelled, or over while the expo goes on."""
        cancelled = "" if shift.state == State.RELEASED else " is-cancelled"
        is_over = self.work.edition.is_open and self.work.at >= shift.ends_at
        return f"{cancelled} is-over" if is_over else cancelled


def groups_welcome(shift: Shift) -> list[str]:
    """Say how many may come together, where more than one may."""
    if shift.largest_party <= 1:
        return []
    return [_("groups up to %(people)s") % {"people": shift.largest_party}]


def by_day_and_duty(work: Work, shifts: Iterable[Shift]) -> Iterator[DayOfDuties]:
    """Yield shifts, which come in the order of the work, by day and duty."""
    write = Writer(work).row
    for date, of_day in groupby(shifts, key=lambda shift: local_day(shift.starts_at)):
        duties = groupby(of_day, key=lambda shift: shift.duty_id)
        rows = [(work.duties[key], list(map(write, those))) for key, those in duties]
        yield DayOfDuties(date, [DutyRows(duty, needs_of(duty), lines) for duty, lines in rows])


def by_day(work: Work) -> Iterator[DayOfShifts]:
    """Yield the shifts of a single duty by day."""
    rows = map(Writer(work).row, work.shifts)
    for date, of_day in groupby(rows, key=lambda row: local_day(row.starts_at)):
        yield DayOfShifts(date, list(of_day))
