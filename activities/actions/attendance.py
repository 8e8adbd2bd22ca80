"""Who came: check-ins and head counts, append-only."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from activities.models import CheckIn, HeadCount, Registration, Session
from activities.refusals import AlreadyCheckedIn
from goodsociety.common import audit
from goodsociety.common.refusals import WrongStep


def check_in(*, registration: Registration, heads: int, client_key: UUID, by: User, at: dt.datetime) -> CheckIn:
    """Welcome so many heads of a party, as one scan of a device; the same scan sent again gives the same row.

    Refuses AlreadyCheckedIn when fewer of the party are still missing, and WrongStep for a cancelled registration.
    """
    with transaction.atomic():
        locked = Registration.objects.select_for_update().get(pk=registration.pk)
        known = CheckIn.objects.filter(client_key=client_key).first()
        if known is not None:
            return known
        if not locked.is_live:
            raise WrongStep
        if heads > locked.party_size - heads_in(locked):
            raise AlreadyCheckedIn
        row = CheckIn.objects.create(
            session_id=locked.session_id,
            person_id=locked.person_id,
            registration=locked,
            result=CheckIn.Result.WELCOME,
            heads=heads,
            at=at,
            by=by,
            client_key=client_key,
        )
        audit.record("check_in", locked, by=by, at=at, heads=heads)
    return row


def check_in_party(*, registration: Registration, client_key: UUID, by: User, at: dt.datetime) -> CheckIn:
    """Welcome everybody of a party who is still missing, as one scan. Refuses as ``check_in`` does."""
    missing = registration.party_size - heads_in(registration)
    return check_in(registration=registration, heads=max(missing, 1), client_key=client_key, by=by, at=at)


def heads_in(registration: Registration) -> int:
    """Return how many of a party are in."""
    return int(registration.check_ins.aggregate(heads=Sum("heads", default=0))["heads"])


def undo_check_in(*, check_in: CheckIn, by: User, at: dt.datetime) -> CheckIn:
    """Take a welcome back by a row of its own. Refuses WrongStep for anything but a welcome that still stands."""
    with transaction.atomic():
        locked = CheckIn.objects.select_for_update().get(pk=check_in.pk)
        if locked.result != CheckIn.Result.WELCOME or CheckIn.objects.filter(undoes=locked).exists():
            raise WrongStep
        row = CheckIn.objects.create(
            session_id=check_in.session_id,
            person_id=check_in.person_id,
            registration_id=check_in.registration_id,
            result=CheckIn.Result.UNDONE,
            heads=-check_in.heads,
            at=at,
            by=by,
            undoes=check_in,
        )
        audit.record("undo_check_in", check_in, by=by, at=at, heads=row.heads)
    return row


def count_heads(*, session: Session, heads: int, by: User, at: dt.datetime) -> HeadCount:
    """Note people who came without registering; a correction is a number with minus."""
    with transaction.atomic():
        row = HeadCount.objects.create(session=session, heads=heads, at=at, by=by)
        audit.record("count_heads", session, by=by, at=at, heads=heads)
    return row
