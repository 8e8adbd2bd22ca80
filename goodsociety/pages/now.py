"""What is on now and what comes next: for phones, and for the mall's displays; and the expo's days as a calendar."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from activities.feeds.days import calendar_of_days
from activities.happening import happening
from goodsociety.common.caching import public_page
from reports.counters import counters
from zones.models import Edition
from zones.phase import days_until, phase_of

#: Both pages tell minutes: an answer may not be old.
FRESH = 10


#: What a display has to know to go on by itself when the network is away: the day that it shows, and the one after it.
DAYS_KNOWN = 2


@public_page(seconds=FRESH)
def now_and_next(request: HttpRequest, year: int) -> HttpResponse:
    """Show what is on in each zone and what comes next."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    return render(request, "pages/now.html", at_this_moment(edition, timezone.now()))


@public_page(seconds=FRESH)
def wall(request: HttpRequest, year: int) -> HttpResponse:
    """Show a full-screen view for the mall's displays, with all it needs to go on without a network."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    context = at_this_moment(edition, at, days=DAYS_KNOWN)
    context |= {
        "counters": counters(edition, context["phase"], at=at),
        "programme_address": f"{settings.SITE_URL}{reverse('programme', args=[year])}",
    }
    return render(request, "pages/wall.html", context)


def at_this_moment(edition: Edition, at: dt.datetime, *, days: int = 1) -> dict[str, Any]:
    """Return an edition as it stands at a moment."""
    return {
        "edition": edition,
        "phase": phase_of(edition, at),
        "days_until": days_until(edition, at),
        "happening": happening(edition, edition.zones.all(), at=at, days=days),
        "at": at,
    }


@public_page(seconds=3600)
def edition_ics(request: HttpRequest, year: int) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Return the expo's days as a calendar file, to save the dates."""
    edition = get_object_or_404(Edition.objects.public().exclude(starts_on=None), year=year)
    address = f"{settings.SITE_URL}{reverse('edition_home', args=[year])}"
    body = calendar_of_days(edition, address=address, at=timezone.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="good-society-expo-{year}.ics"'
    return response
