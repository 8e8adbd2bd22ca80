"""Duties: what volunteers do, and what is needed for it."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from activities.models.choices import Language
from goodsociety.common.language import Named, in_language
from goodsociety.common.laws import one_of
from organizations.models import Organization
from volunteers.models.qualification import Qualification
from volunteers.models.shift import Shift
from zones.models import Edition, Zone

OLDEST_MINIMUM = 60
#: What stands in addresses where a duty's own word does: /2019/volunteer/board/ is no duty.
RESERVED = ("board", "day", "stand-ins")


class DutyQuerySet(models.QuerySet["Duty"]):
    """Questions about duties."""

    def of(self, edition: Edition) -> Self:
        """Keep an edition's duties that have a shift on the programme."""
        return self.filter(Exists(Shift.objects.on_programme().filter(duty=OuterRef("pk"))), edition=edition)

    def in_zone(self, slug: str) -> Self:
        """Keep duties in a zone."""
        return self.filter(zone__slug=slug)

    def for_page(self) -> Self:
        """Fetch along what pages say of a duty."""
        return self.select_related("zone", "host").prefetch_related("needs")

    def with_places_free(self, *, at: dt.datetime) -> Self:
        """Annotate ``places_free``, how many more volunteers the shifts that are open at a moment can take."""
        free = F("capacity") - F("seats_taken") - F("seats_held")
        shifts = Shift.objects.open_at(at).filter(duty=OuterRef("pk")).order_by().values("duty")
        return self.annotate(places_free=Coalesce(Subquery(shifts.annotate(free=Sum(free)).values("free")), 0))


class Duty(Named):
    """A kind of volunteer work, in a zone or for the whole expo."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("zone"))
    host = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host")
    )
    slug = models.SlugField(_("address"), max_length=60)
    description_th = models.TextField(_("description (Thai)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age"), null=True, blank=True, help_text=_("In whole years, on the day of the shift.")
    )
    language = models.CharField(_("language needed"), max_length=5, choices=Language, default=Language.NONE)
    needs = models.ManyToManyField(
        Qualification, blank=True, related_name="+", verbose_name=_("skills and trainings needed")
    )
    is_lifting = models.BooleanField(_("heavy lifting"), default=False)
    is_standing = models.BooleanField(_("standing for long"), default=False)
    contact_name = models.CharField(_("whom to ask"), max_length=200, blank=True)
    contact_phone = models.CharField(_("their phone"), max_length=16, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ("edition", "zone__order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="duty_slug_once"),
            one_of("duty_language_known", "language", *Language.values),
            models.CheckConstraint(
                name="duty_minimum_age_of_a_volunteer",
                condition=Q(minimum_age=None) | Q(minimum_age__gte=1, minimum_age__lte=OLDEST_MINIMUM),
                violation_error_message=_("A minimum age lies between 1 and 60."),
            ),
        ]

    @property
    def description(self) -> str:
        """The description in the page's language."""
        return in_language(self, "description")

    def clean(self) -> None:
        """Refuse an address that another page has."""
        super().clean()
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("Another page has this address: choose another one.")})
