"""Pages of campaigns: the list of an edition, and each with its donors' wall."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from donations.campaigns import listed, why_closed
from donations.forms.pledging import SUGGESTED_BAHT
from donations.models import Campaign
from goodsociety.common.caching import public_page
from goodsociety.common.dates import local_day
from zones.models import Edition

#: So many gifts stand on a page of the donors' wall.
GIFTS_A_PAGE = 20


@public_page(seconds=60)
def campaign_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's campaigns with what each received."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    campaigns = listed(Campaign.objects.with_totals().of(edition), local_day(timezone.now()))
    return render(request, "donations/campaign_list.html", {"edition": edition, "campaigns": campaigns})


@public_page(seconds=60, parameters=("page",))
def campaign_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show a campaign: for what, by whom, how far it has come, and who gave, as each of them chose."""
    at = timezone.now()
    campaign = get_object_or_404(Campaign.objects.public().with_totals(), edition__year=year, slug=slug)
    closed = why_closed(campaign, local_day(at))
    page = Paginator(campaign.pledges.given(), GIFTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": campaign.edition,
        "campaign": campaign,
        "suggested": SUGGESTED_BAHT,
        "closed": closed,
        "has_new_payee": campaign.has_new_payee(at),
        "page": page,
        # Nobody is told of a first gift where none can be given.
        "has_wall": campaign.is_for_money and bool(page.object_list or not closed),
    }
    return render(request, "donations/campaign_detail.html", context)
