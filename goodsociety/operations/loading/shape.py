"""The shape of an edition file: which keys there are and what each may hold."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from activities.models import Access, Entry, Language, Way
from activities.models import Kind as ActivityKind
from activities.models.programme import OLDEST
from donations.models.pledge import LARGEST_PLEDGE
from donations.promptpay import validate_payee
from goodsociety.common.money import SATANG
from goodsociety.operations.loading.errors import Document
from goodsociety.operations.loading.fields import (
    DayField,
    Outline,
    Strict,
    YearField,
    figure,
    link,
    name,
    optional_name,
    optional_reference,
    reference,
    slug,
    text,
)
from organizations.models import Kind, Part, Sector
from reports.metrics import METRICS
from reports.models import PublishedFigure
from volunteers.models import Qualification
from volunteers.models.duty import OLDEST_MINIMUM
from zones.models import Edition, Place, colour_validator


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
    directions_th = text()
    directions_en = text()
    map_link = link()
    contact_email = s.EmailField(max_length=254, default="", allow_blank=True)
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
    story_th = text()
    story_en = text()


class ZoneSamplePart(Strict):
    """What the source does not say of a zone."""

    area_sqm = figure(1, 1_000_000)
    outline = Outline(default=list)


class ParticipationPart(Strict):
    """An organization's part."""

    part = s.ChoiceField(Part.choices)
    zone = optional_reference()
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
    note_th = optional_name(250)
    note_en = optional_name(250)


class PlacePart(Strict):
    """A place."""

    slug = slug()
    zone = optional_reference()
    name_th = name()
    name_en = optional_name()
    kind = s.ChoiceField(Place.Kind.choices)
    capacity = figure(1, 100_000, default=None)
    is_shared = s.BooleanField(default=False)
    outline = Outline(default=list)


class MediaPart(Strict):
    """A piece of coverage."""

    outlet = reference()
    title_th = s.CharField(max_length=250)
    title_en = optional_name(250)
    link = s.URLField(max_length=300)
    published_on = DayField()


class SessionPart(Strict):
    """One occurrence of an activity, on the expo's day 1, 2, …"""

    day = figure(1, 31)
    at = s.TimeField()
    minutes = figure(5, 24 * 60)
    place = reference()
    entry = s.ChoiceField(Entry.choices)
    capacity = figure(1, 100_000, default=None)


class ActivityPart(Strict):
    """An activity with its sessions."""

    slug = slug()
    zone = reference()
    kind = s.ChoiceField(ActivityKind.choices)
    name_th = name()
    name_en = optional_name()
    summary_th = text()
    summary_en = text()
    hosts = s.ListField(child=reference(), default=list)
    ways = s.ListField(child=s.ChoiceField(Way.choices), default=list)
    for_whom_th = optional_name()
    for_whom_en = optional_name()
    language = s.ChoiceField(Language.choices, default=Language.THAI)
    minimum_age = figure(0, OLDEST, default=None)
    maximum_age = figure(0, OLDEST, default=None)
    access = s.ListField(child=s.ChoiceField(Access.choices), default=list)
    sessions = SessionPart(many=True, allow_empty=False)


class ShiftPart(Strict):
    """A shift on each of some days."""

    days = s.ListField(child=figure(1, 31), min_length=1)
    at = s.TimeField()
    minutes = figure(15, 24 * 60)
    capacity = figure(1, 100_000)
    needed = figure(0, 100_000, default=0)
    largest_party = figure(1, 1000, default=1)
    by_approval = s.BooleanField(default=False)
    place = optional_reference()

    def validate(self, attrs: Document) -> Document:
        """Refuse a shift that needs more than it takes."""
        if attrs["needed"] > attrs["capacity"]:
            raise s.ValidationError({"needed": _("A shift cannot need more volunteers than it takes.")})
        return attrs


class NeedPart(Strict):
    """A skill or training that a duty needs."""

    slug = slug()
    kind = s.ChoiceField(Qualification.Kind.choices, default=Qualification.Kind.SKILL)
    name_th = name()
    name_en = optional_name()


class DutyPart(Strict):
    """A duty with its shifts."""

    slug = slug()
    zone = optional_reference()
    host = optional_reference()
    name_th = name()
    name_en = optional_name()
    description_th = text()
    description_en = text()
    minimum_age = figure(1, OLDEST_MINIMUM, default=None)
    language = s.ChoiceField(Language.choices, default=Language.NONE)
    is_lifting = s.BooleanField(default=False)
    is_standing = s.BooleanField(default=False)
    needs = NeedPart(many=True, default=list)
    shifts = ShiftPart(many=True, allow_empty=False)


class CampaignPart(Strict):
    """A campaign."""

    slug = slug()
    organization = reference()
    name_th = name()
    name_en = optional_name()
    summary_th = text()
    summary_en = text()
    goal_baht = figure(1, LARGEST_PLEDGE // SATANG * 100)
    promptpay_id = s.CharField(validators=[validate_payee])


class CrowdPart(Strict):
    """How many sample people to make, and what they gave."""

    seed = s.IntegerField(default=1)
    volunteers = figure(0, 100_000)
    attendees = figure(0, 1_000_000)
    field_tour_people = figure(0, 100_000)
    pledged_baht = figure(0, 1_000_000_000)
    paid_baht = figure(0, 1_000_000_000)
    nearly_full_sessions = figure(0, 1000, default=0)
    expertise = figure(0, 1000, default=0)


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
