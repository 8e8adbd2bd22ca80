"""Editions, their zones and places, and staff appointed to them. Knows no visitors."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from goodsociety.common.dates import COMMON_YEARS
from goodsociety.common.language import Named, in_language
from goodsociety.common.laws import one_of

EDITION_ROLES = [role for role in Role if role is not Role.PARTNER_EDITOR]
colour_validator = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six hexadecimal digits, for example #1f6f8b.")
)


class EditionQuerySet(models.QuerySet["Edition"]):
    """Questions about editions."""

    def public(self) -> Self:
        """Keep what visitors may see: all but drafts."""
        return self.exclude(status=Edition.Status.DRAFT)

    def open(self) -> Self:
        """Keep editions that take registrations."""
        return self.filter(status=Edition.Status.OPEN)

    def leading(self) -> "Edition | None":
        """Return the edition the front page leads to: the open one that begins first, else the newest public one."""
        first_open = self.open().order_by("starts_on").first()
        return first_open or self.public().exclude(status=Edition.Status.CANCELLED).order_by("-year").first()

    def content_versions(self) -> str:
        """Return what changes whenever what pages show of any edition changes."""
        return " ".join(f"{key}:{version}" for key, version in self.order_by("pk").values_list("pk", "content_version"))


class Edition(Named):
    """One year's expo. Everything that belongs to a year hangs on it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        OVER = "over", _("over")
        CANCELLED = "cancelled", _("cancelled")

    year = models.PositiveSmallIntegerField(_("year"), unique=True, help_text=_("Common Era, for example 2019."))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    theme_th = models.CharField(_("theme (Thai)"), max_length=200, blank=True)
    theme_en = models.CharField(_("theme (English)"), max_length=200, blank=True)
    story_th = models.TextField(_("story (Thai)"), blank=True)
    story_en = models.TextField(_("story (English)"), blank=True)
    venue_th = models.CharField(_("venue (Thai)"), max_length=200, blank=True)
    venue_en = models.CharField(_("venue (English)"), max_length=200, blank=True)
    directions_th = models.TextField(_("how to get there (Thai)"), blank=True)
    directions_en = models.TextField(_("how to get there (English)"), blank=True)
    map_link = models.URLField(_("map of the venue"), blank=True, help_text=_("Address of a page with a map."))
    contact_email = models.EmailField(_("contact"), blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    opens_at = models.TimeField(_("opens at"), default=dt.time(10))
    closes_at = models.TimeField(_("closes at"), default=dt.time(20))
    cancelled_reason_th = models.CharField(_("reason for cancelling (Thai)"), max_length=200, blank=True)
    cancelled_reason_en = models.CharField(_("reason for cancelling (English)"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False)
    has_sample_rows = models.BooleanField(_("has sample rows"), default=False)
    #: Moves with every edit of what pages show, so that kept pages are known to be old.
    content_version = models.PositiveIntegerField(_("version of the content"), default=1, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("-year",)
        constraints = [
            one_of("edition_status_known", "status", "draft", "open", "over", "cancelled"),
            models.CheckConstraint(
                name="edition_year_common_era",
                condition=Q(year__gte=COMMON_YEARS.start, year__lt=COMMON_YEARS.stop),
                violation_error_message=_("The year must lie between 1900 and 2200, counted in the Common Era."),
            ),
            models.CheckConstraint(
                name="edition_days_together",
                # A check that comes to NULL holds: without isnull a first day alone would pass.
                condition=Q(starts_on=None, ends_on=None)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                violation_error_message=_(
                    "Write both the first and the last day, or neither; the last may not come before the first."
                ),
            ),
            models.CheckConstraint(
                name="edition_begins_in_its_year",
                condition=Q(starts_on=None) | Q(year=ExtractYear("starts_on")),
                violation_error_message=_("The first day must lie in the year of the edition."),
            ),
            models.CheckConstraint(
                name="edition_open_has_days",
                condition=~Q(status="open") | Q(starts_on__isnull=False),
                violation_error_message=_("An edition that is open needs a first and a last day."),
            ),
            models.CheckConstraint(
                name="edition_closes_after_opening",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("The closing time must be later than the opening time."),
            ),
            models.CheckConstraint(
                name="edition_cancelled_with_reason",
                condition=~Q(status="cancelled") | ~Q(cancelled_reason_th=""),
                violation_error_message=_("An edition that is cancelled needs a reason in Thai."),
            ),
        ]

    @property
    def theme(self) -> str:
        """The theme in the page's language."""
        return in_language(self, "theme")

    @property
    def story(self) -> str:
        """The story in the page's language."""
        return in_language(self, "story")

    @property
    def venue(self) -> str:
        """The venue in the page's language."""
        return in_language(self, "venue")

    @property
    def directions(self) -> str:
        """How to get there, in the page's language."""
        return in_language(self, "directions")

    @property
    def cancelled_reason(self) -> str:
        """Why it was cancelled, in the page's language."""
        return in_language(self, "cancelled_reason")

    @property
    def days(self) -> list[dt.date]:
        """Every day of the expo; none where they are unknown."""
        if self.starts_on is None or self.ends_on is None:
            return []
        return [self.starts_on + dt.timedelta(days=n) for n in range((self.ends_on - self.starts_on).days + 1)]

    def usual_day(self, today: dt.date) -> dt.date | None:
        """Return the day to show first: today while the expo is on, else its first day; none where days are unknown."""
        return today if today in self.days else self.starts_on

    @property
    def is_open(self) -> bool:
        """Whether registrations, sign-ups and pledges are taken."""
        return self.status == self.Status.OPEN

    def moment(self, day: int, time: dt.time) -> dt.datetime:
        """Return a time of day on the expo's day 1, 2, … in the expo's time zone."""
        return timezone.make_aware(dt.datetime.combine(self.days[day - 1], time))


class ZoneQuerySet(models.QuerySet["Zone"]):
    """Questions about zones."""

    def public(self) -> Self:
        """Keep zones of editions visitors may see."""
        return self.exclude(edition__status=Edition.Status.DRAFT)


class Zone(Named):
    """A part of the expo with a cause of its own."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="zones", verbose_name=_("edition"))
    slug = models.SlugField(_("address"), max_length=60)
    colour = models.CharField(_("colour"), max_length=7, default="#1f6f8b", validators=[colour_validator])
    description_th = models.TextField(_("description (Thai)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    story_th = models.TextField(_("story (Thai)"), blank=True)
    story_en = models.TextField(_("story (English)"), blank=True)
    area_sqm = models.PositiveIntegerField(_("area (sqm)"), null=True, blank=True)
    is_area_sample = models.BooleanField(_("area is a sample"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    outline = models.JSONField(
        _("outline"),
        default=list,
        blank=True,
        help_text=_("Corners on a floor plan of 1000 × 600: [[x, y], …]"),
    )
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = ZoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ("edition", "order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="zone_slug_once"),
            models.CheckConstraint(
                name="zone_colour_hex",
                condition=Q(colour__regex=r"^#[0-9a-fA-F]{6}$"),
                violation_error_message=_("Write a colour as # and six hexadecimal digits, for example #1f6f8b."),
            ),
        ]

    @property
    def description(self) -> str:
        """The description in the page's language."""
        return in_language(self, "description")

    @property
    def story(self) -> str:
        """The story in the page's language, in paragraphs."""
        return in_language(self, "story")


class Place(Named):
    """Where something happens: a stage, a booth, a room, a meeting point."""

    class Kind(models.TextChoices):
        STAGE = "stage", _("stage")
        BOOTH = "booth", _("booth")
        ROOM = "room", _("room")
        MEETING_POINT = "meeting_point", _("meeting point")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="places", verbose_name=_("edition"))
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="places", verbose_name=_("zone"),
        help_text=_("Empty where it belongs to the whole expo."),
    )  # fmt: skip
    slug = models.SlugField(_("address"), max_length=60)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True, help_text=_("Empty means no limit."))
    is_shared = models.BooleanField(
        _("shared"), default=False, help_text=_("Several activities may run here at the same time.")
    )
    outline = models.JSONField(_("outline"), default=list, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("edition", "zone__order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="place_slug_once"),
            one_of("place_kind_known", "kind", "stage", "booth", "room", "meeting_point"),
        ]


class Appointment(models.Model):
    """A role somebody holds in an edition, or in one of its zones only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=30, choices=[(role.value, role.label) for role in EDITION_ROLES])
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="appointments", verbose_name=_("edition"))
    zone = models.ForeignKey(
        Zone, models.CASCADE, null=True, blank=True, related_name="appointments", verbose_name=_("zone")
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ("edition", "role", "pk")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "edition", "zone"], name="appointment_once"),
            models.UniqueConstraint(
                fields=["user", "role", "edition"],
                condition=Q(zone=None),
                name="appointment_once_for_the_edition",
                violation_error_message=_("This user already has this role in the whole edition."),
            ),
            models.CheckConstraint(
                name="appointment_zone_coordinator_has_zone",
                condition=~Q(role="zone_coordinator") | Q(zone__isnull=False),
                violation_error_message=_("A zone coordinator needs a zone."),
            ),
            one_of("appointment_role_known", "role", *EDITION_ROLES),
        ]

    def __str__(self) -> str:
        """Name the role and where."""
        return f"{self.get_role_display()} – {self.zone or self.edition}"
