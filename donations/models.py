"""Campaigns, what people promised to give, and the ledger of what came."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import LeftByVisitor
from donations.promptpay import PAYEE, validate_payee
from goodsociety.common.language import Named, in_language
from goodsociety.common.laws import one_of
from organizations.models import Organization, Participation
from zones.models import Edition, Zone

SMALLEST_PLEDGE = 100
LARGEST_PLEDGE = 200_000_000


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Questions about campaigns."""

    def public(self) -> Self:
        """Keep campaigns of editions visitors may see."""
        return self.exclude(edition__status=Edition.Status.DRAFT)

    def of(self, edition: Edition) -> Self:
        """Keep an edition's campaigns."""
        return self.filter(edition=edition)

    def in_zone(self, zone: Zone) -> Self:
        """Keep campaigns of organizations that take part in a zone."""
        here = Participation.objects.in_parts(zone.edition).in_zone(zone.slug)
        return self.filter(Exists(here.filter(organization=OuterRef("organization"))))

    def with_totals(self) -> Self:
        """Annotate ``received_satang``, what the ledger holds."""
        return self.select_related("organization", "edition").annotate(
            received_satang=Coalesce(Sum("payments__amount_satang"), 0)
        )


class Campaign(Named):
    """An organization's fundraising in an edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="campaigns", verbose_name=_("organization")
    )
    slug = models.SlugField(_("address"), max_length=60)
    summary_th = models.TextField(_("summary (Thai)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    goal_satang = models.BigIntegerField(_("goal (satang)"))
    promptpay_id = models.CharField(
        _("PromptPay number"), max_length=15, validators=[validate_payee],
        help_text=_("Mobile number (10 digits), national or tax number (13) or e-wallet (15) of the organization."),
    )  # fmt: skip
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("edition", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="campaign_slug_once"),
            models.CheckConstraint(
                name="campaign_goal_positive",
                condition=Q(goal_satang__gt=0),
                violation_error_message=_("The goal must be more than nothing."),
            ),
            models.CheckConstraint(name="campaign_payee_can_be_paid", condition=Q(promptpay_id__regex=f"^({PAYEE})$")),
        ]

    @property
    def summary(self) -> str:
        """The summary in the page's language."""
        return in_language(self, "summary")


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """Questions about pledges."""

    def for_page(self) -> Self:
        """Fetch along what a pledge's page and mail show."""
        return self.select_related("campaign__organization", "campaign__edition")


class Pledge(LeftByVisitor):
    """A promise to give; only a payment in the ledger counts."""

    class Status(models.TextChoices):
        PROMISED = "promised", _("promised")
        PAID = "paid", _("paid")
        WITHDRAWN = "withdrawn", _("withdrawn")

    #: Which step may follow which.
    STEPS = {
        Status.PROMISED: {Status.PAID, Status.WITHDRAWN},
        Status.PAID: {Status.PROMISED},
        Status.WITHDRAWN: set(),
    }

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="pledges", verbose_name=_("campaign"))
    amount_satang = models.BigIntegerField(_("amount (satang)"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROMISED)
    created_at = models.DateTimeField(_("pledged"))

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
            one_of("pledge_status_known", "status", "promised", "paid", "withdrawn"),
        ]

    @property
    def is_promised(self) -> bool:
        """Whether it still waits to be paid."""
        return self.status == self.Status.PROMISED


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Questions about the ledger."""

    def of(self, edition: Edition) -> Self:
        """Keep what was received, and taken back, in an edition's campaigns."""
        return self.filter(campaign__edition=edition)

    def total_satang(self) -> int:
        """Return the sum of the rows."""
        return int(self.aggregate(total=Coalesce(Sum("amount_satang"), 0))["total"])


class Payment(models.Model):
    """A row of the ledger: money received, or with minus a payment reversed. Append-only."""

    class Method(models.TextChoices):
        PROMPTPAY = "promptpay", _("PromptPay")
        TRANSFER = "transfer", _("bank transfer")
        CASH = "cash", _("cash")
        CARD = "card", _("card")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="payments", verbose_name=_("campaign"))
    pledge = models.ForeignKey(
        Pledge, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("pledge")
    )
    amount_satang = models.BigIntegerField(_("amount (satang)"))
    method = models.CharField(_("method"), max_length=10, choices=Method)
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("-received_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="payment_minus_only_reverses",
                condition=Q(amount_satang__gt=0, reverses=None) | Q(amount_satang__lt=0, reverses__isnull=False),
            ),
            one_of("payment_method_known", "method", "promptpay", "transfer", "cash", "card"),
        ]
        indexes = [models.Index(fields=["campaign", "amount_satang"], name="payment_by_campaign")]

    def __str__(self) -> str:
        """Return the row's number."""
        return f"{self.pk}"
