"""The booth: cash and card gifts entered by helpers, on pages that work without a script."""

import datetime as dt
from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from donations.actions.booth import take_gift, undo_gift
from donations.booth import Booth, booth_of, entry_of, key_of, sums_of, token_of
from donations.forms.booth import GiftForm
from donations.models import MoneyOrder, Payment
from goodsociety.common.dates import day_from_typed, local_day
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.middleware import secret_page

View = Callable[..., HttpResponse]


def at_the_booth(view: View) -> View:
    """Hand a page the booth of its user, asked anew each time; strangers are led to the sign-in of the desk."""

    @wraps(view)
    def for_helpers(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, User):
            way_back = request.get_full_path() if request.method == "GET" else reverse("booth")
            return redirect(f"{reverse('desk_sign_in')}?{urlencode({'next': way_back})}")
        booth = booth_of(request.user, request.GET.get("edition", ""), at=timezone.now())
        if booth is None:
            return render(request, "donations/booth/not_yours.html", status=HTTPStatus.FORBIDDEN)
        return view(request, booth, *args, **kwargs)

    return secret_page(for_helpers)


@at_the_booth
def booth(request: HttpRequest, booth: Booth) -> HttpResponse:
    """Ask for a gift, show it in large, and enter it once that was confirmed."""
    form = GiftForm(request.POST or None, campaigns=booth.campaigns)
    if "confirmed" in request.POST:
        answer = answer_form(form, f"form:booth:{booth.user.pk}", partial(take_typed, form, booth), at=booth.at)
        if answer:
            return redirect(str(answer["name"]), token=answer["token"])
    is_to_confirm = request.POST and not {"confirmed", "change"} & set(request.POST) and form.is_valid()
    template = "confirm" if is_to_confirm else "gift"
    context = {"booth": booth, "edition": booth.edition, "form": form, "gift": form.gift if is_to_confirm else None}
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, f"donations/booth/{template}.html", context, status=status)


def take_typed(form: GiftForm, booth: Booth) -> Answer:
    """Enter the gift of a valid form; return the page that says so."""
    row = take_gift(gift=form.gift, by=booth.user, at=booth.at)
    if isinstance(row, MoneyOrder):
        return {"name": "booth_waiting", "token": token_of(row)}
    return {"name": "booth_taken", "token": token_of(row)}


@require_safe
@at_the_booth
def booth_taken(request: HttpRequest, booth: Booth, token: str) -> HttpResponse:
    """Say that a gift is entered, and let it be undone for some minutes."""
    row = own_payment(booth, token)
    context = {"booth": booth, "edition": booth.edition, "entry": entry_of(row, by=booth.user, at=booth.at)}
    return render(request, "donations/booth/taken.html", context)


@require_safe
@at_the_booth
def booth_waiting(request: HttpRequest, booth: Booth, token: str) -> HttpResponse:
    """Say that a large gift waits for a second person."""
    rows = MoneyOrder.objects.filter(proposed_by=booth.user, source=Payment.Source.BOOTH).select_related("campaign")
    order = get_object_or_404(rows, pk=key_of(token))
    return render(request, "donations/booth/waiting.html", {"booth": booth, "edition": booth.edition, "order": order})


@require_POST
@at_the_booth
def booth_undo(request: HttpRequest, booth: Booth, token: str) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Take back what one entered a moment ago."""
    undo_gift(payment=own_payment(booth, token), by=booth.user, at=booth.at)
    return redirect("booth_taken", token=token)


@require_safe
@at_the_booth
def booth_day(request: HttpRequest, booth: Booth) -> HttpResponse:
    """Show a helper what they took on a day; to finance what everybody took."""
    day = chosen_day(request, booth)
    entries = booth.entries_on(day)
    context = {
        "booth": booth,
        "edition": booth.edition,
        "day": day,
        "days": booth.edition.days,
        "entries": entries,
        "sums": sums_of(entries, str(booth.user)),
        "waiting": booth.waiting(),
        "helpers": booth.sums_by_helper(day) if booth.sees_all else [],
        "sees_all": booth.sees_all,
    }
    return render(request, "donations/booth/day.html", context)


def chosen_day(request: HttpRequest, booth: Booth) -> dt.date:
    """Return the day that an address names; today where it names none."""
    try:
        return day_from_typed(request.GET.get("day", ""))
    except ValueError:
        return local_day(booth.at)


def own_payment(booth: Booth, token: str) -> Payment:
    """Return what this helper entered, by its token; nobody else's."""
    rows = Payment.objects.received().filter(by=booth.user, source=Payment.Source.BOOTH)
    return get_object_or_404(rows.select_related("campaign", "pledge", "reversed_by"), pk=key_of(token))
