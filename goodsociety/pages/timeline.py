"""Somebody's own expo: where they are to be and what they have an eye on, as one timeline over all editions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from activities.models import Favourite, Offer, Registration, Session, Standing, State
from activities.timetable import is_all_day
from goodsociety.common.dates import local_day
from goodsociety.common.models import AuditEntry
from volunteers.models import HandOver, Shift, SignUp
from zones.models import Edition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Kind(models.TextChoices):
    """Why something stands in a timeline."""

    REGISTRATION = "registration", gettext_lazy("registration")
    SIGN_UP = "sign_up", gettext_lazy("volunteer shift")
    FAVOURITE = "favourite", gettext_lazy("in my plan")


@dataclass(eq=False)
class Entry:
    """One thing in a timeline: a registration, a shift or a favourite."""

    kind: Kind
    row: Registration | SignUp | Favourite
    slot: Session | Shift
    what: str
    where: str
    #: The page of what it is, and the person's own page of it with the way to cancel, where there are such.
    about: str
    page: str = ""
    cancel: str = ""
    #: Where a favourite can be registered for right now.
    register: str = ""
    #: How it stands, in words and in the colour of a badge.
    standing: str = ""
    tone: str = ""
    #: Until when the places that are offered can be accepted; none where nothing is offered.
    offered_until: dt.datetime | None = None
    #: Holds places or may come to; favourites always do, as they vanish instead.
    is_active: bool = True
    #: Its organisers called it off while the visitor counted on it, if it is known when.
    called_off_at: dt.datetime | None = None
    #: What else of theirs happens at the same time.
    clashes: list[str] = field(default_factory=list)

    @property
    def edition(self) -> Edition:
        """The edition it belongs to."""
        return self.slot.edition

    def is_coming(self, at: dt.datetime) -> bool:
        """Say whether it is going on or still to come; what was called off stays until its time is over."""
        return not self.is_over and self.slot.ends_at > at

    @property
    def is_over(self) -> bool:
        """Whether it ended before its time: taken back, declined, not drawn or not accepted."""
        return not self.is_active and self.called_off_at is None

    @property
    def is_held(self) -> bool:
        """Whether places are theirs: registered, or signed up for a shift."""
        return self.kind != Kind.FAVOURITE and bool(getattr(self.row, "is_live", False)) and not self.is_called_off

    @property
    def is_called_off(self) -> bool:
        """Whether the organisers have cancelled it, or the whole expo."""
        return self.slot.state == State.CANCELLED or self.edition.status == Edition.Status.CANCELLED

    @property
    def is_timed(self) -> bool:
        """Whether one is there from its beginning to its end: what one drops into all day is in nothing's way."""
        return self.is_active and not self.is_called_off and not self.is_all_day

    @property
    def is_all_day(self) -> bool:
        """Whether one can come at any time of the day."""
        return isinstance(self.slot, Session) and is_all_day(self.slot)

    @property
    def order(self) -> tuple[dt.date, bool, dt.datetime, str, int]:
        """Where it stands in a timeline: what has its time before what goes on all day."""
        return (local_day(self.slot.starts_at), self.is_all_day, self.slot.starts_at, str(self.kind), self.row.pk)


@dataclass(frozen=True)
class Day:
    """What comes on one day of an edition."""

    date: dt.date
    edition: Edition
    entries: list[Entry]


@dataclass(frozen=True)
class Timeline:
    """What is still to come, by day; and what is over or was taken back, the newest first."""

    days: list[Day]
    past: list[Entry]

    @property
    def coming(self) -> list[Entry]:
        """What is still to come, in order."""
        return [entry for day in self.days for entry in day.entries]


def timeline_of(person: Person, *, at: dt.datetime) -> Timeline:
    """Return a person's timeline, with the favourites that clash with something marked."""
    entries = sorted(entries_of(person, at=at), key=lambda entry: entry.order)
    coming = [entry for entry in entries if entry.is_coming(at)]
    mark_clashes([entry for entry in coming if entry.is_timed])
    by_day = groupby(coming, key=lambda entry: (local_day(entry.slot.starts_at), entry.edition))
    days = [Day(date, edition, list(those)) for (date, edition), those in by_day]
    return Timeline(days, [entry for entry in reversed(entries) if not entry.is_coming(at)])


def entries_of(person: Person, *, at: dt.datetime) -> list[Entry]:
    """Return everything of a person that has a time. A favourite they registered for is the registration."""
    pending = Prefetch("offers", Offer.objects.pending(), to_attr="pending_offers")
    registrations = list(Registration.objects.filter(person=person).for_page().prefetch_related(pending))
    sought = Prefetch("hand_overs", HandOver.objects.sought(), to_attr="sought")
    sign_ups = list(SignUp.objects.filter(person=person).for_page().prefetch_related(sought))
    taken = {row.session_id for row in registrations if row.is_active}
    marked = Favourite.objects.filter(person=person, session__in=Session.objects.public()).exclude(session__in=taken)
    favourites = list(marked.select_related(*ALONG))
    sessions = [*(row.session for row in registrations), *(row.session for row in favourites)]
    called_off = called_off_moments([*sessions, *(row.shift for row in sign_ups)])
    return [
        *(of_registration(row, called_off.get(row.session), at=at) for row in registrations),
        *(of_sign_up(row, called_off.get(row.shift), at=at) for row in sign_ups),
        *(of_favourite(row, called_off.get(row.session), at=at) for row in favourites),
    ]


#: What the entry of a favourite shows.
ALONG = ("session__activity__edition", "session__activity__zone", "session__place")


CALLED_OFF = ("cancel_session", "cancel_shift")


def called_off_moments(slots: Iterable[Session | Shift]) -> dict[Session | Shift, dt.datetime]:
    """Return when sessions and shifts were called off, of those that were."""
    known = {(slot._meta.label_lower, slot.pk): slot for slot in slots}
    entries = AuditEntry.objects.filter(verb__in=CALLED_OFF, subject_key__in={key for _, key in known})
    rows = entries.order_by("at").values_list("subject", "subject_key", "at")
    return {known[subject, key]: at for subject, key, at in rows if (subject, key) in known}


#: How a registration stands, and in which colour; what its status alone says differently.
STANDINGS: "dict[str, tuple[StrOrPromise, str]]" = {
    Registration.Status.REQUESTED: (gettext_lazy("Waits for approval"), "warn"),
    Registration.Status.ENTERED: (gettext_lazy("In the draw"), "warn"),
    Registration.Status.WAITING: (gettext_lazy("On the waiting list"), "warn"),
    Registration.Status.OFFERED: (gettext_lazy("Places are kept for you"), "brand"),
    Registration.Status.CONFIRMED: (gettext_lazy("Registered"), "good"),
    Registration.Status.CANCELLED: (gettext_lazy("Taken back"), ""),
    Registration.Status.DECLINED: (gettext_lazy("No places this time"), ""),
    Registration.Status.LOST: (gettext_lazy("Not drawn"), ""),
    Registration.Status.LAPSED: (gettext_lazy("Not accepted in time"), ""),
}


def of_registration(row: Registration, called_off_at: dt.datetime | None, *, at: dt.datetime) -> Entry:
    """Return the entry of a registration; one that was taken back before the session was called off stays that."""
    status = row.status
    offers = [offer for offer in vars(row)["pending_offers"] if offer.expires_at > at]
    if status == Registration.Status.OFFERED and not offers:
        status = Registration.Status.LAPSED
    was_counted_on = row.is_active or (row.cancelled_at is not None and row.cancelled_at == called_off_at)
    standing, tone = STANDINGS[status]
    return Entry(
        kind=Kind.REGISTRATION,
        row=row,
        slot=row.session,
        what=row.session.activity.name,
        where=where_of(row.session),
        about=about_of(row.session),
        page=reverse("registration_detail", args=[row.code]),
        cancel=reverse("registration_cancel", args=[row.code]) if row.is_cancellable(at) else "",
        standing=str(standing),
        tone=tone,
        offered_until=offers[0].expires_at if offers else None,
        is_active=status in Registration.ACTIVE,
        called_off_at=called_off_at if was_counted_on else None,
    )


#: How a sign-up stands, and in which colour; what its status alone says differently.
SHIFT_STANDINGS: "dict[str, tuple[StrOrPromise, str]]" = {
    SignUp.Status.REQUESTED: (gettext_lazy("Waits for approval"), "warn"),
    SignUp.Status.GUARDIAN: (gettext_lazy("Waits for your parent or guardian"), "warn"),
    SignUp.Status.WAITING: (gettext_lazy("On the waiting list"), "warn"),
    SignUp.Status.OFFERED: (gettext_lazy("A place is kept for you"), "brand"),
    SignUp.Status.CONFIRMED: (gettext_lazy("Volunteer shift"), "brand"),
    SignUp.Status.NO_SHOW: (gettext_lazy("Not noted as there"), ""),
    SignUp.Status.CANCELLED: (gettext_lazy("Taken back"), ""),
    SignUp.Status.DECLINED: (gettext_lazy("No place this time"), ""),
    SignUp.Status.LAPSED: (gettext_lazy("Not answered in time"), ""),
    SignUp.Status.HANDED_OVER: (gettext_lazy("Handed over"), ""),
}


def of_sign_up(row: SignUp, called_off_at: dt.datetime | None, *, at: dt.datetime) -> Entry:
    """Return the entry of a sign-up for a shift; one that was taken back before the shift was called off stays that."""
    status, place = row.status_at(at), row.shift.place or row.shift.duty.zone
    was_counted_on = row.is_active or (row.cancelled_at is not None and row.cancelled_at == called_off_at)
    standing, tone = SHIFT_STANDINGS[status]
    if row.is_live and vars(row)["sought"] and not row.shift.has_begun(at):
        standing, tone = gettext_lazy("You look for a stand-in"), "warn"
    return Entry(
        kind=Kind.SIGN_UP,
        row=row,
        slot=row.shift,
        what=row.shift.duty.name,
        where=place.name if place else _("the whole expo"),
        about=reverse("duty_detail", args=[row.shift.edition.year, row.shift.duty.slug]),
        page=reverse("sign_up_detail", args=[row.code]),
        cancel=reverse("sign_up_cancel", args=[row.code]) if row.is_cancellable(at) else "",
        standing=str(standing),
        tone=tone,
        offered_until=row.expires_at if status == SignUp.Status.OFFERED else None,
        is_active=status in SignUp.ACTIVE,
        called_off_at=called_off_at if was_counted_on else None,
    )


def of_favourite(row: Favourite, called_off_at: dt.datetime | None, *, at: dt.datetime) -> Entry:
    """Return the entry of a favourite, with the way to register where that is open."""
    session, is_open = row.session, row.session.standing(at) == Standing.OPEN
    return Entry(
        kind=Kind.FAVOURITE,
        row=row,
        slot=session,
        what=session.activity.name,
        where=where_of(session),
        about=about_of(session),
        standing=_("In my plan"),
        called_off_at=called_off_at,
        register=reverse("register", args=[session.edition.year, session.code]) if is_open else "",
    )


def where_of(session: Session) -> str:
    """Return place and zone of a session."""
    return f"{session.place.name}, {session.activity.zone.name}"


def about_of(session: Session) -> str:
    """Return the page of a session's activity."""
    return reverse("activity_detail", args=[session.edition.year, session.activity.slug])


def mark_clashes(entries: Iterable[Entry]) -> None:
    """Note at each favourite what else happens at the same time; entries come in order of time.

    Where that is something they promised to be at, registering would be refused and is not offered.
    """
    going_on: list[Entry] = []
    for entry in entries:
        going_on = [earlier for earlier in going_on if earlier.slot.ends_at > entry.slot.starts_at]
        for earlier in going_on:
            for one, other in ((earlier, entry), (entry, earlier)):
                if one.kind == Kind.FAVOURITE:
                    one.clashes.append(other.what)
                    one.register = one.register if other.kind == Kind.FAVOURITE else ""
        going_on.append(entry)
