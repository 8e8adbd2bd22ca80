"""Outcomes for machines."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from goodsociety.common.api.fields import PageField
from goodsociety.common.api.reading import reading
from reports.models import PublishedFigure
from reports.outcomes import outcome_report
from zones.models import Edition


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d+\.\d+$"}]})
class AmountField(serializers.Field[Any, Any, Any, Any]):
    """A whole value as an integer, any other as a decimal text."""


class OutcomeLineSerializer(serializers.Serializer[Any]):
    """One metric: what its rows add up to, beside what a source printed."""

    metric = serializers.CharField()
    unit = serializers.CharField()
    counted = AmountField()
    published = AmountField(allow_null=True)
    qualifier = serializers.ChoiceField(choices=PublishedFigure.Qualifier.choices, allow_null=True)
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment] # hides an option of Field, unused here
    agrees = serializers.BooleanField(
        allow_null=True, help_text="Null where nothing was published, or nothing could be counted."
    )


class OutcomeReportSerializer(serializers.Serializer[Any]):
    """An edition's outcome report, the same as ``manage.py outcomes <year> --format json`` prints."""

    edition = serializers.IntegerField()
    is_sample = serializers.BooleanField(help_text="Sample rows are among what was counted.")
    metrics = OutcomeLineSerializer(many=True)
    also_counted = OutcomeLineSerializer(many=True)


class OutcomeLinkSerializer(serializers.ModelSerializer[Edition]):
    """An edition, and where its outcome report is found."""

    edition = serializers.IntegerField(source="year", read_only=True)
    report = PageField("api:outcome-detail", year="year")
    url = PageField("impact", year="year")

    class Meta:
        model = Edition
        fields = read_only_fields = ("edition", "status", "name", "name_th", "name_en", "report", "url")


@reading(of="outcome reports", row=OutcomeLinkSerializer, one=OutcomeReportSerializer)
class OutcomeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Edition]):
    """Outcome reports: each figure counted from its rows, beside the one that a source published."""

    permission_classes = [AllowAny]
    queryset = Edition.objects.public()
    serializer_class = OutcomeLinkSerializer
    lookup_field = "year"
    lookup_value_converter = "year"

    def retrieve(self, request: Request, year: int) -> Response:  # noqa: ARG002 (DRF's signature)
        """Count an edition's outcomes now."""
        return Response(outcome_report(self.get_object(), at=timezone.now()))
