"""Guardians: the page where they answer, and writing to them once more."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.visitors import visitor
from goodsociety.common.audit import By, acting
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.limits import Limit
from goodsociety.common.middleware import secret_page
from goodsociety.common.refusals import Refusal
from volunteers import actions, refusals
from volunteers.actions.asking_again import ask_guardian_again
from volunteers.asked import asked
from volunteers.forms import GuardianForm
from volunteers.models import GuardianConsent
from volunteers.signed_up import SignedUp
from volunteers.views.sign_ups import sign_up_of

#: Nobody's inbox is filled: so many letters an hour to the guardian of one sign-up.
LETTERS = Limit("guardian_letters", 3, dt.timedelta(hours=1))
ANSWERS = {"give": actions.give_guardian_consent, "refuse": actions.refuse_guardian_consent}


@secret_page
def guardian(request: HttpRequest, code: str) -> HttpResponse:
    """Show a guardian who wants to help where and when, and note whether they agree."""
    consent = get_object_or_404(GuardianConsent.objects.select_related("edition", "person"), code=code)
    at, reader = timezone.now(), visitor(request.session)
    act = ANSWERS.get(request.POST.get("answer", ""))
    refusal = None
    if request.method == "POST" and act:
        try:
            act(consent=consent, by=acting(request.user), at=at, reader=reader)
        except Refusal as said:
            refusal = said
        else:
            return redirect("guardian", code=code)
    about = asked(consent, reader=reader, at=at)
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    context = {"edition": consent.edition, "consent": consent, "asked": about, "refusal": refusal}
    return render(request, "volunteers/guardian.html", context, status=status)


@secret_page
def guardian_again(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a volunteer where their guardian is reached, and write there once more."""
    held = sign_up_of(code)
    if held.consent is None or not held.may_ask_guardian:
        return redirect("sign_up_detail", code=code)
    form = GuardianForm(request.POST or None, consent=held.consent)
    act = partial(ask_typed, form, held, by=acting(request.user))
    if answer_form(form, f"form:guardian:{code}", act, at=held.at):
        return redirect("sign_up_detail", code=code)
    context = {"edition": held.shift.edition, "held": held, "sign_up": held.sign_up, "shift": held.shift, "form": form}
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, "volunteers/guardian_again.html", context, status=status)


def ask_typed(form: GuardianForm, held: SignedUp, *, by: By) -> Answer:
    """Write to the guardian of a valid form, unless that was done often enough."""
    if not LETTERS.note(held.sign_up.code, at=held.at):
        raise refusals.TooManyLetters
    ask_guardian_again(sign_up=held.sign_up, guardian=form.guardian, by=by, at=held.at)
    return {"asked": True}
