"""Charges of the payment provider and its messages in the organisers' workspace, to be read."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from donations.admin.money_pages import OfMoney
from donations.models import Charge, GatewayEvent, Payment
from goodsociety.common.admin import ReadOnly, baht, moment


class KeptApart(admin.SimpleListFilter):
    """Finds what was paid at the provider and does not stand in the ledger."""

    title = _("needs a look")
    parameter_name = "apart"

    def lookups(self, _request: HttpRequest, _admin: object) -> list[tuple[str, Any]]:
        """Offer the one choice."""
        return [("1", _("paid, but not in the ledger"))]

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Keep these."""
        return queryset.filter(state=Charge.State.PAID, is_entered=False) if self.value() else queryset


@admin.register(Charge)
class ChargeAdmin(OfMoney):
    """What was opened at the provider; a charge that is paid and not in the ledger has a history that says why."""

    edition_path = "pledge__campaign__edition"
    amount = baht("amount_satang", _("amount (baht)"))
    fee = baht("fee_satang", _("fee (baht)"))
    asked = moment("asked_at", _("asked"))
    settled = moment("settled_at", _("settled"))
    along = ("pledge__campaign",)
    list_display = ("key", "pledge", "campaign", "method", "amount", "fee", "state", "entered", "asked", "settled")
    list_filter = ("state", KeptApart, "method", "pledge__campaign__edition")
    search_fields = ("=key", "pledge__reference", "pledge__campaign__name_th", "pledge__campaign__name_en")
    date_hierarchy = "asked_at"
    fields = (
        "provider", "key", "pledge", "campaign", "method", "amount", "fee", "state", "entered", "asked", "settled",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Charge]":
        """Say along which of them the ledger holds."""
        entered = Payment.objects.received().filter(charge=OuterRef("pk"))
        return cast("QuerySet[Charge]", super().get_queryset(request).annotate(is_entered=Exists(entered)))

    @admin.display(description=_("campaign"), ordering="pledge__campaign")
    def campaign(self, charge: Charge) -> str:
        """Name the campaign."""
        return str(charge.pledge.campaign)

    @admin.display(description=_("in the ledger"), boolean=True)
    def entered(self, charge: Charge) -> bool | None:
        """Show whether it stands in the ledger; nothing where it is not to."""
        return bool(charge.is_entered) if charge.state == Charge.State.PAID else None  # type: ignore[attr-defined]  # annotated


@admin.register(GatewayEvent)
class GatewayEventAdmin(ReadOnly):
    """Signed messages, each kept once; one that is not handled is about a charge that we did not open, or waits."""

    heard = moment("heard_at", _("heard"))
    handled = moment("handled_at", _("handled"))
    list_display = ("key", "charge_key", "provider", "heard", "handled")
    list_filter = (("handled_at", admin.EmptyFieldListFilter),)
    search_fields = ("=key", "=charge_key")
    date_hierarchy = "heard_at"
    fields = ("provider", "key", "charge_key", "heard", "handled")
