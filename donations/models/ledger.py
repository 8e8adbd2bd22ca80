"""The ledger: money received, and with minus what was entered wrongly or given back. Rows are never changed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models.campaign import Campaign
from donations.models.gateway import Charge
from donations.models.pledge import Pledge
from donations.models.slip import Slip
from donations.models.statement import StatementLine
from goodsociety.common.laws import one_of
from zones.models import Edition


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Questions about the ledger."""

    def of(self, edition: Edition) -> Self:
        """Keep what was received, and taken back, in an edition's campaigns."""
        return self.filter(campaign__edition=edition)

    def received(self) -> Self:
        """Keep what came, whether it was taken back later or not."""
        return self.filter(why=Payment.Why.RECEIVED)

    def total_satang(self) -> int:
        """Return the sum of the rows."""
        return int(self.aggregate(total=Coalesce(Sum("amount_satang"), 0))["total"])


class Payment(models.Model):
    """A row of the ledger: money received, or with minus a payment reversed or given back. Append-only."""

    class Method(models.TextChoices):
        PROMPTPAY = "promptpay", _("PromptPay")
        TRANSFER = "transfer", _("bank transfer")
        CASH = "cash", _("cash")
        CARD = "card", _("card")

    class Why(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("why", "received")
        MISTAKE = "mistake", _("entered by mistake")
        REFUND = "refund", _("given back")

    class Source(models.TextChoices):
        HAND = "hand", _("seen by finance")
        STATEMENT = "statement", _("bank statement")
        BOOTH = "booth", _("taken at the booth")
        GATEWAY = "gateway", _("payment provider")

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="payments", verbose_name=_("campaign"))
    pledge = models.ForeignKey(
        Pledge, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("pledge")
    )
    amount_satang = models.BigIntegerField(_("amount (satang)"))
    method = models.CharField(_("method"), max_length=10, choices=Method)
    why = models.CharField(_("why"), max_length=10, choices=Why, default=Why.RECEIVED)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.HAND)
    line = models.ForeignKey(
        StatementLine, models.PROTECT, null=True, blank=True, related_name="payments",
        verbose_name=_("line of a statement"),
    )  # fmt: skip
    slip = models.ForeignKey(
        Slip, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("slip")
    )
    charge = models.ForeignKey(
        Charge, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("charge")
    )
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("second person"),
    )  # fmt: skip
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    refunds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="refunded_by", verbose_name=_("gives back")
    )
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("-received_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="payment_minus_only_takes_back",
                condition=Q(amount_satang__gt=0, why="received", reverses=None, refunds=None)
                | Q(amount_satang__lt=0, why="mistake", reverses__isnull=False, refunds=None)
                | Q(amount_satang__lt=0, why="refund", reverses=None, refunds__isnull=False),
            ),
            one_of("payment_method_known", "method", "promptpay", "transfer", "cash", "card"),
            one_of("payment_source_known", "source", "hand", "statement", "booth", "gateway"),
            models.CheckConstraint(
                name="payment_second_person_is_another",
                condition=Q(agreed_by=None) | ~Q(agreed_by=models.F("by")),
            ),
            models.UniqueConstraint(fields=["charge"], condition=Q(why="received"), name="payment_of_a_charge_once"),
        ]
        indexes = [
            models.Index(fields=["campaign", "amount_satang"], name="payment_by_campaign"),
            models.Index(fields=["-received_at", "-id"], name="payment_latest"),
        ]

    def __str__(self) -> str:
        """Return the row's number."""
        return f"{self.number}"


class Series(models.Model):
    """A row of numbers: whoever takes the next one locks the row, so no number is missing and none is given twice."""

    key = models.CharField(_("series"), max_length=60, unique=True)
    last = models.PositiveBigIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        ordering = ("key",)

    def __str__(self) -> str:
        """Name the series."""
        return self.key
