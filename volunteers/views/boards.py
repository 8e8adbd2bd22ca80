"""The board of zone and time: for everybody in words, for coordinators in figures."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from goodsociety.common.caching import public_page
from goodsociety.common.middleware import secret_page
from volunteers.finding import Work, find, work_of
from volunteers.finding.board import board_of
from volunteers.finding.planning import planned, shortest
from volunteers.forms import ShiftFilter
from volunteers.models import Shift
from volunteers.reach import Reach
from zones.models import Edition

#: So many of the shifts that miss the most people stand below a coordinator's board.
MOST_SHORT = 30


@public_page(seconds=10)
def shift_board(request: HttpRequest, year: int) -> HttpResponse:
    """Show where and when people are missing, each zone's part of a day with a way to its shifts."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    work = work_of(edition, at=at)
    days = board_of(work, zones=edition.zones.all()) if edition.is_open else []
    context = {"edition": edition, "days": days, "list_url": reverse("shift_list", args=[year]), "at": at}
    return render(request, "volunteers/board.html", context)


@secret_page
def shift_board_staff(request: HttpRequest, year: int) -> HttpResponse:
    """Show coordinators the board of their zones in figures, drafts too, and the shifts behind a cell."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('desk_sign_in')}?{urlencode({'next': request.get_full_path()})}")
    at = timezone.now()
    edition = get_object_or_404(Edition, year=year)
    scope = Reach(request.user, edition).manages
    if not scope:
        raise Http404
    work = work_of(edition, at=at, shifts=scope.of(Shift.objects.all()))
    context = {
        "edition": edition,
        "days": board_of(work, zones=edition.zones.all()),
        **shifts_asked(request, work),
        "is_whole": scope.is_whole,
        "here": request.path,
        "at": at,
    }
    return render(request, "volunteers/board_staff.html", context)


def shifts_asked(request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return the shifts of the cell that an address names, else those that miss the most people."""
    form = ShiftFilter(request.GET, work=work)
    form.full_clean()
    choice = form.choice(request.path)
    if not choice.query:
        return {"rows": planned(shortest(work, most=MOST_SHORT)), "chosen": ""}
    keys = set(find(work, choice).keys)
    return {"rows": planned(shift for shift in work.shifts if shift.pk in keys), "chosen": form.words(choice)}
