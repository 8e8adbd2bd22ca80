"""What somebody must know or have learnt to do a duty: skills they say they have, trainings that staff have noted."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from goodsociety.common.language import Named
from goodsociety.common.laws import one_of


class Qualification(Named):
    """A skill, which volunteers say they have, or a training, which a coordinator notes when it was done."""

    class Kind(models.TextChoices):
        SKILL = "skill", _("skill")
        TRAINING = "training", _("training")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SKILL)

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ("kind", "name_th")
        constraints = [one_of("qualification_kind_known", "kind", "skill", "training")]


class QualifiedQuerySet(models.QuerySet["Qualified"]):
    """Questions about who is qualified for what."""

    def valid_on(self, day: dt.date) -> Self:
        """Keep qualifications that hold on a day."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), since_on__lte=day)


class Qualified(models.Model):
    """A person has a qualification, from a day on and perhaps to another; without ``noted_by`` they said so."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    qualification = models.ForeignKey(
        Qualification, models.PROTECT, related_name="held", verbose_name=_("qualification")
    )
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("valid until"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )

    objects = QualifiedQuerySet.as_manager()

    class Meta:
        verbose_name = _("qualification of a person")
        verbose_name_plural = _("qualifications of people")
        ordering = ("qualification", "pk")
        constraints = [
            models.UniqueConstraint(fields=["person", "qualification"], name="qualified_once"),
            models.CheckConstraint(
                name="qualified_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")),
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        """Name the qualification, not the person."""
        return str(self.qualification)
