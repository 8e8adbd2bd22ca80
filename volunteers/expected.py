"""Who is expected, here, late and missing, in few questions however many people."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import Commitment, State
from volunteers.actions.attending import EARLIEST
from volunteers.models import HandOver, Shift, SignUp

Status = SignUp.Status
MINUTE = dt.timedelta(minutes=1)
#: Who may still come to have a place.
IN_LINE = (Status.WAITING, Status.OFFERED, Status.REQUESTED, Status.GUARDIAN)
#: More than anybody calls for one shift.
MOST_FREE = 12


class Presence(models.TextChoices):
    """How it stands with somebody who has a place in a shift."""

    LATE = "late", _("late")
    EXPECTED = "expected", _("expected")
    HERE = "here", _("here")
    LEFT = "left", pgettext_lazy("volunteer", "left")
    MISSING = "missing", _("missing")


#: How people are listed: whom something is to be done about first.
ORDER = {presence: number for number, presence in enumerate(Presence)}


def presence_of(sign_up: SignUp, shift: Shift, *, at: dt.datetime) -> Presence:
    """Say how it stands with somebody: late is who has not come to a shift that goes on, missing who never came."""
    if sign_up.arrived_at is not None:
        return Presence.HERE if sign_up.left_at is None else Presence.LEFT
    if sign_up.status == Status.NO_SHOW or at >= shift.ends_at:
        return Presence.MISSING
    return Presence.LATE if shift.has_begun(at) else Presence.EXPECTED


@dataclass(frozen=True)
class Somebody:
    """A sign-up as the board shows it."""

    sign_up: SignUp
    presence: Presence
    #: Whether they look for a stand-in.
    is_leaving: bool = False

    @property
    def name(self) -> str:
        """How they are called; whose name was taken away is known by the reference."""
        return self.sign_up.name or self.sign_up.reference

    @property
    def is_group(self) -> bool:
        """Whether several come with one sign-up."""
        return self.sign_up.party_size > 1

    @property
    def people(self) -> int:
        """How many they are, as far as they are known to be there; else how many are expected."""
        return self.sign_up.heads or self.sign_up.party_size

    @property
    def minutes_late(self) -> int:
        """How late they came, in whole minutes; nothing where they were in time or never came."""
        arrived_at = self.sign_up.arrived_at
        return max((arrived_at - self.sign_up.shift.starts_at) // MINUTE, 0) if arrived_at else 0


@dataclass(frozen=True)
class Watched:
    """A shift with its people at a moment."""

    shift: Shift
    at: dt.datetime
    people: Sequence[Somebody] = ()
    #: Who waits, asks, or was offered a place.
    in_line: Sequence[SignUp] = field(default_factory=list)

    def count(self, *presences: Presence) -> int:
        """Return how many people stand so."""
        return sum(each.people for each in self.people if each.presence in presences)

    @property
    def signed_up(self) -> int:
        """How many were to come, those noted as missing left out."""
        return sum(each.sign_up.party_size for each in self.people if each.sign_up.is_live)

    @property
    def here(self) -> int:
        """How many are there."""
        return self.count(Presence.HERE)

    @property
    def late(self) -> int:
        """How many should be there and are not."""
        return self.count(Presence.LATE)

    @property
    def missing(self) -> int:
        """How many never came."""
        return self.count(Presence.MISSING)

    @property
    def short(self) -> int:
        """How many more are needed than signed up."""
        return max(self.shift.needed - self.signed_up, 0)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.at >= self.shift.ends_at

    @property
    def has_begun(self) -> bool:
        """Whether it has begun."""
        return self.shift.has_begun(self.at)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.shift.state == State.CANCELLED

    @property
    def takes_arrivals(self) -> bool:
        """Whether somebody can be checked in by one tap now."""
        return not self.is_cancelled and self.shift.starts_at - EARLIEST <= self.at < self.shift.ends_at


def watched(shifts: Iterable[Shift], *, at: dt.datetime) -> list[Watched]:
    """Return shifts with their people, in two questions."""
    shown = list(shifts)
    by_shift: dict[int, list[SignUp]] = defaultdict(list)
    for row in people_of(shown):
        by_shift[row.shift_id].append(row)
    return [watched_with(shift, by_shift[shift.pk], at=at) for shift in shown]


def people_of(shifts: Sequence[Shift]) -> Iterable[SignUp]:
    """Return who has or may come to have a place in some shifts, each with its shift and whether they are leaving."""
    by_key = {shift.pk: shift for shift in shifts}
    sought = HandOver.objects.sought().filter(sign_up=OuterRef("pk"))
    shown = SignUp.objects.filter(shift__in=by_key, status__in=[*SignUp.ACTIVE, Status.NO_SHOW])
    for row in shown.annotate(is_leaving=Exists(sought)).order_by("name", "pk"):
        row.shift = by_key[row.shift_id]
        yield row


def watched_with(shift: Shift, rows: Iterable[SignUp], *, at: dt.datetime) -> Watched:
    """Return a shift with its people: whom something is to be done about first, then by name."""
    people, in_line = [], []
    for row in rows:
        if row.status in IN_LINE:
            in_line.append(row)
        else:
            is_leaving = row.is_leaving  # type: ignore[attr-defined]  # annotated
            people.append(Somebody(row, presence_of(row, shift, at=at), is_leaving=is_leaving))
    people.sort(key=lambda each: ORDER[each.presence])
    in_line.sort(key=lambda row: (IN_LINE.index(Status(row.status)), row.queued_at or row.created_at))
    return Watched(shift, at, people, [row for row in in_line if row.status_at(at) == row.status])


def free_for(shift: Shift, *, at: dt.datetime) -> list[SignUp]:
    """Return who does the same duty in other shifts and is free from now until the end of one; at most so many.

    Whoever can be called stands first, then whoever was here already, and then whose own shift is nearest. Each person
    once, with the sign-up by which they are reached; whoever has anything in the shift itself is left out.
    """
    busy = Commitment.objects.filter(
        person=OuterRef("person"), starts_at__lt=shift.ends_at, ends_at__gt=max(at, shift.starts_at)
    )
    in_it = SignUp.objects.filter(shift=shift, person=OuterRef("person"))
    others = SignUp.objects.live().filter(shift__duty=shift.duty_id, party_size=1).exclude(Exists(busy))
    reachable = others.exclude(Exists(in_it)).exclude(phone="", email="")
    rows = reachable.select_related("shift").order_by("shift__starts_at", "pk")
    by_person: dict[int, SignUp] = {}
    for row in rows:
        best = by_person.get(row.person_id)
        if best is None or nearness(row, shift) < nearness(best, shift):
            by_person[row.person_id] = row
    found = sorted(by_person.values(), key=lambda row: (not row.phone, nearness(row, shift)))
    return found[:MOST_FREE]


def nearness(sign_up: SignUp, shift: Shift) -> tuple[bool, dt.timedelta]:
    """Return how near somebody's shift is to another in time: those who were there before those who were not."""
    return sign_up.arrived_at is None, abs(sign_up.shift.starts_at - shift.starts_at)


def stand_ins_sought(shifts: models.QuerySet[Shift], *, at: dt.datetime) -> list[HandOver]:
    """Return for which of some shifts, still to come, a stand-in is sought, the next one first."""
    sought = HandOver.objects.sought().for_page().filter(sign_up__shift__in=shifts.order_by().values("pk"))
    return list(sought.filter(sign_up__shift__starts_at__gt=at).order_by("sign_up__shift__starts_at", "pk"))


def short_of_people(shifts: models.QuerySet[Shift]) -> list[tuple[Shift, int]]:
    """Return which of some shifts have fewer people than they need, and how many are missing."""
    short = shifts.filter(state=State.RELEASED, seats_taken__lt=models.F("needed")).order_by("starts_at", "pk")
    return [(shift, shift.needed - shift.seats_taken) for shift in short]
