"""Pieces of the OpenAPI document that many endpoints share."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from goodsociety.common.api import KEY_HEADER, RefusalSerializer

View = TypeVar("View", bound=type[GenericViewSet[Any]])
Responses = dict[int, Any]

SENTENCES = {"type": "array", "items": {"type": "string"}}
DETAIL = {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}
ERRORS = {
    "type": "object",
    "description": "Sentences by field; what concerns the request as a whole stands under `detail`.",
    "additionalProperties": {"oneOf": [SENTENCES, {"type": "string"}]},
}

NOT_FOUND = OpenApiResponse(DETAIL, "There is nothing at this address.")
NO_SUCH_PAGE = OpenApiResponse(DETAIL, "There is no such page.")
BAD_FILTER = OpenApiResponse(ERRORS, "A filter makes no sense, or names what does not exist.")
TOO_LARGE = OpenApiResponse(DETAIL, "The body is larger than any request needs.")
NOT_JSON = OpenApiResponse(DETAIL, "The body is not of the type application/json.")

KEY = OpenApiParameter(
    KEY_HEADER,
    {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description=(
        "A word of the client's own choosing, best a random UUID. The same request sent again under the same key "
        "gets the first answer again instead of doing the work twice. What a rule refused is judged anew."
    ),
    examples=[OpenApiExample("A random UUID", "8d0a9f7e-5a0c-4f0f-9d0b-3a5f3c1c2b1e")],
)


def refusal_example(name: str, detail: str, status: int = 409) -> OpenApiExample:
    """Return an example of a refusal's answer."""
    value = {"refusal": name, "detail": detail}
    return OpenApiExample(name, value, response_only=True, status_codes=[str(status)])


def refused(description: str) -> OpenApiResponse:
    """Return the answer of a rule that says no."""
    return OpenApiResponse(RefusalSerializer, description)


def reading(
    *, of: str, row: type[BaseSerializer[Any]], one: type[BaseSerializer[Any]] | None = None
) -> Callable[[View], View]:
    """Document a viewset's list and detail: what they are ``of``, a list's row, and one alone where it differs."""
    decorate: Callable[[View], View] = extend_schema_view(
        list=extend_schema(
            summary=f"List {of}", responses={200: row(many=True), 400: BAD_FILTER, 404: NO_SUCH_PAGE}
        ),
        retrieve=extend_schema(summary=f"Read one of the {of}", responses={200: one or row, 404: NOT_FOUND}),
    )
    return decorate
