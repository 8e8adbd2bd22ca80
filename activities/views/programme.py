"""Pages of the programme: a list and a time grid of what fits the choice in their address."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from activities.forms import ProgrammeFilter
from activities.models import Session
from activities.timetable import Choice, Found, Row, as_rows, boards, by_day, find
from activities.timetable.choice import PARAMETERS
from activities.timetable.empty import nothing
from activities.timetable.offers import READ_OUT, Facet, chips, day_tabs, swapped
from goodsociety.common.caching import public_page
from goodsociety.common.dates import local_day
from zones.models import Edition

#: More than a day of the expo ever had, so that one day is one page.
SESSIONS_A_PAGE = 100
#: What no row shows, and takes longest to read.
UNSEEN = (
    "activity__summary_th", "activity__summary_en", "activity__for_whom_th", "activity__for_whom_en",
    "activity__search_key", "place__outline",
)  # fmt: skip
#: What pages are kept by: not by what was typed, which others hardly ever type again.
KEPT = tuple(name for name in PARAMETERS if name != "q")


@dataclass(frozen=True)
class Asked:
    """What an address asks of an edition's programme, and what was found for it."""

    edition: Edition
    form: ProgrammeFilter
    choice: Choice
    found: Found
    at: dt.datetime

    def rows(self, keys: Iterable[int]) -> list[Row]:
        """Return these of the sessions as rows; their edition and zones are known already."""
        sessions = Session.objects.filter(pk__in=keys).for_programme().select_related(None)
        found = list(sessions.select_related("activity", "place").defer(*UNSEEN))
        zones = {zone.pk: zone for zone in self.form.zones}
        for session in found:
            session.activity.edition = self.edition
            if zone := zones.get(session.activity.zone_id):
                session.activity.zone = zone
        return as_rows(found, at=self.at)

    @property
    def context(self) -> dict[str, Any]:
        """What the list and the grid show alike."""
        facets = self.form.facets(self.choice, self.found)
        chosen = chips(facets, self.choice, self.found)
        empty = nothing(self.edition, self.choice, chosen, self.found)
        return {
            "edition": self.edition,
            "choice": self.choice,
            "here": self.choice.address(),
            "facets": facets,
            "chips": chosen,
            "tabs": day_tabs(self.form.days, self.choice, self.found),
            "left_out": self.form.left_out,
            "count": len(self.found.keys),
            "is_near": self.found.is_near,
            "nothing": empty,
            "has_programme": empty is None or empty.has_programme,
            "swapped": hx_swapped(facets),
            "list_url": self.choice.to(reverse("programme", args=[self.edition.year])).address(),
            "grid_url": self.choice.to(reverse("programme_grid", args=[self.edition.year])).address(),
            "feed_query": self.choice.to("").address(day=self.choice.named_day),
            "at": self.at,
        }


def asked(request: HttpRequest, year: int) -> Asked:
    """Understand what a page's address asks, as far as possible, and find it."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    form = ProgrammeFilter(request.GET, edition=edition, today=local_day(at))
    form.full_clean()
    choice = form.choice(request.path)
    return Asked(edition, form, choice, find(edition, choice, at=at), at)


def hx_swapped(facets: Iterable[Facet]) -> str:
    """Return in htmx's words where else than in the sessions a page's words change with the choice.

    What is read out stays in its place, since only then a change of it is heard.
    """
    return ",".join(f"#{place}{':innerHTML' if place in READ_OUT else ''}" for place in swapped(facets))


@public_page(seconds=10, parameters=KEPT)
def session_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's programme, one day at a time unless asked otherwise."""
    programme = asked(request, year)
    page = Paginator(programme.found.keys, SESSIONS_A_PAGE).get_page(request.GET.get("page"))
    # The pager's links lead on with what was understood, and nothing else.
    request.GET = QueryDict(urlencode(programme.choice.query))
    days = by_day(programme.rows(page.object_list), at=programme.at)
    return render(request, "activities/session_list.html", {**programme.context, "page": page, "days": days})


@public_page(seconds=10, parameters=KEPT)
def programme_grid(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's programme as a grid of places and hours, one day at a time unless asked otherwise."""
    programme = asked(request, year)
    rows = programme.rows(programme.found.keys)
    days = boards(rows, zones=programme.form.zones, at=programme.at)
    return render(request, "activities/programme_grid.html", {**programme.context, "boards": days})
