"""Acknowledgements: issued in numbers without gaps, voided for a reason, taken as copies. Never a tax receipt."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from donations import paper_refusals as refusals
from donations.actions.ledger import with_locks
from donations.actions.letters import letter
from donations.actions.numbering import next_number
from donations.actions.pledging import Paper
from donations.models import Acknowledgement, Payment, Recipient
from goodsociety.common import audit
from goodsociety.common.dates import local_day
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep
from goodsociety.common.rounds import each_by_itself

Reason = Acknowledgement.Reason
#: What the keys of all series of papers begin with.
PAPERS = "acknowledgement:"
#: A gift taken at the booth can be undone for so long; until then no number is used up for it.
SETTLED_AFTER = dt.timedelta(minutes=5)
#: So many a minute: each is a transaction of its own.
ROUND = 200


def issue_acknowledgement(
    *, payment: Payment, recipient: Paper | None = None, language: str = "", by: audit.By, at: dt.datetime
) -> Acknowledgement:
    """Issue the paper for what remains of a payment, under the next number of the organization and the year.

    It is in the name that the donor asked for unless another ``recipient`` is given. Refuses NothingToAcknowledge,
    AlreadyAcknowledged, NoRecipient.
    """
    with transaction.atomic():
        row = with_locks(payment)
        satang = remaining_satang(row)
        named = recipient or asked_for(row)
        if row.acknowledgements.valid().exists():
            raise refusals.AlreadyAcknowledged
        organization, year = row.campaign.organization, local_day(at).year
        paper = Acknowledgement.objects.create(
            organization=organization, year=year, number=next_number(series_of(organization.pk, year)), payment=row,
            amount_satang=satang, name=named.name, address=named.address, tax_number=named.tax_number,
            language=language or (row.pledge.language if row.pledge else "th"), issued_at=at,
        )  # fmt: skip
        if row.pledge:
            queue_letter(letter("acknowledgement", row.pledge, paper=paper), key=f"acknowledgement:{paper.pk}", at=at)
        audit.record("issue_acknowledgement", paper, by=by, at=at, satang=satang, number=paper.number)
    return paper


def series_of(organization: int, year: int) -> str:
    """Return the key of the series of numbers of an organization in a year."""
    return f"{PAPERS}{organization}:{year}"


def remaining_satang(row: Payment) -> int:
    """Return what is left of a locked payment after refunds. Refuses NothingToAcknowledge when that is nothing."""
    if row.why != Payment.Why.RECEIVED or Payment.objects.filter(reverses=row).exists():
        raise refusals.NothingToAcknowledge
    given_back = row.refunded_by.aggregate(total=Sum("amount_satang"))["total"] or 0
    if row.amount_satang + given_back <= 0:
        raise refusals.NothingToAcknowledge
    return row.amount_satang + int(given_back)


def asked_for(row: Payment) -> Paper:
    """Return in whose name the donor wanted the paper. Refuses NoRecipient where none was wanted."""
    wanted = Recipient.objects.filter(pledge=row.pledge_id).exclude(name="").first() if row.pledge_id else None
    if wanted is None:
        raise refusals.NoRecipient
    return Paper(wanted.name, wanted.address, wanted.tax_number)


def void_acknowledgement(*, acknowledgement: Acknowledgement, reason: Reason, by: User, at: dt.datetime) -> None:
    """Say that a paper holds no more: it stays under its number, and a new one can be issued. Refuses WrongStep."""
    with transaction.atomic():
        with_locks(acknowledgement.payment)
        void = {"voided_at": at, "voided_reason": reason, "voided_by": by}
        if not Acknowledgement.objects.valid().filter(pk=acknowledgement.pk).update(**void):
            raise WrongStep
        audit.record("void_acknowledgement", acknowledgement, by=by, at=at, reason=Reason(reason).value)


def take_copy(*, acknowledgement: Acknowledgement, by: audit.By, at: dt.datetime) -> int:
    """Count that the paper is taken; return how often it was taken before, so that all but the first say copy."""
    with transaction.atomic():
        rows = Acknowledgement.objects.filter(pk=acknowledgement.pk)
        rows.update(copies=F("copies") + 1)
        taken: int = rows.values_list("copies", flat=True).get()
        audit.record("take_acknowledgement", acknowledgement, by=by, at=at, copy=taken - 1)
    return taken - 1


def issue_wanted(*, by: audit.By, at: dt.datetime) -> int:
    """Issue the papers that donors asked for, each minute anew rather than with the payment.

    So the ledger need not know of papers, a number is not spent on what is undone at the booth a minute later, and
    after a part of a gift was given back the paper for the rest comes by itself. What finance voided because name or
    amount were wrong waits for finance. Returns how many there were.
    """

    def issue(key: int) -> None:
        issue_acknowledgement(payment=Payment.objects.get(pk=key), by=by, at=at)

    return each_by_itself(wanted(at), issue, what="issuing an acknowledgement")


def wanted(at: dt.datetime) -> list[int]:
    """Return the payments of which a paper is wanted and not there yet."""
    papers = Acknowledgement.objects.filter(payment=OuterRef("pk")).exclude(voided_reason=Reason.TAKEN_BACK)
    given_back = Payment.objects.filter(refunds=OuterRef("pk")).values("refunds").annotate(sum=Sum("amount_satang"))
    rows = Payment.objects.received().filter(
        pledge__recipient__name__gt="", reversed_by=None, recorded_at__lte=at - SETTLED_AFTER
    )
    left = F("amount_satang") + Coalesce(Subquery(given_back.values("sum")), 0)
    chosen = rows.filter(~Exists(papers)).annotate(left=left).filter(left__gt=0)
    return list(chosen.order_by("pk").values_list("pk", flat=True)[:ROUND])
