"""Small middleware that any site needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from goodsociety.common.refusals import Refusal

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
NUL = ("\x00", "%00")


def refuse_nul_bytes(get_response: GetResponse) -> GetResponse:
    """Answer 400 where the address holds a NUL byte: PostgreSQL cannot store one, so nothing can be found by it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if any(nul in part for nul in NUL for part in (request.path_info, request.META.get("QUERY_STRING", ""))):
            sentence = _("The address holds a character that cannot be read.")
            if request.path_info.startswith("/api/"):
                return JsonResponse({"detail": sentence}, status=400)
            return HttpResponseBadRequest(sentence)
        return get_response(request)

    return middleware


def api_language(get_response: GetResponse) -> GetResponse:
    """Let the API follow Accept-Language, Thai where none is named; pages follow their address instead."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return get_response(request)
        language = (
            get_language_from_request(request) if request.headers.get("Accept-Language") else settings.LANGUAGE_CODE
        )
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response["Content-Language"] = language
        patch_vary_headers(response, ("Accept-Language",))
        return response

    return middleware


class show_refusals:  # noqa: N801 (named as middleware functions are)
    """Show a refusal that no form caught as a page of its own, with its sentence and status 409."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into its page."""
        if not isinstance(exception, Refusal):
            return None
        return render(request, "refusal.html", {"refusal": exception}, status=409)


def secret_page(view: View) -> View:
    """Keep a page that its secret address opens out of caches, search engines and other sites' logs."""

    @wraps(view)
    def kept_secret(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        # Not "no-referrer": browsers then send "Origin: null" with the page's own forms, which CSRF protection refuses.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return kept_secret
