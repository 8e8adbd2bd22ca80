"""Activities and their sessions for machines."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny

from activities.models import Access, Activity, Entry, Kind, Language, Session, Way
from activities.models.choices import Standing
from activities.models.programme import SessionQuerySet
from activities.models.question import Question
from goodsociety.common.api.fields import EditionKeyField, PageField
from goodsociety.common.api.reading import ReadingByEditionViewSet, ReadingViewSet, reading
from goodsociety.common.dates import day_from_typed
from goodsociety.common.forms import LineField
from organizations.api import HostSerializer
from zones.api import EditionFilter, PlaceSerializer, ZoneFilter


class IsoDayField(LineField):
    """A day as year-month-day, in either era; cleaned to a date."""

    def clean(self, value: Any) -> Any:
        """Return the day, None where none was given, or say what is wrong with it."""
        typed = super().clean(value)
        try:
            return day_from_typed(typed) if typed else None
        except ValueError as error:
            raise ValidationError("%(why)s", params={"why": error}) from error


@extend_schema_field(
    {
        "type": "string",
        "example": "2019-10-10",
        "description": "The day on which they begin, in Thailand; a Buddhist year (2562-10-10) is understood.",
    }
)
class DayFilter(filters.Filter):
    """Keep what begins on a day."""

    field_class = IsoDayField


class TextFilter(filters.CharFilter):
    """Keep what a text is found in."""

    field_class = LineField


class ActivityFilters(filters.FilterSet):
    """How the list of activities is narrowed."""

    edition = EditionFilter()
    zone = ZoneFilter(field_name="zone__slug")
    kind = filters.ChoiceFilter(choices=Kind.choices, help_text="What sort of activity.")
    way = filters.ChoiceFilter("ways__way", choices=Way.choices, help_text="A way to take part that they open.")
    language = filters.ChoiceFilter(
        choices=Language.choices, help_text="What is spoken there; `none`: no language needed."
    )


class SessionFilters(filters.FilterSet):
    """How the list of sessions is narrowed."""

    edition = EditionFilter(field_name="activity__edition")
    zone = ZoneFilter(field_name="activity__zone__slug")
    kind = filters.ChoiceFilter("activity__kind", choices=Kind.choices, help_text="What sort of activity.")
    day = DayFilter(method="on_day")
    q = TextFilter(
        method="matching",
        max_length=100,
        help_text="Words that all stand in the activity's names or summaries, or in the name of a host, its zone, "
        "place or kind, however they are spelt; at most 100 characters.",
    )

    def on_day(self, queryset: SessionQuerySet, _name: str, value: dt.date) -> SessionQuerySet:
        """Keep sessions that begin on the day."""
        return queryset.on_day(value)

    def matching(self, queryset: SessionQuerySet, _name: str, value: str) -> SessionQuerySet:
        """Keep sessions in which the text is found."""
        return queryset.matching(value)


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    """Something to see or do, hosted by organizations in a zone; it happens in sessions."""

    key = EditionKeyField()
    edition = serializers.IntegerField(source="edition.year", read_only=True)
    zone = serializers.SlugField(source="zone.slug", read_only=True)
    hosts = HostSerializer(many=True, read_only=True)
    ways = serializers.SerializerMethodField(help_text="The ways to take part that it opens.")
    language = serializers.ChoiceField(
        Language.choices, read_only=True, help_text="What is spoken there; `none`: no language needed."
    )
    minimum_age = serializers.IntegerField(read_only=True, allow_null=True, help_text="In years; null means none.")
    maximum_age = serializers.IntegerField(read_only=True, allow_null=True, help_text="In years; null means none.")
    access = serializers.SerializerMethodField(help_text="What makes it open to people with a disability.")
    sessions = serializers.SerializerMethodField(help_text="The codes of its sessions, in order of time.")
    url = PageField("activity_detail", year="edition.year", slug="slug")

    class Meta:
        model = Activity
        fields = read_only_fields = (
            "key", "edition", "zone", "slug", "kind", "name", "name_th", "name_en", "summary", "summary_th",
            "summary_en", "for_whom", "for_whom_th", "for_whom_en", "language", "minimum_age", "maximum_age", "access",
            "ways", "hosts", "sessions", "is_sample", "url",
        )  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Way.choices)))
    def get_ways(self, activity: Activity) -> list[str]:
        """Return the keys of the ways."""
        return [row.way for row in activity.ways.all()]

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Access.choices)))
    def get_access(self, activity: Activity) -> list[str]:
        """Return the keys of what makes it accessible."""
        return [row.feature for row in activity.access.all()]

    def get_sessions(self, activity: Activity) -> list[str]:
        """Return the codes of the sessions on the programme, which the list fetched along."""
        programme: list[Session] = vars(activity)["programme"]
        return [session.code for session in programme]


class ActivityNameSerializer(serializers.ModelSerializer[Activity]):
    """An activity, as far as its session names it."""

    key = EditionKeyField()

    class Meta:
        model = Activity
        fields = read_only_fields = ("key", "slug", "kind", "name", "name_th", "name_en")


class OptionSerializer(serializers.Serializer[Any]):
    """One answer to choose: what is sent, and how it reads."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the stubs know the field's own label alone


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """What the organisers ask of those who register; ``number`` is what its answer is sent under."""

    number = serializers.IntegerField(source="pk", read_only=True)
    kind = serializers.ChoiceField(Question.Kind.choices, read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]  # as above
    options = serializers.SerializerMethodField(help_text="Where one chooses: the answers there are.")

    class Meta:
        model = Question
        fields = read_only_fields = ("number", "kind", "label", "is_required", "options")

    @extend_schema_field(OptionSerializer(many=True))
    def get_options(self, question: Question) -> list[dict[str, str]]:
        """Return the answers to choose from."""
        return [{"value": value, "label": label} for value, label in question.options]


class SessionSerializer(serializers.ModelSerializer[Session]):
    """One occurrence of an activity. Whether one may come or register now is what ``registration`` says."""

    edition = serializers.IntegerField(source="activity.edition.year", read_only=True)
    zone = serializers.SlugField(source="activity.zone.slug", read_only=True)
    activity = ActivityNameSerializer(read_only=True)
    place = PlaceSerializer(read_only=True)
    seats_left = serializers.IntegerField(read_only=True, allow_null=True, help_text="Null means no limit.")
    capacity = serializers.IntegerField(read_only=True, allow_null=True, help_text="Null means no limit.")
    entry = serializers.ChoiceField(Entry.choices, read_only=True, help_text="How one gets in.")
    registration = serializers.SerializerMethodField()
    minimum_age = serializers.IntegerField(
        source="activity.minimum_age", read_only=True, allow_null=True, help_text="Where given, `youngest` is asked."
    )
    maximum_age = serializers.IntegerField(
        source="activity.maximum_age", read_only=True, allow_null=True, help_text="Where given, `oldest` is asked."
    )
    questions = QuestionSerializer(source="activity.questions", many=True, read_only=True)
    parties_waiting = serializers.IntegerField(read_only=True, help_text="How many parties wait for places.")
    url = PageField("activity_detail", year="activity.edition.year", slug="activity.slug")

    class Meta:
        model = Session
        fields = read_only_fields = (
            "code", "edition", "zone", "activity", "place", "starts_at", "ends_at", "state", "entry", "registration",
            "registration_opens_at", "registration_closes_at", "capacity", "seats_left", "smallest_party",
            "largest_party", "minimum_age", "maximum_age", "questions", "has_waiting_list", "parties_waiting",
            "is_sample", "url",
        )  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(choices=Standing.choices))
    def get_registration(self, session: Session) -> str:
        """Say what a visitor can do about it at the moment of the request."""
        return session.standing(self.context["at"])


@reading(of="activities", row=ActivitySerializer)
class ActivityViewSet(ReadingByEditionViewSet[Activity]):
    """Activities on the programme."""

    permission_classes = [AllowAny]
    queryset = Activity.objects.public().for_page()
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilters


@reading(of="sessions", row=SessionSerializer)
class SessionViewSet(ReadingViewSet[Session]):
    """Sessions on the programme, released or cancelled, in order of time."""

    permission_classes = [AllowAny]
    queryset = Session.objects.public().for_form()
    serializer_class = SessionSerializer
    filterset_class = SessionFilters
    lookup_field = "code"
    lookup_value_converter = "slug"

    def get_serializer_context(self) -> dict[str, Any]:
        """Hand on the moment of the request."""
        return {**super().get_serializer_context(), "at": timezone.now()}
