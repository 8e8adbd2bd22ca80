"""Stand-ins: a volunteer asks for one, others see for which shifts, and one of them takes a shift over."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.visitors import visitor
from goodsociety.common.audit import By, acting
from goodsociety.common.caching import public_page
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.middleware import secret_page
from volunteers import actions
from volunteers.forms import SignUpForm
from volunteers.models import HandOver, Shift
from volunteers.views.sign_ups import sign_up_of
from volunteers.views.signing import MOST_OTHERS, Visit
from zones.models import Edition


@secret_page
def seek_stand_in(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether a stand-in is to be sought, and seek one when the answer is sent."""
    held = sign_up_of(code)
    if not held.may_seek:
        return redirect("sign_up_detail", code=code)
    if request.method == "POST":
        actions.seek_stand_in(sign_up=held.sign_up, by=acting(request.user), at=held.at)
        return redirect("sign_up_detail", code=code)
    context = {"edition": held.shift.edition, "held": held, "sign_up": held.sign_up, "shift": held.shift}
    return render(request, "volunteers/hand_over_seek.html", context)


@secret_page
def withdraw_stand_in(request: HttpRequest, code: str) -> HttpResponse:
    """Stop looking for a stand-in: the volunteer comes after all."""
    held = sign_up_of(code)
    if request.method == "POST" and held.hand_over:
        actions.withdraw_hand_over(hand_over=held.hand_over, by=acting(request.user), at=held.at)
    return redirect("sign_up_detail", code=code)


@public_page(seconds=10)
def stand_in_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show the shifts of an edition for which a stand-in is sought."""
    edition, at = get_object_or_404(Edition.objects.public(), year=year), timezone.now()
    context = {"edition": edition, "sought": HandOver.objects.open_at(at).of(edition).for_page()}
    return render(request, "volunteers/hand_over_list.html", context)


@secret_page
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Show a shift that somebody cannot do after all, and give it to whoever takes it over."""
    row = get_object_or_404(HandOver.objects.for_page().prefetch_related("sign_up__shift__duty__needs"), code=code)
    visit = Visit(row.sign_up.shift, timezone.now(), visitor(request.session))
    form = visit.form(request.POST or None)
    act = partial(take_over_typed, form, row, by=acting(request.user), at=visit.at)
    answer = answer_form(form, f"form:hand_over:{code}", act, at=visit.at)
    if answer:
        return redirect("sign_up_detail", code=answer["code"])
    return show(request, row, visit, form)


def take_over_typed(form: SignUpForm, row: HandOver, *, by: By, at: dt.datetime) -> Answer:
    """Give the shift to the stand-in of a valid form; return the code that opens their own page."""
    return {"code": actions.take_over(hand_over=row, applicant=form.applicant, by=by, at=at).code}


def show(request: HttpRequest, row: HandOver, visit: Visit, form: SignUpForm) -> HttpResponse:
    """Show the form of a stand-in, or that nobody is sought any more."""
    shift = visit.shift
    row = HandOver.objects.for_page().get(pk=row.pk)
    is_sought = row.is_open(visit.at)
    context = {
        "edition": shift.edition,
        "shift": shift,
        "hand_over": row,
        "is_sought": is_sought,
        "is_own": visit.person is not None and visit.person.pk == row.sign_up.person_id,
        "visit": visit,
        "form": form,
        "refusal": form.refusal,
        "hurdle": visit.hurdle(form, takes=is_sought),
        "may_sign_in": visit.may_sign_in(form.refusal),
        "others": Shift.objects.instead_of(shift, at=visit.at).for_page()[:MOST_OTHERS],
        "at": visit.at,
    }
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, "volunteers/hand_over.html", context, status=status)
