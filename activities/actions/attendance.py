"""Who came: check-ins and head counts, append-only."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet, Sum

from accounts.models import User
from activities.models import CheckIn, HeadCount, Registration, Session
from activities.refusals import AlreadyCheckedIn, NobodyCounted
from goodsociety.common import audit
from goodsociety.common.refusals import WrongStep
from zones.models import Zone

Row = TypeVar("Row", bound=models.Model)
Written = TypeVar("Written")
#: A device that is more than a week behind has another fault than its clock.
OLDEST = dt.timedelta(days=7)
#: What is taken back bears a name made of this and of the name of what it takes back: it can happen once.
TAKEN_BACK = UUID("0d5a5d5e-5b0a-4b53-9d0c-8b7a3f6f2c11")


@dataclass(frozen=True)
class Noted:
    """How a device noted something: under which name of its own, and when, where it was without network."""

    client_key: UUID = field(default_factory=uuid4)
    device: str = ""
    #: As the server counts time.
    came_at: dt.datetime | None = None

    @property
    def is_offline(self) -> bool:
        """Whether the device was without network."""
        return self.came_at is not None

    def columns(self, *, at: dt.datetime) -> dict[str, Any]:
        """Return the columns of a row that this is noted in, sent here at a moment."""
        when = noted_at(self.came_at, at=at)
        return {"client_key": self.client_key, "device": self.device, "is_offline": self.is_offline, "at": when}


def noted_at(came_at: dt.datetime | None, *, at: dt.datetime) -> dt.datetime:
    """Return when something was: never after it arrived here, nor more than a week before."""
    return min(max(came_at or at, at - OLDEST), at)


def written_once(rows: "QuerySet[Row]", key: UUID, write: Callable[[], Written]) -> Row | Written:
    """Return the row that a device's own name of a scan stands for, or write it now and return what that returns."""
    known = rows.filter(client_key=key).first()
    if known is not None:
        return known
    try:
        return write()
    except IntegrityError:
        # The same scan came over another line in this very moment.
        known = rows.filter(client_key=key).first()
        if known is None:
            raise
        return known


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


def undo_check_in(*, check_in: CheckIn, by: User, at: dt.datetime, noted: Noted | None = None) -> CheckIn:
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
            by=by,
            undoes=check_in,
            **(noted or Noted()).columns(at=at),
        )
        audit.record("undo_check_in", check_in, by=by, at=at, heads=row.heads)
    return row


def count_heads(
    *, door: Session | Zone, heads: int, by: User, at: dt.datetime, noted: Noted | None = None
) -> HeadCount:
    """Note people who came through a session's door or a zone's gate without registering; fewer is a minus.

    The same count sent again gives the same row. Refuses NobodyCounted where fewer than nobody would be left, except
    from a device that was without network: what it takes back may be on its way from another one.
    """
    noted = noted or Noted()
    return written_once(
        HeadCount.objects.all(),
        noted.client_key,
        partial(add_heads, door=door, heads=heads, by=by, at=at, noted=noted),
    )


def add_heads(*, door: Session | Zone, heads: int, by: User, at: dt.datetime, noted: Noted) -> HeadCount:
    """Write a head count. Refuses as ``count_heads`` does."""
    where = {"session" if isinstance(door, Session) else "zone": door}
    with transaction.atomic():
        if heads < 0 and not noted.is_offline:
            # One taker-back at a time: what is there is looked at before something is taken from it.
            type(door).objects.select_for_update(of=("self",), no_key=True).get(pk=door.pk)
            known = HeadCount.objects.filter(client_key=noted.client_key).first()
            if known is not None:
                return known
            if heads_counted(door) + heads < 0:
                raise NobodyCounted
        row = HeadCount.objects.create(**where, heads=heads, by=by, **noted.columns(at=at))
        audit.record("count_heads", door, by=by, at=at, heads=heads)
    return row


def heads_counted(door: Session | Zone) -> int:
    """Return how many people were counted at a door."""
    return int(door.head_counts.aggregate(heads=Sum("heads", default=0))["heads"])


def undo_count(*, count: HeadCount, by: User, at: dt.datetime, noted: Noted | None = None) -> HeadCount:
    """Take a head count back by a row with minus; asked again, the same row. Refuses as ``count_heads`` does."""
    door = count.session or count.zone
    assert door is not None  # noqa: S101 (a law of the table)
    once = replace(noted or Noted(), client_key=uuid5(TAKEN_BACK, str(count.pk)))
    return count_heads(door=door, heads=-count.heads, by=by, at=at, noted=once)
