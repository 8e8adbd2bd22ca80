"""Slips that donors show: proof that somebody says they paid, never that money came."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.pledge import Pledge
from goodsociety.common.laws import one_of
from zones.models import Edition


class SlipQuerySet(models.QuerySet["Slip"]):
    """Questions about slips."""

    def in_review(self) -> Self:
        """Keep slips that finance has not decided on."""
        return self.filter(state=Slip.State.SUBMITTED)

    def of(self, edition: Edition) -> Self:
        """Keep slips for pledges to an edition's campaigns."""
        return self.filter(pledge__campaign__edition=edition)


class Slip(models.Model):
    """A picture or a number that a donor sent; (bank, reference) counts once. The picture is let go of in time."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("in review")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("not accepted")
        TAKEN_BACK = "taken_back", _("taken back")

    class Reason(models.TextChoices):
        NO_MONEY = "no_money", _("this money has not come to the account")
        ANOTHER_AMOUNT = "another_amount", _("another amount came")
        ANOTHER_PAYEE = "another_payee", _("it was paid to somebody else")
        UNREADABLE = "unreadable", _("it cannot be read")

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="slips", verbose_name=_("pledge"))
    bank = models.CharField(_("sending bank"), max_length=3, blank=True)
    bank_reference = models.CharField(_("bank's reference"), max_length=25, blank=True)
    amount_satang = models.BigIntegerField(_("amount said (satang)"))
    picture = models.BinaryField(_("picture"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SUBMITTED)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    sent_at = models.DateTimeField(_("sent in"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("slip")
        verbose_name_plural = _("slips")
        ordering = ("-sent_at", "-pk")
        constraints = [
            one_of("slip_state_known", "state", "submitted", "confirmed", "rejected", "taken_back"),
            one_of("slip_reason_known", "reason", "", "no_money", "another_amount", "another_payee", "unreadable"),
            models.UniqueConstraint(
                fields=["bank", "bank_reference"],
                condition=~Q(bank_reference="") & Q(state__in=("submitted", "confirmed")),
                name="slip_counts_once",
                violation_error_message=_("This slip was sent in already."),
            ),
            models.UniqueConstraint(fields=["pledge"], condition=Q(state="submitted"), name="slip_one_in_review"),
            models.CheckConstraint(name="slip_amount_positive", condition=Q(amount_satang__gt=0)),
            models.CheckConstraint(name="slip_bank_of_digits", condition=Q(bank="") | Q(bank__regex="^[0-9]{3}$")),
            models.CheckConstraint(
                name="slip_rejected_for_a_reason",
                condition=Q(state="rejected") & ~Q(reason="") | ~Q(state="rejected") & Q(reason=""),
            ),
            models.CheckConstraint(
                name="slip_decided_has_moment",
                condition=Q(state="submitted", decided_at=None) | (~Q(state="submitted") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        """Return the slip's number, which names nobody."""
        return f"{self.pk}"
