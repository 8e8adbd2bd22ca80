"""Pages to register for a session, to see a registration and to take it back."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.visitors import typed_before
from activities import actions
from activities.forms import RegistrationForm
from activities.models import Registration, Session
from goodsociety.common.audit import By, acting
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.middleware import secret_page


@cache_control(private=True, no_store=True)
def register(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Show the form of a session, and give a party its seats when it is sent."""
    at = timezone.now()
    session = get_object_or_404(Session.objects.public().for_programme(), activity__edition__year=year, code=code)
    known = typed_before(request.session)
    form = RegistrationForm(request.POST or None, largest_party=session.largest_party, initial=known)
    act = partial(register_typed, form, session, by=acting(request.user), at=at)
    answer = answer_form(form, f"form:register:{code}", act, at=at)
    if answer:
        return redirect("registration_detail", code=answer["code"])
    context = {
        "edition": session.edition,
        "session": session,
        "standing": session.standing(at),
        "form": form,
        "others": Session.objects.instead_of(session, at=at).for_programme(),
        "at": at,
    }
    return render(
        request, "activities/register.html", context, status=HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    )


def register_typed(form: RegistrationForm, session: Session, *, by: By, at: dt.datetime) -> Answer:
    """Register the party of a valid form; return the code that opens its page."""
    party_size = form.cleaned_data["party_size"]
    row = actions.register(session=session, contact=form.contact, party_size=party_size, by=by, at=at)
    return {"code": row.code}


@secret_page
def registration_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a registration to whoever holds its secret code."""
    registration = get_object_or_404(Registration.objects.for_page(), code=code)
    context = {
        "edition": registration.session.edition,
        "registration": registration,
        "session": registration.session,
        "is_cancellable": registration.is_cancellable(timezone.now()),
        "site_url": settings.SITE_URL,
    }
    return render(request, "activities/registration_detail.html", context)


@secret_page
def registration_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether a registration is to be taken back, and take it back when the answer is sent."""
    at = timezone.now()
    registration = get_object_or_404(Registration.objects.for_page(), code=code)
    if request.method != "POST" and registration.is_cancellable(at):
        session = registration.session
        context = {"edition": session.edition, "registration": registration, "session": session}
        return render(request, "activities/registration_cancel.html", context)
    if request.method == "POST" and registration.is_live:
        actions.cancel_registration(registration=registration, by=acting(request.user), at=at)
    return redirect("registration_detail", code=code)
