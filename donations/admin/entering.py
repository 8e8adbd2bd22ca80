"""Entering money that finance has seen: for a pledge, or for a campaign without one."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from donations import actions, refusals
from donations.actions.ledger import PAYABLE
from donations.models import Campaign, MoneyOrder, Payment, Pledge
from donations.models.rules import giving_rules
from donations.reach import may_manage_money
from goodsociety.common.admin import ActForm, Foreseen, OneAct, Order
from goodsociety.common.fields import MomentField
from goodsociety.common.forms import BahtField
from goodsociety.common.money import show_baht


def check_money(user: User, campaign: Campaign) -> None:
    """Refuse NotYourMoney to whoever does not look after the money of a campaign's edition."""
    if not may_manage_money(user, campaign.edition):
        raise refusals.NotYourMoney


class SeenForm(ActForm):
    """What came: how much, when and how."""

    amount = BahtField(label=gettext_lazy("amount (baht)"))
    received_at = MomentField(label=gettext_lazy("received"), widget=AdminSplitDateTime)
    method = forms.ChoiceField(label=gettext_lazy("how it was paid"), choices=Payment.Method.choices)
    is_seen = forms.BooleanField(label=gettext_lazy("I have seen this money myself"))

    @classmethod
    def proposed(cls, thing: Any, asked: Any) -> dict[str, Any]:  # noqa: ARG003 (the same for all)
        """Begin with what is still to come of a pledge."""
        rest = {"amount": thing.remaining_satang} if isinstance(thing, Pledge) else {}
        return {**rest, "received_at": timezone.now(), "method": Payment.Method.TRANSFER}

    def clean_amount(self) -> int:
        """Refuse nothing and less."""
        satang: int = self.cleaned_data["amount"]
        if satang <= 0:
            raise ValidationError(_("The amount must be more than nothing."))
        return satang


def campaign_of(thing: Pledge | Campaign) -> Campaign:
    """Return what the money is for."""
    return thing.campaign if isinstance(thing, Pledge) else thing


def foresee(thing: Pledge | Campaign, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what would be written into the ledger, and whether a second person must agree first."""
    satang = answers["amount"]
    words = {"amount": show_baht(satang), "thing": thing}
    if giving_rules(campaign_of(thing).edition).needs_two(satang):
        sentence = _("%(amount)s baht for %(thing)s wait until a second person agrees.")
    else:
        sentence = _("%(amount)s baht for %(thing)s are written into the ledger.")
    warnings = differences(thing, satang) if isinstance(thing, Pledge) else []
    return Foreseen(f"{satang}:{getattr(thing, 'received_satang', '')}", [sentence % words], warnings)


def differences(pledge: Pledge, satang: int) -> list[str]:
    """Say where an amount is not what is still to come of a pledge."""
    rest = {"rest": show_baht(pledge.remaining_satang)}
    if satang > pledge.remaining_satang:
        return [_("Only %(rest)s baht are still to come: more came than was promised.") % rest]
    if satang < pledge.remaining_satang:
        return [_("%(rest)s baht are still to come: this is a part.") % rest]
    return []


def enter(thing: Pledge | Campaign, order: Order) -> str:
    """Write the payment into the ledger, or let it wait for a second person."""
    campaign, answers = campaign_of(thing), order.answers
    check_money(order.by, campaign)
    money = actions.Money(
        campaign, answers["amount"], answers["received_at"], method=answers["method"],
        pledge=thing if isinstance(thing, Pledge) else None,
    )  # fmt: skip
    made = actions.record_payment(money=money, by=order.by, at=order.at)
    if isinstance(made, MoneyOrder):
        return _("This amount needs two people: it waits until somebody else of finance agrees.")
    return _("The payment is in the ledger under number %(number)s.") % {"number": made.number}


def why_not(thing: Pledge | Campaign, _at: dt.datetime) -> str:
    """Say of a pledge that is paid or was withdrawn that it is."""
    is_over = isinstance(thing, Pledge) and thing.status not in PAYABLE
    return _("This pledge is paid or was withdrawn.") if is_over else ""


ENTER = OneAct("enter", gettext_lazy("Enter the payment"), SeenForm, foresee, enter, why_not)
ENTER_GIFT = OneAct("enter", gettext_lazy("Enter a gift without a pledge"), SeenForm, foresee, enter)
