"""Changes of shifts that volunteers are told of, collected for some minutes into one mail."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from volunteers.models.shift import Shift
from zones.models import Place


class ShiftChangeQuerySet(models.QuerySet["ShiftChange"]):
    """Questions about changes."""

    def untold(self) -> Self:
        """Keep changes that nobody was told of yet."""
        return self.filter(told_at=None)

    def due_at(self, moment: dt.datetime) -> Self:
        """Keep changes that people are to be told of by now."""
        return self.untold().filter(due_at__lte=moment)


class ShiftChange(models.Model):
    """What a shift was before it moved; told once, with whatever else changed meanwhile."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="changes", verbose_name=_("shift"))
    starts_at = models.DateTimeField(_("began before"))
    ends_at = models.DateTimeField(_("ended before"))
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place before")
    )
    made_at = models.DateTimeField(_("made"))
    due_at = models.DateTimeField(_("due"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    people_told = models.PositiveIntegerField(_("people told"), default=0)

    objects = ShiftChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a shift")
        verbose_name_plural = _("changes of shifts")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["shift"], condition=Q(told_at=None), name="shift_change_collected_once"),
            models.CheckConstraint(name="shift_change_due_after_it_is_made", condition=Q(due_at__gte=F("made_at"))),
        ]

    def __str__(self) -> str:
        """Name the shift."""
        return str(self.shift)
