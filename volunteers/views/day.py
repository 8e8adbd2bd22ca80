"""The coordinator's board: who is expected, here, late and missing, and what is done about it by one tap."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.roles import Permission
from goodsociety.common.dates import local_day
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.refusals import Refusal
from volunteers import actions
from volunteers.day_board import Board, board_of
from volunteers.expected import free_for, stand_ins_sought, watched
from volunteers.forms.day import TimesForm, WalkUpForm
from volunteers.models import Shift, SignUp
from volunteers.models.rules import rules_of
from volunteers.reach import Reach
from volunteers.views.coordinating import checks_in, manages
from zones.models import Zone

#: Under which name a browser remembers whom its last tap was about, so that it can be taken back.
LAST = "volunteer_day_last"
#: What one tap does; what the second part names only who looks after volunteers may do.
ACTS: dict[str, Callable[..., object]] = {
    "arrive": actions.arrive,
    "leave": actions.leave,
    "undo_arrival": actions.undo_arrival,
}
ACTS_OF_MANAGERS: dict[str, Callable[..., object]] = {
    "no_show": actions.note_no_show,
    "undo_no_show": actions.undo_no_show,
    "admit": actions.admit,
}


@checks_in
def volunteer_day(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show the shifts of a day: now and next, who is missing, and what is short tomorrow."""
    return show_board(request, reach)


def show_board(request: HttpRequest, reach: Reach, refusal: Refusal | None = None) -> HttpResponse:
    """Show the board, with what a rule said no with."""
    at = timezone.now()
    zones = zones_of(reach)
    zone = next((each for each in zones if each.slug == request.GET.get("zone")), None)
    day = chosen_day(request, reach, at=at)
    context = {"edition": reach.edition, "reach": reach, "zones": zones, "zone": zone, "day": day, "refusal": refusal}
    if day:
        context |= shown_board(reach, board_of(reach, day, zone, at=at), request.session.get(LAST))
    return render(request, "volunteers/day/board.html", context, status=status_of(refusal))


def shown_board(reach: Reach, board: Board, last: int | None) -> dict[str, Any]:
    """Return the parts of a board, each shift with whether its volunteers are the user's to look after."""
    parts = {"now": board.on, "next": board.next, "over": board.over}
    shown = {name: [(each, reach.manages.covers(each.shift)) for each in shifts] for name, shifts in parts.items()}
    people = {"late": [] if board.is_short else board.late_ones, "last": board.noted_last(last)}
    rows = {
        name: [(each, one, reach.manages.covers(each.shift)) for each, one in those] for name, those in people.items()
    }
    return {"board": board, **shown, **rows}


def status_of(refusal: Refusal | None) -> int:
    """Return the status of a page that says no, or does not."""
    return HTTPStatus.CONFLICT if refusal else HTTPStatus.OK


def zones_of(reach: Reach) -> list[Zone]:
    """Return the zones in which a user checks volunteers in, in the order of the expo."""
    zones = reach.edition.zones.all()
    return list(zones if reach.checks_in.is_whole else zones.filter(pk__in=reach.checks_in.zones))


def chosen_day(request: HttpRequest, reach: Reach, *, at: dt.datetime) -> dt.date | None:
    """Return the day that an address names, else today while the expo is on, else its first day."""
    typed = request.GET.get("day", "")
    named = [day for day in reach.edition.days if day.isoformat() == typed]
    return named[0] if named else reach.edition.usual_day(local_day(at))


@checks_in
def volunteer_day_shift(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """Show one shift with everybody in it, whom to call, and who could help out."""
    return show_shift(request, reach, shift_of(reach, code))


def shift_of(reach: Reach, code: str, permission: Permission = Permission.CHECK_IN) -> Shift:
    """Return a shift that a user looks after, or answer that there is none."""
    return get_object_or_404(reach.shifts(permission), code=code)


def show_shift(request: HttpRequest, reach: Reach, shift: Shift, sentences: list[str] | None = None) -> HttpResponse:
    """Show a shift, with what was wrong about what was sent."""
    at = timezone.now()
    is_mine = reach.manages.covers(shift)
    goes_on = at < shift.ends_at
    context = {
        "edition": reach.edition,
        "reach": reach,
        "is_mine": is_mine,
        "shift": shift,
        "watching": watched([shift], at=at)[0],
        "free": free_for(shift, at=at) if is_mine and goes_on else [],
        "stand_ins": stand_ins_sought(Shift.objects.filter(pk=shift.pk), at=at) if is_mine else [],
        "sentences": sentences,
        "at": at,
    }
    status = HTTPStatus.CONFLICT if sentences else HTTPStatus.OK
    return render(request, "volunteers/day/shift.html", context, status=status)


@require_POST
@checks_in
def volunteer_day_note(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Do what one tap asks, and lead back to where it was tapped."""
    verb, reference = tapped(request)
    row = row_of(reach, reference, manages_it=verb in ACTS_OF_MANAGERS)
    try:
        (ACTS | ACTS_OF_MANAGERS)[verb](sign_up=row, by=request.user, at=timezone.now())
    except Refusal as refusal:
        if request.POST.get("from") == "shift":
            return show_shift(request, reach, row.shift, [str(refusal)])
        return show_board(request, reach, refusal)
    request.session[LAST] = row.pk
    return redirect(f"{back_to(request, reach, row.shift)}#p{row.reference}")


def tapped(request: HttpRequest) -> tuple[str, str]:
    """Return which button was tapped, and whose: its name and value; a form without any finds nobody."""
    return next(
        ((verb, request.POST[verb]) for verb in ACTS | ACTS_OF_MANAGERS if verb in request.POST), ("arrive", "")
    )


def row_of(reach: Reach, reference: str, *, manages_it: bool = False) -> SignUp:
    """Return a sign-up in a shift that a user looks after, or answer that there is none."""
    permission = Permission.MANAGE_SHIFTS if manages_it else Permission.CHECK_IN
    mine = reach.shifts(permission).order_by().values("pk")
    return get_object_or_404(SignUp.objects.for_page().filter(shift__in=mine), reference=reference.replace("\0", ""))


def back_to(request: HttpRequest, reach: Reach, shift: Shift) -> str:
    """Return the address of the page on which something was tapped."""
    if request.POST.get("from") == "shift":
        return reverse("volunteer_day_shift", args=[reach.edition.year, shift.code])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return reverse("volunteer_day", args=[reach.edition.year]) + query


@require_POST
@checks_in
def volunteer_day_times(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Replace when somebody came and went by what a coordinator says."""
    row = row_of(reach, request.POST.get("reference", ""))
    form = TimesForm(request.POST)
    if not form.is_valid():
        return show_shift(request, reach, row.shift, form.sentences)
    try:
        actions.note_times(sign_up=row, times=form.times(row.shift), by=user_of(request), at=timezone.now())
    except Refusal as refusal:
        return show_shift(request, reach, row.shift, [str(refusal)])
    return redirect(f"{back_to(request, reach, row.shift)}#p{row.reference}")


def user_of(request: HttpRequest) -> User:
    """Return who is signed in, which the page has seen to."""
    assert isinstance(request.user, User)  # noqa: S101 (as said)
    return request.user


@manages
def volunteer_day_walk_up(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """Sign up and check in somebody who is there without a place."""
    at = timezone.now()
    shift = shift_of(reach, code, Permission.MANAGE_SHIFTS)
    form = WalkUpForm(request.POST or None, shift=shift, rules=rules_of(shift.edition), at=at)
    act = partial(walk_up_typed, form, shift, by=user_of(request), at=at)
    answer = answer_form(form, f"form:walk_up:{code}", act, at=at)
    context: dict[str, Any] = {"edition": reach.edition, "reach": reach, "shift": shift, "form": form, "at": at}
    if answer:
        context["sign_up"] = SignUp.objects.for_page().get(code=answer["code"])
        return render(request, "volunteers/day/walked_up.html", context)
    form.ask_reason()
    return render(request, "volunteers/day/walk_up.html", context, status=status_of(form.refusal))


def walk_up_typed(form: WalkUpForm, shift: Shift, *, by: User, at: dt.datetime) -> Answer:
    """Let in whom a valid form names; return the code of their sign-up."""
    reason = form.cleaned_data["reason"]
    return {"code": actions.walk_up(shift=shift, applicant=form.applicant, by=by, at=at, reason=reason).code}
