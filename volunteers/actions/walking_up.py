"""Volunteers who come without a place: given one on the spot by a coordinator, while there is one.

Ages, trainings and the capacity hold for everybody. Where a rule about time stands in the way (another promise, hours,
rest, the way from another zone) a coordinator can set it aside with a reason.
"""

import datetime as dt

from django.db import transaction

from accounts.actions import lock_person
from accounts.models import Person, User
from goodsociety.common import audit
from volunteers import refusals
from volunteers.actions.answering import lacks_consent
from volunteers.actions.applying import Applicant
from volunteers.actions.attending import note_arrival, refuse_moment, refuse_unexpected, take_again
from volunteers.actions.handing_over import refuse_unready
from volunteers.actions.judging import refuse_times
from volunteers.actions.settling import locked_person, locked_with_shift, settle_shift, step
from volunteers.actions.signing_up import add, refuse_group
from volunteers.actions.welcoming import confirm_kept, promise, take_own, tell_confirmed
from volunteers.models import Shift, SignUp
from volunteers.models.rules import rules_of

Status = SignUp.Status
#: Who may still get a place.
OPEN = (Status.REQUESTED, Status.GUARDIAN, Status.WAITING, Status.OFFERED)


def walk_up(*, shift: Shift, applicant: Applicant, by: User, at: dt.datetime, reason: str = "") -> SignUp:
    """Sign up and check in somebody who is there; whoever has a sign-up in the shift already is checked in with it.

    Refuses ShiftOff, TooEarly, ShiftOver, ShiftFull, GroupTooLarge, AlreadyHere, what signing up refuses of a person,
    GuardianFirst, and without a reason Clash, TooFarToWalk, TooManyHours and NotEnoughRest.
    """
    refuse_group(shift, applicant)
    with transaction.atomic():
        person = lock_person(applicant.contact, at=at)
        [locked] = Shift.objects.locked(shift.pk)
        refuse_moment(locked, at, at=at)
        settle_shift(locked, at=at)
        row = held_by(person, locked)
        if row is None:
            row = add_walk_up(shift=locked, person=person, applicant=applicant, reason=reason, at=at)
            tell_confirmed(sign_up=row, person=person, by=by, at=at)
        else:
            seat(sign_up=row, person=person, reason=reason, by=by, at=at)
        audit.record("walk_up", row, by=by, at=at, shift=locked.pk, consent="spoken")
        return note_arrival(sign_up=row, by=by, at=at, heads=None, arrived_at=None)


def admit(*, sign_up: SignUp, by: User, at: dt.datetime, reason: str = "") -> SignUp:
    """Give somebody who waits, asks or was offered a place theirs on the spot, and check them in.

    Refuses as ``walk_up`` does, and NotExpected for a sign-up that is over.
    """
    with transaction.atomic():
        person = locked_person(sign_up)
        shift, _row = locked_with_shift(sign_up)
        refuse_moment(shift, at, at=at)
        settle_shift(shift, at=at)
        _shift, row = locked_with_shift(sign_up)
        row.shift = shift
        seat(sign_up=row, person=person, reason=reason, by=by, at=at)
        audit.record("admit", row, by=by, at=at, shift=shift.pk)
        return note_arrival(sign_up=row, by=by, at=at, heads=None, arrived_at=None)


def held_by(person: Person, shift: Shift) -> SignUp | None:
    """Return what a locked person has in a locked shift, from asking for a place to having missed it."""
    held = SignUp.objects.filter(person=person, shift=shift, status__in=[*SignUp.ACTIVE, Status.NO_SHOW])
    row = held.select_related("person").first()
    if row is not None:
        row.shift = shift
    return row


def add_walk_up(*, shift: Shift, person: Person, applicant: Applicant, reason: str, at: dt.datetime) -> SignUp:
    """Add the sign-up of a locked person to a locked and settled shift. Refuses as ``walk_up`` does."""
    refuse_unready(person, shift, applicant, at=at)
    if not reason:
        refuse_times(person, shift, rules_of(shift.edition))
    if applicant.party_size > shift.seats_unclaimed:
        raise refusals.ShiftFull
    row = add(shift, person, applicant, status=Status.CONFIRMED, at=at)
    row.is_walk_up, row.override_reason = True, reason
    row.save(update_fields=["is_walk_up", "override_reason"])
    take_own(row)
    promise(row, person)
    return row


def seat(*, sign_up: SignUp, person: Person, reason: str, by: User, at: dt.datetime) -> None:
    """Give a locked person with a sign-up in a locked and settled shift their place, unless they hold it."""
    if sign_up.status == Status.NO_SHOW:
        take_again(sign_up=sign_up, person=person, by=by, at=at)
    if sign_up.status not in OPEN:
        refuse_unexpected(sign_up)
        return
    refuse_waiting(sign_up, person, reason)
    if reason:
        sign_up.override_reason = reason
        sign_up.save(update_fields=["override_reason"])
    if sign_up.status == Status.REQUESTED:
        step(sign_up, Status.CONFIRMED)
        take_own(sign_up)
        promise(sign_up, person)
        tell_confirmed(sign_up=sign_up, person=person, by=by, at=at)
        return
    if sign_up.status == Status.WAITING:
        step(sign_up, Status.OFFERED, expires_at=sign_up.shift.ends_at)
    confirm_kept(sign_up=sign_up, person=person, by=by, at=at)


def refuse_waiting(sign_up: SignUp, person: Person, reason: str) -> None:
    """Refuse somebody who waits where there is no place, no consent or no time for them."""
    if lacks_consent(person, sign_up.shift):
        raise refusals.GuardianFirst
    is_kept = sign_up.status in SignUp.HOLDING
    if not is_kept and sign_up.party_size > sign_up.shift.seats_unclaimed:
        raise refusals.ShiftFull
    if not reason and sign_up.status != Status.GUARDIAN:
        refuse_times(person, sign_up.shift, rules_of(sign_up.shift.edition))
