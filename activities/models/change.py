"""Changes of sessions that people who hold seats are told of, collected for some minutes into one mail."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.models.programme import Session
from goodsociety.common.language import in_language
from zones.models import Place


class ChangeQuerySet(models.QuerySet["Change"]):
    """Questions about changes."""

    def untold(self) -> Self:
        """Keep changes that nobody was told of yet."""
        return self.filter(told_at=None)

    def due_at(self, moment: dt.datetime) -> Self:
        """Keep changes that people are to be told of by now."""
        return self.untold().filter(due_at__lte=moment)


class Change(models.Model):
    """What a session was before it moved or was renamed; told once, with whatever else changed meanwhile."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="changes", verbose_name=_("session"))
    name_th = models.CharField(_("name before (Thai)"), max_length=200)
    name_en = models.CharField(_("name before (English)"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("began before"))
    ends_at = models.DateTimeField(_("ended before"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place before"))
    made_at = models.DateTimeField(_("made"))
    due_at = models.DateTimeField(_("due"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    people_told = models.PositiveIntegerField(_("people told"), default=0)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a session")
        verbose_name_plural = _("changes of sessions")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(told_at=None), name="change_collected_once"),
            models.CheckConstraint(name="change_due_after_it_is_made", condition=Q(due_at__gte=F("made_at"))),
        ]
        indexes = [models.Index(fields=["due_at"], name="change_due", condition=Q(told_at=None))]

    def __str__(self) -> str:
        """Name the session."""
        return str(self.session)

    @property
    def name(self) -> str:
        """The name before, in the page's language."""
        return in_language(self, "name")
