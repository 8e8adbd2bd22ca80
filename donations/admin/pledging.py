"""Campaigns, pledges and the ledger in the organisers' workspace."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.admin import ContactSearch, LanguageForm
from donations import actions
from donations.models import Campaign, Payment, Pledge
from goodsociety.common.admin import Kept, Order, ReadOnly, SiteForm, act_on_rows, baht, moment, named
from goodsociety.common.forms import BahtField
from zones.admin import OfEdition


class CampaignForm(SiteForm):
    """A campaign, whose goal is typed in baht."""

    goal_satang = BahtField(label=capfirst(_("goal (baht)")))


@admin.register(Campaign)
class CampaignAdmin(OfEdition):
    """What is given to, with what the ledger holds."""

    name = named()
    form = CampaignForm
    goal = baht("goal_satang", _("goal (baht)"))
    received = baht("received_satang", _("received (baht)"))
    along = ("edition", "organization")
    list_display = ("name", "edition", "organization", "goal", "received", "promptpay_id", "is_sample")
    list_filter = ("edition", "is_sample")
    search_fields = ("name_th", "name_en", "slug", "organization__name_th", "organization__name_en", "edition__year")
    autocomplete_fields = ("edition", "organization")
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = ("is_sample",)
    fields = (
        "edition", "organization", ("name_th", "name_en"), "slug", "summary_th", "summary_en", "goal_satang",
        "promptpay_id", "is_sample",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Add up the ledger."""
        campaigns: Any = super().get_queryset(request)
        return cast("QuerySet[Any]", campaigns.with_totals())


class HowPaid(forms.Form):
    """How the money of the chosen pledges came."""

    method = forms.ChoiceField(label=_("How was it paid?"), choices=Payment.Method.choices)


@act_on_rows(
    _("Confirm that the payment was received"),
    _("The whole amount of each pledge is written into the ledger, and every donor gets an e-mail."),
    HowPaid,
)
def confirm(pledge: Pledge, order: Order) -> None:
    """Write the payment of a pledge."""
    method = Payment.Method(order.answers["method"])
    actions.confirm_pledge(pledge=pledge, method=method, by=order.by, at=order.at)


@act_on_rows(_("Withdraw the pledge"), _("Nobody is expected to pay these pledges any more."))
def withdraw(pledge: Pledge, order: Order) -> None:
    """Take a pledge back."""
    actions.withdraw_pledge(pledge=pledge, by=order.by, at=order.at)


@admin.register(Pledge)
class PledgeAdmin(ContactSearch, Kept):
    """What people promised. A donor's own link is not shown; staff use the reference."""

    secret = ("code",)
    form = LanguageForm
    actions = (confirm, withdraw)
    amount = baht("amount_satang", _("amount (baht)"))
    pledged = moment("created_at", _("pledged"))
    along = ("campaign__edition", "person")
    list_display = ("reference", "name", "campaign", "amount", "status", "pledged", "is_sample")
    list_filter = ("campaign__edition", "status", "language", "is_sample")
    search_fields = (
        "reference", "name", "email", "phone", "person__name", "person__email", "person__phone", "campaign__name_th",
        "campaign__name_en",
    )  # fmt: skip
    date_hierarchy = "created_at"
    readonly_fields = (
        "reference", "campaign", "person", "amount", "status", "email", "phone", "pledged", "is_sample",
    )  # fmt: skip
    fields = (
        "reference", "campaign", "person", "amount", "status", "name", "email", "phone", "language", "pledged",
        "is_sample",
    )  # fmt: skip

    def label(self, thing: models.Model) -> str:
        """Name reference, donor and campaign."""
        return f"{thing} – {thing.name} – {thing.campaign}"  # type: ignore[attr-defined]  # it is a pledge


@act_on_rows(
    _("Reverse the payment"),
    _("A row with minus is added to the ledger for each, and a pledge that it paid is open again."),
)
def reverse(payment: Payment, order: Order) -> None:
    """Take a payment back."""
    actions.reverse_payment(payment=payment, by=order.by, at=order.at)


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    """The ledger: what was received and what was taken back."""

    actions = (reverse,)
    amount = baht("amount_satang", _("amount (baht)"))
    received = moment("received_at", _("received"))
    recorded = moment("recorded_at", _("recorded"))
    along = ("campaign__edition", "pledge", "by", "reverses", "reversed_by")
    list_display = (
        "id", "campaign", "amount", "method", "received", "pledge", "by", "reverses", "is_reversed", "is_sample",
    )  # fmt: skip
    list_filter = ("campaign__edition", "method", ("reverses", admin.EmptyFieldListFilter), "is_sample")
    search_fields = ("campaign__name_th", "campaign__name_en", "pledge__reference", "pledge__name")
    date_hierarchy = "received_at"
    fields = (
        "campaign", "pledge", "amount", "method", "received", "recorded", "by", "reverses", "is_reversed", "is_sample",
    )  # fmt: skip

    def label(self, thing: models.Model) -> str:
        """Name the row, its amount and its campaign."""
        return f"{thing} – {self.amount(thing)} – {thing.campaign}"  # type: ignore[attr-defined]  # it is a payment

    @admin.display(description=_("reversed"), boolean=True)
    def is_reversed(self, payment: Payment) -> bool:
        """Show whether it was taken back."""
        return hasattr(payment, "reversed_by")
