"""Lists and their rows, for reading only."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from goodsociety.common.api.documentation import BAD_ADDRESS, BAD_FILTER, NO_SUCH_PAGE, NOT_FOUND

Row = TypeVar("Row", bound=Model)
View = TypeVar("View", bound=type[GenericViewSet[Any]])


class ReadingViewSet(ReadOnlyModelViewSet[Row]):
    """A list that can be filtered, and each of its rows by itself."""

    def filter_queryset(self, queryset: QuerySet[Row, Any]) -> QuerySet[Row, Any]:
        """Narrow lists only: a row by itself is found by its address."""
        return queryset if self.detail else super().filter_queryset(queryset)


class ReadingByEditionViewSet(ReadingViewSet[Row]):
    """Rows of editions, each by its key: year and slug."""

    lookup_field = "key"
    lookup_value_converter = "edition_key"

    def get_object(self) -> Row:
        """Return the row of that year and slug, or 404."""
        year, slug = self.kwargs["key"]
        return get_object_or_404(self.get_queryset(), edition__year=year, slug=slug)


def reading(
    *, of: str, row: type[BaseSerializer[Any]], one: type[BaseSerializer[Any]] | None = None
) -> Callable[[View], View]:
    """Document a viewset's list and detail: what they are ``of``, a list's row, and one alone where it differs."""
    decorate: Callable[[View], View] = extend_schema_view(
        list=extend_schema(summary=f"List {of}", responses={200: row(many=True), 400: BAD_FILTER, 404: NO_SUCH_PAGE}),
        retrieve=extend_schema(
            summary=f"Read one of the {of}", responses={200: one or row, 400: BAD_ADDRESS, 404: NOT_FOUND}
        ),
    )
    return decorate
