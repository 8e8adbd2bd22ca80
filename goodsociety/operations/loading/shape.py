"""The shape of an edition file: which keys there are and what each may hold."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from activities.models import Entry, Way
from activities.models import Kind as ActivityKind
from donations.models import LARGEST_PLEDGE
from donations.promptpay import validate_payee
from goodsociety.common.dates import common_date, common_year
from goodsociety.common.money import SATANG
from organizations.models import Kind, Part, Sector
from reports.metrics import METRICS
from reports.models import PublishedFigure
from zones.models import Edition, Place, colour_validator


class Strict(s.Serializer):
    """A mapping in which every key is known: a misspelt one is an error, not silence."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown keys beside whatever else is wrong."""
        errors: dict[str, Any] = {}
        try:
            value = super().to_internal_value(data)
        except s.ValidationError as error:
            errors = dict(error.detail)  # type: ignore[arg-type]
        if isinstance(data, dict):
            errors |= {str(key): [_("This key is not known here.")] for key in data if key not in self.fields}
        if errors:
            raise s.ValidationError(errors)
        return value


class YearField(s.IntegerField):
    """A year of either era."""

    def to_internal_value(self, data: Any) -> int:
        """Return the Common Era year."""
        try:
            return common_year(super().to_internal_value(data))
        except ValueError as error:
            raise s.ValidationError(str(error)) from error


class DayField(s.DateField):
    """A day whose year may be of either era."""

    def to_internal_value(self, value: Any) -> dt.date:
        """Return the day in the Common Era."""
        try:
            return common_date(super().to_internal_value(value))
        except ValueError as error:
            raise s.ValidationError(str(error)) from error


def name() -> s.CharField:
    """A short text that must be there."""
    return s.CharField(max_length=200)


def optional_name() -> s.CharField:
    """A short text, which may be missing."""
    return s.CharField(max_length=200, default="", allow_blank=True)


def text() -> s.CharField:
    """A longer text, which may be missing."""
    return s.CharField(max_length=5000, default="", allow_blank=True)


def slug() -> s.SlugField:
    """An address: ASCII letters, digits and hyphens."""
    return s.SlugField(max_length=60)


def link() -> s.URLField:
    """An address on the web, which may be missing."""
    return s.URLField(max_length=200, default="", allow_blank=True)


class Outline(s.ListField):
    """Corners on the floor plan."""

    child = s.ListField(child=s.IntegerField(min_value=0, max_value=1000), min_length=2, max_length=2)


class EditionPart(Strict):
    """The edition itself."""

    year = YearField()
    status = s.ChoiceField(Edition.Status.choices)
    name_th = name()
    name_en = optional_name()
    theme_th = optional_name()
    theme_en = optional_name()
    story_th = text()
    story_en = text()
    venue_th = optional_name()
    venue_en = optional_name()
    starts_on = DayField(default=None)
    ends_on = DayField(default=None)
    opens_at = s.TimeField(default=dt.time(10))
    closes_at = s.TimeField(default=dt.time(20))
    cancelled_reason_th = optional_name()
    cancelled_reason_en = optional_name()
    source = optional_name()  # type: ignore[assignment] # a key of the file, not the serializer's own


class ZonePart(Strict):
    """A zone."""

    slug = slug()
    name_th = name()
    name_en = optional_name()
    colour = s.CharField(validators=[colour_validator])
    description_th = text()
    description_en = text()


class ZoneSamplePart(Strict):
    """What the source does not say of a zone."""

    area_sqm = s.IntegerField(min_value=1, max_value=1_000_000)
    outline = Outline(default=list)


class ParticipationPart(Strict):
    """An organization's part."""

    part = s.ChoiceField(Part.choices)
    zone = s.SlugField(default=None)
    description_th = text()
    description_en = text()
    link = link()


class OrganizationPart(Strict):
    """An organization with its parts."""

    slug = slug()
    name_th = name()
    name_en = optional_name()
    sector = s.ChoiceField(Sector.choices)
    kind = s.ChoiceField(Kind.choices)
    website = link()
    description_th = text()
    description_en = text()
    parts = ParticipationPart(many=True, allow_empty=False)


class FigurePart(Strict):
    """A published figure."""

    metric = s.ChoiceField([(key, key) for key in METRICS])
    value = s.DecimalField(max_digits=16, decimal_places=2, min_value=0)
    unit = s.CharField(max_length=20)
    qualifier = s.ChoiceField(PublishedFigure.Qualifier.choices)
    source = s.CharField(max_length=200)  # type: ignore[assignment] # likewise
    note_th = s.CharField(max_length=250, default="", allow_blank=True)
    note_en = s.CharField(max_length=250, default="", allow_blank=True)


class PlacePart(Strict):
    """A place."""

    slug = slug()
    zone = s.SlugField(default=None)
    name_th = name()
    name_en = optional_name()
    kind = s.ChoiceField(Place.Kind.choices)
    capacity = s.IntegerField(min_value=1, max_value=100_000, default=None)
    is_shared = s.BooleanField(default=False)
    outline = Outline(default=list)


class MediaPart(Strict):
    """A piece of coverage."""

    outlet = s.SlugField()
    title_th = s.CharField(max_length=250)
    title_en = s.CharField(max_length=250, default="", allow_blank=True)
    link = s.URLField(max_length=300)
    published_on = DayField()


class SessionPart(Strict):
    """One occurrence of an activity, on the expo's day 1, 2, …"""

    day = s.IntegerField(min_value=1, max_value=31)
    at = s.TimeField()
    minutes = s.IntegerField(min_value=5, max_value=24 * 60)
    place = s.SlugField()
    entry = s.ChoiceField(Entry.choices)
    capacity = s.IntegerField(min_value=1, max_value=100_000, default=None)


class ActivityPart(Strict):
    """An activity with its sessions."""

    slug = slug()
    zone = s.SlugField()
    kind = s.ChoiceField(ActivityKind.choices)
    name_th = name()
    name_en = optional_name()
    summary_th = text()
    summary_en = text()
    hosts = s.ListField(child=s.SlugField(), default=list)
    ways = s.ListField(child=s.ChoiceField(Way.choices), default=list)
    sessions = SessionPart(many=True, allow_empty=False)


class ShiftPart(Strict):
    """A shift on each of some days."""

    days = s.ListField(child=s.IntegerField(min_value=1, max_value=31), min_length=1)
    at = s.TimeField()
    minutes = s.IntegerField(min_value=15, max_value=24 * 60)
    capacity = s.IntegerField(min_value=1, max_value=100_000)
    place = s.SlugField(default=None)


class DutyPart(Strict):
    """A duty with its shifts."""

    slug = slug()
    zone = s.SlugField(default=None)
    host = s.SlugField(default=None)
    name_th = name()
    name_en = optional_name()
    description_th = text()
    description_en = text()
    shifts = ShiftPart(many=True, allow_empty=False)


class CampaignPart(Strict):
    """A campaign."""

    slug = slug()
    organization = s.SlugField()
    name_th = name()
    name_en = optional_name()
    summary_th = text()
    summary_en = text()
    goal_baht = s.IntegerField(min_value=1, max_value=LARGEST_PLEDGE // SATANG * 100)
    promptpay_id = s.CharField(validators=[validate_payee])


class CrowdPart(Strict):
    """How many sample people to make, and what they gave."""

    seed = s.IntegerField(default=1)
    volunteers = s.IntegerField(min_value=0, max_value=100_000)
    attendees = s.IntegerField(min_value=0, max_value=1_000_000)
    field_tour_people = s.IntegerField(min_value=0, max_value=100_000)
    pledged_baht = s.IntegerField(min_value=0, max_value=1_000_000_000)
    paid_baht = s.IntegerField(min_value=0, max_value=1_000_000_000)
    nearly_full_sessions = s.IntegerField(min_value=0, max_value=1000, default=0)


class SamplePart(Strict):
    """Rows that are ours and not a source's."""

    zones = s.DictField(child=ZoneSamplePart(), default=dict)
    places = PlacePart(many=True, default=list)
    organizations = OrganizationPart(many=True, default=list)
    media = MediaPart(many=True, default=list)
    activities = ActivityPart(many=True, default=list)
    duties = DutyPart(many=True, default=list)
    campaigns = CampaignPart(many=True, default=list)
    crowd = CrowdPart(default=None)


class EditionFile(Strict):
    """A whole file."""

    edition = EditionPart()
    zones = ZonePart(many=True, default=list)
    organizations = OrganizationPart(many=True, default=list)
    published_figures = FigurePart(many=True, default=list)
    sample = SamplePart(default=None)
