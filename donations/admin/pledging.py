"""Campaigns, pledges and the ledger in the organisers' workspace."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ContactSearch, LanguageForm
from donations import actions
from donations.actions.hiding import hide_pledge
from donations.admin.entering import ENTER, check_money
from donations.admin.money_pages import ActsWithMoney
from donations.models import Instalment, Payment, Pledge
from goodsociety.common.admin import (
    Kept,
    Order,
    SiteInline,
    act_on_rows,
    baht,
    moment,
)


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
    check_money(order.by, pledge.campaign)
    method = Payment.Method(order.answers["method"])
    actions.confirm_pledge(pledge=pledge, method=method, by=order.by, at=order.at)


@act_on_rows(_("Withdraw the pledge"), _("Nobody is expected to pay these pledges any more."))
def withdraw(pledge: Pledge, order: Order) -> None:
    """Take a pledge back."""
    check_money(order.by, pledge.campaign)
    actions.withdraw_pledge(pledge=pledge, by=order.by, at=order.at)


@act_on_rows(_("Hide from the donors' wall"), _("Name, honour and message are not shown any more; the gift counts."))
def hide(pledge: Pledge, order: Order) -> None:
    """Take what somebody wrote off the wall."""
    hide_pledge(pledge=pledge, is_hidden=True, by=order.by, at=order.at)


@act_on_rows(_("Show on the donors' wall again"), _("What the donor chose to show is shown again."))
def show(pledge: Pledge, order: Order) -> None:
    """Put it on the wall again."""
    hide_pledge(pledge=pledge, is_hidden=False, by=order.by, at=order.at)


class Instalments(SiteInline):
    """The parts of a pledge, as they are due."""

    model = Instalment
    extra = 0
    can_delete = False
    amount = baht("amount_satang", _("amount (baht)"))
    fields = ("number", "amount", "due_on")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Nobody adds by hand."""
        return False


@admin.register(Pledge)
class PledgeAdmin(ActsWithMoney, ContactSearch, Kept):
    """What people promised. A donor's own link is not shown; staff use the reference."""

    secret = ("code",)
    form = LanguageForm
    actions = (confirm, withdraw, hide, show)
    acts = (ENTER,)
    inlines = (Instalments,)
    amount = baht("amount_satang", _("amount (baht)"))
    received = baht("received_satang", _("received (baht)"))
    pledged = moment("created_at", _("pledged"))
    along = ("campaign__edition", "person")
    list_display = (
        "reference",
        "name",
        "campaign",
        "amount",
        "received",
        "status",
        "pledged",
        "is_hidden",
        "is_sample",
    )
    list_filter = ("campaign__edition", "status", "is_hidden", "language", "is_sample")
    search_fields = (
        "reference", "name", "email", "phone", "person__name", "person__email", "person__phone", "campaign__name_th",
        "campaign__name_en",
    )  # fmt: skip
    date_hierarchy = "created_at"
    readonly_fields = (
        "reference", "campaign", "person", "amount", "received", "status", "email", "phone", "pledged", "expires_on",
        "shown_as", "nickname", "is_amount_shown", "in_honour_of", "message", "is_hidden", "is_shared", "is_sample",
    )  # fmt: skip
    fields = (
        "reference", "campaign", "person", "amount", "received", "status", "expires_on", "name", "email", "phone",
        "language", "pledged", "shown_as", "nickname", "is_amount_shown", "in_honour_of", "message", "is_hidden",
        "is_shared", "is_sample",
    )  # fmt: skip

    def label(self, thing: models.Model) -> str:
        """Name reference, donor and campaign."""
        return f"{thing} – {thing.name} – {thing.campaign}"  # type: ignore[attr-defined]  # it is a pledge
