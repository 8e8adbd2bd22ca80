"""Everything that can happen to pledges and to the ledger."""

import datetime as dt

from django.db import transaction

from accounts.actions import give_consent, lock_person
from accounts.contact import Contact
from accounts.models import Consent, User
from donations import refusals
from donations.models import LARGEST_PLEDGE, SMALLEST_PLEDGE, Campaign, Payment, Pledge
from goodsociety.common import audit
from goodsociety.common.outbox import Letter, queue_letter
from goodsociety.common.refusals import WrongStep


def make_pledge(*, campaign: Campaign, contact: Contact, amount_satang: int, by: audit.By, at: dt.datetime) -> Pledge:
    """Promise an amount in satang to a campaign; return the pledge, whose code opens its page with the PromptPay QR.

    Refuses CampaignClosed and AmountOutOfRange. The caller has the donor's consent.
    """
    if not campaign.edition.is_open:
        raise refusals.CampaignClosed
    if not SMALLEST_PLEDGE <= amount_satang <= LARGEST_PLEDGE:
        raise refusals.AmountOutOfRange
    with transaction.atomic():
        person = lock_person(contact, at=at)
        pledge = Pledge.objects.create(
            campaign=campaign,
            person=person,
            amount_satang=amount_satang,
            **contact.typed,
            created_at=at,
        )
        give_consent(person, Consent.Purpose.GIVING, at=at)
        queue_letter(letter("pledge_made", pledge), key=f"pledged:{pledge.pk}", at=at)
        audit.record("make_pledge", pledge, by=by, at=at, satang=amount_satang)
    return pledge


def letter(template: str, pledge: Pledge) -> Letter:
    """Return a mail about a pledge, in the language it was made in."""
    about: dict[str, object] = {"pledge": pledge, "campaign": pledge.campaign}
    return Letter(template=template, to=pledge.email, language=pledge.language, about=about)


def step(pledge: Pledge, *, from_status: Pledge.Status, to: Pledge.Status) -> None:
    """Move a pledge from the state it is expected in; refuses WrongStep when it is in another."""
    if not Pledge.objects.filter(pk=pledge.pk, status=from_status).update(status=to):
        raise WrongStep


def withdraw_pledge(*, pledge: Pledge, by: audit.By, at: dt.datetime) -> None:
    """Take a promise back that is not paid. Refuses WrongStep."""
    with transaction.atomic():
        step(pledge, from_status=Pledge.Status.PROMISED, to=Pledge.Status.WITHDRAWN)
        audit.record("withdraw_pledge", pledge, by=by, at=at)


def confirm_pledge(*, pledge: Pledge, method: Payment.Method, by: User, at: dt.datetime) -> Payment:
    """Write the ledger row of a pledge whose whole amount finance has seen in the bank. Refuses WrongStep."""
    with transaction.atomic():
        step(pledge, from_status=Pledge.Status.PROMISED, to=Pledge.Status.PAID)
        payment = Payment.objects.create(
            campaign_id=pledge.campaign_id,
            pledge=pledge,
            amount_satang=pledge.amount_satang,
            method=method,
            received_at=at,
            recorded_at=at,
            by=by,
        )
        queue_letter(letter("pledge_paid", pledge), key=f"paid:{payment.pk}", at=at)
        audit.record("confirm_pledge", pledge, by=by, at=at, satang=payment.amount_satang)
    return payment


def reverse_payment(*, payment: Payment, by: User, at: dt.datetime) -> Payment:
    """Take a payment back by a ledger row with minus; its pledge is promised again. Refuses AlreadyReversed."""
    with transaction.atomic():
        locked = Payment.objects.select_for_update().get(pk=payment.pk)
        if locked.reverses_id or Payment.objects.filter(reverses=locked).exists():
            raise refusals.AlreadyReversed
        reversal = Payment.objects.create(
            campaign_id=locked.campaign_id,
            pledge_id=locked.pledge_id,
            amount_satang=-locked.amount_satang,
            method=locked.method,
            received_at=at,
            recorded_at=at,
            by=by,
            reverses=locked,
        )
        if locked.pledge is not None:
            step(locked.pledge, from_status=Pledge.Status.PAID, to=Pledge.Status.PROMISED)
        audit.record("reverse_payment", locked, by=by, at=at, satang=reversal.amount_satang)
    return reversal
