"""Pages to find a shift, to sign up for it, to see a sign-up and to take it back."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.visitors import typed_before
from goodsociety.common.audit import By, acting
from goodsociety.common.caching import public_page
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.middleware import secret_page
from volunteers import actions
from volunteers.forms import ShiftFilterForm, SignUpForm
from volunteers.models import Shift, SignUp
from zones.models import Edition

MOST_OTHERS = 8


@public_page(seconds=10, parameters=("day", "zone"))
def shift_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's duties with their shifts and free places, of one day or zone when asked."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    form = ShiftFilterForm(request.GET, edition=edition)
    form.is_valid()
    shifts = Shift.objects.on_programme().of(edition).narrowed(**form.cleaned_data)
    context = {"edition": edition, "form": form, "shifts": shifts.for_page().by_duty(), "at": timezone.now()}
    return render(request, "volunteers/shift_list.html", context)


@cache_control(private=True, no_store=True)
def sign_up(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Show the form of a shift, and give a volunteer a place when it is sent."""
    at = timezone.now()
    shift = get_object_or_404(Shift.objects.public().for_page(), duty__edition__year=year, code=code)
    form = SignUpForm(request.POST or None, initial=typed_before(request.session))
    act = partial(sign_up_typed, form, shift, by=acting(request.user), at=at)
    answer = answer_form(form, f"form:sign_up:{code}", act, at=at)
    if answer:
        return redirect("sign_up_detail", code=answer["code"])
    context = {
        "edition": shift.edition,
        "shift": shift,
        "standing": shift.standing(at),
        "form": form,
        "others": Shift.objects.instead_of(shift, at=at).for_page()[:MOST_OTHERS],
        "at": at,
    }
    return render(
        request, "volunteers/sign_up.html", context, status=HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    )


def sign_up_typed(form: SignUpForm, shift: Shift, *, by: By, at: dt.datetime) -> Answer:
    """Sign up the volunteer of a valid form; return the code that opens the sign-up's page."""
    return {"code": actions.sign_up(shift=shift, contact=form.contact, by=by, at=at).code}


@secret_page
def sign_up_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a sign-up to whoever holds its secret code."""
    row = get_object_or_404(SignUp.objects.for_page(), code=code)
    context = {
        "edition": row.shift.edition,
        "sign_up": row,
        "shift": row.shift,
        "is_cancellable": row.is_cancellable(timezone.now()),
        "site_url": settings.SITE_URL,
    }
    return render(request, "volunteers/sign_up_detail.html", context)


@secret_page
def sign_up_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether a sign-up is to be taken back, and take it back when the answer is sent."""
    at = timezone.now()
    row = get_object_or_404(SignUp.objects.for_page(), code=code)
    if request.method != "POST" and row.is_cancellable(at):
        context = {"edition": row.shift.edition, "sign_up": row, "shift": row.shift}
        return render(request, "volunteers/sign_up_cancel.html", context)
    if request.method == "POST" and row.is_live:
        actions.cancel_sign_up(sign_up=row, by=acting(request.user), at=at)
    return redirect("sign_up_detail", code=code)
