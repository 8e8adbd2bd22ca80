"""Slips of a pledge: sent in, looked at and taken back by whoever holds its secret code."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from donations import refusals
from donations.actions.slips import send_slip, take_slip_back
from donations.forms.slips import SlipForm
from donations.models import Slip
from donations.pledged import Pledged
from donations.slips import PICTURE_HEADERS
from donations.views.paying import pledged_of
from goodsociety.common.audit import By, acting
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.limits import Limit, network_address
from goodsociety.common.middleware import secret_page

HOUR = dt.timedelta(hours=1)
#: Finance has to look at each of them, and reading a picture costs a process: so many for one pledge, and from one
#: network, where a whole hall may be.
OF_ONE_PLEDGE, OF_ONE_NETWORK = Limit("slips_of_pledge", 10, HOUR), Limit("slips_of_network", 300, HOUR)


@secret_page
def slip_send(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a slip, and hand it to finance when it is sent."""
    held = pledged_of(request, code)
    if not held.is_to_pay and request.method != "POST":
        return redirect("pledge_detail", code=code)
    form = form_of(request, held)
    act = partial(slip_typed, form, held, by=acting(request.user))
    if answer_form(form, f"form:slip:{held.pledge.pk}", act, at=held.at):
        return redirect("pledge_detail", code=code)
    campaign = held.pledge.campaign
    context = {"edition": campaign.edition, "pledge": held.pledge, "campaign": campaign, "held": held, "form": form}
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, "donations/slip_send.html", context, status=status)


def form_of(request: HttpRequest, held: Pledged) -> SlipForm:
    """Return the form of a slip; where too many were sent, what was typed waits in it and no picture is read."""
    if request.method != "POST":
        return SlipForm(initial={"amount": held.due_satang})
    if is_within_limits(request, held):
        return SlipForm(request.POST, request.FILES)
    form = SlipForm(initial=request.POST.dict())
    form.refusal = refusals.TooManySlips()
    return form


def is_within_limits(request: HttpRequest, held: Pledged) -> bool:
    """Count one more slip of a pledge and of a network; say whether both may go on."""
    is_within = OF_ONE_NETWORK.note(network_address(request.META), at=held.at)
    return OF_ONE_PLEDGE.note(held.pledge.code, at=held.at) and is_within


def slip_typed(form: SlipForm, held: Pledged, *, by: By) -> Answer:
    """Take in the slip of a valid form."""
    send_slip(pledge=held.pledge, shown=form.shown, by=by, at=held.at)
    return {"sent": True}


@secret_page
@require_POST
def slip_take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take back the slip that is being looked at."""
    held = pledged_of(request, code)
    if held.slip:
        take_slip_back(slip=held.slip, by=acting(request.user), at=held.at)
    return redirect("pledge_detail", code=code)


@secret_page
def slip_picture(request: HttpRequest, code: str) -> HttpResponse:
    """Show the latest slip of a pledge that has a picture."""
    held = pledged_of(request, code)
    slip = Slip.objects.filter(pledge=held.pledge).exclude(picture=None).first()
    if slip is None:
        raise Http404
    return HttpResponse(bytes(slip.picture or b""), headers=PICTURE_HEADERS)
