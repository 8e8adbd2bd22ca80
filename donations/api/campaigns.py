"""Campaigns and how far they have come, and who gave, each donor as they chose to be shown."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny

from donations.campaigns import why_closed
from donations.models import Campaign, Pledge
from donations.models.pledge import PledgeQuerySet
from goodsociety.common.api import documentation as docs
from goodsociety.common.api.fields import EditionKeyField, PageField
from goodsociety.common.api.reading import ReadingByEditionViewSet, reading
from goodsociety.common.dates import local_day
from organizations.api import HostSerializer
from zones.api import EditionFilter, ZoneFilter


class CampaignFilters(filters.FilterSet):
    """How the list of campaigns is narrowed."""

    edition = EditionFilter(field_name="edition")
    zone = ZoneFilter(field_name="zone__slug")
    organization = filters.CharFilter(field_name="organization__slug", max_length=60, help_text="Its slug.")
    goal = filters.ChoiceFilter(choices=Campaign.Goal.choices, help_text="What is asked for.")


class ProgressSerializer(serializers.Serializer[Any]):
    """How far a campaign has come: three things that are never added up. Money in satang, else in the unit."""

    goal = serializers.IntegerField()
    received = serializers.IntegerField(help_text="What the ledger holds: what came, less what was given back.")
    in_review = serializers.IntegerField(help_text="Of what was pledged: donors sent in a slip that is looked at.")
    pledged = serializers.IntegerField(help_text="Promised, and nothing of it has come or is in review.")
    unit = serializers.CharField(help_text="`satang` (100 are a baht), or what things and hours are counted in.")


class CampaignSerializer(serializers.ModelSerializer[Campaign]):
    """An organization's fundraising. Whom it is paid to is said with a pledge, not here."""

    key = EditionKeyField()
    edition = serializers.IntegerField(source="edition.year", read_only=True)
    zone = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)
    organization = HostSerializer(read_only=True)
    goal = serializers.ChoiceField(Campaign.Goal.choices, read_only=True)
    progress = serializers.SerializerMethodField()
    is_open = serializers.SerializerMethodField(help_text="Whether it takes gifts here today.")
    why_closed = serializers.SerializerMethodField(help_text="A sentence where it takes none, else empty.")
    has_new_payee = serializers.SerializerMethodField(
        help_text="The payee changed within the last 24 hours: whoever gives regularly should look twice."
    )
    url = PageField("campaign_detail", year="edition.year", slug="slug")

    class Meta:
        model = Campaign
        fields = read_only_fields = (
            "key", "edition", "slug", "zone", "organization", "name", "name_th", "name_en", "summary", "summary_th",
            "summary_en", "story", "story_th", "story_en", "goal", "progress", "licence_number", "opens_on",
            "closes_on", "is_open", "why_closed", "has_new_payee", "is_sample", "url",
        )  # fmt: skip

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, campaign: Campaign) -> dict[str, Any]:
        """Return the sums that its page shows."""
        sums = campaign.progress
        amounts = {name: getattr(sums, name) for name in ("goal", "received", "in_review", "pledged")}
        return {**amounts, "unit": sums.unit or "satang"}

    def get_is_open(self, campaign: Campaign) -> bool:
        """Say whether gifts are taken today."""
        return not self.get_why_closed(campaign)

    def get_why_closed(self, campaign: Campaign) -> str:
        """Say why none are taken, as the page does."""
        return why_closed(campaign, local_day(self.context["at"]))

    def get_has_new_payee(self, campaign: Campaign) -> bool:
        """Say whether the payee is new."""
        return campaign.has_new_payee(self.context["at"])


@reading(of="campaigns", row=CampaignSerializer)
class CampaignViewSet(ReadingByEditionViewSet[Campaign]):
    """Campaigns of the editions, with what each received."""

    permission_classes = [AllowAny]
    queryset = Campaign.objects.public().with_totals()
    serializer_class = CampaignSerializer
    filterset_class = CampaignFilters

    def get_serializer_context(self) -> dict[str, Any]:
        """Hand on the moment of the request."""
        return {**super().get_serializer_context(), "at": timezone.now()}


class GiftOfDonorSerializer(serializers.ModelSerializer[Pledge]):
    """A gift on the donors' wall, with as much of the donor as the donor chose."""

    name = serializers.CharField(source="shown_name", read_only=True, help_text="A kind donor, where none is shown.")
    in_honour_of = serializers.CharField(source="shown_honour", read_only=True)
    message = serializers.CharField(source="shown_message", read_only=True)
    amount_satang = serializers.SerializerMethodField(help_text="What came of it; null: others may not see it.")

    class Meta:
        model = Pledge
        fields = read_only_fields = ("name", "in_honour_of", "message", "amount_satang")

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_amount_satang(self, pledge: Pledge) -> int | None:
        """Return what came, where others may see it."""
        return pledge.received_satang if pledge.is_amount_shown else None


@extend_schema_view(
    get=extend_schema(
        operation_id="campaigns_donors_list",
        summary="List the donors of a campaign",
        responses={200: GiftOfDonorSerializer(many=True), 400: docs.BAD_FILTER, 404: docs.NOT_FOUND},
    )
)
class DonorsView(generics.ListAPIView[Pledge]):
    """The donors' wall, the latest gift first: those of which money came, each as its giver wished."""

    permission_classes = [AllowAny]
    serializer_class = GiftOfDonorSerializer
    queryset = Pledge.objects.none()

    def get_queryset(self) -> PledgeQuerySet:
        """Return the gifts to the campaign of the address, or 404; things and hours have no wall."""
        year, slug = self.kwargs["key"]
        campaign = Campaign.objects.public().filter(edition__year=year, slug=slug).first()
        if campaign is None:
            raise Http404
        rows: PledgeQuerySet = campaign.pledges.given()
        return rows


read_donors = DonorsView.as_view()
