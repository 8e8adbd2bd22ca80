"""Stand-ins: whoever looks for one stays responsible until somebody takes the shift over."""

import datetime as dt

from django.db import transaction

from accounts.actions import lock_person
from accounts.models import Person
from activities.refusals import TooLateToCancel
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep
from volunteers import refusals
from volunteers.actions.ages import needs_guardian, note_age, refuse_age
from volunteers.actions.applying import Applicant
from volunteers.actions.asking_guardians import has_consent
from volunteers.actions.judging import note_skills, refuse_times, refuse_unqualified
from volunteers.actions.settling import forget_promise, letter, locked_with_shift, step
from volunteers.actions.signing_up import add
from volunteers.actions.telling import stand_in_found, stand_in_sought
from volunteers.actions.welcoming import promise, tell_confirmed
from volunteers.models import HandOver, Shift, SignUp
from volunteers.models.rules import rules_of

Status = SignUp.Status
State = HandOver.State


def seek_stand_in(*, sign_up: SignUp, by: audit.By, at: dt.datetime) -> HandOver:
    """Note that a volunteer looks for a stand-in; coordinators are told. The place stays theirs until then.

    Refuses TooLateToCancel, GroupsStay, AlreadySought, and WrongStep for what is not confirmed.
    """
    with transaction.atomic():
        shift, row = locked_with_shift(sign_up)
        if shift.has_begun(at):
            raise TooLateToCancel
        if not row.is_live:
            raise WrongStep
        if row.party_size > 1:
            raise refusals.GroupsStay
        hand_over = HandOver(sign_up=row, asked_at=at)
        if not insert_new(hand_over):
            raise refusals.AlreadySought
        stand_in_sought(hand_over, at)
        audit.record("seek_stand_in", row, by=by, at=at)
    return hand_over


def withdraw_hand_over(*, hand_over: HandOver, by: audit.By, at: dt.datetime) -> None:
    """Stop looking for a stand-in. Refuses WrongStep when nobody is sought any more."""
    with transaction.atomic():
        sought = HandOver.objects.sought().filter(pk=hand_over.pk)
        if not sought.update(state=State.WITHDRAWN, ended_at=at):
            raise WrongStep
        audit.record("withdraw_hand_over", hand_over.sign_up, by=by, at=at)


def take_over(*, hand_over: HandOver, applicant: Applicant, by: audit.By, at: dt.datetime) -> SignUp:
    """Give a volunteer's place to their stand-in; both and the coordinators are told. Return the stand-in's sign-up.

    Refuses HandOverOver, OwnShift, AlreadySignedUp, GuardianFirst, and what signing up refuses of a person.
    """
    with transaction.atomic():
        person = lock_person(applicant.contact, at=at)
        shift, leaving = locked_with_shift(hand_over.sign_up)
        refuse_over(hand_over, leaving, person, at=at)
        refuse_person(person, shift, applicant, at=at)
        row = add(shift, person, applicant, status=Status.CONFIRMED, at=at)
        refuse_times(person, shift, rules_of(shift.edition))
        promise(row, person)
        forget_promise(leaving)
        step(leaving, Status.HANDED_OVER)
        HandOver.objects.filter(pk=hand_over.pk).update(state=State.TAKEN, ended_at=at, taken_by=row)
        queue_letter(letter("sign_up_handed_over", leaving), key=f"handed_over:{leaving.pk}", at=at)
        tell_confirmed(sign_up=row, person=person, by=by, at=at)
        hand_over.refresh_from_db()
        stand_in_found(hand_over, at)
        audit.record("take_over", row, by=by, at=at, instead_of=leaving.pk)
    return row


def refuse_over(hand_over: HandOver, leaving: SignUp, person: Person, *, at: dt.datetime) -> None:
    """Refuse a shift that is handed over no more, and the volunteer who leaves it as their own stand-in."""
    is_sought = HandOver.objects.sought().filter(pk=hand_over.pk).exists()
    if not is_sought or not leaving.is_live or not leaving.shift.is_on(at):
        raise refusals.HandOverOver
    # It may have become a group since the stand-in was sought.
    if leaving.party_size > 1:
        raise refusals.GroupsStay
    if person.pk == leaving.person_id:
        raise refusals.OwnShift


def refuse_person(person: Person, shift: Shift, applicant: Applicant, *, at: dt.datetime) -> None:
    """Refuse a stand-in who is too young, lacks what is needed, or whose guardian has not consented before."""
    if applicant.party_size > 1:
        raise refusals.GroupsStay
    refuse_unready(person, shift, applicant, at=at)


def refuse_unready(person: Person, shift: Shift, applicant: Applicant, *, at: dt.datetime) -> None:
    """Refuse whoever cannot begin at once: too young, without what is needed, or without their guardian's consent."""
    volunteer = note_age(person, applicant, at=at)
    refuse_age(volunteer, shift, rules_of(shift.edition))
    note_skills(person, applicant, shift, at=at)
    refuse_unqualified(person, shift)
    if needs_guardian(volunteer, shift) and not has_consent(person, shift):
        raise refusals.GuardianFirst
