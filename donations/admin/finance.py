"""Money in the organisers' workspace: the ledger, what waits for a second person, and whom campaigns are paid to."""

import datetime as dt
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from donations import actions
from donations.admin.entering import check_money
from donations.admin.money_pages import ActsWithMoney, OfMoney, manages_any
from donations.models import MoneyOrder, PayeeChange, Payment
from donations.models.campaign import PAYEE_FIELDS
from donations.reach import may_manage_money
from goodsociety.common.admin import (
    ActForm,
    Foreseen,
    OneAct,
    Order,
    ReadOnly,
    SiteForm,
    act_on_rows,
    baht,
    moment,
)
from goodsociety.common.forms import BahtField
from goodsociety.common.money import show_baht

#: Digits of a number in the ledger, at most.
LONGEST_NUMBER = 15


@act_on_rows(
    gettext_lazy("Reverse the payment"),
    gettext_lazy("A row with minus is added to the ledger for each, and a pledge that it paid is open again."),
)
def reverse(payment: Payment, order: Order) -> None:
    """Take a payment back that was entered by mistake."""
    check_money(order.by, payment.campaign)
    actions.reverse_payment(payment=payment, by=order.by, at=order.at)


class RefundForm(ActForm):
    """How much is to be given back."""

    amount = BahtField(label=gettext_lazy("amount to give back (baht)"))

    @classmethod
    def proposed(cls, thing: Any, asked: Any) -> dict[str, Any]:  # noqa: ARG003 (the same for all)
        """Begin with all of it."""
        return {"amount": thing.amount_satang}


def foresee_refund(payment: Payment, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what is proposed."""
    satang = answers["amount"]
    words = {"amount": show_baht(satang), "number": payment.number}
    sentences = [
        _("%(amount)s baht of payment %(number)s are to be given back. A second person must agree.") % words,
        _("Only then a row with minus is added to the ledger. Transfer the money yourselves; nothing is sent by this."),
    ]
    return Foreseen(f"{satang}", sentences)


def propose_refund(payment: Payment, order: Order) -> str:
    """Let the refund wait for a second person."""
    check_money(order.by, payment.campaign)
    satang = order.answers["amount"]
    actions.propose_refund(payment=payment, amount_satang=satang, by=order.by, at=order.at)
    return _("The refund waits until somebody else of finance agrees.")


def why_no_refund(payment: Payment, _at: dt.datetime) -> str:
    """Say of what is itself a row with minus, or was reversed, that it is."""
    is_back = payment.why != Payment.Why.RECEIVED or hasattr(payment, "reversed_by")
    return _("There is nothing here that could be given back.") if is_back else ""


REFUND = OneAct(
    "refund", gettext_lazy("Give money back"), RefundForm, foresee_refund, propose_refund, why_no_refund, is_danger=True
)


@admin.register(Payment)
class PaymentAdmin(ActsWithMoney, ReadOnly):
    """The ledger: what was received and what was taken back."""

    actions = (reverse,)
    acts = (REFUND,)
    amount = baht("amount_satang", gettext_lazy("amount (baht)"))
    received = moment("received_at", gettext_lazy("received"))
    recorded = moment("recorded_at", gettext_lazy("recorded"))
    along = ("campaign__edition", "pledge", "by", "agreed_by", "reverses", "reversed_by", "refunds")
    list_display = (
        "number", "campaign", "amount", "method", "why", "source", "received", "pledge", "by", "agreed_by",
        "is_reversed", "is_sample",
    )  # fmt: skip
    list_filter = ("campaign__edition", "method", "why", "source", "is_sample")
    search_fields = ("=number", "campaign__name_th", "campaign__name_en", "pledge__reference", "pledge__name")
    date_hierarchy = "received_at"
    fields = (
        "number", "campaign", "pledge", "amount", "method", "why", "source", "line", "slip_number", "charge",
        "received", "recorded", "by", "agreed_by", "reverses", "refunds", "is_reversed", "is_sample",
    )  # fmt: skip

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find a number or a pledge's reference by itself, which takes no look through the names in a long ledger."""
        typed = "".join(search_term.split()).upper()
        is_number = typed.isdecimal() and len(typed) <= LONGEST_NUMBER
        found = queryset.filter(number=int(typed)) if is_number else queryset.filter(pledge__reference=typed)
        return (
            (found, False) if typed and found.exists() else super().get_search_results(request, queryset, search_term)
        )

    def label(self, thing: models.Model) -> str:
        """Name the row, its amount and its campaign."""
        return f"{thing} – {self.amount(thing)} – {thing.campaign}"  # type: ignore[attr-defined]  # it is a payment

    @admin.display(description=gettext_lazy("slip"))
    def slip_number(self, payment: Payment) -> str:
        """Name the slip without fetching its picture."""
        return f"{payment.slip_id or '–'}"

    @admin.display(description=gettext_lazy("reversed"), boolean=True)
    def is_reversed(self, payment: Payment) -> bool:
        """Show whether it was taken back."""
        return hasattr(payment, "reversed_by")


def foresee_agreeing(order: MoneyOrder, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what is agreed to."""
    words = {"amount": show_baht(order.amount_satang), "campaign": order.campaign, "who": order.proposed_by}
    if order.kind == MoneyOrder.Kind.REFUND:
        sentence = _("%(amount)s baht that %(campaign)s received are taken off the ledger; %(who)s proposed it.")
    else:
        sentence = _("%(amount)s baht for %(campaign)s are written into the ledger; %(who)s proposed it.")
    checked = _("Look at the bank account yourself before you agree.")
    return Foreseen(order.state, [sentence % words, checked])


def agree(thing: MoneyOrder, order: Order) -> str:
    """Carry out what somebody else proposed."""
    check_money(order.by, thing.campaign)
    payment = actions.agree_order(order=thing, by=order.by, at=order.at)
    return _("It is in the ledger under number %(number)s.") % {"number": payment.number}


def foresee_refusing(_thing: Any, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say that nothing happens."""
    return Foreseen("", [_("Nothing is written into the ledger, and this cannot be agreed to any more.")])


def refuse(thing: MoneyOrder, order: Order) -> str:
    """Turn down what was proposed."""
    check_money(order.by, thing.campaign)
    actions.refuse_order(order=thing, by=order.by, at=order.at)
    return _("It is refused.")


def why_not_order(thing: MoneyOrder, _at: dt.datetime) -> str:
    """Say that it was decided on."""
    return "" if thing.state == MoneyOrder.State.WAITING else _("Somebody decided on this already.")


@admin.register(MoneyOrder)
class MoneyOrderAdmin(OfMoney):
    """Large payments and refunds that wait for a second person; those that wait first."""

    edition_path = "campaign__edition"
    acts = (
        OneAct("agree", gettext_lazy("Agree"), ActForm, foresee_agreeing, agree, why_not_order),
        OneAct("refuse", gettext_lazy("Refuse"), ActForm, foresee_refusing, refuse, why_not_order, is_danger=True),
    )
    amount = baht("amount_satang", gettext_lazy("amount (baht)"))
    proposed = moment("proposed_at", gettext_lazy("proposed"))
    received = moment("received_at", gettext_lazy("received"))
    decided = moment("decided_at", gettext_lazy("decided"))
    along = ("campaign__edition", "pledge", "proposed_by", "decided_by", "payment", "refunded")
    list_display = ("kind", "state", "campaign", "amount", "pledge", "proposed_by", "proposed", "decided_by", "decided")
    list_filter = ("state", "kind", "campaign__edition")
    search_fields = ("campaign__name_th", "campaign__name_en", "pledge__reference")
    fields = (
        "kind", "state", "campaign", "pledge", "amount", "method", "source", "received", "line", "refunded",
        "proposed_by", "proposed", "decided_by", "decided", "payment",
    )  # fmt: skip
    ordering = ("-state", "-proposed_at", "-pk")


def foresee_payee(change: PayeeChange, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what was and what would be."""
    now, then = words_of(change.campaign), words_of(change)
    return Foreseen(
        change.state,
        [
            _("From now on donors pay %(campaign)s here:") % {"campaign": change.campaign},
            _("For a day the campaign's page says that the payee is new."),
            _("Ask the organization by telephone, at a number you knew before, whether this is right."),
        ],
        lists={_("Now"): now or ["–"], _("Then"): then},
    )


def words_of(payee: Any) -> list[str]:
    """Return the ways to be paid in words."""
    named = ((payee._meta.get_field(name).verbose_name, getattr(payee, name)) for name in PAYEE_FIELDS)
    return [f"{label}: {value}" for label, value in named if value]


def approve_payee(change: PayeeChange, order: Order) -> str:
    """Make the proposed payee the campaign's."""
    check_money(order.by, change.campaign)
    actions.approve_payee(change=change, by=order.by, at=order.at)
    return _("Donors now see the new payee.")


def foresee_no_payee(_change: PayeeChange, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say that nothing changes."""
    return Foreseen("", [_("The campaign keeps the payee it has.")])


def refuse_payee(change: PayeeChange, order: Order) -> str:
    """Keep the payee as it is."""
    check_money(order.by, change.campaign)
    actions.refuse_payee(change=change, by=order.by, at=order.at)
    return _("It is refused.")


def why_not_payee(change: PayeeChange, _at: dt.datetime) -> str:
    """Say that it was decided on."""
    return "" if change.state == PayeeChange.State.PROPOSED else _("Somebody decided on this already.")


class PayeeForm(SiteForm):
    """A new payee as it is proposed; whether there is one is the act's to say."""

    def validate_constraints(self) -> None:
        """Leave it to the act, which says more."""


@admin.register(PayeeChange)
class PayeeChangeAdmin(OfMoney):
    """Payees that one person proposes and another one approves."""

    form = PayeeForm
    edition_path = "campaign__edition"
    acts = (
        OneAct("approve", gettext_lazy("Approve the payee"), ActForm, foresee_payee, approve_payee, why_not_payee),
        OneAct(
            "refuse", gettext_lazy("Refuse"), ActForm, foresee_no_payee, refuse_payee, why_not_payee, is_danger=True
        ),
    )
    proposed = moment("proposed_at", gettext_lazy("proposed"))
    decided = moment("decided_at", gettext_lazy("decided"))
    along = ("campaign__edition", "proposed_by", "decided_by")
    list_display = ("campaign", "state", "proposed_by", "proposed", "decided_by", "decided")
    list_filter = ("state", "campaign__edition")
    search_fields = ("campaign__name_th", "campaign__name_en")
    autocomplete_fields = ("campaign",)
    ordering = ("-state", "-proposed_at", "-pk")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Let those propose who look after some edition's money."""
        return manages_any(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:  # noqa: ARG002 (Django's signature)
        """Ask for the payee; afterwards say who did what."""
        decided = () if obj is None else ("state", "proposed_by", "proposed", "decided_by", "decided")
        return ("campaign", *PAYEE_FIELDS, *decided)

    def save_model(self, request: HttpRequest, obj: PayeeChange, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001 (Django's signature)
        """Propose the payee; what a rule says no with is shown above the form."""
        user = cast("User", request.user)
        if not may_manage_money(user, obj.campaign.edition):
            raise PermissionDenied
        actions.propose_payee(change=obj, by=user, at=timezone.now())
