"""Volunteers who check in and out themselves, and the screen at the place that shows them the code."""

import datetime as dt
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.visitors import visitor
from goodsociety.common.audit import VISITOR
from goodsociety.common.middleware import secret_page
from goodsociety.common.refusals import Refusal
from volunteers import actions
from volunteers.forms.day import HereForm
from volunteers.models import Shift, SignUp
from volunteers.place_codes import changes_at, code_at
from volunteers.reach import Reach
from volunteers.self_check_in import self_check_in_of, shown_at
from volunteers.views.coordinating import checks_in


@secret_page
def sign_up_here(request: HttpRequest, code: str) -> HttpResponse:
    """Let a volunteer check in, and later out, with the code that is shown at the place."""
    at = timezone.now()
    row = get_object_or_404(SignUp.objects.for_page().select_related("person"), code=code)
    form = HereForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if form.is_valid() and try_here(form, row, is_leaving="leave" in request.POST, at=at):
        return redirect("sign_up_here", code=code)
    here = self_check_in_of(row, at=at)
    context = {"edition": row.shift.edition, "sign_up": row, "shift": row.shift, "here": here, "form": form}
    status = HTTPStatus.CONFLICT if form.errors and request.method == "POST" else HTTPStatus.OK
    return render(request, "volunteers/day/here.html", context, status=status)


def try_here(form: HereForm, row: SignUp, *, is_leaving: bool, at: dt.datetime) -> bool:
    """Check a volunteer in or out, or complain in the form; say whether it went well."""
    act = actions.check_out_self if is_leaving else actions.check_in_self
    try:
        act(sign_up=row, code=form.cleaned_data["code"], by=VISITOR, at=at)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@secret_page
def shift_here(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Lead whoever read the QR code at the place to the page of their own sign-up, or tell them how to get there."""
    shift = get_object_or_404(Shift.objects.public().for_page(), duty__edition__year=year, code=code)
    person = visitor(request.session)
    typed = request.GET.get("code", "")
    row = SignUp.objects.filter(shift=shift, person=person, status__in=[*SignUp.ACTIVE, "no_show"]).first()
    if person is not None and row is not None:
        return redirect(f"{reverse('sign_up_here', args=[row.code])}?{urlencode({'code': typed})}")
    context = {"edition": shift.edition, "shift": shift, "person": person, "code": typed}
    context["next"] = request.get_full_path()
    return render(request, "volunteers/day/shift_here.html", context)


@checks_in
def volunteer_day_screen(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show the codes of the shifts that are on, or of one, large enough to be read from afar; it renews itself."""
    at = timezone.now()
    shifts = shown_at(reach.shifts(), code=request.GET.get("shift", ""), zone=request.GET.get("zone", ""), at=at)
    shown = [(shift, code_at(shift, at), address_of(shift, at)) for shift in shifts]
    context = {"edition": reach.edition, "reach": reach, "shown": shown, "changes_at": changes_at(at), "at": at}
    return render(request, "volunteers/day/screen.html", context)


def address_of(shift: Shift, at: dt.datetime) -> str:
    """Return what the QR code at the place holds."""
    path = reverse("shift_here", args=[shift.edition.year, shift.code])
    return f"{settings.SITE_URL}{path}?{urlencode({'code': code_at(shift, at)})}"
