"""The floor: a view that says hello, under the settings, the middleware and the server of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse  # noqa: TID251 (a view, the only one here)
from django.urls import path

from goodsociety.wsgi import application

__all__ = ["application"]

settings.ROOT_URLCONF = "bench.hello"


def hello(_request: HttpRequest) -> HttpResponse:
    """Say hello."""
    return HttpResponse("Hello, world")


# The site's pages have languages, so that the middleware asks for one here as well.
urlpatterns = i18n_patterns(path("", hello), prefix_default_language=False)
