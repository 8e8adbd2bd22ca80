"""The programme as files, for exactly what the page's address asks for."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from activities.feeds import calendar_file, schedule, schedule_xml
from activities.forms import ProgrammeFilter
from activities.models import Activity, Session
from activities.models.programme import SessionQuerySet
from activities.timetable import find
from activities.timetable.choice import ALL_DAYS
from activities.views.programme import KEPT
from goodsociety.common.caching import public_page
from goodsociety.common.dates import local_day
from zones.models import Edition


def feed(make: Callable[[Edition, SessionQuerySet], HttpResponse]) -> Callable[[HttpRequest, int], HttpResponse]:
    """Make a view of a file: of all days where the address names none, 400 with a sentence where it makes no sense."""

    @public_page(seconds=10, parameters=KEPT)
    @wraps(make)
    def view(request: HttpRequest, year: int) -> HttpResponse:
        edition = get_object_or_404(Edition.objects.public(), year=year)
        at = timezone.now()
        typed = {**request.GET.dict(), "day": request.GET.get("day") or ALL_DAYS}
        form = ProgrammeFilter(typed, edition=edition, today=local_day(at))
        if not form.is_valid():
            return HttpResponse("\n".join(form.left_out), status=400, content_type="text/plain; charset=utf-8")
        found = find(edition, form.choice(request.path), at=at)
        return make(edition, Session.objects.filter(pk__in=found.keys).for_programme())

    return view


def calendar_answer(sessions: SessionQuerySet, *, name: str, file: str) -> HttpResponse:
    """Answer with a calendar file."""
    body = calendar_file(sessions, name=name, at=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{file}.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


@feed
def programme_ics(edition: Edition, sessions: SessionQuerySet) -> HttpResponse:
    """Give the programme as a calendar."""
    return calendar_answer(sessions, name=edition.name, file=f"programme-{edition.year}")


@feed
def programme_json(edition: Edition, sessions: SessionQuerySet) -> HttpResponse:
    """Give the programme as schedule JSON."""
    return JsonResponse(schedule(edition, list(sessions)), json_dumps_params={"ensure_ascii": False})


@feed
def programme_xml(edition: Edition, sessions: SessionQuerySet) -> HttpResponse:
    """Give the programme as schedule XML."""
    body = schedule_xml(schedule(edition, list(sessions)))
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@public_page(seconds=3600)
def activity_ics(_request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Give all sessions of an activity as a calendar."""
    activity = get_object_or_404(Activity.objects.public().filter(edition__year=year), slug=slug)
    sessions = Session.objects.public().filter(activity=activity).for_programme()
    return calendar_answer(sessions, name=activity.name, file=slug)


@public_page(seconds=3600)
def session_ics(_request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Give one session as a calendar."""
    sessions = Session.objects.public().filter(activity__edition__year=year, code=code).for_programme()
    session = get_object_or_404(sessions)
    return calendar_answer(sessions, name=session.activity.name, file=f"session-{session.code}")
