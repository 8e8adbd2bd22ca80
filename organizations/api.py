"""Organizations for machines."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.permissions import AllowAny

from goodsociety.common.api.fields import PageField
from goodsociety.common.api.reading import ReadingViewSet, reading
from organizations.models import Organization, OrganizationQuerySet, Part, Participation, Sector
from zones.api import EditionFilter


class ParticipationSerializer(serializers.ModelSerializer[Participation]):
    """An organization's part in an edition; a giving mechanism says how one takes part through it."""

    edition = serializers.IntegerField(source="edition.year", read_only=True)
    zone = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)
    link = serializers.CharField(read_only=True, help_text="A web address, or empty.")
    url = PageField("organization_detail", year="edition.year", slug="organization.slug")

    class Meta:
        model = Participation
        fields = read_only_fields = (
            "edition", "part", "zone", "description", "description_th", "description_en", "link", "is_sample", "url",
        )  # fmt: skip


class HostSerializer(serializers.ModelSerializer[Organization]):
    """An organization, as far as another row names it."""

    class Meta:
        model = Organization
        fields = read_only_fields = ("slug", "name", "name_th", "name_en", "is_sample")


class OrganizationSerializer(serializers.ModelSerializer[Organization]):
    """A company, foundation, school, public body …, and its parts in the editions."""

    website = serializers.CharField(read_only=True, help_text="A web address, or empty.")
    parts = ParticipationSerializer(source="public_parts", many=True, read_only=True)

    class Meta:
        model = Organization
        fields = read_only_fields = (
            "slug", "name", "name_th", "name_en", "sector", "kind", "website", "description", "description_th",
            "description_en", "is_sample", "parts",
        )  # fmt: skip


class OrganizationFilters(filters.FilterSet):
    """How the list of organizations is narrowed: with a part, in an edition, or with that part in that edition."""

    edition = EditionFilter()
    part = filters.ChoiceFilter(choices=Part.choices, help_text="A part they take, in the edition when one is named.")
    sector = filters.ChoiceFilter(choices=Sector.choices, help_text="The part of society they belong to.")

    def filter_queryset(self, queryset: OrganizationQuerySet) -> OrganizationQuerySet:
        """Ask for edition and part in one breath: they are about the same participation."""
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        found = queryset.in_sector(asked.pop("sector", ""))
        return found.playing(Participation.objects.public().filter(**asked)) if asked else found


@reading(of="organizations", row=OrganizationSerializer)
class OrganizationViewSet(ReadingViewSet[Organization]):
    """Organizations that take or took part in the expo, in the order of the Thai dictionary."""

    permission_classes = [AllowAny]
    queryset = Organization.objects.playing(Participation.objects.public()).with_public_parts()
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilters
    lookup_field = "slug"
    lookup_value_converter = "slug"
