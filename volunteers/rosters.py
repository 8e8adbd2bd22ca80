"""Rosters to print: who comes to which shift of a day, with room for a signature; drawn by typst with correct Thai."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import typst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.contact import spoken_phone
from activities.models import State
from activities.pictures import BRAND, SIGN
from activities.tickets import fonts, printable
from goodsociety.common.dates import is_thai, show_day, show_moment, show_time, show_times, shown_year
from volunteers.models import Shift, SignUp, SignUpMember
from volunteers.models.shift import ShiftQuerySet
from volunteers.reach import Reach
from zones.models import Edition, Zone

DRAWING = Path(__file__).resolve().parent / "typst" / "roster.typ"
#: Empty lines for those who walk up, at most so many a shift.
MOST_EMPTY = 3


@dataclass(frozen=True)
class Line:
    """One person of a shift: who signs, how to call them, and when they came where that is known."""

    name: str
    phone: str = ""
    #: Of a group: its size at the leader's name, the leader at a member's.
    note: str = ""
    arrived_at: dt.datetime | None = None

    @property
    def facts(self) -> dict[str, str]:
        """What the line says."""
        arrived = show_time(self.arrived_at) if self.arrived_at else ""
        return {"name": printable(self.name), "phone": self.phone, "note": printable(self.note), "arrived": arrived}


@dataclass(frozen=True)
class Block:
    """A shift with its people."""

    shift: Shift
    lines: Sequence[Line]
    people: int

    @property
    def empty(self) -> range:
        """The empty lines for who walks up, as many as there are free places."""
        return range(min(max((self.shift.capacity or 0) - self.people, 0), MOST_EMPTY))

    @property
    def where(self) -> str:
        """Place or zone of the shift."""
        place = self.shift.place or self.shift.duty.zone
        return place.name if place else _("the whole expo")

    @property
    def how_many(self) -> str:
        """How many are expected."""
        return ngettext("%(people)s person", "%(people)s people", self.people) % {"people": self.people}

    @property
    def facts(self) -> dict[str, Any]:
        """What stands over the lines, and the lines."""
        return {
            "time": show_times(self.shift.starts_at, self.shift.ends_at),
            "duty": printable(self.shift.duty.name),
            "where": printable(self.where),
            "people": self.how_many,
            "lines": [line.facts for line in self.lines],
            "empty": len(self.empty),
        }


@dataclass(frozen=True)
class Roster:
    """The shifts of a day, of one zone or of all that somebody looks after."""

    edition: Edition
    day: dt.date
    zone: Zone | None
    blocks: Sequence[Block]
    #: Whether phones are shown: to coordinators alone.
    has_phones: bool
    made_at: dt.datetime

    @property
    def place(self) -> str:
        """Which zone it is of."""
        return self.zone.name if self.zone else _("All zones")

    @property
    def facts(self) -> dict[str, Any]:
        """What the sheets say, in the page's language."""
        wordmark = f"Good Society Expo {shown_year(self.edition.year)}"
        labels = {"name": _("Name"), "phone": _("Phone"), "signature": _("Signature"), "arrived": _("Came")}
        return {
            "language": "th" if is_thai() else "en",
            "brand": BRAND,
            "wordmark": wordmark,
            "title": " – ".join((_("Volunteers"), printable(self.place))),
            "day": show_day(self.day, weekday=True),
            "mark": _("sample") if self.edition.is_sample else "",
            "labels": labels,
            "has_phones": self.has_phones,
            "nobody": _("Nobody has signed up."),
            "none": _("No shift on this day."),
            "footer": " · ".join((wordmark, _("as of %(moment)s") % {"moment": show_moment(self.made_at)})),
            "blocks": [block.facts for block in self.blocks],
        }

    def pdf(self) -> bytes:
        """Draw it: no file and no address outside this project and its fonts."""
        said = json.dumps({**self.facts, "sign": SIGN.read_text(encoding="utf-8")}, ensure_ascii=False)
        options: dict[str, Any] = {"font_paths": fonts(), "ignore_system_fonts": True}
        return cast("bytes", typst.compile(str(DRAWING), format="pdf", sys_inputs={"data": said}, **options))


def roster_of(reach: Reach, day: dt.date, zone: Zone | None, *, at: dt.datetime) -> Roster:
    """Return the roster of a day; phones of shifts that somebody only checks people in for stay out."""
    mine: ShiftQuerySet = reach.shifts().filter(state=State.RELEASED).on_day(day)
    shifts = list((mine.in_zone(zone.slug) if zone else mine).order_by("duty__zone__order", "starts_at", "pk"))
    has_phones = bool(shifts) and all(reach.manages.covers(shift) for shift in shifts)
    rows = SignUp.objects.live().filter(shift__in=shifts).order_by("name", "pk").prefetch_related("members")
    by_shift: dict[int, list[SignUp]] = {shift.pk: [] for shift in shifts}
    for row in rows:
        by_shift[row.shift_id].append(row)
    blocks = [block_of(shift, by_shift[shift.pk], has_phones=has_phones) for shift in shifts]
    return Roster(reach.edition, day, zone, blocks, has_phones, at)


def block_of(shift: Shift, rows: Iterable[SignUp], *, has_phones: bool) -> Block:
    """Return a shift with a line for each person; a group whose names are known has a line for each of them."""
    shown = list(rows)
    lines = [line for row in shown for line in lines_of(row, has_phones=has_phones)]
    return Block(shift, lines, sum(row.party_size for row in shown))


def lines_of(row: SignUp, *, has_phones: bool) -> Iterable[Line]:
    """Yield the lines of a sign-up: its leader, and the members who were named."""
    phone = spoken_phone(row.phone) if has_phones else ""
    name = row.name or row.reference
    members: Iterable[SignUpMember] = row.members.all()
    size = ngettext("%(people)s person", "%(people)s people", row.party_size) % {"people": row.party_size}
    yield Line(name, phone, size if row.party_size > 1 else "", row.arrived_at)
    for member in members:
        if member.name and member.name != row.name:
            yield Line(member.name, note=name)
