"""The public page of a draw: before it how it will be held, after it all that is needed to check it."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from activities import draws
from activities.models import Draw, Entry, Session
from goodsociety.common.caching import public_page

#: How many have entered is not more than a minute old.
KEPT = 60


def drawn_session(year: int, code: str) -> Session:
    """Return a session on the programme whose places are drawn."""
    sessions = Session.objects.public().filter(entry=Entry.DRAW).for_programme()
    return get_object_or_404(sessions, activity__edition__year=year, code=code)


@public_page(seconds=KEPT)
def session_draw(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Show when and how places are drawn, or seed, entries and order once they were."""
    session, at = drawn_session(year, code), timezone.now()
    held = Draw.objects.filter(session=session).first()
    context = {
        "edition": session.edition,
        "session": session,
        "draw": held,
        "order": draws.order_of(held) if held else [],
        "tally": None if held else draws.tally_of(session),
        "closes_at": draws.closes_at(session),
        "can_enter": session.takes_visitors(at) and session.is_registration_open(at),
        "is_closed": at >= draws.closes_at(session),
        "file_name": draws.file_name(session),
        "program": draws.check_program(session),
    }
    return render(request, "activities/draw.html", context)


@public_page(seconds=KEPT)
def session_draw_json(_request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Give a draw that was held as a file."""
    session = drawn_session(year, code)
    held = Draw.objects.filter(session=session).first()
    if held is None:
        raise Http404
    held.session = session
    name = draws.file_name(session)
    return JsonResponse(
        draws.draw_file(held),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
