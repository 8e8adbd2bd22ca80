"""What coordinators decide: requests, people placed by hand, how many a shift takes, and that it is off."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from accounts.actions import lock_person
from accounts.models import Person, User
from activities.models import State
from goodsociety.common import audit
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep
from volunteers import refusals
from volunteers.actions.ages import needs_guardian, note_age, refuse_age
from volunteers.actions.answering import lacks_consent
from volunteers.actions.applying import Applicant
from volunteers.actions.asking_guardians import ask_guardian, has_consent
from volunteers.actions.judging import refuse_times, refuse_unqualified
from volunteers.actions.setting_aside import rules_against
from volunteers.actions.settling import (
    count_claims,
    end,
    letter,
    locked_person,
    locked_with_shift,
    settle_shift,
    step,
)
from volunteers.actions.signing_up import add, refuse_group
from volunteers.actions.welcoming import promise, take_own, tell_confirmed
from volunteers.models import Shift, SignUp
from volunteers.models.rules import rules_of
from volunteers.models.sign_up import SignUpQuerySet
from zones.actions import content_changed

Status = SignUp.Status
#: How many references a sentence names.
NAMED = 10


def approve_sign_up(*, sign_up: SignUp, by: User, at: dt.datetime) -> SignUp:
    """Give a volunteer who asked for it the place.

    Refuses ShiftFull, GuardianFirst, NeedsQualification, Clash, what ``refuse_times`` does, and WrongStep when they do
    not ask.
    """
    with transaction.atomic():
        person = locked_person(sign_up)
        shift, row = locked_with_shift(sign_up)
        if row.status != Status.REQUESTED or not shift.is_on(at):
            raise WrongStep
        if lacks_consent(person, shift):
            raise refusals.GuardianFirst
        refuse_unqualified(person, shift)
        refuse_times(person, shift, rules_of(shift.edition))
        step(row, Status.CONFIRMED)
        take_own(row)
        promise(row, person)
        tell_confirmed(sign_up=row, person=person, by=by, at=at)
    return row


def decline_sign_up(*, sign_up: SignUp, by: User, at: dt.datetime) -> None:
    """Tell a volunteer who asked for a place that they do not get it. Refuses WrongStep when they do not ask."""
    with transaction.atomic():
        _shift, row = locked_with_shift(sign_up)
        if row.status != Status.REQUESTED:
            raise WrongStep
        step(row, Status.DECLINED)
        queue_letter(letter("sign_up_declined", row), key=f"sign_up_declined:{row.pk}", at=at)
        audit.record("decline_sign_up", row, by=by, at=at, party_size=row.party_size)


def place_volunteer(*, shift: Shift, applicant: Applicant, reason: str, by: User, at: dt.datetime) -> SignUp:
    """Place somebody in a shift by hand, whatever stands against it but its capacity, and note why.

    The edition's minimum age and the guardian's consent hold for everybody. Refuses ReasonNeeded, WrongStep for a shift
    that is over or off, ShiftFull, GroupTooLarge, AlreadySignedUp, BelowMinimumAge, BirthDateNeeded and GuardianNeeded.
    """
    if not reason.strip():
        raise refusals.ReasonNeeded
    refuse_group(shift, applicant)
    with transaction.atomic():
        person = lock_person(applicant.contact, at=at)
        status = first_status(person, shift, applicant, at=at)
        [locked] = Shift.objects.locked(shift.pk)
        if locked.state != State.RELEASED or locked.ends_at <= at:
            raise WrongStep
        settle_shift(locked, at=at)
        if applicant.party_size > locked.seats_unclaimed:
            raise refusals.ShiftFull
        against = ",".join(refusal.name for refusal in rules_against(applicant, locked))
        row = add(locked, person, applicant, status=status, at=at)
        row.override_reason = reason.strip()
        row.save(update_fields=["override_reason"])
        promise(row, person)
        audit.record("place_volunteer", row, by=by, at=at, shift=locked.pk, rules=against)
        seat_placed(sign_up=row, person=person, by=by, at=at)
    return row


def first_status(person: Person, shift: Shift, applicant: Applicant, *, at: dt.datetime) -> SignUp.Status:
    """Return whether somebody placed by hand is confirmed, or their guardian must consent first."""
    volunteer = note_age(person, applicant, at=at)
    refuse_age(volunteer, shift, rules_of(shift.edition), is_overridden=True)
    if not needs_guardian(volunteer, shift) or has_consent(person, shift):
        return Status.CONFIRMED
    ask_guardian(person, shift, applicant, at=at)
    return Status.GUARDIAN


def seat_placed(*, sign_up: SignUp, person: Person, by: User, at: dt.datetime) -> None:
    """Take or keep the places of somebody who was placed in a locked shift, and write to them."""
    if sign_up.status == Status.CONFIRMED:
        take_own(sign_up)
        tell_confirmed(sign_up=sign_up, person=person, by=by, at=at)
    else:
        count_claims(sign_up.shift)
        queue_letter(letter("sign_up_guardian", sign_up), key=f"signed_up:{sign_up.pk}", at=at)


def set_shift_capacity(*, shift: Shift, capacity: int, by: User, at: dt.datetime) -> Shift:
    """Let a shift take more or fewer; more goes to those who wait. Refuses CapacityTooSmall: nobody is dropped."""
    with transaction.atomic():
        [locked] = Shift.objects.locked(shift.pk)
        settle_shift(locked, at=at)
        refuse_capacity(locked, capacity)
        before, needed = locked.capacity, min(locked.needed, capacity)
        locked.capacity, locked.needed = capacity, needed
        Shift.objects.filter(pk=locked.pk).update(capacity=capacity, needed=needed)
        content_changed(locked.duty)
        audit.record("set_shift_capacity", locked, by=by, at=at, before=before, capacity=capacity)
        settle_shift(locked, at=at)
    return locked


def refuse_capacity(shift: Shift, capacity: int) -> None:
    """Refuse a capacity below the places taken and kept, with those who are over."""
    claimed = shift.seats_taken + shift.seats_held
    if capacity < max(claimed, 1):
        raise refusals.CapacityTooSmall(taken=claimed, capacity=capacity, over=those_over(shift, capacity))


def those_over(shift: Shift, capacity: int) -> str:
    """Return the references of the sign-ups beyond a capacity, the last that came first, a few of them by name."""
    places, over = shift.seats_taken + shift.seats_held, []
    for row in shift.sign_ups.filter(status__in=[Status.CONFIRMED, *SignUp.HOLDING]):
        if places <= capacity:
            break
        places -= row.party_size
        over.append(row.reference)
    return ", ".join(over[:NAMED]) + (" …" if len(over) > NAMED else "")


def release_shift(*, shift: Shift, by: User, at: dt.datetime) -> None:
    """Put a draft on the programme. Refuses WrongStep for what is no draft."""
    with transaction.atomic():
        if not Shift.objects.filter(pk=shift.pk, state=State.DRAFT).update(state=State.RELEASED):
            raise WrongStep
        content_changed(shift.duty)
        audit.record("release_shift", shift, by=by, at=at)


def cancel_shift(*, shift: Shift, by: User, at: dt.datetime) -> Shift:
    """Call a shift off: all concerned are told once, and are free again. Refuses WrongStep when it is off.

    Whoever is there already keeps the hours served until now.
    """
    with transaction.atomic():
        [locked] = Shift.objects.locked(shift.pk)
        off = Shift.objects.filter(pk=locked.pk, state=State.RELEASED)
        if not off.update(state=State.CANCELLED, sequence=F("sequence") + 1):
            raise WrongStep
        locked.refresh_from_db(fields=["state", "sequence"])
        for row in without_those_there(locked, at=at).select_related("person"):
            row.shift, held = locked, row.status in SignUp.COMMITTED
            end(sign_up=row, by=by, at=at)
            queue_letter(letter("shift_cancelled", row, held=held), key=f"shift_cancelled:{row.pk}", at=at)
        content_changed(locked.duty)
        audit.record("cancel_shift", locked, by=by, at=at)
        locked.refresh_from_db(fields=["seats_taken"])
        settle_shift(locked, at=at)
    return locked


def without_those_there(shift: Shift, *, at: dt.datetime) -> SignUpQuerySet:
    """Return the active sign-ups of a locked shift that is off; once it has begun without those who came.

    They keep what they served, until now.
    """
    rows = SignUp.objects.active().filter(shift=shift)
    if not shift.has_begun(at):
        return rows
    rows.filter(arrived_at__isnull=False, left_at=None).update(left_at=at)
    return rows.filter(arrived_at=None, approved_minutes=None)
