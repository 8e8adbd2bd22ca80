"""What every endpoint of the API shares: how errors are answered, bodies read, lists cut into pages."""

import re
from operator import attrgetter
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import exceptions, serializers, status
from rest_framework.fields import empty
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils import json
from rest_framework.views import exception_handler

from goodsociety.common.refusals import KeyUsedForAnother, Refusal

KEY_HEADER = "Idempotency-Key"
VISIBLE_ASCII = re.compile(r"[\x21-\x7e]{1,100}")


class RefusalSerializer(serializers.Serializer[Refusal]):
    """A rule said no: its name for machines and its sentence for people."""

    refusal = serializers.CharField(source="name")
    detail = serializers.CharField(source="__str__")


class BodyTooLarge(exceptions.APIException):
    """More was sent than any request needs."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The request is too large.")
    default_code = "too_large"


def answer_exception(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal with 409 and its sentence (422 for a key with another body), anything else as DRF does."""
    if isinstance(exception, Refusal):
        is_key = isinstance(exception, KeyUsedForAnother)
        code = status.HTTP_422_UNPROCESSABLE_ENTITY if is_key else status.HTTP_409_CONFLICT
        return Response(RefusalSerializer(exception).data, code)
    return exception_handler(in_words_of_the_api(exception), context)


def in_words_of_the_api(exception: Exception) -> Exception:
    """Return what Django raises as the API's own exception, whose sentence is the same everywhere and translated."""
    if isinstance(exception, Http404):
        return exceptions.NotFound()
    if isinstance(exception, RequestDataTooBig):
        return BodyTooLarge()
    if isinstance(exception, SuspiciousOperation):
        return exceptions.ParseError()
    return exception


class ObjectParser(JSONParser):
    """Reads a JSON object in UTF-8 and nothing else, whatever charset the request names (RFC 8259, section 8.1)."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 (DRF's signature)
        """Return the object; ParseError (400) for anything that is none, RequestDataTooBig (413) for too much of it."""
        try:
            body = json.loads(parser_context["request"].body.decode())
        except (ValueError, RecursionError, UnreadablePostError) as error:
            raise exceptions.ParseError(_("The body cannot be read as JSON in UTF-8.")) from error
        if not isinstance(body, dict):
            raise exceptions.ParseError(_("The body must be a JSON object: names and values in { }."))
        return body


class Pages(PageNumberPagination):
    """Lists in pages so long that a simple client rarely needs a second one."""

    page_size = 500
    page_size_query_param = "page_size"
    max_page_size = 1000
    page_query_description = "Which page, from 1."
    page_size_query_description = "How many rows a page holds: 500 unless told, at most 1000."

    def get_page_size(self, request: Request) -> int | None:
        """Return how many rows to show, or say that the number asked for is none."""
        asked = request.query_params.get(self.page_size_query_param, "1")
        if not re.fullmatch(r"0*[1-9][0-9]{0,8}", asked):
            sentence = _("Write a whole number from 1 to %(most)s.") % {"most": self.max_page_size}
            raise exceptions.ValidationError({self.page_size_query_param: [sentence]})
        return super().get_page_size(request)


class TextField(serializers.CharField):
    """A JSON string; DRF's own field also takes numbers."""

    def run_validation(self, data: Any = empty) -> Any:
        """Judge strings only."""
        if data is not empty and not isinstance(data, str | None):
            self.fail("invalid")
        return super().run_validation(data)


class WholeNumberField(serializers.IntegerField):
    """A JSON number without fraction; DRF's own field also takes texts."""

    def to_internal_value(self, data: Any) -> int:
        """Judge integers only; to Python true is one as well."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "boolean", "enum": [True]})
class AgreementField(serializers.BooleanField):
    """Something that one has to agree to: a JSON true, nothing that merely resembles it."""

    def __init__(self, *, sentence: Any, **options: Any) -> None:
        """Take the sentence for everybody who does not agree."""
        super().__init__(error_messages=dict.fromkeys(("required", "null", "invalid"), sentence), **options)

    def to_internal_value(self, data: Any) -> bool:
        """Return True, or say that agreement is needed."""
        return True if data is True else self.disagree()

    def disagree(self) -> NoReturn:
        """Refuse in the one sentence."""
        self.fail("invalid")


@extend_schema_field(OpenApiTypes.URI)
class PageField(serializers.Field[Any, Any, str, Any]):
    """The full address of a page about a row, in the asked language: ``PageField("zone_detail", slug="slug")``."""

    def __init__(self, page: str, **parts: str) -> None:
        """Take the page's name and where in the row each part of its address is found."""
        super().__init__(source="*", read_only=True)
        self.page = page
        self.parts = {name: attrgetter(path) for name, path in parts.items()}

    def to_representation(self, value: Any) -> str:
        """Return the address."""
        path = reverse(self.page, kwargs={name: part(value) for name, part in self.parts.items()})
        return str(self.context["request"].build_absolute_uri(path))


def idempotency_key(request: Request) -> str:
    """Return the client's key, empty where it sent none; ValidationError (400) for a key that is not a short ASCII word."""
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return ""
    if not VISIBLE_ASCII.fullmatch(key):
        sentence = _("A key is made of 1 to 100 visible ASCII characters without blanks.")
        raise exceptions.ValidationError({KEY_HEADER: [sentence]})
    return str(key)
