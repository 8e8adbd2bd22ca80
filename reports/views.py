"""Pages of outcomes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from goodsociety.common.caching import public_page
from reports.outcomes import report_of
from zones.models import Edition


@public_page(seconds=60)
def impact(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's outcome table: what is counted, by which definition, and what sources published."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    context = {"edition": edition, "report": report_of(edition, at=timezone.now())}
    return render(request, "reports/impact.html", context)
