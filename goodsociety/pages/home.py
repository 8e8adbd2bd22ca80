"""Pages that lead into the site: the front, an edition's home, all editions, and what is kept about people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.actions import CONSENT_VERSION
from accounts.forms import ContactForm
from activities.models import Activity, Session
from goodsociety.common.tidying import KEEP_BODIES
from organizations.models import Organization
from reports.metrics import METRICS, Metric
from reports.models import PublishedFigure
from zones.models import Edition

COMING_SESSIONS = 6


def front(request: HttpRequest) -> HttpResponse:
    """Lead to the home of the edition that matters now; say so where there is none yet."""
    edition = Edition.objects.leading()
    if edition is None:
        return render(request, "pages/front.html")
    return redirect("edition_home", year=edition.year)


def edition_home(request: HttpRequest, year: int) -> HttpResponse:
    """Show what an edition is about, its zones, and what comes next."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    sessions = Session.objects.public().of(edition).by_registration().open_at(at).for_programme()
    context = {
        "edition": edition,
        "zones": edition.zones.all(),
        "figures": published(edition),
        "coming": sessions[:COMING_SESSIONS],
        "activity_count": Activity.objects.public().of(edition).count(),
        "organization_count": Organization.objects.partners_of(edition).count(),
        "at": at,
    }
    return render(request, "pages/edition_home.html", context)


def published(edition: Edition) -> list[tuple[Metric, PublishedFigure]]:
    """Return what sources published about an edition, each figure with what it means."""
    return [(METRICS[row.metric], row) for row in edition.published_figures.all() if row.metric in METRICS]


def edition_list(request: HttpRequest) -> HttpResponse:
    """Show every edition there was and is, the cancelled ones with their reason."""
    return render(request, "pages/edition_list.html", {"editions": Edition.objects.public()})


def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about people, why and for how long."""
    context = {
        "consent": ContactForm.base_fields["consent"].label,
        "consent_version": CONSENT_VERSION,
        "days_of_mail": KEEP_BODIES.days,
    }
    return render(request, "pages/privacy.html", context)
