"""Pages of campaigns, to promise a gift, to pay it by PromptPay and to take the promise back."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.visitors import typed_before
from donations import actions, promptpay
from donations.forms.pledging import SUGGESTED_BAHT, PledgeForm
from donations.models import Campaign, Pledge
from goodsociety.common.audit import By, acting
from goodsociety.common.caching import public_page
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.middleware import secret_page
from zones.models import Edition


@public_page(seconds=60)
def campaign_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's campaigns with what each received."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    campaigns = Campaign.objects.with_totals().filter(edition=edition)
    return render(request, "donations/campaign_list.html", {"edition": edition, "campaigns": campaigns})


@public_page(seconds=60)
def campaign_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show a campaign: for what, by whom, what it received and what it still hopes for."""
    campaign = get_object_or_404(Campaign.objects.public().with_totals(), edition__year=year, slug=slug)
    context = {"edition": campaign.edition, "campaign": campaign, "suggested": SUGGESTED_BAHT}
    return render(request, "donations/campaign_detail.html", context)


@cache_control(private=True, no_store=True)
def pledge(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the form of a campaign, and note a promise when it is sent."""
    at = timezone.now()
    campaign = get_object_or_404(Campaign.objects.public().with_totals(), edition__year=year, slug=slug)
    known = {"amount": request.GET.get("amount"), **typed_before(request.session)}
    form = PledgeForm(request.POST or None, initial=known)
    act = partial(pledge_typed, form, campaign, by=acting(request.user), at=at)
    answer = answer_form(form, f"form:pledge:{campaign.pk}", act, at=at)
    if answer:
        return redirect("pledge_detail", code=answer["code"])
    context = {"edition": campaign.edition, "campaign": campaign, "form": form, "suggested": SUGGESTED_BAHT}
    return render(
        request, "donations/pledge.html", context, status=HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    )


def pledge_typed(form: PledgeForm, campaign: Campaign, *, by: By, at: dt.datetime) -> Answer:
    """Note the promise of a valid form; return the code that opens its page."""
    amount = form.cleaned_data["amount"]
    row = actions.make_pledge(campaign=campaign, contact=form.contact, amount_satang=amount, by=by, at=at)
    return {"code": row.code}


@secret_page
def pledge_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a pledge, and how to pay it, to whoever holds its secret code."""
    row = get_object_or_404(Pledge.objects.for_page(), code=code)
    campaign = row.campaign
    context = {
        "edition": campaign.edition,
        "pledge": row,
        "campaign": campaign,
        "payload": promptpay.payload(campaign.promptpay_id, row.amount_satang) if row.is_promised else "",
        "payee": promptpay.in_words(campaign.promptpay_id),
    }
    return render(request, "donations/pledge_detail.html", context)


@secret_page
def pledge_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether a promise is to be taken back, and take it back when the answer is sent."""
    row = get_object_or_404(Pledge.objects.for_page(), code=code)
    if request.method != "POST" and row.is_promised:
        context = {"edition": row.campaign.edition, "pledge": row, "campaign": row.campaign}
        return render(request, "donations/pledge_withdraw.html", context)
    if request.method == "POST" and row.is_promised:
        actions.withdraw_pledge(pledge=row, by=acting(request.user), at=timezone.now())
    return redirect("pledge_detail", code=code)
