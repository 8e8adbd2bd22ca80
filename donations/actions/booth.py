"""Cash and card gifts taken at the booth: entered at once, for a donor who gave their name or for nobody's."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.contact import Contact
from accounts.models import User
from donations import paper_refusals as refusals
from donations.actions.acknowledging import SETTLED_AFTER
from donations.actions.ledger import Money, reverse_payment
from donations.actions.orders import record_payment
from donations.actions.pledging import PLAIN, Wishes, check_amount, check_open, note_pledge, withdraw_pledge
from donations.models import Campaign, MoneyOrder, Payment, Pledge

#: For so long whoever entered a gift may take it back alone.
UNDO_WITHIN = SETTLED_AFTER


@dataclass(frozen=True)
class Gift:
    """What somebody puts on the table: how much in satang, how, and who they are, if they say so."""

    campaign: Campaign
    amount_satang: int
    method: str
    contact: Contact | None = None
    wishes: Wishes = PLAIN


def take_gift(*, gift: Gift, by: User, at: dt.datetime) -> Payment | MoneyOrder:
    """Enter a gift; a large one becomes an order that waits for a second person.

    A donor's name makes a promise first, which is paid in the same transaction. Refuses NotForMoney, CampaignClosed,
    AmountOutOfRange.
    """
    if not gift.campaign.is_for_money:
        raise refusals.NotForMoney
    check_open(gift.campaign, at)
    check_amount(gift.amount_satang, gift.wishes)
    with transaction.atomic():
        money = Money(
            gift.campaign, gift.amount_satang, at, method=gift.method, source=Payment.Source.BOOTH,
            pledge=promised(gift, by=by, at=at),
        )  # fmt: skip
        return record_payment(money=money, by=by, at=at)


def promised(gift: Gift, *, by: User, at: dt.datetime) -> Pledge | None:
    """Note the promise of a donor who gave their name."""
    if gift.contact is None:
        return None
    return note_pledge(
        campaign=gift.campaign, contact=gift.contact, amount_satang=gift.amount_satang, wishes=gift.wishes, by=by, at=at
    )


def undo_gift(*, payment: Payment, by: User, at: dt.datetime) -> Payment:
    """Take back what one entered oneself a moment ago, and its promise, so that nobody is asked to pay it.

    Refuses UndoTooLate for others' entries and after five minutes, AlreadyReversed.
    """
    if not may_undo(payment, by=by, at=at):
        raise refusals.UndoTooLate
    with transaction.atomic():
        reversal = reverse_payment(payment=payment, by=by, at=at)
        if payment.pledge is not None:
            withdraw_pledge(pledge=payment.pledge, by=by, at=at)
    return reversal


def may_undo(payment: Payment, *, by: User, at: dt.datetime) -> bool:
    """Say whether somebody may take a payment back without finance."""
    is_own = payment.by_id == by.pk and payment.source == Payment.Source.BOOTH and payment.why == Payment.Why.RECEIVED
    return is_own and at - payment.recorded_at < UNDO_WITHIN
