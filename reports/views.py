"""Pages of outcomes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from reports.metrics import PROMISES
from reports.outcomes import count, other_metrics, published_metrics
from zones.models import Edition


def impact(request: HttpRequest, year: int) -> HttpResponse:
    """Show an edition's outcome table: what is counted, by which definition, and what sources published."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    now = timezone.now()
    others = [metric for metric in other_metrics(edition) if metric not in PROMISES]
    context = {
        "edition": edition,
        "outcomes": count(published_metrics(edition), edition, at=now),
        "others": count(others, edition, at=now),
        "promises": count(PROMISES, edition, at=now),
    }
    return render(request, "reports/impact.html", context)
