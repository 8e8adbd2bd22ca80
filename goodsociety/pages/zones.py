"""Pages of zones: what a zone is about and everything that belongs to it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from activities.models import Session, State
from activities.timetable import by_day, is_all_day
from donations.models import Campaign
from goodsociety.common.caching import public_page
from goodsociety.common.dates import local_day
from goodsociety.pages.drawing import small_plan
from goodsociety.pages.zone_results import results_of
from organizations.models import Organization, Part, Participation
from volunteers.models import Duty
from zones.models import Edition, Zone

#: How many of the sessions to come, and of the organizations, a zone's page shows itself.
NEXT_SHOWN = 3
ORGANIZATIONS_SHOWN = 12


@public_page(seconds=3600)
def zone_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's zones."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    zones = list(edition.zones.all())
    return render(request, "pages/zone_list.html", {"edition": edition, "zones": zones, "plan": small_plan(zones)})


@public_page(seconds=10)
def zone_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show a zone: its story, who leads it, what is on, how to take part, and what came of it."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    among = among_zones(edition, slug)
    context = {
        "edition": edition,
        "zone": among.zone,
        "among": among,
        "usual_day": edition.usual_day(local_day(at)),
        "at": at,
        **programme_of(among.zone, at),
        **ways_to_take_part(among.zone, at),
        **organizations_in(among.zone),
    }
    return render(request, "pages/zone_detail.html", context)


@dataclass(frozen=True)
class Among:
    """A zone among the others of its edition: those before and after it, and where they all lie."""

    zone: Zone
    previous: Zone | None
    next: Zone | None
    plan: list[tuple[Zone, str]]


def among_zones(edition: Edition, slug: str) -> Among:
    """Return the zone that an address names, among the others; Http404 where there is none."""
    zones = list(edition.zones.all())
    for zone in zones:
        # Already at hand: nothing that hangs on a zone need ask for its edition again.
        zone.edition = edition
    place = next((number for number, zone in enumerate(zones) if zone.slug == slug), None)
    if place is None:
        raise Http404
    before, after = zones[:place], zones[place + 1 :]
    return Among(zones[place], before[-1] if before else None, after[0] if after else None, small_plan(zones))


def programme_of(zone: Zone, at: dt.datetime) -> dict[str, Any]:
    """Return a zone's programme by day, what is on and what comes next."""
    sessions = list(Session.objects.public().of(zone.edition).in_zone(zone.slug).for_programme())
    ahead = [session for session in sessions if session.state == State.RELEASED and at < session.ends_at]
    return {
        "days": by_day(sessions, at=at),
        "now": sorted((session for session in ahead if session.has_begun(at)), key=is_all_day),
        "next": [session for session in ahead if not session.has_begun(at)][:NEXT_SHOWN],
    }


def ways_to_take_part(zone: Zone, at: dt.datetime) -> dict[str, Any]:
    """Return a zone's volunteer work and campaigns, and what came of everything so far."""
    campaigns = list(Campaign.objects.of(zone.edition).in_zone(zone).with_totals())
    return {
        "duties": Duty.objects.of(zone.edition).in_zone(zone.slug).with_places_free(at=at),
        "campaigns": campaigns,
        "results": results_of(zone, campaigns, at=at),
    }


def organizations_in(zone: Zone) -> dict[str, Any]:
    """Return who leads a zone, and the other organizations there."""
    leads = list(Participation.objects.in_parts(zone.edition, Part.ZONE_LEAD).in_zone(zone.slug).with_organizations())
    parts = Participation.objects.in_parts(zone.edition).in_zone(zone.slug)
    others = Organization.objects.playing(parts).exclude(pk__in=[lead.organization_id for lead in leads])
    organizations = list(others.in_reading_order())
    return {
        "leads": leads,
        "organizations": organizations[:ORGANIZATIONS_SHOWN],
        "more_organizations": len(organizations[ORGANIZATIONS_SHOWN:]),
    }
