"""Slips: sent in, taken back and not accepted. None of them ever confirms anything: that is the ledger's alone."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from donations import refusals
from donations.actions.ledger import PAYABLE, locked, open_slip
from donations.actions.letters import letter
from donations.models import MoneyOrder, Pledge, Slip
from donations.models.pledge import LARGEST_PLEDGE
from donations.models.rules import giving_rules
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep
from zones.models import Edition

#: A slip with one of these has taken its bank's reference.
COUNTS = (Slip.State.SUBMITTED, Slip.State.CONFIRMED)


@dataclass(frozen=True)
class Shown:
    """What a donor shows: how much they say they paid, and the picture or the bank's number, or both."""

    amount_satang: int
    bank: str = ""
    bank_reference: str = ""
    picture: bytes | None = None


def send_slip(*, pledge: Pledge, shown: Shown, by: audit.By, at: dt.datetime) -> Slip:
    """Take in a slip for finance to look at; nothing is paid by it.

    Refuses EmptySlip, AmountOutOfRange, WrongStep when the pledge is paid or withdrawn, SlipInReview when another one
    is looked at, SlipSeen when its bank and reference were sent in before, for whichever pledge.
    """
    if not (shown.picture or shown.bank_reference):
        raise refusals.EmptySlip
    if not 0 < shown.amount_satang <= LARGEST_PLEDGE:
        raise refusals.AmountOutOfRange
    with transaction.atomic():
        row = locked(pledge)
        if row.status not in PAYABLE:
            raise WrongStep
        if open_slip(row):
            raise refusals.SlipInReview
        slip = Slip(
            pledge=row, amount_satang=shown.amount_satang, bank=shown.bank, bank_reference=shown.bank_reference,
            picture=shown.picture, sent_at=at,
        )  # fmt: skip
        if was_seen(shown) or not insert_new(slip):
            raise refusals.SlipSeen
        audit.record("send_slip", slip, by=by, at=at, satang=slip.amount_satang)
    return slip


def was_seen(shown: Shown) -> bool:
    """Say whether the bank's reference counts already, also where one of the two slips names no bank."""
    if not shown.bank_reference:
        return False
    seen = Slip.objects.filter(bank_reference__iexact=shown.bank_reference, state__in=COUNTS)
    return (seen.filter(Q(bank="") | Q(bank=shown.bank)) if shown.bank else seen).exists()


def take_slip_back(*, slip: Slip, by: audit.By, at: dt.datetime) -> None:
    """Take back a slip that nobody decided on; its picture is gone at once. Refuses WrongStep, OrderForSlip."""
    with transaction.atomic():
        row = undecided(slip)
        decide(row, Slip.State.TAKEN_BACK, at)
        row.picture = None
        row.save(update_fields=["state", "decided_at", "picture"])
        audit.record("take_slip_back", row, by=by, at=at)


def reject_slip(*, slip: Slip, reason: Slip.Reason, by: User, at: dt.datetime) -> None:
    """Say that a slip does not fit what came; the donor is told why. Refuses WrongStep, OrderForSlip."""
    with transaction.atomic():
        row = undecided(slip)
        decide(row, Slip.State.REJECTED, at)
        row.reason, row.decided_by = reason, by
        row.save(update_fields=["state", "decided_at", "reason", "decided_by"])
        queue_letter(letter("slip_rejected", row.pledge, slip=row), key=f"slip-rejected:{row.pk}", at=at)
        audit.record("reject_slip", row, by=by, at=at, reason=reason.value)


def undecided(slip: Slip) -> Slip:
    """Lock a slip's pledge and return the slip. Refuses WrongStep when it was decided on, OrderForSlip."""
    pledge = locked(slip.pledge)
    row = Slip.objects.in_review().filter(pk=slip.pk).defer("picture").first()
    if row is None:
        raise WrongStep
    if MoneyOrder.objects.waiting().filter(slip=row).exists():
        raise refusals.OrderForSlip
    row.pledge = pledge
    return row


def decide(slip: Slip, state: Slip.State, at: dt.datetime) -> None:
    """Note what became of a slip, and when."""
    slip.state, slip.decided_at = state, at


def forget_pictures(*, at: dt.datetime) -> int:
    """Let go of pictures of slips that were decided on some time ago; say of how many."""
    decided = Slip.objects.exclude(state=Slip.State.SUBMITTED).exclude(picture=None)
    count = 0
    for edition in Edition.objects.filter(pk__in=decided.values("pledge__campaign__edition")):
        kept = dt.timedelta(days=giving_rules(edition).slips_kept_days)
        count += decided.filter(pledge__campaign__edition=edition, decided_at__lt=at - kept).update(picture=None)
    return count
