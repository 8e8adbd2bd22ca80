"""Seats that are held for a while: offered to a party that waited, or kept while a form is filled in."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from activities.models.programme import Session
from activities.models.registration import Registration, RegistrationQuerySet
from goodsociety.common.codes import new_secret
from goodsociety.common.laws import one_of


class OfferQuerySet(models.QuerySet["Offer"]):
    """Questions about offers."""

    def pending(self) -> Self:
        """Keep offers that hold seats."""
        return self.filter(answer=Offer.Answer.PENDING)

    def expired(self, at: dt.datetime) -> Self:
        """Keep offers that hold seats although their time is over."""
        return self.pending().filter(expires_at__lte=at)


class Offer(models.Model):
    """Seats held for the next party of the waiting list until it accepts or the time is over."""

    class Answer(models.TextChoices):
        PENDING = "pending", _("no answer yet")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("lapsed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="offers", verbose_name=_("registration")
    )
    seats = models.PositiveSmallIntegerField(_("seats"))
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.PENDING)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["registration"], condition=Q(answer="pending"), name="offer_one_at_a_time"),
            models.CheckConstraint(name="offer_of_one_seat_or_more", condition=Q(seats__gte=1)),
            models.CheckConstraint(name="offer_expires_after_it_is_made", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="offer_answered_has_moment",
                condition=Q(answer="pending", answered_at=None) | (~Q(answer="pending") & Q(answered_at__isnull=False)),
            ),
            one_of("offer_answer_known", "answer", "pending", "accepted", "declined", "lapsed", "withdrawn"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="offer_by_expiry", condition=Q(answer="pending"))]

    def __str__(self) -> str:
        """Name the registration's reference."""
        return str(self.registration)


def with_offers(registrations: RegistrationQuerySet) -> RegistrationQuerySet:
    """Note of each registration until when places are offered to it, as ``offered_until``."""
    pending = Offer.objects.pending().filter(registration=OuterRef("pk")).order_by()
    return registrations.annotate(offered_until=Subquery(pending.values("expires_at")[:1]))


class HoldQuerySet(models.QuerySet["Hold"]):
    """Questions about holds."""

    def expired(self, at: dt.datetime) -> Self:
        """Keep holds whose time is over."""
        return self.filter(expires_at__lte=at)

    def standing(self, at: dt.datetime) -> Self:
        """Keep holds that still keep places at a moment."""
        return self.filter(expires_at__gt=at)


class Hold(models.Model):
    """Seats kept for somebody who is filling in the form; the row goes when the form is sent or the time is over."""

    code = models.CharField(_("code"), max_length=22, unique=True, default=new_secret, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="holds", verbose_name=_("session"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("place held for a form")
        verbose_name_plural = _("places held for forms")
        ordering = ("expires_at", "pk")
        constraints = [models.CheckConstraint(name="hold_of_one_seat_or_more", condition=Q(seats__gte=1))]

    def __str__(self) -> str:
        """Return the number of seats."""
        return str(self.seats)
