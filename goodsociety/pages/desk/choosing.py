"""Choosing what a device watches, and the page at which it then stands."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import uuid4

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from activities.desk.numbers import Numbers, numbers_of
from activities.desk.reading import MOST_ITEMS
from activities.desk.telling import words
from activities.desk.watching import MOST_DOORS, Reach, Watch
from activities.models import Session, State
from donations.reach import takes_gifts
from goodsociety.common.dates import local_day
from goodsociety.pages.desk.access import at_the_desk, at_the_doors, remember, watched_or_last
from zones.models import Edition, Zone

#: So many are shown unfolded.
FEW_ZONES = 2


@dataclass(frozen=True)
class ZoneChoice:
    """A zone with its sessions of a day, to be chosen from."""

    zone: Zone
    sessions: list[Session]
    #: Whether it is unfolded: something of it was watched last, or there are few to choose from.
    is_open: bool

    @property
    def all_of_it(self) -> str:
        """What stands in the address of a device that watches all of the zone on that day."""
        on = [session for session in self.sessions if session.state == State.RELEASED]
        return Watch(self.zone.edition, on[:MOST_DOORS], [self.zone]).query


@at_the_desk
def desk(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Let somebody choose the sessions and gates that this device watches."""
    last = watched_or_last(request, reach)
    edition = chosen_edition(reach, request.GET.get("edition", ""), last)
    if edition is None:
        return render(request, "desk/choose.html", {"at": reach.at, "takes_gifts": takes_gifts(reach.user)})
    day = chosen_day(edition, request.GET.get("day", ""), last, at=reach.at)
    context = {
        "edition": edition,
        "editions": reach.editions,
        "day": day,
        "is_rehearsal": edition.starts_on is not None and local_day(reach.at) < edition.starts_on,
        "zones": zones_on(reach, edition, day, last),
        "last": last,
        "ticked": ticked(last),
        "takes_gifts": takes_gifts(reach.user),
        "at": reach.at,
    }
    return render(request, "desk/choose.html", context)


def chosen_edition(reach: Reach, year: str, last: Watch | None) -> Edition | None:
    """Return the edition to choose from: the one named, the one watched last, or the one that begins first."""
    named = [edition for edition in reach.editions if str(edition.year) == year]
    return next(iter(named), last.edition if last else next(iter(reach.editions), None))


def chosen_day(edition: Edition, typed: str, last: Watch | None, *, at: dt.datetime) -> dt.date | None:
    """Return the day to choose from: the one named, today, the one watched last, or the first."""
    today = local_day(at)
    named = [day for day in edition.days if day.isoformat() == typed]
    of_last = [day for day in (last.days if last else []) if day in edition.days]
    is_on = [today] if today in edition.days else []
    return next(iter([*named, *is_on, *of_last]), edition.usual_day(today))


def zones_on(reach: Reach, edition: Edition, day: dt.date | None, last: Watch | None) -> list[ZoneChoice]:
    """Return the user's zones with what is on in them on a day, in the order of the expo."""
    rows = list(reach.sessions().of(edition).on_day(day)) if day else []
    zones = list(reach.zones().filter(edition=edition).select_related("edition"))
    by_zone = {zone: list(those) for zone, those in grouped(rows)}
    are_few = len(zones) <= FEW_ZONES
    watched = {session.activity.zone for session in last.sessions} | set(last.gates) if last else set()
    return [ZoneChoice(zone, by_zone.get(zone, []), is_open=are_few or zone in watched) for zone in zones]


def grouped(rows: Iterable[Session]) -> Iterable[tuple[Zone, Iterable[Session]]]:
    """Return sessions under their zones, in order of time within each."""
    return groupby(sorted(rows, key=lambda row: row.activity.zone_id), key=lambda row: row.activity.zone)


def ticked(last: Watch | None) -> dict[str, set[str]]:
    """Return what was chosen last."""
    if last is None:
        return {"sessions": set(), "gates": set()}
    return {"sessions": {session.code for session in last.sessions}, "gates": {zone.slug for zone in last.gates}}


# The saved page works on without a network, where nothing is asked: the scanner's worker is made by the page itself.
@csp_update({"worker-src": ["blob:"]})
@at_the_doors
def desk_at(request: HttpRequest, reach: Reach, watch: Watch) -> HttpResponse:
    """Show the desk before the doors that were chosen."""
    remember(request, watch)
    return render(request, "desk/at.html", context_of(request, reach, watch))


def context_of(request: HttpRequest, reach: Reach, watch: Watch, **more: Any) -> dict[str, Any]:
    """Return what every page before the doors shows."""
    numbers = numbers_of(watch, at=reach.at)
    return {
        "edition": watch.edition,
        "choice": watch,
        "numbers": numbers,
        "doors": [(row, uuid4(), uuid4()) for row in numbers],
        "config": config_of(request, watch, numbers),
        "key": uuid4(),
        "at": reach.at,
        **more,
    }


def config_of(request: HttpRequest, watch: Watch, numbers: Sequence[Numbers]) -> dict[str, Any]:
    """Return what the script of the page has to know; nothing of any visitor, since the page is saved."""
    addresses = {
        "list": "desk_list", "scans": "desk_scans", "people": "desk_people", "walkIn": "desk_walk_in",
        "numbers": "desk_numbers",
    }  # fmt: skip
    return {
        **{name: f"{reverse(view)}?{watch.query}" for name, view in addresses.items()},
        "choose": reverse("desk"),
        "signIn": f"{reverse('desk_sign_in')}?next={reverse('desk_at')}",
        "signOut": reverse("desk_sign_out"),
        "edition": watch.edition.year,
        "maxItems": MOST_ITEMS,
        "user": f"{request.user.pk}",
        "sessions": [session_of(row.session) for row in numbers if row.session],
        "gates": [{"slug": zone.slug, "name": zone.name} for zone in watch.gates],
        "words": words(),
    }


def session_of(session: Session) -> dict[str, Any]:
    """Return a session as the script reads it."""
    return {
        "code": session.code,
        "name": session.activity.name,
        "place": f"{session.place.name}, {session.activity.zone.name}",
        "startsAt": session.starts_at.isoformat(),
        "endsAt": session.ends_at.isoformat(),
        "capacity": session.capacity,
    }
