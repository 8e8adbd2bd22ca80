"""Rosters of a day to print: as a page and as a PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from volunteers.reach import Reach
from volunteers.rosters import Roster, roster_of
from volunteers.views.coordinating import checks_in
from volunteers.views.day import chosen_day, zones_of


@require_safe
@checks_in
def volunteer_day_roster(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show who comes on a day, ready to be printed."""
    roster = asked_for(request, reach)
    context = {
        "edition": reach.edition,
        "reach": reach,
        "roster": roster,
        "zones": zones_of(reach),
        "at": timezone.now(),
    }
    return render(request, "volunteers/day/roster.html", context)


@require_safe
@checks_in
def volunteer_day_roster_pdf(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Give the same as a PDF."""
    roster = asked_for(request, reach)
    place = roster.zone.slug if roster.zone else "all"
    headers = {"Content-Disposition": f'inline; filename="volunteers-{roster.day.isoformat()}-{place}.pdf"'}
    return HttpResponse(roster.pdf(), content_type="application/pdf", headers=headers)


def asked_for(request: HttpRequest, reach: Reach) -> Roster:
    """Return the roster of the day and zone that an address names; there is none where the days are unknown."""
    at = timezone.now()
    day = chosen_day(request, reach, at=at)
    if day is None:
        raise Http404
    zone = next((each for each in zones_of(reach) if each.slug == request.GET.get("zone")), None)
    return roster_of(reach, day, zone, at=at)
