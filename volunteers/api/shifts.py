"""Shifts and what they ask of volunteers, for machines."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny

from activities.api.programme import DayFilter
from activities.models import Language
from activities.models.choices import Standing
from goodsociety.common.api.fields import EditionKeyField, PageField
from goodsociety.common.api.reading import ReadingViewSet, reading
from organizations.api import HostSerializer
from volunteers.finding.chance import FREE, waits_for_wave
from volunteers.models import Duty, Qualification, Shift
from volunteers.models.rules import Opening, opening_of, rules_of
from volunteers.models.shift import ShiftQuerySet
from zones.api import EditionFilter, PlaceSerializer, ZoneFilter
from zones.models import Edition


class ShiftFilters(filters.FilterSet):
    """How the list of shifts is narrowed."""

    edition = EditionFilter(field_name="duty__edition")
    zone = ZoneFilter(field_name="duty__zone__slug")
    day = DayFilter(method="on_day")
    free = filters.BooleanFilter(method="with_places", help_text="Whether somebody more can sign up now.")

    def on_day(self, queryset: ShiftQuerySet, _name: str, value: dt.date) -> ShiftQuerySet:
        """Keep shifts that begin on the day."""
        return queryset.on_day(value)

    def with_places(self, queryset: ShiftQuerySet, _name: str, value: bool) -> ShiftQuerySet:  # noqa: FBT001 (django-filter's signature)
        """Keep shifts that take sign-ups and have a place free, or the others."""
        free = Shift.objects.open_at(timezone.now())
        return queryset.filter(pk__in=free.values("pk")) if value else queryset.exclude(pk__in=free.values("pk"))


class NeedSerializer(serializers.ModelSerializer[Qualification]):
    """A skill, which volunteers say they have, or a training, which coordinators note."""

    kind = serializers.ChoiceField(Qualification.Kind.choices, read_only=True)

    class Meta:
        model = Qualification
        fields = read_only_fields = ("slug", "kind", "name", "name_th", "name_en")


class DutySerializer(serializers.ModelSerializer[Duty]):
    """A kind of volunteer work, as far as its shift names it."""

    key = EditionKeyField()
    host = HostSerializer(read_only=True, allow_null=True)
    language = serializers.ChoiceField(
        Language.choices, read_only=True, help_text="What volunteers must speak; `none`: no language needed."
    )
    needs = NeedSerializer(many=True, read_only=True)

    class Meta:
        model = Duty
        fields = read_only_fields = (
            "key", "slug", "name", "name_th", "name_en", "description", "description_th", "description_en", "host",
            "language", "needs", "is_lifting", "is_standing",
        )  # fmt: skip


class ShiftSerializer(serializers.ModelSerializer[Shift]):
    """When a duty is done. Whether one may sign up, ask or wait now is what ``sign_up`` says."""

    edition = serializers.IntegerField(source="duty.edition.year", read_only=True)
    zone = serializers.SlugField(
        source="duty.zone.slug", read_only=True, default=None, allow_null=True, help_text="Null: the whole expo."
    )
    duty = DutySerializer(read_only=True)
    place = PlaceSerializer(read_only=True, allow_null=True)
    sign_up = serializers.SerializerMethodField()
    opens_at = serializers.SerializerMethodField(help_text="When sign-up opens, or the next wave of places does.")
    places_left = serializers.IntegerField(
        source="seats_left", read_only=True, help_text="Without those of later waves."
    )
    people_waiting = serializers.IntegerField(source="parties_waiting", read_only=True)
    minimum_age = serializers.SerializerMethodField(help_text="In whole years, on the day of the shift.")
    url = PageField("sign_up", year="duty.edition.year", code="code")

    class Meta:
        model = Shift
        fields = read_only_fields = (
            "code", "edition", "zone", "duty", "place", "starts_at", "ends_at", "state", "sign_up", "opens_at",
            "closes_at", "needed", "capacity", "places_left", "people_waiting", "minimum_age", "largest_party",
            "has_waiting_list", "is_sample", "url",
        )  # fmt: skip

    def opening(self, shift: Shift) -> Opening:
        """Return what the waves of a shift's edition have opened, asked once for each edition."""
        known: dict[Edition, Opening] = self.context["openings"]
        if shift.edition not in known:
            known[shift.edition] = opening_of(shift.edition, at=self.context["at"])
        return known[shift.edition]

    def waits_for_wave(self, shift: Shift) -> bool:
        """Say whether a place is free that a later wave opens."""
        return shift.standing(self.context["at"]) in FREE and waits_for_wave(shift, self.opening(shift))

    @extend_schema_field(serializers.ChoiceField(choices=Standing.choices))
    def get_sign_up(self, shift: Shift) -> str:
        """Say what a volunteer can do about it at the moment of the request."""
        return Standing.LATER if self.waits_for_wave(shift) else shift.standing(self.context["at"])

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_opens_at(self, shift: Shift) -> str | None:
        """Return when it opens, or opens further places; none where it is open as far as it will be."""
        opens_at = self.opening(shift).more_at if self.waits_for_wave(shift) else shift.opens_at
        shown = serializers.DateTimeField().to_representation(opens_at) if opens_at else None
        return str(shown) if shown else None

    def get_minimum_age(self, shift: Shift) -> int:
        """Return the higher of what the edition and the duty ask."""
        known: dict[Edition, int] = self.context["ages"]
        if shift.edition not in known:
            known[shift.edition] = rules_of(shift.edition).minimum_age
        return max(known[shift.edition], shift.duty.minimum_age or 0)


@reading(of="shifts", row=ShiftSerializer)
class ShiftViewSet(ReadingViewSet[Shift]):
    """Volunteer shifts on the programme, released or cancelled, in order of time."""

    permission_classes = [AllowAny]
    queryset = Shift.objects.public().for_page().prefetch_related("duty__needs")
    serializer_class = ShiftSerializer
    filterset_class = ShiftFilters
    lookup_field = "code"
    lookup_value_converter = "slug"

    def get_serializer_context(self) -> dict[str, Any]:
        """Hand on the moment of the request, and room for what is asked once for each edition."""
        return {**super().get_serializer_context(), "at": timezone.now(), "openings": {}, "ages": {}}
