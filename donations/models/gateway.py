"""Charges that a payment provider collects, and what it told us about them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.pledge import Pledge
from goodsociety.common.laws import one_of


class Charge(models.Model):
    """One attempt to pay a pledge through a payment provider; it counts when the provider, asked, says it is paid."""

    class Method(models.TextChoices):
        PROMPTPAY = "promptpay", _("PromptPay")
        CARD = "card", _("card")

    class State(models.TextChoices):
        PENDING = "pending", _("waits for the provider")
        PAID = "paid", _("paid")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("expired")

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="charges", verbose_name=_("pledge"))
    provider = models.CharField(_("provider"), max_length=30)
    key = models.CharField(_("provider's number"), max_length=100)
    method = models.CharField(_("method"), max_length=10, choices=Method)
    amount_satang = models.BigIntegerField(_("amount (satang)"))
    fee_satang = models.BigIntegerField(_("provider's fee (satang)"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    pay_at = models.URLField(_("address to pay at"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["provider", "key"], name="charge_once"),
            one_of("charge_method_known", "method", "promptpay", "card"),
            one_of("charge_state_known", "state", "pending", "paid", "failed", "expired"),
            models.CheckConstraint(name="charge_amounts_sensible", condition=Q(amount_satang__gt=0, fee_satang__gte=0)),
        ]

    def __str__(self) -> str:
        """Name provider and number."""
        return f"{self.provider} {self.key}"


class GatewayEvent(models.Model):
    """A signed message of a provider, stored once; it only says which charge to ask about."""

    provider = models.CharField(_("provider"), max_length=30)
    key = models.CharField(_("provider's number"), max_length=100)
    charge_key = models.CharField(_("number of the charge"), max_length=100)
    heard_at = models.DateTimeField(_("heard"))
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)

    class Meta:
        verbose_name = _("message of a provider")
        verbose_name_plural = _("messages of providers")
        ordering = ("-heard_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["provider", "key"], name="gateway_event_once")]

    def __str__(self) -> str:
        """Name provider and number."""
        return f"{self.provider} {self.key}"
