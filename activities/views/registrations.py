"""The pages of a registration: how it stands, the answer to an offer, the party, taking it back."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.visitors import visitor
from activities import actions, refusals
from activities.forms import PartyForm
from activities.models import Registration, with_offers
from activities.promises import Promise, promises_in_the_way
from activities.registered import Registered, registered
from activities.tickets import entrance_code
from goodsociety.common.audit import By, acting
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.middleware import secret_page
from goodsociety.common.refusals import Refusal


def registration_of(code: str) -> Registered:
    """Return the registration of a secret code as it stands now."""
    registration = get_object_or_404(with_offers(Registration.objects.for_page()), code=code)
    return registered(registration, at=timezone.now())


@secret_page
def registration_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a registration to whoever holds its secret code."""
    return show(request, registration_of(code))


def show(request: HttpRequest, held: Registered, *, refusal: Refusal | None = None) -> HttpResponse:
    """Show how a registration stands, and why what was asked could not be done."""
    context = {
        "edition": held.session.edition,
        "held": held,
        "registration": held.registration,
        "session": held.session,
        "members": held.registration.members.all(),
        "at": held.at,
        "refusal": refusal,
        "is_clash": isinstance(refusal, refusals.Clash),
        "in_the_way": in_the_way(request, held) if isinstance(refusal, refusals.Clash) else [],
        "code": entrance_code(held.registration, viewer=visitor(request.session)),
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "activities/registration_detail.html", context, status=status)


def in_the_way(request: HttpRequest, held: Registered) -> list[Promise]:
    """Return what the person would have to give up, if it is they who are signed in."""
    person = visitor(request.session)
    is_theirs = person is not None and person.pk == held.registration.person_id
    return promises_in_the_way(person, held.session) if person and is_theirs else []


@secret_page
def registration_accept(request: HttpRequest, code: str) -> HttpResponse:
    """Accept the places that are offered; of what clashes with them one thing may be given up at once."""
    held = registration_of(code)
    if request.method != "POST" or held.registration.is_live:
        return redirect("registration_detail", code=code)
    given_up = next((one for one in in_the_way(request, held) if is_named(one, request)), None)
    by, at = acting(request.user), held.at
    try:
        if given_up and given_up.registration:
            actions.accept_instead(registration=held.registration, instead_of=given_up.registration, by=by, at=at)
        else:
            actions.accept_offer(registration=held.registration, by=by, at=at)
    except Refusal as refusal:
        return show(request, registration_of(code), refusal=refusal)
    return redirect("registration_detail", code=code)


def is_named(promise: Promise, request: HttpRequest) -> bool:
    """Say whether a request gives a promise up."""
    return promise.registration is not None and promise.registration.code == request.POST.get("instead_of")


@secret_page
def registration_decline(request: HttpRequest, code: str) -> HttpResponse:
    """Let the places that are offered go on to the next."""
    held = registration_of(code)
    if request.method == "POST" and held.offered_until:
        actions.decline_offer(registration=held.registration, by=acting(request.user), at=held.at)
    return redirect("registration_detail", code=code)


@secret_page
def registration_party(request: HttpRequest, code: str) -> HttpResponse:
    """Ask how many come and who, and note it."""
    held = registration_of(code)
    if held.registration.organization_id:
        return redirect("group_party", code=code)
    if not held.may_name:
        return redirect("registration_detail", code=code)
    form = PartyForm(request.POST or None, registration=held.registration, may_resize=held.may_resize)
    act = partial(change_typed, form, held.registration, by=acting(request.user), at=held.at)
    if answer_form(form, f"form:party:{code}", act, at=held.at):
        return redirect("registration_detail", code=code)
    context = {"edition": held.session.edition, "held": held, "session": held.session, "form": form}
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, "activities/registration_party.html", context, status=status)


def change_typed(form: PartyForm, registration: Registration, *, by: By, at: dt.datetime) -> Answer:
    """Change the party to what a valid form says."""
    size = form.cleaned_data.get("party_size", registration.party_size)
    if size != registration.party_size:
        actions.change_party_size(registration=registration, party_size=size, by=by, at=at)
    actions.name_party(registration=registration, names=form.cleaned_data["names"], by=by, at=at)
    return {"changed": True}


@secret_page
def registration_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether a registration is to be taken back, and take it back when the answer is sent."""
    held = registration_of(code)
    if request.method != "POST" and held.may_cancel:
        context = {"edition": held.session.edition, "registration": held.registration, "session": held.session}
        return render(request, "activities/registration_cancel.html", {**context, "held": held})
    if request.method == "POST" and held.is_active:
        actions.cancel_registration(registration=held.registration, by=acting(request.user), at=held.at)
    return redirect("registration_detail", code=code)
