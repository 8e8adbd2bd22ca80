"""Pieces of the OpenAPI document that many endpoints share."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework.serializers import CharField, Serializer

from goodsociety.common.api.errors import RefusalSerializer
from goodsociety.common.api.keys import KEY_HEADER

SENTENCES = {"type": "array", "items": {"type": "string"}}
ERRORS = {
    "type": "object",
    "description": "Sentences by field; what concerns the request as a whole stands under `detail`.",
    "additionalProperties": {"oneOf": [SENTENCES, {"type": "string"}]},
}


class DetailSerializer(Serializer[Any]):
    """A sentence about the request as a whole."""

    detail = CharField()


NOT_FOUND = OpenApiResponse(DetailSerializer, "There is nothing at this address.")
NO_SUCH_PAGE = OpenApiResponse(DetailSerializer, "There is no such page.")
BAD_ADDRESS = OpenApiResponse(DetailSerializer, "The address holds a character that cannot be read.")
BAD_FILTER = OpenApiResponse(ERRORS, "A filter makes no sense, or names what does not exist.")
TOO_LARGE = OpenApiResponse(DetailSerializer, "The body is larger than any request needs.")
NOT_JSON = OpenApiResponse(DetailSerializer, "The body is not of the type application/json.")

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
