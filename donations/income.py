"""What an organization received in an edition: by donor where they consented, by day and method for the authorities."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Consent
from donations.acknowledged import shown_number
from donations.models import Acknowledgement, Campaign, Payment
from donations.models.ledger import PaymentQuerySet
from donations.workbooks import Cell, workbook
from goodsociety.common.dates import local_day
from goodsociety.common.money import baht
from organizations.models import Organization
from zones.models import Edition

AT_ONCE = 500


@dataclass(frozen=True)
class DayOfIncome:
    """What came for a campaign on a day by a method, and what was given back then."""

    campaign: str
    licence: str
    day: dt.date
    method: str
    gifts: int
    received_satang: int
    returned_satang: int

    @property
    def net_satang(self) -> int:
        """What is left of it."""
        return self.received_satang - self.returned_satang


@dataclass(frozen=True)
class Income:
    """The gifts to an organization's campaigns in an edition; what was entered by mistake never stood."""

    organization: Organization
    edition: Edition

    @property
    def rows(self) -> PaymentQuerySet:
        """The ledger's rows, without mistakes and what took them back."""
        ours = Payment.objects.of(self.edition).filter(campaign__organization=self.organization)
        rows: PaymentQuerySet = ours.exclude(why=Payment.Why.MISTAKE).filter(reversed_by=None)
        return rows

    @property
    def gifts(self) -> PaymentQuerySet:
        """Each gift with ``left_satang``, what remains of it after refunds."""
        back = Payment.objects.filter(refunds=OuterRef("pk")).values("refunds").annotate(sum=Sum("amount_satang"))
        left = F("amount_satang") + Coalesce(Subquery(back.values("sum"), output_field=IntegerField()), 0)
        rows: PaymentQuerySet = self.rows.received().annotate(left_satang=left).filter(left_satang__gt=0)
        return rows

    @property
    def shared(self) -> PaymentQuerySet:
        """The gifts of donors whose consent to be named to the organization stands."""
        agreed = Consent.objects.filter(
            person=OuterRef("pledge__person"), purpose=Consent.Purpose.SHARING, withdrawn_at=None
        )
        rows: PaymentQuerySet = self.gifts.filter(Exists(agreed), pledge__is_shared=True, pledge__name__gt="")
        return rows

    def others(self) -> tuple[int, int]:
        """Return how many gifts came from donors who are not named, and how much they are in satang."""
        named = self.shared.values("pk")
        found = self.gifts.exclude(pk__in=named).aggregate(gifts=Count("pk"), satang=Sum("left_satang"))
        return found["gifts"], found["satang"] or 0

    def days(self) -> list[DayOfIncome]:
        """Return the income statement: a line for each campaign, day and method."""
        received, returned = Q(why=Payment.Why.RECEIVED), Q(why=Payment.Why.REFUND)
        summed = (
            self.rows.order_by()
            .annotate(day=TruncDate("received_at", tzinfo=timezone.get_default_timezone()))
            .values("campaign", "day", "method")
            .annotate(
                gifts=Count("pk", filter=received),
                came=Coalesce(Sum("amount_satang", filter=received), 0),
                went=Coalesce(Sum("amount_satang", filter=returned), 0),
            )
            .order_by("campaign", "day", "method")
        )
        campaigns = Campaign.objects.of(self.edition).filter(organization=self.organization).in_bulk()
        return [day_of(row, campaigns[row["campaign"]]) for row in summed]

    def totals(self) -> DayOfIncome:
        """Return the sum of all lines."""
        days = self.days()
        return DayOfIncome(
            _("Together"), "", dt.date.min, "", sum(day.gifts for day in days),
            sum(day.received_satang for day in days), sum(day.returned_satang for day in days),
        )  # fmt: skip


def day_of(row: Mapping[str, Any], campaign: Campaign) -> DayOfIncome:
    """Return a line of the statement as the database summed it up."""
    method = str(Payment.Method(row["method"]).label)
    sums = row["gifts"], row["came"], -row["went"]
    return DayOfIncome(campaign.name, campaign.licence_number, row["day"], method, *sums)


def donors(income: Income) -> Iterator[list[Cell]]:
    """Yield the lines of donors who consented, a line for all others, and the sum."""
    papers = Prefetch("acknowledgements", Acknowledgement.objects.valid())
    rows = income.shared.select_related("campaign", "pledge").prefetch_related(papers).order_by("received_at", "pk")
    total = 0
    for row in rows.iterator(chunk_size=AT_ONCE):
        total += row.left_satang  # type: ignore[attr-defined]  # annotated
        yield donor_cells(row)
    gifts, satang = income.others()
    named = _("Other donors, who did not agree to be named: %(gifts)s gifts") % {"gifts": gifts}
    yield [named, "", "", "", "", "", baht(satang), ""]
    yield [_("Together"), "", "", "", "", "", baht(total + satang), ""]


def donor_cells(row: Any) -> list[Cell]:
    """Return the line of a gift."""
    papers = ", ".join(shown_number(paper) for paper in row.acknowledgements.all())
    return [
        row.pledge.name, row.pledge.email, row.pledge.phone, row.campaign.name, local_day(row.received_at),
        row.get_method_display(), baht(row.left_satang), papers,
    ]  # fmt: skip


def statement(income: Income) -> Iterator[list[Cell]]:
    """Yield the lines of the income statement, and the sum."""
    for day in income.days():
        amounts = map(baht, (day.received_satang, day.returned_satang, day.net_satang))
        yield [day.campaign, day.licence, day.day, day.method, day.gifts, *amounts]
    together = income.totals()
    amounts = map(baht, (together.received_satang, together.returned_satang, together.net_satang))
    yield [together.campaign, "", "", "", together.gifts, *amounts]


def income_workbook(income: Income) -> bytes:
    """Return the donors and the income statement as a workbook."""
    donor_heads = [
        _("Name"), _("E-mail"), _("Phone"), _("Campaign"), _("Received on"), _("Method"), _("Amount (baht)"),
        _("Acknowledgement"),
    ]  # fmt: skip
    day_heads = [
        _("Campaign"), _("Collection licence"), _("Day"), _("Method"), _("Gifts"), _("Received (baht)"),
        _("Given back (baht)"), _("Left (baht)"),
    ]  # fmt: skip
    sheets = {_("Donors"): (donor_heads, donors(income)), _("Income statement"): (day_heads, statement(income))}
    return workbook(sheets)
