"""How errors are answered."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, UnreadablePostError
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from goodsociety.common.refusals import KeyUsedForAnother, Refusal


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
    found = (become for kinds, become in BECOMES if isinstance(exception, kinds))
    return next((become() for become in found), exception)


Kinds = type[Exception] | tuple[type[Exception], ...]
#: What becomes what; the first that fits.
BECOMES: list[tuple[Kinds, Callable[[], Exception]]] = [
    (Http404, exceptions.NotFound),
    (RequestDataTooBig, BodyTooLarge),
    ((SuspiciousOperation, UnreadablePostError), lambda: exceptions.ParseError(_("The request cannot be read."))),
    (
        exceptions.NotAcceptable,
        lambda: exceptions.NotAcceptable(_("This address does not answer in the format that was asked for.")),
    ),
]
