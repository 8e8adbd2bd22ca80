"""What volunteers do about a sign-up they have: accept or decline a place, change the group, take it back."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from accounts.models import Person, User
from activities.refusals import TooLateToCancel
from goodsociety.common import audit
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep
from volunteers import refusals
from volunteers.actions.ages import needs_guardian
from volunteers.actions.asking_guardians import has_consent
from volunteers.actions.judging import refuse_times
from volunteers.actions.settling import end, letter, locked_person, locked_with_shift, settle_shift, step
from volunteers.actions.signing_up import guardian_answers_by, refuse_names, write_names
from volunteers.actions.telling import late_cancellation
from volunteers.actions.welcoming import confirm_kept, promise
from volunteers.models import Shift, SignUp, Volunteer
from volunteers.models.rules import rules_of

Status = SignUp.Status


def accept_place(*, sign_up: SignUp, by: audit.By, at: dt.datetime) -> SignUp:
    """Confirm a volunteer who was offered a place; for somebody under age it is kept until the guardian consents.

    Refuses OfferOver, Clash, TooFarToWalk, TooManyHours and NotEnoughRest.
    """
    with transaction.atomic():
        person = locked_person(sign_up)
        shift, row = locked_with_shift(sign_up)
        if row.status_at(at) != Status.OFFERED:
            raise refusals.OfferOver
        refuse_times(person, shift, rules_of(shift.edition))
        if lacks_consent(person, shift):
            step(row, Status.GUARDIAN, expires_at=guardian_answers_by(shift, at=at))
            promise(row, person)
            queue_letter(letter("sign_up_guardian", row), key=f"guardian_first:{row.pk}", at=at)
            audit.record("accept_place", row, by=by, at=at, party_size=row.party_size)
        else:
            confirm_kept(sign_up=row, person=person, by=by, at=at)
    return row


def lacks_consent(person: Person, shift: Shift) -> bool:
    """Say whether a person is under age on the day of a shift and no guardian has consented."""
    known = Volunteer.objects.filter(person=person).first()
    return known is not None and needs_guardian(known, shift) and not has_consent(person, shift)


def decline_place(*, sign_up: SignUp, by: audit.By, at: dt.datetime) -> None:
    """Let a place that was offered go on to the next. Refuses OfferOver."""
    with transaction.atomic():
        shift, row = locked_with_shift(sign_up)
        if row.status_at(at) != Status.OFFERED:
            raise refusals.OfferOver
        step(row, Status.CANCELLED, cancelled_at=at)
        audit.record("decline_place", row, by=by, at=at, party_size=row.party_size)
        settle_shift(shift, at=at)


def cancel_sign_up(*, sign_up: SignUp, by: audit.By, at: dt.datetime) -> None:
    """Take a sign-up back, at whatever step it is; its places go on to those who wait.

    Coordinators are told at once when it is late. Refuses TooLateToCancel once the shift has begun, and WrongStep when
    it is over already.
    """
    with transaction.atomic():
        shift, row = locked_with_shift(sign_up)
        if shift.has_begun(at):
            raise TooLateToCancel
        if not row.is_active:
            raise WrongStep
        was_live, held = row.is_live, row.status in SignUp.COMMITTED
        end(sign_up=row, by=by, at=at)
        queue_letter(letter("sign_up_cancelled", row, held=held), key=f"sign_up_cancelled:{row.pk}", at=at)
        if was_live and at >= shift.starts_at - dt.timedelta(hours=rules_of(shift.edition).late_hours):
            late_cancellation(row, at)
        settle_shift(shift, at=at)


def change_party(*, sign_up: SignUp, party_size: int, by: audit.By, at: dt.datetime) -> SignUp:
    """Let a group be larger or smaller; it keeps its place in a queue.

    Refuses GroupTooLarge, MoreNamesThanPeople, ShiftFull, TooLateToCancel, and WrongStep when it is over.
    """
    with transaction.atomic():
        shift, row = locked_with_shift(sign_up)
        refuse_change(row, party_size, by=by, at=at)
        more = party_size - row.party_size
        SignUp.objects.filter(pk=row.pk).update(party_size=party_size)
        row.party_size = party_size
        audit.record("change_party", row, by=by, at=at, party_size=party_size, more=more)
        if row.is_live:
            move_places(shift, more)
        settle_shift(shift, at=at)
    return row


def refuse_change(sign_up: SignUp, party_size: int, *, by: audit.By, at: dt.datetime) -> None:
    """Refuse a number of people that a locked shift or the step of the sign-up does not allow."""
    if sign_up.status not in {Status.CONFIRMED, Status.WAITING, Status.REQUESTED}:
        raise WrongStep
    if sign_up.shift.has_begun(at) and not (isinstance(by, User) and by.is_staff):
        raise TooLateToCancel
    if not 1 <= party_size <= sign_up.shift.largest_party or party_size < (sign_up.heads or 0):
        raise refusals.GroupTooLarge(largest=sign_up.shift.largest_party)
    refuse_names(sign_up.members.all(), party_size)


def move_places(shift: Shift, more: int) -> None:
    """Take more places of a locked shift for a confirmed group, or give some back. Refuses ShiftFull."""
    rows = Shift.objects.filter(pk=shift.pk)
    if more < 0:
        rows.give_back(-more)
    elif more and not rows.take(more):
        raise refusals.ShiftFull


def name_members(*, sign_up: SignUp, names: Sequence[str], by: audit.By, at: dt.datetime) -> None:
    """Replace the names of a group. Refuses MoreNamesThanPeople, and WrongStep when it is over."""
    with transaction.atomic():
        _shift, row = locked_with_shift(sign_up)
        if not row.is_active:
            raise WrongStep
        refuse_names(names, row.party_size)
        row.members.all().delete()
        write_names(row, names)
        audit.record("name_members", row, by=by, at=at, names=len(names))
