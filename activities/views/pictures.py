"""Pictures that networks show beside a shared link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from activities.models import Activity
from activities.pictures import Picture, picture_of_activity, picture_of_edition, released
from zones.models import Edition

KEPT_SECONDS = 3600


@require_safe
def activity_picture(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Give the picture of an activity that takes place."""
    activities = Activity.objects.public().filter(edition__year=year).for_programme().with_sessions()
    activity = get_object_or_404(activities, slug=slug)
    if not released(activity):
        raise Http404
    return picture_answer(request, picture_of_activity(activity))


@require_safe
def edition_picture(request: HttpRequest, year: int) -> HttpResponse:
    """Give the picture of an edition."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    return picture_answer(request, picture_of_edition(edition))


def picture_answer(request: HttpRequest, picture: Picture) -> HttpResponse:
    """Answer with a picture, or that the reader has it already: then nothing is drawn."""
    etag = quote_etag(picture.key)
    answer = get_conditional_response(request, etag=etag) or HttpResponse(picture.png(), content_type="image/png")
    answer["ETag"] = etag
    patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
    return answer
