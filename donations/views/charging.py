"""Paying a pledge through the payment provider: begun here, done on the provider's page, told about on the way back.

What the provider sends us comes in here too; a message only makes us ask.
"""

import datetime as dt
import logging
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from donations import refusals
from donations.actions.charging import hear_event, open_charge, settle_charge
from donations.gateway import Provider, Unreadable, Unsigned, provider_in_use
from donations.models import Charge
from donations.views.paying import pledged_of
from goodsociety.common.audit import acting
from goodsociety.common.limits import Limit, network_address
from goodsociety.common.middleware import secret_page

logger = logging.getLogger(__name__)
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
#: Each of them is a question to the provider: for one pledge, and from one network, where a whole hall may be.
OF_ONE_PLEDGE, OF_ONE_NETWORK = Limit("charges_of_pledge", 20, HOUR), Limit("charges_of_network", 600, HOUR)
#: Messages without a right signature, from one network.
UNSIGNED = Limit("unsigned_events", 60, MINUTE)
LARGEST_EVENT = 256 * 1024


@secret_page
def charge_open(request: HttpRequest, code: str) -> HttpResponse:
    """Open a charge for what is due of a pledge; whoever only looks is led to the pledge."""
    held = pledged_of(request, code)
    if request.method != "POST":
        return redirect("pledge_detail", code=code)
    method = request.POST.get("method", "")
    if method not in Charge.Method.values:
        raise Http404
    check_limits(request, code, held.at)
    open_charge(pledge=held.pledge, method=method, amount_satang=held.due_satang, by=acting(request.user), at=held.at)
    return redirect("charge", code=code)


@secret_page
def charge(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the latest charge of a pledge stands; when asked to, look at the provider first."""
    held = pledged_of(request, code)
    row = held.pledge.charges.first()
    if row is None:
        raise Http404
    provider = provider_in_use()
    if request.method == "POST" and provider is not None:
        check_limits(request, code, held.at)
        settle_charge(charge=row, provider=provider, by=acting(request.user), at=held.at)
        return redirect("charge", code=code)
    campaign, payment = held.pledge.campaign, row.payments.received().first()
    context = {"edition": campaign.edition, "pledge": held.pledge, "campaign": campaign, "held": held}
    context |= {"charge": row, "payment": payment, "can_ask": provider is not None}
    return render(request, "donations/charge.html", context)


def check_limits(request: HttpRequest, code: str, at: dt.datetime) -> None:
    """Count one more question about a pledge and from a network. Refuses TooManyCharges."""
    is_within = OF_ONE_NETWORK.note(network_address(request.META), at=at)
    if not (OF_ONE_PLEDGE.note(code, at=at) and is_within):
        raise refusals.TooManyCharges


@csrf_exempt
@require_POST
def gateway_events(request: HttpRequest) -> HttpResponse:
    """Take a message of the provider: 200 when it is kept, 401 unsigned, 400 unreadable, 429 after many unsigned."""
    provider = provider_in_use()
    if provider is None:
        raise Http404
    status = taken(request, provider, network_address(request.META), at=timezone.now())
    return HttpResponse(status.phrase, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


def taken(request: HttpRequest, provider: Provider, who: str, *, at: dt.datetime) -> HTTPStatus:
    """Keep a message of a network and follow it; return what the provider is answered."""
    if UNSIGNED.is_spent(who, at=at):
        return HTTPStatus.TOO_MANY_REQUESTS
    try:
        heard = provider.heard(body_of(request), request.headers)
    except Unsigned:
        UNSIGNED.note(who, at=at)
        logger.warning("A message without the provider's signature was refused.")
        return HTTPStatus.UNAUTHORIZED
    except Unreadable:
        return HTTPStatus.BAD_REQUEST
    if heard is not None:
        hear_event(heard=heard, provider=provider, at=at)
    return HTTPStatus.OK


def body_of(request: HttpRequest) -> bytes:
    """Return what was sent. Raises Unreadable where it is more than any message."""
    body = request.read(LARGEST_EVENT + 1)
    if len(body) > LARGEST_EVENT:
        raise Unreadable
    return body
