"""Volunteers who ask for a stand-in: they stay responsible until somebody takes the shift over."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models import State
from goodsociety.common.codes import new_secret
from goodsociety.common.laws import one_of
from volunteers.models.sign_up import SignUp
from zones.models import Edition


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Questions about hand-overs."""

    def sought(self) -> Self:
        """Keep those for which a stand-in is still sought."""
        return self.filter(state=HandOver.State.SOUGHT)

    def of(self, edition: Edition) -> Self:
        """Keep those for shifts of an edition."""
        return self.filter(sign_up__shift__duty__edition=edition)

    def open_at(self, moment: dt.datetime) -> Self:
        """Keep those that somebody can still take over, the next shift first."""
        return (
            self.sought()
            .filter(
                sign_up__status=SignUp.Status.CONFIRMED,
                sign_up__shift__state=State.RELEASED,
                sign_up__shift__starts_at__gt=moment,
                sign_up__shift__duty__edition__status=Edition.Status.OPEN,
            )
            .order_by("sign_up__shift__starts_at", "pk")
        )

    def for_page(self) -> Self:
        """Fetch along what a hand-over's page and mail show."""
        return self.select_related(
            "sign_up__shift__duty__edition", "sign_up__shift__duty__zone", "sign_up__shift__place"
        )


class HandOver(models.Model):
    """One search for a stand-in; its link may be passed on to anybody."""

    class State(models.TextChoices):
        SOUGHT = "sought", _("a stand-in is sought")
        TAKEN = "taken", _("taken over")
        WITHDRAWN = "withdrawn", _("withdrawn")

    code = models.CharField(_("code"), max_length=22, unique=True, default=new_secret, editable=False)
    sign_up = models.ForeignKey(SignUp, models.PROTECT, related_name="hand_overs", verbose_name=_("sign-up"))
    taken_by = models.OneToOneField(
        SignUp, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken over by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SOUGHT)
    asked_at = models.DateTimeField(_("asked"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ("-asked_at", "-pk")
        constraints = [
            one_of("hand_over_state_known", "state", "sought", "taken", "withdrawn"),
            models.UniqueConstraint(fields=["sign_up"], condition=Q(state="sought"), name="hand_over_sought_once"),
            models.CheckConstraint(
                name="hand_over_ended_has_moment",
                condition=Q(state="sought", ended_at=None) | (~Q(state="sought") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="hand_over_taken_by_somebody",
                condition=Q(state="taken", taken_by__isnull=False) | (~Q(state="taken") & Q(taken_by=None)),
            ),
        ]

    def __str__(self) -> str:
        """Return the state, which names nobody."""
        return str(self.get_state_display())

    def is_open(self, at: dt.datetime) -> bool:
        """Say whether somebody can still take the shift over."""
        return self.state == self.State.SOUGHT and self.sign_up.is_live and self.sign_up.shift.is_on(at)
