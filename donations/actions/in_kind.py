"""Gifts of things and of hours: promised by visitors, then received, declined or withdrawn. Never money."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.actions import give_consent, lock_person
from accounts.contact import Contact
from accounts.models import Consent, User
from donations import refusals
from donations.actions.pledging import check_open
from donations.models import Campaign, InKindGift
from goodsociety.common import audit
from goodsociety.common.outbox import Letter, queue_letter
from goodsociety.common.refusals import WrongStep

Status = InKindGift.Status
#: More of anything is a talk on the telephone.
LARGEST_QUANTITY = 1_000_000


@dataclass(frozen=True)
class Goods:
    """What is promised: things counted in a unit, or hours of help."""

    kind: str
    what: str
    quantity: int
    unit: str = ""


def promise_in_kind(*, campaign: Campaign, contact: Contact, goods: Goods, by: audit.By, at: dt.datetime) -> InKindGift:
    """Promise things or hours to a campaign that asks for them; return the gift, whose code opens its page.

    Refuses CampaignClosed, MoneyWanted where the campaign asks for money, QuantityOutOfRange.
    The caller has the donor's consent.
    """
    check_open(campaign, at)
    if campaign.is_for_money:
        raise refusals.MoneyWanted
    if not 1 <= goods.quantity <= LARGEST_QUANTITY:
        raise refusals.QuantityOutOfRange
    with transaction.atomic():
        person = lock_person(contact, at=at)
        gift = InKindGift.objects.create(
            campaign=campaign, person=person, kind=goods.kind, what=goods.what, quantity=goods.quantity,
            unit=goods.unit or campaign.unit, **contact.typed, created_at=at,
        )  # fmt: skip
        give_consent(person, Consent.Purpose.GIVING, at=at)
        queue_letter(letter("in_kind_promised", gift), key=f"in-kind:{gift.pk}", at=at)
        audit.record("promise_in_kind", gift, by=by, at=at, quantity=goods.quantity)
    return gift


def letter(template: str, gift: InKindGift) -> Letter:
    """Return a mail about a gift in kind, in the language it was promised in."""
    about: dict[str, object] = {"gift": gift, "campaign": gift.campaign}
    return Letter(template=template, to=gift.email, language=gift.language, about=about)


def receive_in_kind(*, gift: InKindGift, quantity: int, by: User, at: dt.datetime) -> None:
    """Note how much of a promised gift came; the giver is thanked. Refuses WrongStep, QuantityOutOfRange."""
    if not 1 <= quantity <= LARGEST_QUANTITY:
        raise refusals.QuantityOutOfRange
    with transaction.atomic():
        row = step(gift, Status.RECEIVED, at=at)
        row.received_quantity = quantity
        row.save()
        queue_letter(letter("in_kind_received", row), key=f"in-kind-received:{row.pk}:{int(at.timestamp())}", at=at)
        audit.record("receive_in_kind", row, by=by, at=at, quantity=quantity)


def decline_in_kind(*, gift: InKindGift, by: User, at: dt.datetime) -> None:
    """Decline a promised gift with thanks; the giver is told. Refuses WrongStep."""
    with transaction.atomic():
        row = step(gift, Status.DECLINED, at=at)
        row.save()
        queue_letter(letter("in_kind_declined", row), key=f"in-kind-declined:{row.pk}:{int(at.timestamp())}", at=at)
        audit.record("decline_in_kind", row, by=by, at=at)


def reopen_in_kind(*, gift: InKindGift, by: User, at: dt.datetime) -> None:
    """Undo that a gift was received or declined. Refuses WrongStep."""
    with transaction.atomic():
        row = step(gift, Status.PROMISED, at=at)
        row.received_quantity = None
        row.save()
        audit.record("reopen_in_kind", row, by=by, at=at)


def withdraw_in_kind(*, gift: InKindGift, by: audit.By, at: dt.datetime) -> None:
    """Take back a promise of which nothing came. Refuses WrongStep."""
    with transaction.atomic():
        row = step(gift, Status.WITHDRAWN, at=at)
        row.save()
        audit.record("withdraw_in_kind", row, by=by, at=at)


def step(gift: InKindGift, to: InKindGift.Status, *, at: dt.datetime) -> InKindGift:
    """Lock a gift and move it, unsaved, to another state. Refuses WrongStep unless that state may follow."""
    row = InKindGift.objects.for_page().select_for_update(of=("self",)).get(pk=gift.pk)
    if to not in InKindGift.STEPS[Status(row.status)]:
        raise WrongStep
    row.status, row.decided_at = to, None if to == Status.PROMISED else at
    return row
