"""Pages of the programme."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from activities.forms import ProgrammeFilter
from activities.models import Activity, Session
from activities.models.programme import SessionQuerySet
from activities.timetable import by_day
from goodsociety.common.dates import local_day
from zones.models import Edition

#: More than any day has, so that one day is one page.
SESSIONS_A_PAGE = 120
#: What each field of the filter asks.
PHRASES: dict[str, Callable[[SessionQuerySet, Any], SessionQuerySet]] = {
    "day": SessionQuerySet.on_day,
    "q": SessionQuerySet.matching,
    "zone": SessionQuerySet.in_zone,
    "kind": SessionQuerySet.of_kind,
    "way": SessionQuerySet.opening,
}


def session_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's programme, one day at a time unless asked otherwise."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    form = ProgrammeFilter(request.GET, edition=edition, today=local_day(at))
    page = Paginator(chosen(edition, form), SESSIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "form": form,
        "chosen_day": form.cleaned_data.get("day"),
        "page": page,
        "days": by_day(page),
        "feed_query": form.address,
        "at": at,
    }
    return render(request, "activities/session_list.html", context)


def chosen(edition: Edition, form: ProgrammeFilter) -> SessionQuerySet:
    """Return the sessions that fit what was chosen; none where that could not be understood."""
    sessions = Session.objects.public().of(edition).for_programme()
    if not form.is_valid():
        return sessions.none()
    for name, phrase in PHRASES.items():
        if form.cleaned_data[name]:
            sessions = phrase(sessions, form.cleaned_data[name])
    return sessions


def activity_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show an activity with its sessions."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    activities = Activity.objects.public().of(edition).for_programme().with_sessions()
    activity = get_object_or_404(activities, slug=slug)
    context = {"edition": edition, "activity": activity, "at": timezone.now()}
    return render(request, "activities/activity_detail.html", context)
