"""The API's front page, and what it says where there is nothing."""

from django.http import HttpResponseBase, HttpResponseRedirect
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.exceptions import NotFound
from rest_framework.permissions import SAFE_METHODS, AllowAny
from rest_framework.request import Request
from rest_framework.routers import APIRootView, DefaultRouter


class FrontPage(APIRootView):
    """The lists that the API offers. Its OpenAPI document is under ``schema/``."""

    permission_classes = [AllowAny]


class Router(DefaultRouter):
    """Addresses without regular expressions and format suffixes."""

    APIRootView = FrontPage
    include_format_suffixes = False

    def __init__(self) -> None:
        """Use the converters that pages use."""
        super().__init__(use_regex_path=False)


@extend_schema(exclude=True)
@api_view(["GET", "POST", "PUT", "PATCH", "DELETE"])
@permission_classes([AllowAny])
def nothing_here(request: Request) -> HttpResponseBase:
    """Answer 404 in JSON; a reader who forgot the slash at the end is sent on."""
    if request.method in SAFE_METHODS and not request.path.endswith("/"):
        return HttpResponseRedirect(request.get_full_path(force_append_slash=True))
    raise NotFound
