"""What finance does about a slip: enters the payment that was seen in the bank, or says why the slip does not fit."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import actions
from donations.actions.ledger import PAYABLE
from donations.actions.slips import reject_slip
from donations.models import MoneyOrder, Payment, Slip
from donations.models.rules import giving_rules
from goodsociety.common.admin import ActForm, Foreseen, OneAct, Order
from goodsociety.common.fields import MomentField
from goodsociety.common.forms import BahtField
from goodsociety.common.money import show_baht


class EnterForm(ActForm):
    """What was seen in the bank account; a slip alone proves nothing."""

    amount = BahtField(label=gettext_lazy("amount in the account (baht)"))
    received_at = MomentField(label=gettext_lazy("received"), widget=AdminSplitDateTime)
    method = forms.ChoiceField(
        label=gettext_lazy("how it was paid"),
        choices=[(way.value, way.label) for way in (Payment.Method.PROMPTPAY, Payment.Method.TRANSFER)],
    )
    is_seen = forms.BooleanField(label=gettext_lazy("I have seen this money in the account itself"))

    @classmethod
    def proposed(cls, thing: Any, asked: Any) -> dict[str, Any]:  # noqa: ARG003 (the same for all)
        """Begin with what the donor said."""
        return {"amount": thing.amount_satang, "received_at": thing.sent_at, "method": Payment.Method.PROMPTPAY}


class RejectForm(ActForm):
    """Why a slip is not accepted; the donor reads it."""

    reason = forms.ChoiceField(label=gettext_lazy("reason"), choices=Slip.Reason.choices)


def why_not(slip: Slip, _at: dt.datetime) -> str:
    """Say why nothing can be decided about a slip."""
    if slip.state != Slip.State.SUBMITTED:
        return _("This slip was decided on already.")
    if MoneyOrder.objects.waiting().filter(slip=slip).exists():
        return _("The payment of this slip is waiting for a second person to agree.")
    return ""


def why_not_enter(slip: Slip, at: dt.datetime) -> str:
    """Say why no payment can be entered for a slip."""
    if slip.pledge.status not in PAYABLE:
        return _("This pledge is paid or was withdrawn.")
    return why_not(slip, at)


def foresee_entering(slip: Slip, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what would be written into the ledger, by whom, and whether it fits what was promised."""
    satang, pledge = answers["amount"], slip.pledge
    amount, rest = show_baht(satang), show_baht(pledge.remaining_satang)
    words = {"amount": amount, "pledge": pledge.reference, "campaign": pledge.campaign}
    if giving_rules(pledge.campaign.edition).needs_two(satang):
        sentences = [_("%(amount)s baht for %(pledge)s (%(campaign)s) wait until a second person agrees.") % words]
    else:
        sentences = [_("%(amount)s baht for %(pledge)s (%(campaign)s) are written into the ledger.") % words]
        sentences.append(_("The donor is told by e-mail, and the slip counts as confirmed."))
    said = {"amount": amount, "said": show_baht(slip.amount_satang), "rest": rest}
    warnings = [
        words % said
        for words, is_so in (
            (_("The donor said %(said)s baht, not %(amount)s."), satang != slip.amount_satang),
            (_("Only %(rest)s baht are still to come: more came than was promised."), satang > pledge.remaining_satang),
            (_("%(rest)s baht are still to come: this is a part."), satang < pledge.remaining_satang),
        )
        if is_so
    ]
    return Foreseen(f"{slip.state}:{pledge.received_satang}:{satang}", sentences, warnings)


def enter_payment(slip: Slip, order: Order) -> str:
    """Write the payment into the ledger, or let it wait for a second person."""
    answers = order.answers
    money = actions.Money(
        slip.pledge.campaign, answers["amount"], answers["received_at"], method=answers["method"], pledge=slip.pledge,
        slip=slip,
    )  # fmt: skip
    made = actions.record_payment(money=money, by=order.by, at=order.at)
    if isinstance(made, MoneyOrder):
        return _("This amount needs two people: it waits until somebody else of finance agrees.")
    return _("The payment is in the ledger under number %(number)s.") % {"number": made.number}


def foresee_rejecting(slip: Slip, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what the donor is told."""
    reason = Slip.Reason(answers["reason"]).label
    told = (
        _("The donor gets an e-mail with the reason: %(reason)s.")
        if slip.pledge.email
        else _("The donor gave no e-mail, and reads the reason on the pledge's page: %(reason)s.")
    )
    sentences = [told % {"reason": reason}, _("The pledge stays open, and the donor can send in another slip.")]
    return Foreseen(f"{slip.state}:{reason}", sentences)


def reject(slip: Slip, order: Order) -> str:
    """Do not accept a slip."""
    reject_slip(slip=slip, reason=Slip.Reason(order.answers["reason"]), by=order.by, at=order.at)
    return _("The slip is not accepted.")


ACTS = (
    OneAct("enter", gettext_lazy("Enter the payment"), EnterForm, foresee_entering, enter_payment, why_not_enter),
    OneAct("reject", gettext_lazy("Do not accept the slip"), RejectForm, foresee_rejecting, reject, why_not,
           is_danger=True),
)  # fmt: skip
