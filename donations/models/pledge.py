"""What people promised to give: at once or in parts, shown to others as each of them chose."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import LeftByVisitor
from donations.models.campaign import Campaign
from goodsociety.common.laws import one_of
from zones.models import Edition

SMALLEST_PLEDGE = 100
LARGEST_PLEDGE = 200_000_000
MOST_INSTALMENTS = 12


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """Questions about pledges."""

    def for_page(self) -> Self:
        """Fetch along what a pledge's page and mail show."""
        return self.select_related("campaign__organization", "campaign__edition")

    def with_papers(self) -> Self:
        """Fetch along the acknowledgements of what came."""
        return self.prefetch_related("payments__acknowledgements")

    def of(self, edition: Edition) -> Self:
        """Keep pledges to an edition's campaigns."""
        return self.filter(campaign__edition=edition)

    def open(self) -> Self:
        """Keep pledges that still wait for money."""
        return self.filter(status__in=Pledge.OPEN)

    def overdue_on(self, day: dt.date) -> Self:
        """Keep open pledges whose last day is over."""
        return self.open().filter(expires_on__lt=day)

    def given(self) -> Self:
        """Keep pledges of which something came, the latest first: those the donors' wall can show."""
        return self.filter(received_satang__gt=0).order_by("-created_at", "-pk")


class Pledge(LeftByVisitor):
    """A promise to give; only payments in the ledger count. ``received_satang`` is what the ledger holds of it."""

    class Status(models.TextChoices):
        PROMISED = "promised", _("promised")
        PARTLY = "partly", _("partly paid")
        PAID = "paid", _("paid")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")

    class Shown(models.TextChoices):
        NAME = "name", _("with my name")
        NICKNAME = "nickname", _("with a nickname")
        ANONYMOUS = "anonymous", _("without a name")

    #: Those that still wait for money.
    OPEN = (Status.PROMISED, Status.PARTLY)
    #: Which step may follow which. Money may come late: what expired can still be paid.
    STEPS = {
        Status.PROMISED: {Status.PARTLY, Status.PAID, Status.WITHDRAWN, Status.EXPIRED},
        Status.PARTLY: {Status.PROMISED, Status.PAID, Status.WITHDRAWN, Status.EXPIRED},
        Status.PAID: {Status.PROMISED, Status.PARTLY},
        Status.WITHDRAWN: set(),
        Status.EXPIRED: {Status.PARTLY, Status.PAID},
    }

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="pledges", verbose_name=_("campaign"))
    amount_satang = models.BigIntegerField(_("amount (satang)"))
    received_satang = models.BigIntegerField(_("received (satang)"), default=0, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROMISED)
    created_at = models.DateTimeField(_("pledged"))
    expires_on = models.DateField(_("stands until"), null=True, blank=True)
    reminders_sent = models.PositiveSmallIntegerField(_("reminders sent"), default=0, editable=False)
    reminded_on = models.DateField(_("last reminded"), null=True, blank=True, editable=False)
    shown_as = models.CharField(_("shown to others"), max_length=10, choices=Shown, default=Shown.ANONYMOUS)
    nickname = models.CharField(_("nickname"), max_length=100, blank=True)
    is_amount_shown = models.BooleanField(_("amount shown"), default=False)
    in_honour_of = models.CharField(_("in honour of"), max_length=200, blank=True)
    message = models.TextField(_("message"), max_length=500, blank=True)
    is_hidden = models.BooleanField(
        _("hidden"), default=False, help_text=_("Takes name, honour and message off the donors' wall.")
    )
    is_shared = models.BooleanField(
        _("contact shared"), default=False, help_text=_("The organization may have the donor's name and contact.")
    )

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="pledge_amount_sensible",
                condition=Q(amount_satang__gte=SMALLEST_PLEDGE, amount_satang__lte=LARGEST_PLEDGE),
            ),
            one_of("pledge_status_known", "status", "promised", "partly", "paid", "withdrawn", "expired"),
            one_of("pledge_shown_known", "shown_as", "name", "nickname", "anonymous"),
            models.CheckConstraint(name="pledge_received_not_negative", condition=Q(received_satang__gte=0)),
            models.CheckConstraint(
                name="pledge_status_follows_money",
                condition=Q(status="paid", received_satang__gte=F("amount_satang"))
                | Q(status="promised", received_satang=0)
                | Q(status="partly", received_satang__gt=0, received_satang__lt=F("amount_satang"))
                | (~Q(status__in=("paid", "promised", "partly")) & Q(received_satang__lt=F("amount_satang"))),
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "status", "amount_satang", "received_satang"], name="pledge_by_campaign"),
            # The donors' wall, and the workspace's list: the latest first, without sorting all that were ever made.
            models.Index(
                fields=["campaign", "-created_at", "-id"], condition=Q(received_satang__gt=0), name="pledge_given"
            ),
            models.Index(fields=["-created_at", "-id"], name="pledge_latest"),
            models.Index(fields=["expires_on"], condition=Q(status__in=("promised", "partly")), name="pledge_open"),
        ]

    @property
    def is_promised(self) -> bool:
        """Whether it still waits to be paid, in whole or in part."""
        return self.status in self.OPEN

    @property
    def remaining_satang(self) -> int:
        """What is still to come; nothing when more came than was promised."""
        return max(self.amount_satang - self.received_satang, 0)

    @property
    def shown_name(self) -> str:
        """The name that the donor chose for others to see."""
        if self.is_hidden or self.shown_as == self.Shown.ANONYMOUS:
            return gettext("A kind donor")
        chosen = self.name if self.shown_as == self.Shown.NAME else self.nickname
        return chosen or gettext("A kind donor")

    @property
    def shown_honour(self) -> str:
        """In honour of whom it is, for others to see."""
        return "" if self.is_hidden else self.in_honour_of

    @property
    def shown_message(self) -> str:
        """The donor's words, for others to see."""
        return "" if self.is_hidden else self.message


class Instalment(models.Model):
    """One part of a pledge and the day it is due; the parts add up to the pledge to the satang."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="instalments", verbose_name=_("pledge"))
    number = models.PositiveSmallIntegerField(_("number"))
    amount_satang = models.BigIntegerField(_("amount (satang)"))
    due_on = models.DateField(_("due on"))

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ("pledge", "number")
        constraints = [
            models.UniqueConstraint(fields=["pledge", "number"], name="instalment_once"),
            models.CheckConstraint(name="instalment_positive", condition=Q(amount_satang__gt=0)),
            models.CheckConstraint(
                name="instalment_numbered", condition=Q(number__gte=1, number__lte=MOST_INSTALMENTS)
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"{self.number}"


class Recipient(models.Model):
    """In whose name an acknowledgement is wanted; blanked when the person is erased."""

    pledge = models.OneToOneField(Pledge, models.CASCADE, related_name="recipient", verbose_name=_("pledge"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    tax_number = models.CharField(_("national or tax number"), max_length=13, blank=True)

    class Meta:
        verbose_name = _("recipient of an acknowledgement")
        verbose_name_plural = _("recipients of acknowledgements")
        constraints = [
            models.CheckConstraint(
                name="recipient_tax_number_of_digits", condition=Q(tax_number="") | Q(tax_number__regex="^[0-9]{13}$")
            ),
        ]

    def __str__(self) -> str:
        """Return the pledge's reference, which names nobody."""
        return str(self.pledge)
