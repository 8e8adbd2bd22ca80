"""Registering for a session: at once, by asking, by entering a draw, or by waiting for places.

The quick way inserts the registration and moves the session's counter last, by one conditional update, so that the row
everybody wants is locked for the shortest time; when it does not move, the whole transaction is undone. Every other way
locks the session (see ``settling``).
"""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.actions import give_consent, lock_person
from accounts.contact import Contact
from accounts.models import Consent, Person
from activities import refusals
from activities.actions.asking import Party, keep_answers, refuse_ages
from activities.actions.commitments import Span, commit_person
from activities.actions.passing import give_pass
from activities.actions.settling import count_claims, letter, settle, step
from activities.models import Commitment, Entry, Hold, Offer, Registration, Session, State
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.outbox import queue_letter

Status = Registration.Status
#: What a registration is at first, by how one gets into the session, and what its mail is called.
FIRST_STATUS = {
    Entry.REGISTRATION: Status.CONFIRMED,
    Entry.GROUPS: Status.CONFIRMED,
    Entry.APPROVAL: Status.REQUESTED,
    Entry.DRAW: Status.ENTERED,
}


def register(*, session: Session, contact: Contact, party_size: int, by: audit.By, at: dt.datetime) -> Registration:
    """Give a party its seats in a session, or note that it asks for them; return the registration.

    Refuses RegistrationClosed, NoRegistrationNeeded, GroupsOnly, PartyTooLarge, PartyTooSmall, EmailNeeded,
    SessionFull, AlreadyRegistered and Clash. The caller has the visitor's consent to the present text.
    """
    return register_party(session=session, party=Party(contact, party_size), by=by, at=at)


def register_party(*, session: Session, party: Party, by: audit.By, at: dt.datetime) -> Registration:
    """Register a party, which may use places held for it. Refuses as ``register`` does."""
    with transaction.atomic():
        return register_within(session=session, party=party, by=by, at=at)


def register_within(*, session: Session, party: Party, by: audit.By, at: dt.datetime) -> Registration:
    """Do the same in a transaction of the caller's, who has to let a refusal undo the whole of it."""
    refuse_closed(session, at=at)
    refuse_party(session, party)
    status = FIRST_STATUS[Entry(session.entry)]
    person = lock_person(party.contact, at=at)
    registration = add(session, person, party, status=status, at=at)
    if status == Status.CONFIRMED:
        welcome(registration, person, at=at)
    queue_letter(letter(f"registration_{status}", registration), key=f"registered:{registration.pk}", at=at)
    audit.record("register", registration, by=by, at=at, session=session.pk, party_size=party.size)
    if status == Status.CONFIRMED:
        take_seats(session, party, at=at)
    return registration


def add(
    session: Session, person: Person, party: Party, *, status: Status, at: dt.datetime, **group: Any
) -> Registration:
    """Add a locked person's registration, with answers and consent. Refuses AlreadyRegistered and AnswerNeeded."""
    queued_at = at if status == Status.WAITING else None
    registration = note_registration(session, person, party, status=status, queued_at=queued_at, created_at=at, **group)
    keep_answers(registration, party)
    return registration


def note_registration(
    session: Session, person: Person, party: Party, *, created_at: dt.datetime, **columns: Any
) -> Registration:
    """Insert a locked person's registration, and note their consent. Refuses AlreadyRegistered."""
    registration = Registration(
        session=session,
        person=person,
        party_size=party.size,
        created_at=created_at,
        **party.contact.typed,
        **columns,
    )
    if not insert_new(registration):
        raise refusals.AlreadyRegistered
    give_consent(person, Consent.Purpose.REGISTRATION, at=created_at)
    return registration


def welcome(registration: Registration, person: Person, *, at: dt.datetime) -> None:
    """Commit a locked person to the session of a confirmed registration, and give them their pass. Refuses a Clash."""
    session = registration.session
    span = Span(session.starts_at, session.ends_at)
    commit_person(person, span, what=Commitment.What.REGISTRATION, what_key=registration.pk)
    give_pass(person, session.edition, at=at)


def refuse_closed(session: Session, *, at: dt.datetime) -> None:
    """Refuse a session that takes no registrations at a moment."""
    if not session.takes_visitors(at):
        raise refusals.RegistrationClosed
    if session.entry == Entry.OPEN_DOOR:
        raise refusals.NoRegistrationNeeded
    if not session.is_registration_open(at):
        raise refusals.RegistrationClosed


def refuse_party(session: Session, party: Party) -> None:
    """Refuse a party that the session does not take, or for which too many seats were taken when it was read."""
    if session.entry == Entry.GROUPS:
        raise refusals.GroupsOnly
    refuse_size(session, party.size)
    refuse_ages(session.activity, party)
    if session.entry != Entry.REGISTRATION:
        refuse_unreachable(party)
    elif session.capacity is not None and session.seats_taken + party.size > session.capacity:
        raise full(session, party)


def refuse_size(session: Session, people: int) -> None:
    """Refuse a party that is larger or smaller than a session takes."""
    if people > session.largest_party:
        raise refusals.PartyTooLarge(largest=session.largest_party)
    if people < session.smallest_party:
        raise refusals.PartyTooSmall(smallest=session.smallest_party)


def refuse_unreachable(party: Party) -> None:
    """Refuse a party that gave no e-mail where an answer comes later."""
    if not party.contact.email:
        raise refusals.EmailNeeded


def full(session: Session, party: Party) -> refusals.SessionFull:
    """Return the refusal of a party for which too few seats are left."""
    return refusals.SessionFull(asked=party.size, left=session.seats_left)


def take_seats(session: Session, party: Party, *, at: dt.datetime) -> None:
    """Take seats or refuse by name; a session cancelled or filled meanwhile is seen here."""
    if not party.hold and Session.objects.take_of(party.size, pk=session.pk, state=State.RELEASED):
        return
    if not party.hold and not is_anything_over(session, at=at):
        now = Session.objects.for_programme().get(pk=session.pk)
        refuse_closed(now, at=at)
        raise full(now, party)
    take_after_settling(session, party, at=at)


def is_anything_over(session: Session, *, at: dt.datetime) -> bool:
    """Say whether a session has offers or holds whose time is over, though nobody has noticed yet."""
    offers = Offer.objects.expired(at).filter(registration__session=session)
    return offers.exists() or session.holds.expired(at).exists()


def take_after_settling(session: Session, party: Party, *, at: dt.datetime) -> None:
    """Take seats of a session once what is over has lapsed: those held for the party first, else free ones."""
    [locked] = Session.objects.locked(session.pk)
    refuse_closed(locked, at=at)
    own = Hold.objects.filter(session=locked, code=party.hold, expires_at__gt=at)
    held = sum(own.values_list("seats", flat=True))
    own.delete()
    if held >= party.size:
        count_claims(locked)
        if not Session.objects.filter(pk=locked.pk).take_own(party.size):
            raise full(locked, party)
        locked.refresh_from_db(fields=["seats_taken"])
        settle(locked, at=at)
        return
    settle(locked, at=at)
    if not Session.objects.filter(pk=locked.pk).take(party.size):
        raise full(locked, party)


def hold_places(*, session: Session, seats: int, by: audit.By, at: dt.datetime, instead_of: str = "") -> Hold:
    """Keep places for somebody who begins to fill in the form, instead of those they kept under an earlier code.

    Refuses NoHolding, and as registering does when there are no places.
    """
    if session.entry != Entry.REGISTRATION or not session.hold_minutes:
        raise refusals.NoHolding
    refuse_size(session, seats)
    with transaction.atomic():
        [locked] = Session.objects.locked(session.pk)
        refuse_closed(locked, at=at)
        if locked.holds.filter(code=instead_of).delete()[0]:
            count_claims(locked)
        settle(locked, at=at)
        if locked.seats_left is not None and seats > locked.seats_left:
            raise refusals.SessionFull(asked=seats, left=locked.seats_left)
        expires_at = at + dt.timedelta(minutes=locked.hold_minutes)
        hold = Hold.objects.create(session=locked, seats=seats, expires_at=expires_at)
        count_claims(locked)
        audit.record("hold_places", locked, by=by, at=at, seats=seats)
    return hold


def drop_hold(*, code: str, by: audit.By, at: dt.datetime) -> None:
    """Let places go that were kept for a form which will not be sent; nothing happens where there are none."""
    hold = Hold.objects.filter(code=code).first()
    if hold is None:
        return
    with transaction.atomic():
        [locked] = Session.objects.locked(hold.session_id)
        Hold.objects.filter(pk=hold.pk).delete()
        audit.record("drop_hold", locked, by=by, at=at, seats=hold.seats)
        settle(locked, at=at)


def join_waiting_list(*, session: Session, party: Party, by: audit.By, at: dt.datetime) -> Registration:
    """Queue a party for places that come free; where they are free by now it is offered them at once.

    Refuses RegistrationClosed, NoWaitingList, NeverFits, EmailNeeded, PartyTooLarge, PartyTooSmall, AlreadyRegistered.
    """
    refuse_closed(session, at=at)
    refuse_party_for_the_list(session, party)
    with transaction.atomic():
        person = lock_person(party.contact, at=at)
        [locked] = Session.objects.locked(session.pk)
        refuse_closed(locked, at=at)
        registration = add(locked, person, party, status=Status.WAITING, at=at)
        queue_letter(letter("registration_waiting", registration), key=f"registered:{registration.pk}", at=at)
        audit.record("join_waiting_list", registration, by=by, at=at, session=locked.pk, party_size=party.size)
        count_claims(locked)
        settle(locked, at=at)
        registration.refresh_from_db(fields=["status"])
    return registration


def refuse_party_for_the_list(session: Session, party: Party) -> None:
    """Refuse a party that could never be offered places."""
    # Where places are drawn one waits by having entered: whoever could queue up would be offered them before the draw.
    if not session.has_waiting_list or session.entry != Entry.REGISTRATION:
        raise refusals.NoWaitingList
    refuse_size(session, party.size)
    if session.capacity is not None and party.size > session.capacity:
        raise refusals.NeverFits(capacity=session.capacity)
    refuse_ages(session.activity, party)
    refuse_unreachable(party)


def confirm(*, registration: Registration, person: Person, by: audit.By, at: dt.datetime) -> None:
    """Confirm a locked person's registration whose seats were just taken, and write to them. Refuses a Clash."""
    step(registration, Status.CONFIRMED)
    welcome(registration, person, at=at)
    queue_letter(letter("registration_confirmed", registration), key=f"confirmed:{registration.pk}", at=at)
    audit.record("confirm_registration", registration, by=by, at=at, party_size=registration.party_size)
