"""What an edition asks of volunteers and promises them: ages, hours, rest, ways between zones, waves of sign-up."""

import datetime as dt
from dataclasses import dataclass
from math import ceil

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zones.models import Edition

#: Who comes of age in Thailand at 20 (Civil and Commercial Code, section 19) needs a guardian's consent before.
OF_AGE = 20
DAY_OF_MINUTES = 24 * 60
#: Where an edition has no waves every place is open.
ALL = 100


class Rules(models.Model):
    """The rules of one edition; where none are written the defaults hold. Times in minutes unless the name says."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="+", verbose_name=_("edition"))
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age"), default=15, help_text=_("In whole years, on the day of the shift.")
    )
    most_minutes_a_day = models.PositiveSmallIntegerField(_("most minutes a day"), default=10 * 60)
    rest_minutes = models.PositiveSmallIntegerField(
        _("rest between days (minutes)"), default=10 * 60, help_text=_("Between the shifts of one day and the next.")
    )
    walking_minutes = models.PositiveSmallIntegerField(
        _("way between zones (minutes)"), default=10, help_text=_("Kept free between two zones.")
    )
    offer_minutes = models.PositiveIntegerField(
        _("an offer stands (minutes)"), default=12 * 60, help_text=_("How long a free place is kept for who waited.")
    )
    guardian_hours = models.PositiveSmallIntegerField(
        _("a guardian answers within (hours)"), default=72, help_text=_("So long the place is kept.")
    )
    late_hours = models.PositiveSmallIntegerField(
        _("cancelling is late (hours)"), default=48, help_text=_("From so many hours before, coordinators are told.")
    )
    early_minutes = models.PositiveSmallIntegerField(
        _("check-in from (minutes)"), default=15, help_text=_("So long before a shift volunteers check in themselves.")
    )
    contact_email = models.EmailField(
        _("coordinators' e-mail"), blank=True, help_text=_("Late cancellations go here; else to the edition's contact.")
    )
    kept_until = models.DateField(
        _("volunteers' details kept until"),
        null=True,
        blank=True,
        help_text=_("After this day volunteers are made anonymous; the counts stay."),
    )

    class Meta:
        verbose_name = _("rules for volunteers")
        verbose_name_plural = _("rules for volunteers")
        constraints = [
            models.CheckConstraint(
                name="rules_of_a_day",
                condition=Q(most_minutes_a_day__gte=1, most_minutes_a_day__lte=DAY_OF_MINUTES),
                violation_error_message=_("Between 1 minute and 24 hours a day."),
            ),
            models.CheckConstraint(
                name="rules_offer_stands",
                condition=Q(offer_minutes__gte=1, guardian_hours__gte=1),
                violation_error_message=_("An offer and a guardian's link must stand for a while."),
            ),
        ]

    def __str__(self) -> str:
        """Name the edition."""
        return str(self.edition)

    @property
    def rest(self) -> dt.timedelta:
        """The rest between two days."""
        return dt.timedelta(minutes=self.rest_minutes)

    @property
    def way(self) -> dt.timedelta:
        """The way between two zones."""
        return dt.timedelta(minutes=self.walking_minutes)


def rules_of(edition: Edition) -> Rules:
    """Return an edition's rules, or the defaults where none are written."""
    return Rules.objects.filter(edition=edition).first() or Rules(edition=edition)


class Wave(models.Model):
    """From a moment on a share of each shift's places can be taken, so that early birds do not take them all."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", verbose_name=_("edition"))
    opens_at = models.DateTimeField(_("opens"))
    percent = models.PositiveSmallIntegerField(
        _("places open (%)"), help_text=_("Of each shift, together with earlier waves: 100 means all of them.")
    )

    class Meta:
        verbose_name = _("wave of sign-up")
        verbose_name_plural = _("waves of sign-up")
        ordering = ("edition", "opens_at")
        constraints = [
            models.UniqueConstraint(fields=["edition", "opens_at"], name="wave_once"),
            models.CheckConstraint(
                name="wave_opens_a_share",
                condition=Q(percent__gte=1, percent__lte=100),
                violation_error_message=_("A wave opens between 1 and 100 percent of the places."),
            ),
        ]

    def __str__(self) -> str:
        """Name the share."""
        return f"{self.percent} %"


@dataclass(frozen=True)
class Opening:
    """What share of each shift's places is open by now, in percent, and when more will be."""

    percent: int = ALL
    more_at: dt.datetime | None = None

    def places(self, capacity: int) -> int:
        """Return how many of so many places are open."""
        return ceil(capacity * self.percent / ALL)


def opening_of(edition: Edition, *, at: dt.datetime) -> Opening:
    """Return what the waves of an edition have opened by a moment: nothing before the first of them."""
    waves = list(Wave.objects.filter(edition=edition).order_by("opens_at"))
    begun = [wave.percent for wave in waves if wave.opens_at <= at]
    coming = [wave.opens_at for wave in waves if wave.opens_at > at]
    return Opening(max(begun, default=0 if waves else ALL), coming[0] if coming else None)
