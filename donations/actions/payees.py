"""Whom a campaign is paid to: one person of finance proposes, another one approves, and visitors are told for a day."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from donations import refusals
from donations.models import Campaign, PayeeChange
from donations.models.campaign import PAYEE_FIELDS
from donations.promptpay import validate_typed_payee
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.refusals import WrongStep
from zones.actions import content_changed


def propose_payee(*, change: PayeeChange, by: User, at: dt.datetime) -> PayeeChange:
    """Note an unsaved change of payee until somebody else approves. Refuses NoPayee, OrderWaits when one waits."""
    change.proposed_by, change.proposed_at = by, at
    try:
        change.clean_fields()
        if change.promptpay_id:
            validate_typed_payee(change.promptpay_id)
    except ValidationError as error:
        raise refusals.NoPayee from error
    if not any((change.promptpay_id, change.biller_id, change.account_number)):
        raise refusals.NoPayee
    with transaction.atomic():
        if not insert_new(change):
            raise refusals.OrderWaits
        audit.record("propose_payee", change, by=by, at=at)
    return change


def approve_payee(*, change: PayeeChange, by: User, at: dt.datetime) -> None:
    """Make a proposed payee the campaign's. Refuses SecondPerson, WrongStep when somebody decided on it."""
    with transaction.atomic():
        row = decide(change, PayeeChange.State.APPROVED, by=by, at=at)
        campaign = Campaign.objects.select_for_update().get(pk=row.campaign_id)
        had_one = campaign.can_be_paid
        for field in PAYEE_FIELDS:
            setattr(campaign, field, getattr(row, field))
        # A first payee is no news to anybody.
        campaign.payee_changed_at = at if had_one else None
        campaign.save(update_fields=[*PAYEE_FIELDS, "payee_changed_at"])
        content_changed(campaign)
        audit.record("approve_payee", row, by=by, at=at)


def refuse_payee(*, change: PayeeChange, by: User, at: dt.datetime) -> None:
    """Turn a proposed payee down. Refuses WrongStep when somebody decided on it."""
    with transaction.atomic():
        row = decide(change, PayeeChange.State.REFUSED, by=by, at=at)
        audit.record("refuse_payee", row, by=by, at=at)


def decide(change: PayeeChange, state: PayeeChange.State, *, by: User, at: dt.datetime) -> PayeeChange:
    """Note the decision on a change nobody has decided on; return it locked. Refuses WrongStep."""
    row = PayeeChange.objects.select_for_update().get(pk=change.pk)
    if row.state != PayeeChange.State.PROPOSED:
        raise WrongStep
    if state == PayeeChange.State.APPROVED and row.proposed_by_id == by.pk:
        raise refusals.SecondPerson
    row.state, row.decided_by, row.decided_at = state, by, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    return row
