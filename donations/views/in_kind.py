"""Pages to promise things or hours, and of what was promised."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.visitors import typed_before
from donations.actions.in_kind import promise_in_kind, withdraw_in_kind
from donations.campaigns import why_closed
from donations.forms.in_kind import InKindForm
from donations.models import Campaign, InKindGift
from goodsociety.common.audit import By, acting
from goodsociety.common.dates import local_day
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.middleware import secret_page


@cache_control(private=True, no_store=True)
def give_in_kind(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the form of a campaign that asks for things or hours, and note the promise when it is sent."""
    at = timezone.now()
    campaign = get_object_or_404(Campaign.objects.public().with_totals(), edition__year=year, slug=slug)
    if campaign.is_for_money:
        raise Http404
    form = InKindForm(campaign, request.POST or None, initial=typed_before(request.session))
    act = partial(promise_typed, form, by=acting(request.user), at=at)
    answer = answer_form(form, f"form:in-kind:{campaign.pk}", act, at=at)
    if answer:
        return redirect("in_kind_detail", code=answer["code"])
    context = {"edition": campaign.edition, "campaign": campaign, "form": form}
    context |= {"closed": why_closed(campaign, local_day(at))}
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, "donations/in_kind.html", context, status=status)


def promise_typed(form: InKindForm, *, by: By, at: dt.datetime) -> Answer:
    """Note the promise of a valid form; return the code that opens its page."""
    gift = promise_in_kind(campaign=form.campaign, contact=form.contact, goods=form.goods, by=by, at=at)
    return {"code": gift.code}


@secret_page
def in_kind_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a gift in kind to whoever holds its secret code."""
    gift = get_object_or_404(InKindGift.objects.for_page(), code=code)
    context = {"edition": gift.campaign.edition, "gift": gift, "campaign": gift.campaign}
    return render(request, "donations/in_kind_detail.html", context)


@secret_page
def in_kind_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether a promise of things or hours is to be taken back, and take it back when the answer is sent."""
    gift = get_object_or_404(InKindGift.objects.for_page(), code=code)
    if gift.status != InKindGift.Status.PROMISED:
        return redirect("in_kind_detail", code=code)
    if request.method == "POST":
        withdraw_in_kind(gift=gift, by=acting(request.user), at=timezone.now())
        return redirect("in_kind_detail", code=code)
    context = {"edition": gift.campaign.edition, "gift": gift, "campaign": gift.campaign}
    return render(request, "donations/in_kind_withdraw.html", context)
