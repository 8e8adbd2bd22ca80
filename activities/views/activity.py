"""The page of an activity, and the seats on it as they are right now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from activities.ahead import next_session, next_to_register
from activities.models import Activity
from activities.pictures import picture_of_activity, released
from goodsociety.common.caching import public_page
from zones.models import Edition

RELATED = 4


@public_page(seconds=10)
def activity_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show an activity with its sessions; how many seats are left is shown in steps, so that the page can be kept."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    activity = get_object_or_404(Activity.objects.public().of(edition).for_page(), slug=slug)
    others = Activity.objects.public().related_to(activity, at=at).for_programme().with_sessions()
    context = {
        "edition": edition,
        "activity": activity,
        "is_ahead": next_session(activity, at=at) is not None,
        "to_register": next_to_register(activity, at=at),
        "related": others[:RELATED],
        "picture": picture_of_activity(activity) if released(activity) else None,
        "at": at,
    }
    return render(request, "activities/activity_detail.html", context)


@never_cache
def activity_seats(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Give what the page says of each session's seats, to the seat, as it is at this moment."""
    activities = Activity.objects.public().filter(edition__year=year).select_related("edition").with_sessions()
    context = {"activity": get_object_or_404(activities, slug=slug), "at": timezone.now()}
    return render(request, "activities/_seats.html", context)
