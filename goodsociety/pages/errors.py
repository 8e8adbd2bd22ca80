"""Pages for what went wrong. Those for 400 and 500 ask neither the database nor the session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Say that the request could not be understood."""
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Say that this is not for the visitor."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Say that there is no such page."""
    return render(request, "404.html", status=404)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Say that the mistake is ours."""
    return HttpResponse(render_to_string("500.html"), status=500)
