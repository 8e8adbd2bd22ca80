"""Gifts of things and of hours: counted in their own unit and never added to money."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import LeftByVisitor
from donations.models.campaign import Campaign
from goodsociety.common.laws import one_of
from zones.models import Edition


class InKindGiftQuerySet(models.QuerySet["InKindGift"]):
    """Questions about gifts in kind."""

    def of(self, edition: Edition) -> Self:
        """Keep gifts to an edition's campaigns."""
        return self.filter(campaign__edition=edition)

    def for_page(self) -> Self:
        """Fetch along what a gift's page and mail show."""
        return self.select_related("campaign__organization", "campaign__edition")


class InKindGift(LeftByVisitor):
    """Things or hours that somebody promised, and how much of them came; quantities in the unit named beside."""

    class Kind(models.TextChoices):
        GOODS = "goods", _("things")
        HOURS = "hours", _("hours of help")

    class Status(models.TextChoices):
        PROMISED = "promised", _("promised")
        RECEIVED = "received", pgettext_lazy("part of a gift", "received")
        DECLINED = "declined", _("declined with thanks")
        WITHDRAWN = "withdrawn", _("withdrawn")

    #: Which step may follow which.
    STEPS = {
        Status.PROMISED: {Status.RECEIVED, Status.DECLINED, Status.WITHDRAWN},
        Status.RECEIVED: {Status.PROMISED},
        Status.DECLINED: {Status.PROMISED},
        Status.WITHDRAWN: set(),
    }

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="in_kind_gifts", verbose_name=_("campaign"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    what = models.CharField(_("what"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=50, blank=True, help_text=_("Boxes, litres, books …"))
    quantity = models.PositiveIntegerField(_("how many"))
    received_quantity = models.PositiveIntegerField(_("how many came"), null=True, blank=True)
    value_satang = models.BigIntegerField(_("value as stated by the giver (satang)"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROMISED)
    created_at = models.DateTimeField(_("promised"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = InKindGiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("gift in kind")
        verbose_name_plural = _("gifts in kind")
        ordering = ("-created_at", "-pk")
        constraints = [
            one_of("in_kind_kind_known", "kind", "goods", "hours"),
            one_of("in_kind_status_known", "status", "promised", "received", "declined", "withdrawn"),
            models.CheckConstraint(name="in_kind_quantity_positive", condition=Q(quantity__gte=1)),
            models.CheckConstraint(
                name="in_kind_received_has_quantity",
                condition=Q(status="received", received_quantity__isnull=False, received_quantity__gte=1)
                | (~Q(status="received") & Q(received_quantity=None)),
            ),
            models.CheckConstraint(
                name="in_kind_value_positive", condition=Q(value_satang=None) | Q(value_satang__gt=0)
            ),
        ]

    @property
    def shown_unit(self) -> str:
        """What it is counted in: the campaign's unit in the page's language, else the one noted with it."""
        return self.campaign.unit or self.unit or self.get_kind_display()
