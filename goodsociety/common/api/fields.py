"""Fields that are stricter than DRF's own, or that it lacks."""

import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from goodsociety.common.forms import LineField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: NUL, which PostgreSQL does not store, and halves of characters, which have no UTF-8.
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


class TextField(serializers.CharField):
    """A JSON string of characters that can be stored; DRF's own field also takes numbers."""

    default_error_messages: "ClassVar[dict[str, StrOrPromise]]" = {
        "invalid": _("Write a text here."),
        "unstorable": LineField.default_error_messages["null_characters_not_allowed"],
    }

    def run_validation(self, data: Any = empty) -> Any:
        """Judge strings only."""
        if data is empty or data is None:
            return super().run_validation(data)
        if not isinstance(data, str):
            self.fail("invalid")
        if UNSTORABLE.search(data):
            self.fail("unstorable")
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


@extend_schema_field({"type": "string", "example": "2019-education"})
class EditionKeyField(serializers.Field[Any, Any, str, Any]):
    """A row's key in addresses: the year of its edition and its slug."""

    def __init__(self) -> None:
        """Read the row itself."""
        super().__init__(source="*", read_only=True)

    def to_representation(self, value: Any) -> str:
        """Return the key of a row."""
        return f"{value.edition.year}-{value.slug}"
