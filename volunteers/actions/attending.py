"""Who is there: arriving, leaving, not coming, and all of it taken back. Every step stands in the audit log.

What is noted with a time of its own replaces what was noted before. Lock order as everywhere: the person, then the
shift, then the sign-up.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Person
from activities.models import State
from goodsociety.common import audit
from goodsociety.common.dates import show_moment, show_time
from goodsociety.common.refusals import WrongStep
from volunteers import day_refusals
from volunteers.actions.settling import (
    count_claims,
    end,
    forget_promise,
    locked_person,
    locked_with_shift,
    offer_onward,
    settle_shift,
    step,
)
from volunteers.actions.welcoming import promise, take_own
from volunteers.models import HandOver, Shift, SignUp
from zones.models import Edition

Status = SignUp.Status
#: So long before a shift a coordinator can note that somebody is there.
EARLIEST = dt.timedelta(hours=3)


@dataclass(frozen=True)
class Times:
    """When somebody came, when they left where that is known, and how many of a group came."""

    arrived_at: dt.datetime
    left_at: dt.datetime | None = None
    heads: int | None = None


def arrive(
    *, sign_up: SignUp, by: audit.By, at: dt.datetime, heads: int | None = None, arrived_at: dt.datetime | None = None
) -> SignUp:
    """Note that a volunteer is there, or so many ``heads`` of a group; late ones with their own time.

    Whoever had left is back, and whoever was noted as not coming takes a place again. Refuses AlreadyHere,
    NotExpected, ShiftFull, HeadsOfTheParty, ShiftOff, TooEarly, ShiftOver, InTheFuture, LeftBeforeArriving and Clash.
    """
    with transaction.atomic():
        person = locked_person(sign_up)
        shift, row = locked_with_shift(sign_up)
        refuse_moment(shift, arrived_at or at, at=at)
        if row.status == Status.NO_SHOW:
            take_again(sign_up=row, person=person, by=by, at=at)
        return note_arrival(sign_up=row, by=by, at=at, heads=heads, arrived_at=arrived_at)


def note_arrival(
    *, sign_up: SignUp, by: audit.By, at: dt.datetime, heads: int | None, arrived_at: dt.datetime | None
) -> SignUp:
    """Write the arrival of a sign-up of a locked shift. Refuses as ``arrive`` does."""
    refuse_unexpected(sign_up)
    is_back = sign_up.left_at is not None and arrived_at is None
    is_news = arrived_at is not None or heads not in {None, sign_up.heads} or is_back
    if sign_up.arrived_at is not None and not is_news:
        raise day_refusals.AlreadyHere(since=show_time(sign_up.arrived_at))
    if heads is not None and not 1 <= heads <= sign_up.party_size:
        raise day_refusals.HeadsOfTheParty(people=sign_up.party_size)
    sign_up.arrived_at = arrived_at or sign_up.arrived_at or at
    sign_up.left_at = None if is_back else sign_up.left_at
    sign_up.heads = heads or sign_up.heads or sign_up.party_size
    refuse_left_before(sign_up, sign_up.left_at)
    sign_up.save(update_fields=["arrived_at", "left_at", "heads"])
    audit.record("arrive", sign_up, by=by, at=at, arrived_at=sign_up.arrived_at.isoformat(), heads=sign_up.heads)
    return sign_up


def note_times(*, sign_up: SignUp, times: Times, by: audit.By, at: dt.datetime) -> SignUp:
    """Replace when somebody came and went by what a coordinator says. Refuses as ``arrive`` and ``leave`` do."""
    with transaction.atomic():
        SignUp.objects.filter(pk=sign_up.pk).update(left_at=None)
        row = arrive(sign_up=sign_up, by=by, at=at, heads=times.heads, arrived_at=times.arrived_at)
        return leave(sign_up=row, by=by, at=at, left_at=times.left_at) if times.left_at else row


def leave(*, sign_up: SignUp, by: audit.By, at: dt.datetime, left_at: dt.datetime | None = None) -> SignUp:
    """Note that a volunteer who was there has left, at a time of its own where that is said.

    Refuses NotHere, AlreadyLeft, LeftBeforeArriving, InTheFuture and NotExpected.
    """
    with transaction.atomic():
        _shift, row = locked_with_shift(sign_up)
        refuse_unexpected(row)
        if row.arrived_at is None:
            raise day_refusals.NotHere
        if row.left_at is not None and left_at is None:
            raise day_refusals.AlreadyLeft(since=show_time(row.left_at))
        refuse_future(left_at, at=at)
        refuse_left_before(row, left_at or at)
        row.left_at = left_at or at
        row.save(update_fields=["left_at"])
        audit.record("leave", row, by=by, at=at, left_at=row.left_at.isoformat())
    return row


def undo_arrival(*, sign_up: SignUp, by: audit.By, at: dt.datetime) -> SignUp:
    """Take an arrival back, with the leaving; whoever had walked up gives the place back with it.

    Refuses NotHere and HoursApproved.
    """
    with transaction.atomic():
        shift, row = locked_with_shift(sign_up)
        if row.arrived_at is None:
            raise day_refusals.NotHere
        refuse_approved(row)
        row.arrived_at = row.left_at = row.heads = None
        row.save(update_fields=["arrived_at", "left_at", "heads"])
        audit.record("undo_arrival", row, by=by, at=at)
        if row.is_walk_up:
            end(sign_up=row, by=by, at=at)
            settle_shift(shift, at=at)
    return row


def note_no_show(*, sign_up: SignUp, by: audit.By, at: dt.datetime) -> SignUp:
    """Note that a volunteer did not come: the place is free, and while the shift goes on it is offered to who waits.

    Refuses NotBegun, AlreadyHere, NotExpected, HoursApproved and ShiftOff.
    """
    with transaction.atomic():
        shift, row = locked_with_shift(sign_up)
        refuse_unexpected(row)
        refuse_off(shift)
        if not shift.has_begun(at):
            raise day_refusals.NotBegun(begins=show_moment(shift.starts_at))
        if row.arrived_at is not None:
            raise day_refusals.AlreadyHere(since=show_time(row.arrived_at))
        refuse_approved(row)
        forget_promise(row)
        step(row, Status.NO_SHOW)
        HandOver.objects.sought().filter(sign_up=row).update(state=HandOver.State.WITHDRAWN, ended_at=at)
        Shift.objects.filter(pk=shift.pk).give_back(row.party_size)
        audit.record("note_no_show", row, by=by, at=at, party_size=row.party_size)
        pass_on(shift, at=at)
    return row


def pass_on(shift: Shift, *, at: dt.datetime) -> None:
    """Offer what came free in a locked shift that goes on to those who wait; before it begins settling does that."""
    settle_shift(shift, at=at)
    if shift.parties_waiting and shift.starts_at <= at < shift.ends_at:
        offer_onward(shift=shift, by=audit.SYSTEM, at=at)
        count_claims(shift)


def undo_no_show(*, sign_up: SignUp, by: audit.By, at: dt.datetime) -> SignUp:
    """Expect somebody again who was noted as not coming. Refuses WrongStep, ShiftFull, Clash and ShiftOff."""
    with transaction.atomic():
        person = locked_person(sign_up)
        shift, row = locked_with_shift(sign_up)
        refuse_off(shift)
        if row.status != Status.NO_SHOW:
            raise WrongStep
        take_again(sign_up=row, person=person, by=by, at=at)
    return row


def take_again(*, sign_up: SignUp, person: Person, by: audit.By, at: dt.datetime) -> None:
    """Give a locked person who was noted as not coming their place in a locked shift again."""
    settle_shift(sign_up.shift, at=at)
    take_own(sign_up)
    step(sign_up, Status.CONFIRMED)
    promise(sign_up, person)
    audit.record("undo_no_show", sign_up, by=by, at=at, party_size=sign_up.party_size)


# What is refused


def refuse_moment(shift: Shift, came_at: dt.datetime, *, at: dt.datetime) -> None:
    """Refuse an arrival in a shift that is off, long before it, after it, or at a time that is still to come."""
    refuse_off(shift)
    refuse_future(came_at, at=at)
    if came_at < shift.starts_at - EARLIEST:
        raise day_refusals.TooEarly(opens=show_moment(shift.starts_at - EARLIEST))
    if came_at >= shift.ends_at:
        raise day_refusals.ShiftOver


def refuse_off(shift: Shift) -> None:
    """Refuse a shift that is not on the programme, or of an expo that was called off."""
    is_on = shift.edition.status in {Edition.Status.OPEN, Edition.Status.OVER}
    if shift.state != State.RELEASED or not is_on:
        raise day_refusals.ShiftOff


def refuse_future(moment: dt.datetime | None, *, at: dt.datetime) -> None:
    """Refuse a time that is still to come."""
    if moment is not None and moment > at:
        raise day_refusals.InTheFuture


def refuse_unexpected(sign_up: SignUp) -> None:
    """Refuse a sign-up that holds no place."""
    if not sign_up.is_live:
        raise day_refusals.NotExpected(status=sign_up.get_status_display())


def refuse_left_before(sign_up: SignUp, left_at: dt.datetime | None) -> None:
    """Refuse leaving before arriving."""
    if left_at is not None and sign_up.arrived_at is not None and left_at < sign_up.arrived_at:
        raise day_refusals.LeftBeforeArriving(since=show_time(sign_up.arrived_at))


def refuse_approved(sign_up: SignUp) -> None:
    """Refuse to take back what approved hours stand on."""
    if sign_up.approved_minutes is not None:
        raise day_refusals.HoursApproved
