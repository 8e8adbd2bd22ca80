"""What is written into the ledger, and what follows: for the pledge, its slip, the bank's line and the paper.

Lock order: the pledge, then the line of a statement, then the payment that is taken back, and the numbers last.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from donations import refusals
from donations.actions.letters import letter
from donations.actions.numbering import LEDGER, next_number
from donations.models import Acknowledgement, Campaign, Charge, Payment, Pledge, Slip, StatementLine
from donations.models.rules import giving_rules
from goodsociety.common import audit
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep

Status = Pledge.Status
#: Pledges that money may still come for; what was withdrawn was called off.
PAYABLE = (*Pledge.OPEN, Status.EXPIRED)


@dataclass(frozen=True)
class Money:
    """An amount in satang that came for a campaign: when, how, where we know it from, and what it was meant for."""

    campaign: Campaign
    amount_satang: int
    received_at: dt.datetime
    method: str = Payment.Method.TRANSFER
    source: str = Payment.Source.HAND
    pledge: Pledge | None = None
    line: StatementLine | None = None
    slip: Slip | None = None
    charge: Charge | None = None


def enter(*, money: Money, by: User | None, agreed_by: User | None = None, at: dt.datetime) -> Payment:
    """Write what came into the ledger and settle what it was meant for.

    Refuses WrongStep when its pledge cannot be paid, LineUsedUp when the bank's line is for less, AmountOutOfRange.
    The caller has looked whether two people are needed.
    """
    if money.amount_satang <= 0:
        raise refusals.AmountOutOfRange
    with transaction.atomic():
        pledge = payable(money)
        line = with_room(money.line, money.amount_satang)
        slip = money.slip or open_slip(pledge)
        payment = Payment.objects.create(
            number=next_number(LEDGER), campaign_id=money.campaign.pk, pledge=pledge, line=line, slip=slip,
            charge=money.charge, amount_satang=money.amount_satang, method=money.method, source=money.source,
            received_at=money.received_at, recorded_at=at, by=by, agreed_by=agreed_by,
            is_sample=money.campaign.is_sample,
        )  # fmt: skip
        follow(payment, by=by, at=at)
        audit.record("enter_payment", payment, by=by or audit.SYSTEM, at=at, satang=payment.amount_satang)
    return payment


def payable(money: Money) -> Pledge | None:
    """Lock and return the pledge that money is for. Refuses WrongStep when it is paid or was withdrawn."""
    if money.pledge is None:
        return None
    pledge = locked(money.pledge)
    if pledge.status not in PAYABLE or pledge.campaign_id != money.campaign.pk:
        raise WrongStep
    return pledge


def locked(pledge: Pledge) -> Pledge:
    """Return a pledge as it is now, which nobody else changes until the transaction ends."""
    return Pledge.objects.select_for_update().get(pk=pledge.pk)


def with_room(line: StatementLine | None, satang: int) -> StatementLine | None:
    """Lock and return a line of a statement. Refuses LineUsedUp unless so much of it is not entered yet."""
    if line is None:
        return None
    now = StatementLine.objects.select_for_update().get(pk=line.pk)
    if now.state not in StatementLine.OPEN or satang > left_of(now):
        raise refusals.LineUsedUp
    return now


def left_of(line: StatementLine) -> int:
    """Return how much of a line is not in the ledger, in satang; what was given back of it had come all the same."""
    entered = line.payments.exclude(why=Payment.Why.REFUND).aggregate(total=Sum("amount_satang"))["total"] or 0
    return (line.amount_satang or 0) - entered


def open_slip(pledge: Pledge | None) -> Slip | None:
    """Return the slip of a pledge that is in review."""
    return Slip.objects.in_review().filter(pledge=pledge).first() if pledge else None


def follow(payment: Payment, *, by: User | None, at: dt.datetime) -> None:
    """Settle what a payment was meant for: its pledge, the line it was seen in, the slip that told of it."""
    if payment.line is not None:
        settle_line(payment.line)
    if payment.slip is not None:
        decided = {"state": Slip.State.CONFIRMED, "decided_at": at, "decided_by": by}
        Slip.objects.in_review().filter(pk=payment.slip.pk).update(**decided)
    if payment.pledge is not None:
        settle_pledge(payment.pledge, payment.amount_satang)
        template = "pledge_paid" if payment.pledge.status == Status.PAID else "pledge_partly"
        queue_letter(letter(template, payment.pledge, payment=payment), key=f"paid:{payment.pk}", at=at)


def settle_line(line: StatementLine) -> None:
    """Say of a locked line whether all of it is in the ledger."""
    state = StatementLine.State.UNMATCHED if left_of(line) else StatementLine.State.MATCHED
    StatementLine.objects.filter(pk=line.pk).update(state=state)


def settle_pledge(pledge: Pledge, satang: int) -> None:
    """Add to what came of a locked pledge, or take off with minus; its state follows from the sum."""
    pledge.received_satang += satang
    pledge.status = status_of(pledge, came=satang > 0)
    pledge.save(update_fields=["received_satang", "status"])


def status_of(pledge: Pledge, *, came: bool) -> Pledge.Status:
    """Return the state that follows from what came: called off stays so, and what expired unless money came."""
    if pledge.received_satang >= pledge.amount_satang:
        return Status.PAID
    if pledge.status == Status.WITHDRAWN or (pledge.status == Status.EXPIRED and not came):
        return Status(pledge.status)
    return Status.PARTLY if pledge.received_satang else Status.PROMISED


def confirm_pledge(*, pledge: Pledge, method: str, by: User, at: dt.datetime) -> Payment:
    """Enter all that is still to come of a pledge, which one person of finance has seen in the bank.

    Refuses WrongStep when it is paid already or was withdrawn, TwoPeople when the amount needs a second person.
    """
    with transaction.atomic():
        now = locked(pledge)
        if now.status not in PAYABLE:
            raise WrongStep
        if giving_rules(pledge.campaign.edition).needs_two(now.remaining_satang):
            raise refusals.TwoPeople
        money = Money(pledge.campaign, now.remaining_satang, at, method=method, pledge=pledge)
        return enter(money=money, by=by, at=at)


def reverse_payment(*, payment: Payment, by: User, at: dt.datetime) -> Payment:
    """Take back what was entered by mistake, by a row with minus. Refuses AlreadyReversed, also after a refund."""
    with transaction.atomic():
        row = with_locks(payment)
        if row.why != Payment.Why.RECEIVED or row.refunded_by.exists():
            raise refusals.AlreadyReversed
        if Payment.objects.filter(reverses=row).exists():
            raise refusals.AlreadyReversed
        reversal = take_back(row, row.amount_satang, Payment(reverses=row, why=Payment.Why.MISTAKE, by=by), at=at)
        reopen_slip(row)
        audit.record("reverse_payment", row, by=by, at=at, satang=reversal.amount_satang)
    return reversal


def with_locks(payment: Payment) -> Payment:
    """Return a payment with its pledge and line, all of them locked."""
    if payment.pledge_id:
        Pledge.objects.select_for_update().get(pk=payment.pledge_id)
    if payment.line_id:
        StatementLine.objects.select_for_update().get(pk=payment.line_id)
    return Payment.objects.select_for_update().get(pk=payment.pk)


def take_back(row: Payment, satang: int, minus: Payment, *, at: dt.datetime) -> Payment:
    """Write the row with minus of a locked payment; pledge and line follow, and its paper is void."""
    minus.number = next_number(LEDGER)
    minus.campaign_id, minus.pledge_id, minus.line_id = row.campaign_id, row.pledge_id, row.line_id
    minus.amount_satang, minus.method, minus.source = -satang, row.method, row.source
    minus.received_at = minus.recorded_at = at
    minus.is_sample = row.is_sample
    minus.save(force_insert=True)
    if row.pledge is not None:
        settle_pledge(row.pledge, -satang)
    if row.line is not None and minus.why == Payment.Why.MISTAKE:
        settle_line(row.line)
    void = {"voided_at": at, "voided_reason": Acknowledgement.Reason.TAKEN_BACK, "voided_by": minus.by}
    Acknowledgement.objects.filter(payment=row, voided_at=None).update(**void)
    return minus


def reopen_slip(payment: Payment) -> None:
    """Let finance look again at the slip of a payment that was entered by mistake, unless a newer one waits."""
    if payment.slip_id is None or open_slip(payment.pledge):
        return
    again = {"state": Slip.State.SUBMITTED, "decided_at": None, "decided_by": None}
    Slip.objects.filter(pk=payment.slip_id, state=Slip.State.CONFIRMED).update(**again)
