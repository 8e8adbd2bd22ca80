"""The floor map: a drawing of the expo, what is on where and how busy it is, and the same as a list."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from goodsociety.common.caching import public_page
from goodsociety.common.dates import local_day
from goodsociety.pages.drawing import plans_of
from goodsociety.pages.forms import MomentChoice
from goodsociety.pages.spots import spots_of
from zones.models import Edition
from zones.phase import Phase, phase_of

#: How long a page that tells seats coarsely may be kept, in seconds.
KEPT = 10


@public_page(seconds=KEPT, parameters=("day", "at"))
def floor_map(request: HttpRequest, year: int) -> HttpResponse:
    """Show the plan as it stands now, or at another time of the expo."""
    now = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    form = MomentChoice(request.GET, edition=edition, now=now)
    context = {**as_it_stands(edition, now, form.chosen), "form": form}
    return render(request, "pages/floor_map.html", context)


@public_page(seconds=KEPT)
def floor_map_now(request: HttpRequest, year: int) -> HttpResponse:
    """Return the part of the page that a script fetches anew each minute."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    return render(request, "pages/_floor.html", as_it_stands(edition, timezone.now(), None))


def as_it_stands(edition: Edition, now: dt.datetime, chosen: dt.datetime | None) -> dict[str, Any]:
    """Return what the plan and the list show."""
    at = chosen or now
    spots, phase = spots_of(edition, at), phase_of(edition, now)
    return {
        "edition": edition,
        "at": at,
        "is_now": chosen is None,
        "is_telling": chosen is not None or phase == Phase.DURING,
        "phase": phase,
        "is_open_now": is_open(edition, now),
        "spots": spots,
        "plans": plans_of(spots),
    }


def is_open(edition: Edition, at: dt.datetime) -> bool:
    """Say whether the doors are open at a moment."""
    is_a_day = phase_of(edition, at) == Phase.DURING and local_day(at) in edition.days
    return is_a_day and edition.opens_at <= timezone.localtime(at).time() < edition.closes_at
