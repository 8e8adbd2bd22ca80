"""Hours: approved shift by shift, and what they come to."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.roles import Permission
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from volunteers import actions
from volunteers.expected import Somebody, presence_of
from volunteers.forms.day import HoursForm
from volunteers.hours_report import By, as_csv, hours_by, minutes_in, served, to_approve
from volunteers.models import Shift, SignUp
from volunteers.reach import Reach
from volunteers.views.coordinating import manages
from volunteers.views.day import row_of, shift_of, user_of


@manages
def volunteer_hours(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show which shifts still wait for approval, and what the approved hours come to."""
    at = timezone.now()
    shifts = reach.shifts(Permission.MANAGE_SHIFTS)
    by = chosen(request)
    context = {
        "edition": reach.edition,
        "reach": reach,
        "to_approve": to_approve(shifts.filter(ends_at__lte=at)),
        "ways": list(By),
        "by": by,
        "lines": hours_by(by, shifts),
        "minutes": minutes_in(served(shifts)),
        "at": at,
    }
    return render(request, "volunteers/day/hours.html", context)


def chosen(request: HttpRequest) -> By:
    """Return by what an address asks to sum up; by zone where it names nothing that is known."""
    typed = request.GET.get("by", "")
    return By(typed) if typed in By.values else By.ZONE


@manages
def volunteer_hours_csv(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Give the sums as a file for spreadsheets."""
    by = chosen(request)
    body = as_csv(by, hours_by(by, reach.shifts(Permission.MANAGE_SHIFTS)))
    headers = {"Content-Disposition": f'attachment; filename="hours-{reach.edition.year}-{by}.csv"'}
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


@manages
def shift_hours(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """Let a coordinator look through the hours of a shift, adjust them, and approve them all at once."""
    at = timezone.now()
    shift = shift_of(reach, code, Permission.MANAGE_SHIFTS)
    rows = rows_of(shift)
    form = HoursForm(request.POST or None, rows=[(row, actions.worked(row).minutes) for row in rows])
    act = partial(approve_typed, form, by=user_of(request), at=at)
    if answer_form(form, f"form:shift_hours:{code}", act, at=at):
        return redirect("volunteer_hours", year=reach.edition.year)
    context = {
        "edition": reach.edition,
        "reach": reach,
        "shift": shift,
        "form": form,
        "lines": [line_of(form, row, at=at) for row in rows],
        "at": at,
    }
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, "volunteers/day/shift_hours.html", context, status=status)


def rows_of(shift: Shift) -> list[SignUp]:
    """Return the sign-ups of a shift whose hours can be approved, each with its shift."""
    rows = list(SignUp.objects.live().filter(shift=shift).order_by("name", "pk"))
    for row in rows:
        row.shift = shift
    return rows


def line_of(form: HoursForm, row: SignUp, *, at: dt.datetime) -> dict[str, object]:
    """Return what a line of the form shows of a volunteer."""
    somebody = Somebody(row, presence_of(row, row.shift, at=at))
    return {"somebody": somebody, "field": form[form.field_of(row)], "worked": actions.worked(row)}


def approve_typed(form: HoursForm, *, by: User, at: dt.datetime) -> Answer:
    """Approve what a valid form holds; return how many changed."""
    return {"changed": str(actions.approve_hours_of(minutes=form.minutes, by=by, at=at))}


@require_POST
@manages
def shift_hours_back(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """Take the approval of somebody's hours back; where there is none nothing happens."""
    row = row_of(reach, request.POST.get("reference", ""), manages_it=True)
    if row.approved_minutes is not None:
        actions.take_back_hours(sign_up=row, by=user_of(request), at=timezone.now())
    return redirect(f"{reverse('shift_hours', args=[reach.edition.year, code])}#p{row.reference}")
