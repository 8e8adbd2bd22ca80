"""Promises: made, changed, withdrawn, and over when nobody pays in time. Money itself is the ledger's."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction

from accounts.actions import give_consent, lock_person
from accounts.contact import Contact
from accounts.models import Consent
from donations import refusals
from donations.actions.ledger import locked, open_slip
from donations.actions.letters import letter
from donations.models import Campaign, Instalment, Pledge, Recipient
from donations.models.pledge import LARGEST_PLEDGE, MOST_INSTALMENTS, SMALLEST_PLEDGE
from donations.models.rules import giving_rules
from goodsociety.common import audit
from goodsociety.common.dates import local_day
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep
from goodsociety.common.rounds import each_by_itself

Purpose = Consent.Purpose
#: What a donor may choose about how a gift is shown and to whom the contact goes.
CHOSEN = ("shown_as", "nickname", "is_amount_shown", "in_honour_of", "message", "is_shared")


@dataclass(frozen=True)
class Paper:
    """In whose name an acknowledgement is wanted."""

    name: str
    address: str
    tax_number: str = ""


@dataclass(frozen=True)
class Wishes:
    """How a gift is paid and shown: in how many monthly parts, under which name, with which words."""

    instalments: int = 1
    shown_as: str = Pledge.Shown.ANONYMOUS
    nickname: str = ""
    is_amount_shown: bool = False
    in_honour_of: str = ""
    message: str = ""
    is_shared: bool = False
    paper: Paper | None = field(default=None)

    @property
    def columns(self) -> dict[str, object]:
        """The columns of a pledge that say so."""
        return {name: getattr(self, name) for name in CHOSEN}

    @property
    def purposes(self) -> list[Consent.Purpose]:
        """What the donor consents to by these wishes, each for itself."""
        public = self.shown_as != Pledge.Shown.ANONYMOUS or self.message or self.in_honour_of
        asked = ((Purpose.PUBLISHING, public), (Purpose.ACKNOWLEDGEMENT, self.paper), (Purpose.SHARING, self.is_shared))
        return [Purpose.GIVING, *(purpose for purpose, is_wanted in asked if is_wanted)]


PLAIN = Wishes()


def make_pledge(  # noqa: PLR0913 (a gift is an amount and what its giver wishes)
    *, campaign: Campaign, contact: Contact, amount_satang: int, wishes: Wishes = PLAIN, by: audit.By, at: dt.datetime
) -> Pledge:
    """Promise an amount in satang to a campaign; return the pledge, whose code opens its page with the PromptPay QR.

    Refuses CampaignClosed, CannotBePaid, AmountOutOfRange and TooManyParts. The caller has the donor's consent to each
    wish.
    """
    check_open(campaign, at)
    if not (campaign.is_for_money and campaign.can_be_paid):
        raise refusals.CannotBePaid
    with transaction.atomic():
        pledge = note_pledge(
            campaign=campaign, contact=contact, amount_satang=amount_satang, wishes=wishes, by=by, at=at
        )
        queue_letter(letter("pledge_made", pledge), key=f"pledged:{pledge.pk}", at=at)
    return pledge


def note_pledge(  # noqa: PLR0913 (as above)
    *, campaign: Campaign, contact: Contact, amount_satang: int, wishes: Wishes, by: audit.By, at: dt.datetime
) -> Pledge:
    """Note a promise without a mail that asks to pay: at the booth the money is there already."""
    check_open(campaign, at)
    check_amount(amount_satang, wishes)
    with transaction.atomic():
        person = lock_person(contact, at=at)
        pledge = Pledge.objects.create(
            campaign=campaign, person=person, amount_satang=amount_satang, **contact.typed, **wishes.columns,
            expires_on=last_day(campaign, wishes, at), created_at=at,
        )  # fmt: skip
        note_wishes(pledge, wishes, at=at)
        audit.record("make_pledge", pledge, by=by, at=at, satang=amount_satang)
    return pledge


def check_open(campaign: Campaign, at: dt.datetime) -> None:
    """Refuse CampaignClosed unless gifts are taken today."""
    if not campaign.is_open_on(local_day(at)):
        raise refusals.CampaignClosed


def check_amount(satang: int, wishes: Wishes) -> None:
    """Refuse AmountOutOfRange, and TooManyParts when a part would be less than the smallest pledge."""
    if not SMALLEST_PLEDGE <= satang <= LARGEST_PLEDGE:
        raise refusals.AmountOutOfRange
    if not 1 <= wishes.instalments <= MOST_INSTALMENTS or satang < SMALLEST_PLEDGE * wishes.instalments:
        raise refusals.TooManyParts(most=MOST_INSTALMENTS)


def last_day(campaign: Campaign, wishes: Wishes, at: dt.datetime) -> dt.date:
    """Return the day until which a promise made now stands: some days after its last part is due."""
    days = giving_rules(campaign.edition).pledge_days
    return due_days(local_day(at), wishes.instalments)[-1] + dt.timedelta(days=days)


def due_days(first: dt.date, count: int) -> list[dt.date]:
    """Return the same day of so many months; of the 31st, the last day of shorter months."""
    return [month_later(first, months) for months in range(count)]


def month_later(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_first = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (next_first - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


def parts_of(satang: int, count: int) -> list[int]:
    """Divide an amount into parts that add up to it to the satang; the first ones take what is left over."""
    part, rest = divmod(satang, count)
    return [part + (number < rest) for number in range(count)]


def note_wishes(pledge: Pledge, wishes: Wishes, *, at: dt.datetime) -> None:
    """Write the parts of a pledge, in whose name its paper is wanted, and what was consented to."""
    if wishes.instalments > 1:
        days = due_days(local_day(pledge.created_at), wishes.instalments)
        parts = zip(parts_of(pledge.amount_satang, wishes.instalments), days, strict=True)
        rows = [Instalment(pledge=pledge, number=n, amount_satang=s, due_on=d) for n, (s, d) in enumerate(parts, 1)]
        Instalment.objects.bulk_create(rows)
    if wishes.paper:
        paper = wishes.paper
        Recipient.objects.create(pledge=pledge, name=paper.name, address=paper.address, tax_number=paper.tax_number)
    for purpose in wishes.purposes:
        give_consent(pledge.person, purpose, at=at)


def change_pledge(*, pledge: Pledge, amount_satang: int, wishes: Wishes, by: audit.By, at: dt.datetime) -> Pledge:
    """Change a promise of which nothing came yet and no slip is in review: amount, parts and wishes, all of them.

    Refuses WrongStep, SlipInReview, CampaignClosed, AmountOutOfRange, TooManyParts.
    """
    check_open(pledge.campaign, at)
    check_amount(amount_satang, wishes)
    with transaction.atomic():
        row = locked(pledge)
        if row.status != Pledge.Status.PROMISED:
            raise WrongStep
        if open_slip(row):
            raise refusals.SlipInReview
        row.amount_satang, row.expires_on = amount_satang, last_day(row.campaign, wishes, at)
        for name, value in wishes.columns.items():
            setattr(row, name, value)
        row.save()
        row.instalments.all().delete()
        Recipient.objects.filter(pledge=row).delete()
        note_wishes(row, wishes, at=at)
        audit.record("change_pledge", row, by=by, at=at, satang=amount_satang)
    return row


def withdraw_pledge(*, pledge: Pledge, by: audit.By, at: dt.datetime) -> None:
    """Take back what is still to come of a promise; what came stays given. Refuses WrongStep, SlipInReview."""
    with transaction.atomic():
        row = locked(pledge)
        if not row.is_promised:
            raise WrongStep
        if open_slip(row):
            raise refusals.SlipInReview
        row.status = Pledge.Status.WITHDRAWN
        row.save(update_fields=["status"])
        audit.record("withdraw_pledge", row, by=by, at=at)


def expire_pledges(*, by: audit.By, at: dt.datetime) -> int:
    """End the promises whose last day is over and of which no slip is in review; say how many."""
    overdue = Pledge.objects.overdue_on(local_day(at)).exclude(slips__state="submitted")

    keys = list(overdue.values_list("pk", flat=True))
    return each_by_itself(keys, lambda key: expire_pledge(key=key, by=by, at=at), what="expiring a pledge")


def expire_pledge(*, key: int, by: audit.By, at: dt.datetime) -> None:
    """End one promise, unless something came of it meanwhile."""
    with transaction.atomic():
        row = Pledge.objects.select_for_update().get(pk=key)
        if row.is_promised and not open_slip(row):
            row.status = Pledge.Status.EXPIRED
            row.save(update_fields=["status"])
            queue_letter(letter("pledge_expired", row), key=f"pledge-expired:{key}:{row.expires_on}", at=at)
            audit.record("expire_pledge", row, by=by, at=at)
