"""Pages that lead into the site: the front, and an edition's home, which tells what its phase asks for."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from activities.happening import Happening, InZone, happening
from activities.models import Activity, Session
from goodsociety.common.caching import public_page
from goodsociety.pages.partners import PartTaken, partners_by_part, players_of
from goodsociety.pages.ways import open_ways
from organizations.models import Organization, Part, Participation
from reports.counters import counters
from zones.models import Edition, Zone
from zones.phase import Phase, days_until, phase_of

COMING_SESSIONS = 6


def front(request: HttpRequest) -> HttpResponse:
    """Lead to the home of the edition that matters now; say so where there is none yet."""
    edition = Edition.objects.leading()
    if edition is None:
        return render(request, "pages/front.html")
    return redirect("edition_home", year=edition.year)


@public_page(seconds=20)
def edition_home(request: HttpRequest, year: int) -> HttpResponse:
    """Show what an edition is about, its zones, how to take part, and what its phase asks for."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    phase = phase_of(edition, at)
    parts = partners_by_part(edition)
    zones = list(with_activity_counts(edition))
    on_stage = happening(edition, zones, at=at) if phase == Phase.DURING else None
    context = {
        "edition": edition,
        "phase": phase,
        "days_until": days_until(edition, at),
        "counters": counters(edition, phase, at=at),
        "tiles": tiles(zones, parts, on_stage),
        "parts": parts,
        "partner_count": Organization.objects.partners_of(edition).count(),
        "happening": on_stage,
        "at": at,
    }
    context |= what_goes_on(edition, parts) if phase in AFTERWARDS else what_one_can_do(edition, at)
    return render(request, "pages/edition_home.html", context)


AFTERWARDS = {Phase.AFTER, Phase.CANCELLED}


def what_one_can_do(edition: Edition, at: dt.datetime) -> dict[str, Any]:
    """Return the ways to take part, and the next sessions that have free places."""
    sessions = Session.objects.public().of(edition).by_registration().open_at(at).for_programme()
    return {"ways": open_ways(edition, at=at), "coming": sessions[:COMING_SESSIONS]}


def what_goes_on(edition: Edition, parts: list[PartTaken]) -> dict[str, Any]:
    """Return the edition to look at instead, and the mechanisms of giving, which outlive the expo."""
    leading = Edition.objects.leading()
    other = None if leading == edition else leading
    own = players_of(parts, Part.GIVING_MECHANISM)
    theirs = Participation.objects.in_parts(other, Part.GIVING_MECHANISM).with_organizations() if other else []
    return {"other": other, "mechanisms": own or theirs, "mechanisms_of": edition if own else other}


def with_activity_counts(edition: Edition) -> QuerySet[Zone]:
    """Return an edition's zones, each with ``activity_count``, how many activities it has on the programme."""
    here = Activity.objects.public().filter(zone=OuterRef("pk")).order_by().values("zone")
    counts = Subquery(here.annotate(number=Count("pk")).values("number"))
    return edition.zones.annotate(activity_count=Coalesce(counts, 0))


@dataclass(frozen=True)
class Tile:
    """A zone as the home shows it: who leads it, and what is on there now."""

    zone: Zone
    leads: list[Organization]
    here: InZone | None


def tiles(zones: list[Zone], parts: list[PartTaken], on_stage: Happening | None) -> list[Tile]:
    """Return a tile for each zone."""
    leads = players_of(parts, Part.ZONE_LEAD)
    here = {part.zone.pk: part for part in on_stage.zones} if on_stage else {}
    return [
        Tile(zone, [row.organization for row in leads if row.zone_id == zone.pk], here.get(zone.pk)) for zone in zones
    ]
