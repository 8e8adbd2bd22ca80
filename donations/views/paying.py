"""The page of a pledge, for whoever holds its secret code: how it stands, how to pay it, and to take it back."""

from io import BytesIO

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from donations import actions
from donations.models import Pledge
from donations.pledged import Pledged
from goodsociety.common.audit import acting
from goodsociety.common.middleware import secret_page
from goodsociety.common.money import baht

#: In pixels a module: sharp on every phone, and a file of some kilobytes.
DOT, QUIET_ZONE = 12, 4


def pledged_of(request: HttpRequest, code: str) -> Pledged:
    """Return the pledge of a secret code as it stands now."""
    row = get_object_or_404(Pledge.objects.for_page(), code=code)
    return Pledged(row, timezone.now(), wants_all="all" in request.GET)


@secret_page
def pledge_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a pledge, and how to pay it, to whoever holds its secret code."""
    held = pledged_of(request, code)
    campaign = held.pledge.campaign
    context = {"edition": campaign.edition, "pledge": held.pledge, "campaign": campaign, "held": held}
    return render(request, "donations/pledge_detail.html", context)


@secret_page
def pledge_code(request: HttpRequest, code: str) -> HttpResponse:
    """Give the QR code of what is due as a picture that a phone saves under a name that says what it is."""
    held = pledged_of(request, code)
    if held.way is None or not held.way.payload:
        raise Http404
    name = f"promptpay-{held.pledge.reference}-{baht(held.due_satang):.2f}.png"
    disposition = "attachment" if "save" in request.GET else "inline"
    drawing = BytesIO()
    segno.make(held.way.payload, error="m", micro=False).save(drawing, kind="png", scale=DOT, border=QUIET_ZONE)
    response = HttpResponse(drawing.getvalue(), content_type="image/png")
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


@secret_page
def pledge_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether a promise is to be taken back, and take it back when the answer is sent."""
    held = pledged_of(request, code)
    row = held.pledge
    if not row.is_promised or (request.method != "POST" and not held.may_withdraw):
        return redirect("pledge_detail", code=code)
    if request.method == "POST":
        actions.withdraw_pledge(pledge=row, by=acting(request.user), at=held.at)
        return redirect("pledge_detail", code=code)
    context = {"edition": row.campaign.edition, "pledge": row, "campaign": row.campaign, "held": held}
    return render(request, "donations/pledge_withdraw.html", context)
