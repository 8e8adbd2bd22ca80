"""Recount the ledger, and all that is shown of it, and say where they differ."""

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Count, F, Max, Min, Model, Q, Sum
from django.db.models.functions import Coalesce, Upper

from donations.actions.acknowledging import PAPERS, series_of
from donations.actions.numbering import LEDGER
from donations.models import Acknowledgement, MoneyOrder, Payment, Pledge, Series, Slip, StatementLine

Status = Pledge.Status
MINUS = -1


def real(row: Model) -> int:
    """Return what a row's own rows add up to, as annotated."""
    return int(row.real)  # type: ignore[attr-defined]


def wrong_rows_with_minus() -> Iterator[str]:
    """Reversals that do not take back exactly a payment, refunds of more than came, and rows of another pledge."""
    exact = {"amount_satang": MINUS * F("reverses__amount_satang"), "campaign": F("reverses__campaign")}
    for row in Payment.objects.exclude(reverses=None).exclude(**exact):
        yield f"payment {row.pk}: does not take back exactly payment {row.reverses_id}"
    given_back = Coalesce(Sum("refunded_by__amount_satang"), 0)
    for row in Payment.objects.annotate(real=given_back).filter(real__lt=MINUS * F("amount_satang"), why="received"):
        yield f"payment {row.pk}: {row.amount_satang} satang came, {-real(row)} were given back"
    for row in Payment.objects.filter(reversed_by__isnull=False, refunded_by__isnull=False).distinct():
        yield f"payment {row.pk}: taken back as a mistake and given back as well"
    yield from of_another("reverses")
    yield from of_another("refunds")


def of_another(path: str) -> Iterator[str]:
    """Rows with minus that are of another pledge than the payment they take back."""
    taken_back = Payment.objects.exclude(**{path: None})
    none = Q(pledge=None, **{f"{path}__pledge": None})
    for row in taken_back.exclude(none).exclude(pledge=F(f"{path}__pledge")):
        yield f"payment {row.pk}: of another pledge than what it takes back"


def strayed_payments() -> Iterator[str]:
    """Payments to another campaign than their pledge's, or for another pledge than their slip's."""
    for row in Payment.objects.exclude(pledge=None).exclude(campaign=F("pledge__campaign")):
        yield f"payment {row.pk}: not to the campaign of pledge {row.pledge_id}"
    for row in Payment.objects.exclude(slip=None).exclude(pledge=F("slip__pledge")):
        yield f"payment {row.pk}: not for the pledge of slip {row.slip_id}"


def pledge_sums() -> Iterator[str]:
    """Pledges that show another sum than the ledger holds, and paid ones without their money."""
    differs = ~Q(received_satang=F("real")) | Q(status=Status.PAID, real__lt=F("amount_satang"))
    for row in Pledge.objects.annotate(real=Sum("payments__amount_satang", default=0)).filter(differs):
        if row.received_satang != real(row):
            yield f"pledge {row.pk}: shows {row.received_satang} satang, the ledger holds {real(row)}"
        else:
            yield f"pledge {row.pk}: paid with {row.amount_satang} satang, the ledger holds {real(row)}"


def ledger_numbers() -> Iterator[str]:
    """A ledger whose numbers do not run from 1 to the last of their series."""
    found = Payment.objects.aggregate(rows=Count("pk"), first=Min("number"), last=Max("number"))
    last = Series.objects.filter(key=LEDGER).values_list("last", flat=True).first() or 0
    if (found["rows"], found["first"] or 1, found["last"] or 0) != (last, 1, last):
        shown = f"{found['rows']} rows from {found['first']} to {found['last']}"
        yield f"ledger: {shown}, its series stands at {last}"


def slips_seen_twice() -> Iterator[str]:
    """References of banks that count twice, also where one slip names no bank or other letters."""
    counts = Slip.objects.filter(state__in=("submitted", "confirmed")).exclude(bank_reference="")
    same = counts.annotate(key=Upper("bank_reference", output_field=CharField())).order_by().values("key")
    for found in same.annotate(slips=Count("pk"), banks=Count("bank", distinct=True, filter=~Q(bank=""))):
        if found["slips"] > max(found["banks"], 1):
            yield f"slips: the bank's reference {found['key']} counts {found['slips']} times"


def lines_used_up() -> Iterator[str]:
    """Lines of which more was entered than they are for, and lines whose state does not follow from that.

    Money that was given back stays entered: it came.
    """
    entered = Sum("payments__amount_satang", filter=~Q(payments__why="refund"), default=0)
    rows = StatementLine.objects.annotate(real=entered, entries=Count("payments"))
    for row in rows.filter(Q(entries__gt=0) | Q(state="matched")):
        if row.amount_satang is None or real(row) > row.amount_satang:
            yield f"line {row.pk}: for {row.amount_satang} satang, {real(row)} were entered"
        elif (row.state == StatementLine.State.MATCHED) != (real(row) == row.amount_satang):
            yield f"line {row.pk}: {row.state}, of {row.amount_satang} satang {real(row)} were entered"


def orders_without_their_payment() -> Iterator[str]:
    """Orders that were done with another amount, campaign or pledge than they say."""
    for row in MoneyOrder.objects.filter(state="done").select_related("payment"):
        payment: Any = row.payment
        sign = MINUS if row.kind == MoneyOrder.Kind.REFUND else 1
        wanted = (sign * row.amount_satang, row.campaign_id, row.pledge_id, row.refunded_id)
        if (payment.amount_satang, payment.campaign_id, payment.pledge_id, payment.refunds_id) != wanted:
            yield f"order {row.pk}: done, but payment {payment.pk} is another one"


def papers_of_other_amounts() -> Iterator[str]:
    """Acknowledgements that hold and are not of what is left of a payment, or stand although it was taken back."""
    given_back = Coalesce(Sum("payment__refunded_by__amount_satang"), 0)
    rows = Acknowledgement.objects.annotate(real=F("payment__amount_satang") + given_back)
    for row in rows.filter(voided_at=None).exclude(amount_satang=F("real")):
        left = f"of payment {row.payment_id} {real(row)} are left"
        yield f"acknowledgement {row.pk}: of {row.amount_satang} satang, {left}"
    for row in rows.filter(voided_at=None, payment__reversed_by__isnull=False):
        yield f"acknowledgement {row.pk}: stands, but payment {row.payment_id} was taken back"


def paper_numbers() -> Iterator[str]:
    """Organizations whose acknowledgements of a year do not run from 1 to the last of their series."""
    last = dict(Series.objects.filter(key__startswith=PAPERS).values_list("key", "last"))
    rows = Acknowledgement.objects.order_by().values("organization", "year")
    for found in rows.annotate(papers=Count("pk"), first=Min("number"), end=Max("number")):
        stands = last.pop(series_of(found["organization"], found["year"]), 0)
        if (found["papers"], found["first"], found["end"]) != (stands, 1, stands):
            shown = f"{found['papers']} papers from {found['first']} to {found['end']}"
            yield f"organization {found['organization']}: {shown} in {found['year']}, their series stands at {stands}"
    for key, stands in last.items():
        yield f"{key}: no papers, the series stands at {stands}"


def money_findings() -> Iterator[str]:
    """Yield every difference about money."""
    yield from wrong_rows_with_minus()
    yield from strayed_payments()
    yield from pledge_sums()
    yield from ledger_numbers()
    yield from slips_seen_twice()
    yield from lines_used_up()
    yield from orders_without_their_payment()
    yield from papers_of_other_amounts()
    yield from paper_numbers()
