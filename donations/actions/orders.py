"""What takes two people: large payments, and every refund. One proposes, another one agrees."""

import datetime as dt

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from donations import refusals
from donations.actions.ledger import Money, enter, payable, take_back, with_locks, with_room
from donations.models import MoneyOrder, Payment
from donations.models.rules import giving_rules
from goodsociety.common import audit
from goodsociety.common.refusals import WrongStep


def record_payment(*, money: Money, by: User, at: dt.datetime) -> Payment | MoneyOrder:
    """Enter what came; a large amount becomes an order that waits for a second person instead.

    Refuses what ``enter`` refuses, and OrderWaits when such an order waits already.
    """
    if not giving_rules(money.campaign.edition).needs_two(money.amount_satang):
        return enter(money=money, by=by, at=at)
    with transaction.atomic():
        payable(money)
        with_room(money.line, money.amount_satang)
        waiting = MoneyOrder.objects.waiting().filter(campaign=money.campaign, pledge=money.pledge, line=money.line)
        if (money.pledge or money.line) and waiting.exists():
            raise refusals.OrderWaits
        order = MoneyOrder.objects.create(
            kind=MoneyOrder.Kind.PAYMENT, campaign=money.campaign, pledge=money.pledge, line=money.line,
            slip=money.slip, amount_satang=money.amount_satang, method=money.method, source=money.source,
            received_at=money.received_at, proposed_by=by, proposed_at=at,
        )  # fmt: skip
        audit.record("propose_payment", order, by=by, at=at, satang=order.amount_satang)
    return order


def propose_refund(*, payment: Payment, amount_satang: int, by: User, at: dt.datetime) -> MoneyOrder:
    """Propose to give back all or a part of a payment. Refuses AlreadyReversed, MoreThanCame, OrderWaits."""
    with transaction.atomic():
        row = with_locks(payment)
        check_refund(row, amount_satang)
        if MoneyOrder.objects.waiting().filter(refunded=row).exists():
            raise refusals.OrderWaits
        order = MoneyOrder.objects.create(
            kind=MoneyOrder.Kind.REFUND, campaign_id=row.campaign_id, pledge_id=row.pledge_id, refunded=row,
            amount_satang=amount_satang, method=row.method, source=row.source, received_at=at, proposed_by=by,
            proposed_at=at,
        )  # fmt: skip
        audit.record("propose_refund", order, by=by, at=at, satang=amount_satang)
    return order


def check_refund(row: Payment, satang: int) -> None:
    """Refuse to give back what did not come, was entered by mistake, or was given back already."""
    if row.why != Payment.Why.RECEIVED or Payment.objects.filter(reverses=row).exists():
        raise refusals.AlreadyReversed
    given_back = row.refunded_by.aggregate(total=Sum("amount_satang"))["total"] or 0
    if not 0 < satang <= row.amount_satang + given_back:
        raise refusals.MoreThanCame


def agree_order(*, order: MoneyOrder, by: User, at: dt.datetime) -> Payment:
    """Carry out what another person proposed. Refuses SecondPerson, WrongStep when decided, and what that refuses."""
    with transaction.atomic():
        waiting = undecided(order)
        if waiting.proposed_by_id == by.pk:
            raise refusals.SecondPerson
        payment = carry_out(waiting, by=by, at=at)
        waiting.payment, waiting.state = payment, MoneyOrder.State.DONE
        waiting.decided_by, waiting.decided_at = by, at
        waiting.save()
        audit.record("agree_order", waiting, by=by, at=at, satang=waiting.amount_satang)
    return payment


def undecided(order: MoneyOrder) -> MoneyOrder:
    """Lock and return an order. Refuses WrongStep when somebody decided on it."""
    row = MoneyOrder.objects.select_for_update().get(pk=order.pk)
    if row.state != MoneyOrder.State.WAITING:
        raise WrongStep
    return row


def carry_out(order: MoneyOrder, *, by: User, at: dt.datetime) -> Payment:
    """Write the ledger row of an order, for the one who proposed it and the one who agrees."""
    people = {"by": order.proposed_by, "agreed_by": by}
    if order.refunded is None:
        money = Money(
            order.campaign, order.amount_satang, order.received_at, method=order.method, source=order.source,
            pledge=order.pledge, line=order.line, slip=order.slip,
        )  # fmt: skip
        return enter(money=money, **people, at=at)
    row = with_locks(order.refunded)
    check_refund(row, order.amount_satang)
    return take_back(row, order.amount_satang, Payment(refunds=row, why=Payment.Why.REFUND, **people), at=at)


def refuse_order(*, order: MoneyOrder, by: User, at: dt.datetime) -> None:
    """Turn an order down; who proposed it may call it off too. Refuses WrongStep when somebody decided on it."""
    with transaction.atomic():
        row = undecided(order)
        row.state, row.decided_by, row.decided_at = MoneyOrder.State.REFUSED, by, at
        row.save()
        audit.record("refuse_order", row, by=by, at=at)
