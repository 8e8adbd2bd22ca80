"""Pages to promise a gift, and to change what was promised."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.visitors import typed_before
from donations import actions
from donations.campaigns import why_closed
from donations.forms.pledging import SUGGESTED_BAHT, ChangePledgeForm, PledgeForm, known_of_pledge
from donations.models import Campaign, Pledge
from donations.views.paying import pledged_of
from goodsociety.common.audit import By, acting
from goodsociety.common.dates import local_day
from goodsociety.common.forms import OnceForm, answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.middleware import secret_page


@cache_control(private=True, no_store=True)
def pledge(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the form of a campaign, and note a promise when it is sent."""
    at = timezone.now()
    campaign = get_object_or_404(Campaign.objects.public().with_totals(), edition__year=year, slug=slug)
    if not campaign.is_for_money:
        return redirect("give_in_kind", year=year, slug=slug)
    known = {"amount": request.GET.get("amount"), **typed_before(request.session)}
    form = PledgeForm(request.POST or None, initial=known)
    act = partial(pledge_typed, form, campaign, by=acting(request.user), at=at)
    answer = answer_form(form, f"form:pledge:{campaign.pk}", act, at=at)
    if answer:
        return redirect("pledge_detail", code=answer["code"])
    context = {"edition": campaign.edition, "campaign": campaign, "form": form, "suggested": SUGGESTED_BAHT}
    context |= {"closed": why_closed(campaign, local_day(at)), "has_new_payee": campaign.has_new_payee(at)}
    return render(request, "donations/pledge.html", context, status=status_of(form))


def pledge_typed(form: PledgeForm, campaign: Campaign, *, by: By, at: dt.datetime) -> Answer:
    """Note the promise of a valid form; return the code that opens its page."""
    amount = form.cleaned_data["amount"]
    row = actions.make_pledge(
        campaign=campaign, contact=form.contact, amount_satang=amount, wishes=form.wishes, by=by, at=at
    )
    return {"code": row.code}


@secret_page
def pledge_change(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was promised as a form, and change it when it is sent."""
    held = pledged_of(request, code)
    row = held.pledge
    if request.method != "POST" and not held.may_change:
        return redirect("pledge_detail", code=code)
    form = ChangePledgeForm(request.POST or None, initial=known_of_pledge(row))
    act = partial(change_typed, form, row, by=acting(request.user), at=held.at)
    if answer_form(form, f"form:pledge-change:{row.pk}", act, at=held.at):
        return redirect("pledge_detail", code=code)
    campaign = row.campaign
    context = {"edition": campaign.edition, "campaign": campaign, "pledge": row, "form": form}
    context |= {"suggested": SUGGESTED_BAHT}
    return render(request, "donations/pledge_change.html", context, status=status_of(form))


def change_typed(form: ChangePledgeForm, row: Pledge, *, by: By, at: dt.datetime) -> Answer:
    """Change a promise to what a valid form says."""
    amount = form.cleaned_data["amount"]
    actions.change_pledge(pledge=row, amount_satang=amount, wishes=form.wishes, by=by, at=at)
    return {"code": row.code}


def status_of(form: OnceForm) -> HTTPStatus:
    """Return the status of a page with a form: a conflict where a rule said no."""
    return HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
