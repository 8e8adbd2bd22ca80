"""What is on now and what comes next, zone by zone, as visitors in the mall ask for it."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Session, State
from activities.models.programme import SessionQuerySet
from activities.timetable import is_all_day
from goodsociety.common.dates import local_day, show_time
from zones.models import Edition, Zone

MINUTE = dt.timedelta(minutes=1)
#: Beyond an hour a time of day says more than a number of minutes.
COUNTED_MINUTES = 60
#: How many of a zone's next sessions are shown; the programme has the others.
NEXT_IN_A_ZONE = 3


@dataclass(frozen=True)
class Showing:
    """A session as it stands at a moment."""

    session: Session
    at: dt.datetime

    @property
    def is_on(self) -> bool:
        """Whether it has begun; what has ended is no showing."""
        return self.session.has_begun(self.at)

    @property
    def is_all_day(self) -> bool:
        """Whether one can come at any time of the day."""
        return is_all_day(self.session)

    @property
    def minutes(self) -> int:
        """How many minutes it lasts."""
        return (self.session.ends_at - self.session.starts_at) // MINUTE

    @property
    def minutes_gone(self) -> int:
        """How many whole minutes ago it began; 0 before."""
        return max((self.at - self.session.starts_at) // MINUTE, 0)

    @property
    def minutes_to_go(self) -> int:
        """In how many minutes it begins, a begun one counted as whole; 0 once it has."""
        return max(math.ceil((self.session.starts_at - self.at) / MINUTE), 0)

    @property
    def when(self) -> str:
        """How long ago it began or how soon it will, in words."""
        return since(self) if self.is_on else until(self)

    @property
    def until(self) -> str:
        """When it ends, in words."""
        return _("until %(time)s") % {"time": show_time(self.session.ends_at)}


def since(showing: Showing) -> str:
    """Say how long ago a session began."""
    minutes = showing.minutes_gone
    if minutes == 0:
        return _("has just begun")
    if minutes <= COUNTED_MINUTES:
        return ngettext("began %(minutes)d minute ago", "began %(minutes)d minutes ago", minutes) % {"minutes": minutes}
    return _("since %(time)s") % {"time": show_time(showing.session.starts_at)}


def until(showing: Showing) -> str:
    """Say how soon a session will begin."""
    minutes = showing.minutes_to_go
    if minutes <= COUNTED_MINUTES:
        return ngettext("begins in %(minutes)d minute", "begins in %(minutes)d minutes", minutes) % {"minutes": minutes}
    return _("begins at %(time)s") % {"time": show_time(showing.session.starts_at)}


@dataclass(frozen=True)
class InZone:
    """What is on and what comes next in one zone, and how much more the day holds there."""

    zone: Zone
    on: list[Showing]
    coming: list[Showing]
    more: int


@dataclass(frozen=True)
class Happening:
    """A day as it stands at a moment: today while it holds anything, else the next day that does."""

    day: dt.date
    is_today: bool
    zones: list[InZone]
    all_day: list[Showing]
    cancelled: list[Session]
    #: Everything that is on or to come, on this day and on as many after it as were asked for.
    ahead: list[Showing]

    @property
    def on(self) -> list[Showing]:
        """Everything that is on, all-day things apart."""
        return [showing for part in self.zones for showing in part.on]

    @property
    def coming(self) -> list[Showing]:
        """What comes next in each zone, the soonest first."""
        coming = (showing for part in self.zones for showing in part.coming)
        return sorted(coming, key=lambda showing: showing.session.starts_at)

    @property
    def quiet_zones(self) -> list[Zone]:
        """The zones in which the day holds nothing more, all-day things apart."""
        return [part.zone for part in self.zones if not part.on and not part.coming]


def happening(edition: Edition, zones: Iterable[Zone], *, at: dt.datetime, days: int = 1) -> Happening | None:
    """Return what is on and what comes next in an edition's zones at a moment; None once nothing more is to come.

    ``days`` says for how many days from the one shown ``ahead`` is wanted.
    """
    first = not_over(edition, at).order_by("starts_at").values_list("starts_at", flat=True).first()
    if first is None:
        return None
    day, known = max(local_day(first), local_day(at)), list(zones)
    sessions = fetched(edition, known, at, until=midnight_after(day, days))
    ahead = [Showing(session, at) for session in sessions if session.state == State.RELEASED]
    end = midnight_after(day)
    of_day = [showing for showing in ahead if showing.session.starts_at < end]
    timed = [showing for showing in of_day if not showing.is_all_day]
    return Happening(
        day=day,
        is_today=day == local_day(at),
        zones=[in_zone(zone, timed) for zone in known],
        all_day=[showing for showing in of_day if showing.is_all_day],
        cancelled=[row for row in sessions if row.state == State.CANCELLED and row.starts_at < end],
        ahead=ahead,
    )


def not_over(edition: Edition, at: dt.datetime) -> SessionQuerySet:
    """Return an edition's sessions that are on or still to come, cancelled ones among them."""
    return Session.objects.public().of(edition).filter(ends_at__gt=at)


#: Long texts that no row shows.
LONG = ("activity__summary_th", "activity__summary_en", "activity__search_key", "place__outline")


def fetched(edition: Edition, zones: list[Zone], at: dt.datetime, *, until: dt.datetime) -> list[Session]:
    """Return the sessions up to a moment in order of time, with what their rows show; edition and zones are known."""
    by_key = {zone.pk: zone for zone in zones}
    found = not_over(edition, at).filter(starts_at__lt=until).select_related("activity", "place").defer(*LONG)
    sessions = list(found.order_by("starts_at", "activity__sort_key", "pk"))
    for session in sessions:
        session.activity.edition = edition
        if session.activity.zone_id in by_key:
            session.activity.zone = by_key[session.activity.zone_id]
    return sessions


def midnight_after(day: dt.date, days: int = 1) -> dt.datetime:
    """Return the moment at which a day of the expo's time zone, or so many from it on, have ended."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=days), dt.time()))


def in_zone(zone: Zone, showings: list[Showing]) -> InZone:
    """Return what of a day belongs to a zone."""
    here = [showing for showing in showings if showing.session.activity.zone_id == zone.pk]
    coming = [showing for showing in here if not showing.is_on]
    return InZone(
        zone=zone,
        on=[showing for showing in here if showing.is_on],
        coming=coming[:NEXT_IN_A_ZONE],
        more=len(coming[NEXT_IN_A_ZONE:]),
    )
