"""The page of an acknowledgement, for whoever holds its secret code, and the paper itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from donations.acknowledged import Printed, shown_number
from donations.models import Acknowledgement
from donations.taking import taken
from goodsociety.common.audit import acting
from goodsociety.common.middleware import secret_page


@secret_page
@require_safe
def acknowledgement_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show what an acknowledgement says and whether it holds."""
    paper = get_object_or_404(Acknowledgement.objects.for_page(), code=code)
    context = {
        "paper": paper,
        "printed": Printed(paper),
        "number": shown_number(paper),
        "edition": paper.payment.campaign.edition,
    }
    return render(request, "donations/acknowledgement_detail.html", context)


@secret_page
@require_GET
def acknowledgement_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the paper as a PDF in the page's language; every one after the first says that it is a copy."""
    paper = get_object_or_404(Acknowledgement.objects.for_page(), code=code)
    pdf, headers = taken(paper, by=acting(request.user), at=timezone.now())
    return HttpResponse(pdf, headers=headers)
