"""Pages of zones: what a zone is about and everything that belongs to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from activities.models import Session
from activities.timetable import by_day
from donations.models import Campaign
from goodsociety.common.dates import local_day
from organizations.models import Part, Participation
from volunteers.models import Duty
from zones.models import Edition


def zone_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's zones."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    return render(request, "pages/zone_list.html", {"edition": edition, "zones": edition.zones.all()})


def zone_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show a zone: who leads it, its programme, its volunteer work and its campaigns."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    zone = get_object_or_404(edition.zones, slug=slug)
    context = {
        "edition": edition,
        "zone": zone,
        "usual_day": edition.usual_day(local_day(at)),
        "leads": Participation.objects.in_parts(edition, Part.ZONE_LEAD).in_zone(slug).with_organizations(),
        "days": by_day(Session.objects.public().of(edition).in_zone(slug).for_programme()),
        "duties": Duty.objects.of(edition).in_zone(slug).with_places_free(at=at),
        "campaigns": Campaign.objects.of(edition).in_zone(zone).with_totals(),
        "at": at,
    }
    return render(request, "pages/zone_detail.html", context)
