"""What is on where at a moment: in each zone and each place of an expo, now, next and how busy it is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.happening import midnight_after
from activities.models import Session, State
from activities.models.programme import SessionQuerySet
from activities.timetable import is_all_day
from goodsociety.common.dates import local_day
from zones.models import Edition, Place, Zone

#: From which share of the seats taken on it is busy, and nearly full.
BUSY_FROM, NEARLY_FULL_FROM = 0.5, 0.85
#: How many of the sessions to come are told.
NEXT_TOLD = 2
#: How many of those that are on a link names to those who hear it.
NAMES_SPOKEN = 3


class Crowd(models.TextChoices):
    """How busy it is, told coarsely: pages that show it are kept for some seconds."""

    QUIET = "quiet", gettext_lazy("plenty of room")
    BUSY = "busy", gettext_lazy("quite busy")
    NEARLY_FULL = "nearly_full", gettext_lazy("nearly full")
    FULL = "full", gettext_lazy("full")

    @property
    def level(self) -> int:
        """Return 1 for quiet to 4 for full."""
        return list(Crowd).index(self) + 1


@dataclass(frozen=True)
class Spot:
    """A zone or a place with what is on there; a zone with its number on the plan and its places."""

    thing: Zone | Place
    now: list[Session]
    next: list[Session]
    number: int | None = None
    #: The zone that a place is in.
    zone: Zone | None = None
    places: list["Spot"] = field(default_factory=list)

    @property
    def timed(self) -> list[Session]:
        """What is on and has a time of its own."""
        return [session for session in self.now if not is_all_day(session)]

    @property
    def all_day(self) -> list[Session]:
        """What is on and can be dropped into all day."""
        return [session for session in self.now if is_all_day(session)]

    @property
    def crowd(self) -> Crowd | None:
        """How busy it is; None where nothing with a limit of seats is going on."""
        return crowd_of(self.now)

    @property
    def spoken(self) -> str:
        """What a link to it is called, for those who hear the plan, when it shows what is on now."""
        names = self.names
        return self.said(_("now: %(activities)s") % {"activities": names} if names else _("nothing on now"))

    @property
    def spoken_then(self) -> str:
        """What a link to it is called when the plan shows another time."""
        names = self.names
        return self.said(_("on at this time: %(activities)s") % {"activities": names} if names else _("nothing on"))

    @property
    def names(self) -> str:
        """The names of what is on, each once; the list tells those beyond the first three."""
        names = list(dict.fromkeys(session.activity.name for session in self.now))
        told = ", ".join(names[:NAMES_SPOKEN])
        if len(names) <= NAMES_SPOKEN:
            return told
        return _("%(names)s and %(count)s more") % {"names": told, "count": len(names) - NAMES_SPOKEN}

    def said(self, what: str) -> str:
        """Return the name, what is on, and how busy it is."""
        name = self.thing.name if self.number is None else _("Zone %(name)s") % {"name": self.thing.name}
        return ", ".join([name, what, *([str(self.crowd.label)] if self.crowd else [])])


def crowd_of(sessions: Iterable[Session]) -> Crowd | None:
    """Return how busy sessions are together: the seats taken and held of all that there are."""
    limited = [session for session in sessions if session.capacity]
    if not limited:
        return None
    free = sum(session.seats_left or 0 for session in limited)
    share = 1 - free / sum(session.capacity or 0 for session in limited)
    if free == 0:
        return Crowd.FULL
    if share >= NEARLY_FULL_FROM:
        return Crowd.NEARLY_FULL
    return Crowd.BUSY if share >= BUSY_FROM else Crowd.QUIET


def rest_of_the_day(edition: Edition, at: dt.datetime) -> SessionQuerySet:
    """Return the sessions that are going on at a moment or begin later that day, cancelled ones apart."""
    sessions = Session.objects.public().of(edition).filter(state=State.RELEASED, ends_at__gt=at)
    return sessions.filter(starts_at__lt=midnight_after(local_day(at))).for_programme()


def spot_of(thing: Zone | Place, sessions: list[Session], at: dt.datetime, **along: object) -> Spot:
    """Return a zone or place with the sessions there parted into now and next; what has a time comes before all day."""
    now = [session for session in sessions if session.has_begun(at)]
    to_come = [session for session in sessions if not session.has_begun(at)]
    return Spot(thing, sorted(now, key=is_all_day), to_come[:NEXT_TOLD], **along)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Spots:
    """Everything on a plan: the zones, and the places that belong to the whole expo."""

    zones: list[Spot]
    common: list[Spot]

    @property
    def has_places(self) -> bool:
        """Whether there is a place that anything could be on in."""
        return bool(self.common) or any(zone.places for zone in self.zones)


def spots_of(edition: Edition, at: dt.datetime) -> Spots:
    """Return an edition's zones and common places with what is on there, in three queries."""
    here: dict[int, list[Session]] = defaultdict(list)
    for session in rest_of_the_day(edition, at):
        here[session.place_id].append(session)
    places: dict[int | None, list[Spot]] = defaultdict(list)
    zones = {zone.pk: zone for zone in edition.zones.all()}
    for place in edition.places.order_by("pk"):
        zone = zones.get(place.zone_id or 0)
        places[place.zone_id].append(spot_of(place, here[place.pk], at, zone=zone))
    numbered = enumerate(zones.values(), 1)
    return Spots([zone_spot(zone, number, places[zone.pk], at) for number, zone in numbered], places[None])


def zone_spot(zone: Zone, number: int, places: list[Spot], at: dt.datetime) -> Spot:
    """Return a zone with all that is on in its places."""
    sessions = [session for place in places for session in [*place.now, *place.next]]
    in_order = sorted(sessions, key=lambda session: session.starts_at)
    return spot_of(zone, in_order, at, number=number, places=places)
