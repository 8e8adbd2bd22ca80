"""Signing up for a shift: at once, by asking, once a guardian consents, or by waiting for a place.

The quick way moves the shift's counter last, by one conditional update, so that the row everybody wants is locked for
the shortest time; when it does not move, the whole transaction is undone. Every other way locks the shift.
"""

import datetime as dt
from collections.abc import Sequence, Sized

from django.db import transaction

from accounts.actions import give_consent, lock_person
from accounts.contact import Contact
from accounts.models import Consent, Person
from goodsociety.common import audit
from goodsociety.common.dates import show_moment
from goodsociety.common.inserting import insert_new
from goodsociety.common.outbox import queue_letter
from volunteers import refusals
from volunteers.actions.ages import needs_guardian, note_age, refuse_age
from volunteers.actions.applying import Applicant
from volunteers.actions.asking_guardians import ask_guardian, has_consent
from volunteers.actions.judging import note_skills, refuse_times, refuse_unqualified
from volunteers.actions.places import refuse_full, refuse_wave, settled_with_room, take_places, wave_of
from volunteers.actions.settling import count_claims, letter, settle_shift
from volunteers.actions.welcoming import give_pass, promise
from volunteers.models import Rules, Shift, SignUp, SignUpMember
from volunteers.models.rules import rules_of

Status = SignUp.Status


def sign_up(*, shift: Shift, contact: Contact, by: audit.By, at: dt.datetime) -> SignUp:
    """Give a volunteer who says that they are of age a place in a shift. Refuses as ``sign_up_volunteer`` does."""
    return sign_up_volunteer(shift=shift, applicant=Applicant(contact, is_of_age=True), by=by, at=at)


def sign_up_volunteer(*, shift: Shift, applicant: Applicant, by: audit.By, at: dt.datetime) -> SignUp:
    """Give a volunteer or a group places in a shift, or note that they ask for them; return the sign-up.

    For somebody under age the place is kept until the guardian answers. Refuses ShiftClosed, ShiftOpensLater,
    ShiftFull, WaveFull, GroupTooLarge, MoreNamesThanPeople, AlreadySignedUp, what ``judge`` refuses, and what
    ``refuse_times`` does. The caller has the volunteer's consent and e-mail.
    """
    refuse_closed(shift, at=at)
    refuse_group(shift, applicant)
    wave = wave_of(shift, at=at)
    refuse_full(shift, applicant.party_size, wave)
    rules = rules_of(shift.edition)
    with transaction.atomic():
        person = lock_person(applicant.contact, at=at)
        status = judge(person, shift, applicant, rules, at=at)
        if status == Status.GUARDIAN:
            shift = settled_with_room(shift, applicant.party_size, wave, at=at)
        row = add(shift, person, applicant, status=status, at=at)
        refuse_times(person, shift, rules)
        promise_to_come(row, person, at=at)
        queue_letter(letter(f"sign_up_{status}", row), key=f"signed_up:{row.pk}", at=at)
        audit.record("sign_up", row, by=by, at=at, shift=shift.pk)
        if status == Status.CONFIRMED:
            take_places(row, wave, at=at)
        elif status == Status.GUARDIAN:
            count_claims(shift)
    return row


def promise_to_come(row: SignUp, person: Person, *, at: dt.datetime) -> None:
    """Commit a locked person to a shift in which they get a place, and give them their pass when it is confirmed."""
    if row.status == Status.CONFIRMED:
        give_pass(row, person, at=at)
    if row.status in SignUp.COMMITTED:
        promise(row, person)


def judge(person: Person, shift: Shift, applicant: Applicant, rules: Rules, *, at: dt.datetime) -> SignUp.Status:
    """Return what a locked person's sign-up is at first; their guardian is asked where they are under age.

    Refuses BirthDateNeeded, BirthDateDiffers, BornInTheFuture, BelowMinimumAge, TooYoung, NeedsQualification,
    GuardianNeeded and GuardianIsVolunteer.
    """
    volunteer = note_age(person, applicant, at=at)
    refuse_age(volunteer, shift, rules)
    note_skills(person, applicant, shift, at=at)
    refuse_unqualified(person, shift)
    is_asked = needs_guardian(volunteer, shift) and not has_consent(person, shift)
    if is_asked:
        ask_guardian(person, shift, applicant, at=at)
    if shift.is_by_approval:
        return Status.REQUESTED
    return Status.GUARDIAN if is_asked else Status.CONFIRMED


def add(shift: Shift, person: Person, applicant: Applicant, *, status: SignUp.Status, at: dt.datetime) -> SignUp:
    """Add a locked person's sign-up, with the names of their group and their consent. Refuses AlreadySignedUp."""
    row = SignUp(
        shift=shift,
        person=person,
        status=status,
        organization=applicant.organization,
        party_size=applicant.party_size,
        note=applicant.note,
        queued_at=at if status == Status.WAITING else None,
        expires_at=guardian_answers_by(shift, at=at) if status == Status.GUARDIAN else None,
        created_at=at,
        **applicant.contact.typed,
    )
    if not insert_new(row):
        raise refusals.AlreadySignedUp
    write_names(row, applicant.names)
    give_consent(person, Consent.Purpose.VOLUNTEERING, at=at)
    return row


def guardian_answers_by(shift: Shift, *, at: dt.datetime) -> dt.datetime:
    """Return until when a place is kept for a guardian's answer."""
    return min(at + dt.timedelta(hours=rules_of(shift.edition).guardian_hours), shift.starts_at)


def write_names(sign_up: SignUp, names: Sequence[str]) -> None:
    """Write the names of a group."""
    if names:
        SignUpMember.objects.bulk_create(SignUpMember(sign_up=sign_up, name=name) for name in names)


def refuse_closed(shift: Shift, *, at: dt.datetime) -> None:
    """Refuse a shift that takes no sign-ups at a moment."""
    if shift.opens_later(at) and shift.opens_at is not None:
        raise refusals.ShiftOpensLater(opens=show_moment(shift.opens_at))
    if not shift.is_open(at):
        raise refusals.ShiftClosed


def refuse_group(shift: Shift, applicant: Applicant) -> None:
    """Refuse a group that is larger than the shift takes, or more names than people."""
    largest = min(shift.largest_party, shift.capacity or shift.largest_party)
    if not 1 <= applicant.party_size <= largest:
        raise refusals.GroupTooLarge(largest=largest)
    refuse_names(applicant.names, applicant.party_size)


def refuse_names(names: Sized, people: int) -> None:
    """Refuse more names than people."""
    if len(names) > people:
        raise refusals.MoreNamesThanPeople(names=len(names), people=people)


def join_shift_list(*, shift: Shift, applicant: Applicant, by: audit.By, at: dt.datetime) -> SignUp:
    """Queue a volunteer or a group for places that come free; where they are free by now they are offered at once.

    Refuses NoWaitingList, and as signing up does; times are judged when the place is accepted.
    """
    refuse_closed(shift, at=at)
    refuse_group(shift, applicant)
    if not shift.has_waiting_list or shift.is_by_approval:
        raise refusals.NoWaitingList
    if not shift.is_full:
        # Whoever waits is offered what is free: that would be the places of the next wave.
        refuse_wave(shift, applicant.party_size, wave_of(shift, at=at))
    with transaction.atomic():
        person = lock_person(applicant.contact, at=at)
        judge(person, shift, applicant, rules_of(shift.edition), at=at)
        [locked] = Shift.objects.locked(shift.pk)
        refuse_closed(locked, at=at)
        row = add(locked, person, applicant, status=Status.WAITING, at=at)
        queue_letter(letter("sign_up_waiting", row), key=f"signed_up:{row.pk}", at=at)
        audit.record("join_shift_list", row, by=by, at=at, shift=locked.pk)
        count_claims(locked)
        settle_shift(locked, at=at)
        row.refresh_from_db(fields=["status", "expires_at"])
    return row
