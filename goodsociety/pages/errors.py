"""Pages for what went wrong. Those for 400 and 500 ask neither the database nor the session."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from zones.models import Edition


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Say that the request could not be understood."""
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Say that this is not for the visitor."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Say that there is no such page, and lead on into the edition asked for or the one that matters now."""
    return render(request, "404.html", {"edition": edition_near(request)}, status=404)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Say that the mistake is ours."""
    return HttpResponse(render_to_string("500.html"), status=500)


def edition_near(request: HttpRequest) -> Edition | None:
    """Return the public edition of the year in the address, else the one the front page leads to; none for a file."""
    if request.path.startswith(settings.STATIC_URL):
        return None
    match = request.resolver_match
    year = match.kwargs.get("year") if match else None
    asked_for = Edition.objects.public().filter(year=year).first() if year else None
    return asked_for or Edition.objects.leading()
