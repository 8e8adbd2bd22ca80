"""Editions and zones for machines, and the filters by them that other lists share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny

from goodsociety.common.api.fields import EditionKeyField, PageField
from goodsociety.common.api.reading import ReadingByEditionViewSet, ReadingViewSet, reading
from goodsociety.common.dates import common_year
from goodsociety.common.forms import LineField
from zones.models import Edition, Place, Zone


class EditionField(LineField):
    """The year of an edition that visitors may see, in either era; cleaned to the edition."""

    def clean(self, value: Any) -> Any:
        """Return the edition, None where no year was given, or say that there is none of that year."""
        typed = super().clean(value)
        if not typed:
            return None
        if len(typed) != len("2562") or not typed.isdecimal():
            raise ValidationError(_("Write a year of four digits, for example 2019 or 2562."))
        try:
            return Edition.objects.public().get(year=common_year(int(typed)))
        except ValueError as error:
            raise ValidationError("%(why)s", params={"why": error}) from error
        except Edition.DoesNotExist as error:
            raise ValidationError(_("There is no edition of the year %(year)s."), params={"year": typed}) from error


@extend_schema_field(
    {"type": "integer", "example": 2019, "description": "The edition's year; a Buddhist year is understood."}
)
class EditionFilter(filters.Filter):
    """Keep an edition's rows."""

    field_class = EditionField


class ZoneField(LineField):
    """The slug of a zone in any edition that visitors may see."""

    def clean(self, value: Any) -> Any:
        """Return the slug, or say that there is no such zone."""
        slug = super().clean(value)
        if slug and not Zone.objects.public().filter(slug=slug).exists():
            raise ValidationError(_("There is no zone %(slug)s."), params={"slug": slug})
        return slug


@extend_schema_field({"type": "string", "example": "education", "description": "The zone's slug."})
class ZoneFilter(filters.Filter):
    """Keep a zone's rows; the same slug names a zone's successors in other editions."""

    field_class = ZoneField

    def __init__(self, *args: Any, **options: Any) -> None:
        """Limit the slug to what a slug can be."""
        super().__init__(*args, max_length=60, **options)


@extend_schema_field({"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$", "example": "10:00"})
class TimeOfDayField(serializers.TimeField):
    """A time of day in Thailand, which holds on each of the expo's days."""

    def __init__(self) -> None:
        """Show hours and minutes."""
        super().__init__(format="%H:%M", read_only=True)


class EditionSerializer(serializers.ModelSerializer[Edition]):
    """One year's expo."""

    opens_at = TimeOfDayField()
    closes_at = TimeOfDayField()
    url = PageField("edition_home", year="year")

    class Meta:
        model = Edition
        fields = read_only_fields = (
            "year", "status", "name", "name_th", "name_en", "theme", "theme_th", "theme_en", "story", "story_th",
            "story_en", "venue", "venue_th", "venue_en", "directions", "directions_th", "directions_en", "map_link",
            "contact_email", "starts_on", "ends_on", "opens_at", "closes_at", "cancelled_reason",
            "cancelled_reason_th", "cancelled_reason_en", "source", "is_sample", "has_sample_rows", "url",
        )  # fmt: skip


class ZoneSerializer(serializers.ModelSerializer[Zone]):
    """A part of the expo with a cause of its own."""

    key = EditionKeyField()
    edition = serializers.IntegerField(source="edition.year", read_only=True)
    url = PageField("zone_detail", year="edition.year", slug="slug")

    class Meta:
        model = Zone
        fields = read_only_fields = (
            "key", "edition", "slug", "name", "name_th", "name_en", "colour", "description", "description_th",
            "description_en", "story", "story_th", "story_en", "area_sqm", "is_area_sample", "order", "outline",
            "is_sample", "url",
        )  # fmt: skip


class PlaceSerializer(serializers.ModelSerializer[Place]):
    """Where something happens."""

    class Meta:
        model = Place
        fields = read_only_fields = ("slug", "kind", "name", "name_th", "name_en", "is_sample")


class ZoneFilters(filters.FilterSet):
    """How the list of zones is narrowed."""

    edition = EditionFilter(field_name="edition")


@reading(of="editions", row=EditionSerializer)
class EditionViewSet(ReadingViewSet[Edition]):
    """The editions of the expo, the newest first. The one whose `status` is `open` takes registrations."""

    permission_classes = [AllowAny]
    queryset = Edition.objects.public()
    serializer_class = EditionSerializer
    lookup_field = "year"
    lookup_value_converter = "year"


@reading(of="zones", row=ZoneSerializer)
class ZoneViewSet(ReadingByEditionViewSet[Zone]):
    """The zones of the expo, in the order of its floor plan."""

    permission_classes = [AllowAny]
    queryset = Zone.objects.public().select_related("edition")
    serializer_class = ZoneSerializer
    filterset_class = ZoneFilters
