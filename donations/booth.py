"""What was taken at the booth: whose hands, which day, how much by which method, for counting the cash box."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Sum
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from donations.actions.booth import may_undo
from donations.models import Campaign, MoneyOrder, Payment
from donations.models.ledger import PaymentQuerySet
from donations.reach import editions_with, may_manage_money
from goodsociety.common.dates import local_day
from zones.models import Edition

Method = Payment.Method
#: Rows of the ledger have no code; signed numbers let nobody count through addresses.
SIGNER = Signer(salt="booth")


@dataclass(frozen=True)
class Entry:
    """A gift in a helper's list; one that was taken back counts no more."""

    payment: Payment
    is_taken_back: bool
    may_undo: bool

    @property
    def token(self) -> str:
        """What names it in an address."""
        return token_of(self.payment)


@dataclass
class Sums:
    """How many gifts and how much by each method, under a name."""

    name: str
    number: int = 0
    satang: dict[str, int] = field(default_factory=dict)

    def add(self, method: str, number: int, satang: int) -> None:
        """Add what came by a method."""
        self.number += number
        self.satang[method] = self.satang.get(method, 0) + satang

    @property
    def cash_satang(self) -> int:
        """What has to lie in the cash box."""
        return self.satang.get(Method.CASH, 0)

    @property
    def card_satang(self) -> int:
        """What the card machine's list has to add up to."""
        return self.satang.get(Method.CARD, 0)

    @property
    def total_satang(self) -> int:
        """All of it."""
        return sum(self.satang.values())


@dataclass(frozen=True)
class Booth:
    """The booth of an edition, as one helper sees it."""

    user: User
    edition: Edition
    at: dt.datetime

    @property
    def campaigns(self) -> list[Campaign]:
        """The campaigns that take money now."""
        rows = (
            Campaign.objects.of(self.edition).filter(goal=Campaign.Goal.MONEY).select_related("organization", "edition")
        )
        return [campaign for campaign in rows if campaign.is_open_on(local_day(self.at))]

    @property
    def sees_all(self) -> bool:
        """Whether they look after the edition's money and see what every helper took."""
        return may_manage_money(self.user, self.edition)

    def taken_on(self, day: dt.date) -> PaymentQuerySet:
        """Return what was taken at the booth on a day."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        rows = Payment.objects.of(self.edition).received().filter(source=Payment.Source.BOOTH)
        taken: PaymentQuerySet = rows.filter(received_at__gte=start, received_at__lt=start + dt.timedelta(days=1))
        return taken

    def entries_on(self, day: dt.date) -> list[Entry]:
        """Return what this helper took on a day, the latest first."""
        rows = self.taken_on(day).filter(by=self.user).select_related("campaign", "pledge", "reversed_by")
        return [entry_of(row, by=self.user, at=self.at) for row in rows]

    def waiting(self) -> list[tuple[str, MoneyOrder]]:
        """Return what this helper took and a second person still has to agree to, each with its token."""
        rows = MoneyOrder.objects.waiting().filter(campaign__edition=self.edition, proposed_by=self.user)
        theirs = rows.filter(source=Payment.Source.BOOTH, refunded=None).select_related("campaign")
        return [(token_of(order), order) for order in theirs]

    def sums_by_helper(self, day: dt.date) -> list[Sums]:
        """Return what each helper took on a day, without what was taken back as a mistake."""
        rows = self.taken_on(day).filter(reversed_by=None).order_by("by__email")
        summed = rows.values_list("by", "by__email", "method").annotate(number=Count("pk"), satang=Sum("amount_satang"))
        found: dict[int, Sums] = {}
        for key, email, method, number, satang in summed:
            found.setdefault(key, Sums(email or "")).add(method, number, satang)
        return list(found.values())


def entry_of(row: Payment, *, by: User, at: dt.datetime) -> Entry:
    """Return a payment as a line of its helper's list."""
    is_taken_back = hasattr(row, "reversed_by")
    return Entry(row, is_taken_back, not is_taken_back and may_undo(row, by=by, at=at))


def sums_of(entries: Iterable[Entry], name: str) -> Sums:
    """Add up the entries that stand."""
    sums = Sums(name)
    for entry in entries:
        if not entry.is_taken_back:
            sums.add(entry.payment.method, 1, entry.payment.amount_satang)
    return sums


def booth_of(user: User, year: str, *, at: dt.datetime) -> Booth | None:
    """Return the booth of the edition that an address names, else of the open or newest one that is the user's."""
    theirs = editions_with(user, Permission.TAKE_GIFTS).public()
    named = theirs.filter(year=int(year)) if year.isdecimal() and len(year) <= len("2019") else theirs.none()
    edition = named.first() or theirs.leading()
    return Booth(user, edition, at) if edition else None


def token_of(row: Payment | MoneyOrder) -> str:
    """Return what names an entry in an address."""
    return SIGNER.sign(str(row.pk))


def key_of(token: str) -> int | None:
    """Return the key of an entry by its token; nothing for one that is none."""
    try:
        return int(SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
