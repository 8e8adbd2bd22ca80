"""What one person alone may not do with money: it waits until a second one agrees."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models.campaign import Campaign
from donations.models.ledger import Payment
from donations.models.pledge import Pledge
from donations.models.slip import Slip
from donations.models.statement import StatementLine
from goodsociety.common.laws import both_or_neither, one_of


class MoneyOrderQuerySet(models.QuerySet["MoneyOrder"]):
    """Questions about money orders."""

    def waiting(self) -> Self:
        """Keep those that nobody has decided on."""
        return self.filter(state=MoneyOrder.State.WAITING)


class MoneyOrder(models.Model):
    """A large payment to be entered, or a refund to be made, as one person of finance proposed it."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("enter a payment")
        REFUND = "refund", _("give money back")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        DONE = "done", _("agreed and done")
        REFUSED = "refused", pgettext_lazy("decision", "refused")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("campaign"))
    pledge = models.ForeignKey(
        Pledge, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pledge")
    )
    line = models.ForeignKey(
        StatementLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("line of a statement")
    )
    slip = models.ForeignKey(Slip, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("slip"))
    refunded = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("payment to give back")
    )
    amount_satang = models.BigIntegerField(_("amount (satang)"))
    method = models.CharField(_("method"), max_length=10, choices=Payment.Method)
    source = models.CharField(_("source"), max_length=10, choices=Payment.Source)
    received_at = models.DateTimeField(_("received"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, related_name="order", verbose_name=_("payment")
    )

    objects = MoneyOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("money order")
        verbose_name_plural = _("money orders")
        ordering = ("-proposed_at", "-pk")
        constraints = [
            one_of("money_order_kind_known", "kind", "payment", "refund"),
            one_of("money_order_state_known", "state", "waiting", "done", "refused"),
            one_of("money_order_method_known", "method", "promptpay", "transfer", "cash", "card"),
            one_of("money_order_source_known", "source", "hand", "statement", "booth", "gateway"),
            models.CheckConstraint(name="money_order_amount_positive", condition=Q(amount_satang__gt=0)),
            models.CheckConstraint(
                name="money_order_gives_back_a_payment",
                condition=Q(kind="refund", refunded__isnull=False) | (~Q(kind="refund") & Q(refunded=None)),
            ),
            models.CheckConstraint(
                name="money_order_done_by_another",
                condition=~Q(state="done") | ~Q(decided_by=F("proposed_by")),
                violation_error_message=_("A second person must approve this."),
            ),
            both_or_neither("money_order_decided_when", "decided_by", "decided_at"),
            models.CheckConstraint(
                name="money_order_open_is_undecided",
                condition=Q(state="waiting", decided_at=None) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="money_order_done_has_payment",
                condition=Q(state="done", payment__isnull=False) | (~Q(state="done") & Q(payment=None)),
            ),
        ]

    def __str__(self) -> str:
        """Name kind and state."""
        return f"{self.get_kind_display()} – {self.get_state_display()}"
