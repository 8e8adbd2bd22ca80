"""Pages to find a shift: the list of what fits the choice in their address, and a page for each duty."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from activities.timetable import Choice, Found
from activities.timetable.offers import chips, day_tabs, swapped
from goodsociety.common.caching import public_page
from volunteers.finding import Work, by_day, by_day_and_duty, find, work_of
from volunteers.finding.choice import FACETS
from volunteers.finding.empty import nothing
from volunteers.finding.needs import needs_of
from volunteers.forms import ShiftFilter
from volunteers.models import Shift
from volunteers.models.rules import OF_AGE, rules_of
from zones.models import Edition

#: More than most days have, so that one day is one page.
SHIFTS_A_PAGE = 120
#: What pages are kept by: not by what was typed, which others hardly ever type again.
KEPT = ("day", *FACETS, "page")


@dataclass(frozen=True)
class Asked:
    """What an address asks of an edition's shifts, and what was found for it."""

    work: Work
    form: ShiftFilter
    choice: Choice
    found: Found

    def page(self, number: str | None) -> Page[Shift]:
        """Return a page of the shifts that were found, with the places where they are."""
        keys = set(self.found.keys)
        page = Paginator([shift for shift in self.work.shifts if shift.pk in keys], SHIFTS_A_PAGE).get_page(number)
        prefetch_related_objects(list(page.object_list), "place")
        return page

    @property
    def context(self) -> dict[str, Any]:
        """What the page shows beside the shifts."""
        edition = self.work.edition
        facets = self.form.facets(self.choice, self.found)
        chosen = chips(facets, self.choice, self.found)
        empty = nothing(edition, self.choice, chosen, self.found)
        return {
            "edition": edition,
            "choice": self.choice,
            "facets": facets,
            "chips": chosen,
            "tabs": day_tabs(self.form.days, self.choice, self.found),
            "left_out": self.form.left_out,
            "count": len(self.found.keys),
            "is_near": self.found.is_near,
            "nothing": empty,
            "has_shifts": empty is None or empty.has_programme,
            "swapped": ",".join(swapped(facets)),
        }


def asked(request: HttpRequest, year: int) -> Asked:
    """Understand what a page's address asks, as far as possible, and find it."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    work = work_of(edition, at=timezone.now())
    form = ShiftFilter(request.GET, work=work)
    form.full_clean()
    choice = form.choice(request.path)
    return Asked(work, form, choice, find(work, choice))


@public_page(seconds=10, parameters=KEPT)
def shift_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's shifts by duty, one day at a time unless asked otherwise."""
    shifts = asked(request, year)
    page = shifts.page(request.GET.get("page"))
    # The pager's links lead on with what was understood, and nothing else.
    request.GET = QueryDict(urlencode(shifts.choice.query))
    context = {
        **shifts.context,
        "page": page,
        "days": list(by_day_and_duty(shifts.work, page.object_list)),
        "minimum_age": rules_of(shifts.work.edition).minimum_age,
        "of_age": OF_AGE,
    }
    return render(request, "volunteers/shift_list.html", context)


@public_page(seconds=10)
def duty_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show a duty: what it is, what is needed for it, and all its shifts by day."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    work = work_of(edition, at=at, shifts=Shift.objects.on_programme().filter(duty__slug=slug))
    if not work.shifts:
        raise Http404
    prefetch_related_objects(work.shifts, "place")
    (duty,) = work.duties.values()
    minimum_age = rules_of(edition).minimum_age
    context = {
        "edition": edition,
        "duty": duty,
        "needs": needs_of(duty, minimum_age=minimum_age),
        "is_for_minors": max(minimum_age, duty.minimum_age or 0) < OF_AGE,
        "of_age": OF_AGE,
        "days": list(by_day(work)),
        "list_url": reverse("shift_list", args=[year]),
        "at": at,
    }
    return render(request, "volunteers/duty_detail.html", context)
