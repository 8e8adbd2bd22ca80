"""Pages of shared expertise: what is sought, the form, and an offer with what came of it."""

import datetime as dt
from functools import partial
from http import HTTPStatus

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
from organizations.models import Organization
from volunteers.actions.offering import change_expertise, offer_expertise, withdraw_expertise
from volunteers.forms.expertise import ExpertiseForm, OfferedForm, as_offered, proposed
from volunteers.models import Expertise, Match
from zones.models import Edition


@public_page(seconds=60)
def expertise(request: HttpRequest, year: int) -> HttpResponse:
    """Tell what knowledge and networks an edition can use, how to offer some, and what came of it so far."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    context = {
        "edition": edition,
        "zones": edition.zones.all(),
        "organizations": Organization.objects.partners_of(edition).count(),
        "offers": Expertise.objects.of(edition).counted().count(),
        "matches": Match.objects.of(edition).counted().count(),
    }
    return render(request, "volunteers/expertise.html", context)


@cache_control(private=True, no_store=True)
def expertise_offer(request: HttpRequest, year: int) -> HttpResponse:
    """Show the form, and note an offer when it is sent."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    known = {**typed_before(request.session), **proposed(request.GET)}
    form = ExpertiseForm(request.POST or None, edition=edition, initial=known)
    act = partial(offer_typed, form, edition, by=acting(request.user), at=at)
    answer = answer_form(form, f"form:expertise:{edition.pk}", act, at=at)
    if answer:
        return redirect("expertise_detail", code=answer["code"])
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, "volunteers/expertise_offer.html", {"edition": edition, "form": form}, status=status)


def offer_typed(form: ExpertiseForm, edition: Edition, *, by: By, at: dt.datetime) -> Answer:
    """Note the offer of a valid form; return the code that opens its page."""
    row = offer_expertise(edition=edition, offered=form.offered, contact=form.contact, by=by, at=at)
    return {"code": row.code}


@secret_page
def expertise_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show an offer, and what came of it, to whoever holds its secret code."""
    row = get_object_or_404(Expertise.objects.for_page(), code=code)
    return render(request, "volunteers/expertise_detail.html", {"edition": row.edition, "expertise": row})


@secret_page
def expertise_change(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form of an offer, and change it when it is sent; one that is over leads back to its page."""
    at = timezone.now()
    row = get_object_or_404(Expertise.objects.for_page(), code=code)
    form = OfferedForm(request.POST or None, edition=row.edition, initial=as_offered(row))
    act = partial(change_typed, form, row, by=acting(request.user), at=at)
    if not row.is_open or answer_form(form, f"form:expertise_change:{row.pk}", act, at=at):
        return redirect("expertise_detail", code=code)
    context = {"edition": row.edition, "expertise": row, "form": form}
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, "volunteers/expertise_change.html", context, status=status)


def change_typed(form: OfferedForm, row: Expertise, *, by: By, at: dt.datetime) -> Answer:
    """Change an offer to what a valid form says."""
    return {"code": change_expertise(expertise=row, offered=form.offered, by=by, at=at).code}


@secret_page
def expertise_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether an offer is to be taken back, and take it back when the answer is sent."""
    row = get_object_or_404(Expertise.objects.for_page(), code=code)
    if request.method != "POST" and row.is_open:
        context = {"edition": row.edition, "expertise": row}
        return render(request, "volunteers/expertise_withdraw.html", context)
    if request.method == "POST" and row.is_open:
        withdraw_expertise(expertise=row, by=acting(request.user), at=timezone.now())
    return redirect("expertise_detail", code=code)
