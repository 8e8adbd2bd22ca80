"""Acknowledgements: numbered papers that say thanks for money that came; never a tax receipt."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.ledger import Payment
from goodsociety.common.codes import new_secret
from goodsociety.common.laws import one_of
from organizations.models import Organization


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    """Questions about acknowledgements."""

    def for_page(self) -> Self:
        """Fetch along what the paper and its page say."""
        return self.select_related("organization", "payment__campaign__edition", "payment__pledge")

    def valid(self) -> Self:
        """Keep those that were not voided."""
        return self.filter(voided_at=None)


class Acknowledgement(models.Model):
    """One numbered paper for one payment, with what was printed; voiding keeps it visible."""

    class Reason(models.TextChoices):
        TAKEN_BACK = "taken_back", _("the payment was taken back")
        WRONG_NAME = "wrong_name", _("name or address were wrong")
        WRONG_AMOUNT = "wrong_amount", _("the amount was wrong")

    code = models.CharField(_("code"), max_length=22, unique=True, default=new_secret, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("organization"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="acknowledgements", verbose_name=_("payment"))
    amount_satang = models.BigIntegerField(_("amount (satang)"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    tax_number = models.CharField(_("national or tax number"), max_length=13, blank=True)
    language = models.CharField(_("language"), max_length=5, default="th")
    issued_at = models.DateTimeField(_("issued"))
    copies = models.PositiveSmallIntegerField(_("times taken"), default=0, editable=False)
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    voided_reason = models.CharField(_("why it was voided"), max_length=20, choices=Reason, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("voided by")
    )

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ("-year", "organization", "-number")
        constraints = [
            models.UniqueConstraint(fields=["organization", "year", "number"], name="acknowledgement_number_once"),
            models.UniqueConstraint(fields=["payment"], condition=Q(voided_at=None), name="acknowledgement_one_valid"),
            models.CheckConstraint(name="acknowledgement_amount_positive", condition=Q(amount_satang__gt=0)),
            models.CheckConstraint(
                name="acknowledgement_voided_for_a_reason",
                condition=Q(voided_at=None, voided_reason="") | Q(voided_at__isnull=False) & ~Q(voided_reason=""),
            ),
            one_of("acknowledgement_reason_known", "voided_reason", "", "taken_back", "wrong_name", "wrong_amount"),
        ]

    def __str__(self) -> str:
        """Return year and number: 2026/00017."""
        return f"{self.year}/{self.number:05}"
