"""What finance does with the lines of a statement: enter them for pledges or as gifts, or leave them out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from donations import refusals
from donations.actions.ledger import Money, left_of
from donations.actions.orders import propose_refund, record_payment
from donations.matching import Promises, Suggestion, suggest
from donations.models import Campaign, MoneyOrder, Payment, Pledge, Statement, StatementLine
from goodsociety.common import audit
from goodsociety.common.refusals import WrongStep

State = StatementLine.State
#: So long texts of banks, which name people, are kept.
WORDS_KEPT = dt.timedelta(days=365)


@dataclass(frozen=True)
class Share:
    """How much of a line is for a campaign, and for which pledge of it, if any."""

    campaign: Campaign
    satang: int
    pledge: Pledge | None = None


def settle_line(
    *, line: StatementLine, shares: Sequence[Share], by: User, at: dt.datetime
) -> list[Payment | MoneyOrder]:
    """Enter a line for pledges and campaigns, all of the shares or none; large ones become orders.

    Refuses LineUsedUp, also by orders that wait, AnotherAccount, NothingToEnter, and what recording a payment refuses.
    """
    if not shares or any(share.satang <= 0 for share in shares):
        raise refusals.NothingToEnter
    with transaction.atomic():
        # All locks in one order before anything is entered: the pledges by their numbers, then the line.
        wanted = sorted(share.pledge.pk for share in shares if share.pledge)
        list(Pledge.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
        row = held(line)
        check(row, shares)
        done = [record_payment(money=money_of(row, share), by=by, at=at) for share in shares]
        audit.record("settle_line", row, by=by, at=at, shares=len(shares))
    return done


def held(line: StatementLine) -> StatementLine:
    """Lock and return a line. Refuses LineUsedUp when nobody has to look at it any more."""
    StatementLine.objects.select_for_update().get(pk=line.pk)
    row = StatementLine.objects.select_related("statement").get(pk=line.pk)
    if row.state not in StatementLine.OPEN:
        raise refusals.LineUsedUp
    return row


def check(line: StatementLine, shares: Sequence[Share]) -> None:
    """Refuse more than is free of a line, and money for somebody else's campaign."""
    if sum(share.satang for share in shares) > free_of(line):
        raise refusals.LineUsedUp
    theirs = (line.statement.edition_id, line.statement.organization_id)
    if any((share.campaign.edition_id, share.campaign.organization_id) != theirs for share in shares):
        raise refusals.AnotherAccount


def free_of(line: StatementLine) -> int:
    """Return how much of a line is neither in the ledger nor waits for a second person, in satang."""
    waiting = MoneyOrder.objects.waiting().filter(line=line).aggregate(total=Sum("amount_satang"))["total"] or 0
    return left_of(line) - waiting


def money_of(line: StatementLine, share: Share) -> Money:
    """Return the money that a share is."""
    assert line.happened_at is not None  # noqa: S101 (a law of the table for lines that can be read)
    return Money(
        share.campaign, share.satang, line.happened_at, source=Payment.Source.STATEMENT, pledge=share.pledge, line=line
    )


def shares_of(suggestion: Suggestion) -> list[Share]:
    """Return the shares that a suggestion proposes."""
    return [Share(pledge.campaign, satang, pledge) for pledge, satang in suggestion.shares]


def certain_in(statement: Statement) -> list[tuple[StatementLine, Suggestion]]:
    """Return the open lines of a statement of which it is certain what they are for."""
    lines = list(statement.lines.open())
    found = suggest(lines, Promises.of(statement.edition, statement.organization))
    pairs = zip(lines, found, strict=True)
    free = [(line, each[0]) for line, each in pairs if each and each[0].is_certain]
    used = set(Payment.objects.filter(line__statement=statement).values_list("line", flat=True))
    used |= set(MoneyOrder.objects.waiting().filter(line__statement=statement).values_list("line", flat=True))
    return [(line, first) for line, first in free if line.pk not in used]


def settle_certain(*, statement: Statement, keys: set[int], by: User, at: dt.datetime) -> int:
    """Enter those certain lines that somebody has seen, each by itself; say how many there were."""
    certain = {line.pk: (line, first) for line, first in certain_in(statement) if line.pk in keys}
    done = 0
    for line, first in certain.values():
        try:
            settle_line(line=line, shares=shares_of(first), by=by, at=at)
        except (WrongStep, refusals.LineUsedUp, refusals.OrderWaits):
            # Somebody was quicker; the list shows what stands now.
            continue
        done += 1
    return done


def send_back(*, line: StatementLine, campaign: Campaign, by: User, at: dt.datetime) -> MoneyOrder:
    """Enter the rest of a line as a gift and propose to give it back, which a second person must agree to.

    Refuses TwoPeople when the gift itself is so large that it takes two people, and what settling refuses.
    """
    with transaction.atomic():
        row = held(line)
        [entered] = settle_line(line=line, shares=[Share(campaign, free_of(row))], by=by, at=at)
        if not isinstance(entered, Payment):
            raise refusals.TwoPeople
        return propose_refund(payment=entered, amount_satang=entered.amount_satang, by=by, at=at)


def ignore_line(*, line: StatementLine, by: User, at: dt.datetime) -> None:
    """Leave out a line, or the rest of it. Refuses LineUsedUp, and OrderWaits while an order for it waits."""
    with transaction.atomic():
        row = held(line)
        if MoneyOrder.objects.waiting().filter(line=row).exists():
            raise refusals.OrderWaits
        StatementLine.objects.filter(pk=row.pk).update(state=State.IGNORED)
        audit.record("ignore_line", row, by=by, at=at)


def take_up_line(*, line: StatementLine, by: User, at: dt.datetime) -> None:
    """Look at a line again that was left out. Refuses WrongStep, also for money that went."""
    with transaction.atomic():
        row = StatementLine.objects.select_for_update().get(pk=line.pk)
        if row.state != State.IGNORED or (row.amount_satang or 0) <= 0:
            raise WrongStep
        StatementLine.objects.filter(pk=row.pk).update(state=State.UNMATCHED)
        audit.record("take_up_line", row, by=by, at=at)


def forget_words(*, at: dt.datetime) -> int:
    """Let go of what banks wrote about people, once a statement is old; amounts and what they were for stay."""
    old = StatementLine.objects.filter(statement__read_at__lt=at - WORDS_KEPT).exclude(words="", reference="")
    return old.update(words="", reference="")
