"""Pages about the expo as a whole: what it is for, all its editions, and what is kept about people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.actions import CONSENT_VERSION
from accounts.forms import ContactForm
from goodsociety.common.caching import public_page
from goodsociety.common.tidying import KEEP_BODIES
from goodsociety.pages.figures import with_key_figures
from zones.models import Edition


@public_page(seconds=3600)
def about(request: HttpRequest) -> HttpResponse:
    """Say what the expo is for, who is behind it, and how an organization joins."""
    context = {"leading": Edition.objects.leading(), "editions": with_key_figures(Edition.objects.public())}
    return render(request, "pages/about.html", context)


@public_page(seconds=3600)
def edition_list(request: HttpRequest) -> HttpResponse:
    """Show every edition there was and is, the cancelled ones with their reason."""
    return render(request, "pages/edition_list.html", {"editions": with_key_figures(Edition.objects.public())})


@public_page(seconds=3600)
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about people, why and for how long."""
    context = {
        "consent": ContactForm.base_fields["consent"].label,
        "consent_version": CONSENT_VERSION,
        "days_of_mail": KEEP_BODIES.days,
    }
    return render(request, "pages/privacy.html", context)
