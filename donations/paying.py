"""How a pledge is paid: what is due of it by a day, and by which QR code or account."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from donations import promptpay
from donations.models import Campaign, Instalment, Pledge


@dataclass(frozen=True)
class Way:
    """What a payment is made by: the text of its QR code, if any, and the payee in words.

    ``reference`` is what the payment carries by itself; where it is empty, two equal amounts cannot be told apart.
    """

    payload: str
    payee: str
    reference: str = ""


def way_to_pay(pledge: Pledge, satang: int) -> Way | None:
    """Return how an amount of a pledge is paid: to the biller, else by PromptPay, else into the account."""
    campaign: Campaign = pledge.campaign
    if campaign.biller_id:
        reference = pledge.reference
        payload = promptpay.bill_payload(campaign.biller_id, [reference], satang)
        return Way(payload, promptpay.biller_in_words(campaign.biller_id, reference), reference)
    if campaign.promptpay_id:
        return Way(promptpay.payload(campaign.promptpay_id, satang), promptpay.in_words(campaign.promptpay_id))
    if campaign.account_number:
        return Way("", account_in_words(campaign))
    return None


def account_in_words(campaign: Campaign) -> str:
    """Return a bank account as people read it."""
    words = {"number": campaign.account_number, "bank": campaign.bank}
    return _("account %(number)s, %(bank)s") % words if campaign.bank else _("account %(number)s") % words


@dataclass(frozen=True)
class Part:
    """One part of a pledge with what is still to come of it, the earlier parts being paid first."""

    number: int
    amount_satang: int
    due_on: dt.date
    left_satang: int
    is_due: bool

    @property
    def is_paid(self) -> bool:
        """Whether all of it came."""
        return self.left_satang == 0


def parts_by(pledge: Pledge, rows: Sequence[Instalment], day: dt.date) -> list[Part]:
    """Return the parts of a pledge as they stand on a day; none for what is paid at once."""
    parts, came = [], pledge.received_satang
    for row in rows:
        left = max(row.amount_satang - came, 0)
        came = max(came - row.amount_satang, 0)
        parts.append(Part(row.number, row.amount_satang, row.due_on, left, is_due=row.due_on <= day and left > 0))
    return parts


def due_satang(pledge: Pledge, parts: Sequence[Part]) -> int:
    """Return what is due now: all parts whose day came, else the next one; without parts all that is to come."""
    due = sum(part.left_satang for part in parts if part.is_due)
    coming = next((part.left_satang for part in parts if part.left_satang), pledge.remaining_satang)
    return min(due or coming, pledge.remaining_satang)
