"""People who come without having registered: given places on the spot, or counted.

Lock order as everywhere: the person, then the session. Places beyond the capacity are never given; those that others
wait for only with a reason, and those that were offered to somebody never, since that is a promise.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction

from accounts.actions import lock_person
from accounts.contact import Contact
from accounts.models import Person, User
from activities import refusals
from activities.actions.answering import end
from activities.actions.asking import Party
from activities.actions.attendance import Noted, count_heads, heads_counted, heads_in, undo_check_in, written_once
from activities.actions.passing import give_pass
from activities.actions.registering import note_registration
from activities.actions.settling import settle
from activities.models import CheckIn, Commitment, Entry, HeadCount, Registration, Session
from goodsociety.common import audit
from goodsociety.common.refusals import WrongStep

Status = Registration.Status
#: Why somebody is in whom a device let in while it could not ask.
NO_NETWORK = "let in without network"


@dataclass(frozen=True)
class Guest:
    """Who stands at the desk: a name and a phone, both of which they may keep to themselves, and how many they are."""

    contact: Contact
    size: int = 1
    #: Why they are let in although others wait, or although they are expected somewhere else.
    reason: str = ""
    noted: Noted = field(default_factory=Noted)

    @property
    def is_named(self) -> bool:
        """Whether there is a person to register: somebody who can be reached."""
        return bool(self.contact.phone)

    @property
    def why(self) -> str:
        """Why they are in, whatever stood in the way."""
        return self.reason or (NO_NETWORK if self.noted.is_offline else "")


def walk_in(*, session: Session, guest: Guest, by: User, at: dt.datetime) -> CheckIn | HeadCount:
    """Register a guest on the spot and let them in; the same walk-in sent again gives the same row.

    Without a phone, or at an open door, they are counted. Refuses DeskClosed, SessionFull, PlacesOffered,
    SomewhereElse and NotConfirmed; but whom a device without network let in is counted where they cannot be registered.
    """
    counted = partial(count_guest, session=session, guest=guest, by=by, at=at)
    counts = HeadCount.objects.filter(session=session)
    if session.entry == Entry.OPEN_DOOR or not guest.is_named or counts.filter(client_key=guest.noted.client_key):
        return counted()
    write = partial(register_guest, session=session, guest=guest, by=by, at=at)
    try:
        return written_once(CheckIn.objects.all(), guest.noted.client_key, write)
    except (refusals.DeskClosed, refusals.SessionFull, refusals.PlacesOffered, refusals.NotConfirmed):
        if not guest.noted.is_offline:
            raise
        return counted()


def count_guest(*, session: Session, guest: Guest, by: User, at: dt.datetime) -> HeadCount:
    """Count people whose name nobody keeps. Refuses as ``walk_in`` does, except a device without network."""
    known = HeadCount.objects.filter(client_key=guest.noted.client_key).first()
    if known is not None:
        return known
    with transaction.atomic():
        [locked] = Session.objects.locked(session.pk)
        if not guest.noted.is_offline:
            refuse_closed(locked, at=at)
            refuse_full(locked, guest)
        return count_heads(door=session, heads=guest.size, by=by, at=at, noted=guest.noted)


def register_guest(*, session: Session, guest: Guest, by: User, at: dt.datetime) -> CheckIn:
    """Register a guest and welcome them; one who holds places here already is welcomed to those."""
    with transaction.atomic():
        person = lock_person(guest.contact, at=at)
        [locked] = Session.objects.locked(session.pk)
        registration = held_by(person, locked) or add_guest(locked, person, guest, at=at)
        audit.record("walk_in", registration, by=by, at=at, session=locked.pk, consent="spoken")
        return welcome_guest(registration, guest, by=by, at=at)


def held_by(person: Person, session: Session) -> Registration | None:
    """Return what a locked person holds in a locked session. Refuses NotConfirmed where it is no place yet."""
    held = Registration.objects.active().filter(person=person, session=session).first()
    if held is not None and not held.is_live:
        raise refusals.NotConfirmed(status=held.get_status_display())
    return held


def add_guest(session: Session, person: Person, guest: Guest, *, at: dt.datetime) -> Registration:
    """Add the registration of a locked person, who walked in, to a locked session. Refuses as ``walk_in`` does."""
    refuse_closed(session, at=guest.noted.came_at or at)
    settle(session, at=at)
    refuse_full(session, guest)
    if not Session.objects.filter(pk=session.pk).take_own(guest.size):
        raise refusals.SessionFull(asked=guest.size, left=session.seats_unclaimed)
    # Consent is said at the desk: who walks in reads no form, and is asked no questions.
    party = Party(guest.contact, guest.size)
    registration = note_registration(session, person, party, is_walk_in=True, note=guest.reason, created_at=at)
    commit_guest(registration, guest)
    give_pass(person, session.edition, at=at)
    return registration


def refuse_closed(session: Session, *, at: dt.datetime) -> None:
    """Refuse a session that is over or called off."""
    if not session.takes_visitors(at):
        raise refusals.DeskClosed


def refuse_full(session: Session, guest: Guest) -> None:
    """Refuse more people than a locked session has room for; those who were counted take room too."""
    if session.capacity is None:
        return
    free = max(session.seats_unclaimed - heads_counted(session), 0)
    if guest.size > free:
        raise refusals.SessionFull(asked=guest.size, left=free)
    if session.parties_waiting and not guest.why:
        raise refusals.PlacesOffered(free=free)


def commit_guest(registration: Registration, guest: Guest) -> None:
    """Note that a locked person is here. Refuses SomewhereElse where they are expected elsewhere, without a reason."""
    session = registration.session
    clashing = Commitment.objects.clashing(registration.person, session.starts_at, session.ends_at).exists()
    if clashing and not guest.why:
        raise refusals.SomewhereElse
    Commitment.objects.create(
        person=registration.person,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        what=Commitment.What.REGISTRATION,
        what_key=registration.pk,
        is_exclusive=not clashing,
        override_reason=guest.why if clashing else "",
    )


def welcome_guest(registration: Registration, guest: Guest, *, by: User, at: dt.datetime) -> CheckIn:
    """Let a guest in, or say that the whole party is in already."""
    heads = min(guest.size, registration.party_size - heads_in(registration))
    return CheckIn.objects.create(
        session_id=registration.session_id,
        person_id=registration.person_id,
        registration=registration,
        result=CheckIn.Result.WELCOME if heads else CheckIn.Result.ALREADY_IN,
        heads=heads,
        by=by,
        **guest.noted.columns(at=at),
    )


def take_back(*, check_in: CheckIn, by: User, at: dt.datetime, noted: Noted | None = None) -> CheckIn:
    """Take a welcome back; asked again, the same row. Whoever walked in with it gives the places back.

    Refuses WrongStep for what never let anybody in.
    """
    if check_in.result != CheckIn.Result.WELCOME:
        raise WrongStep
    with transaction.atomic():
        registration = check_in.registration
        # The session before its rows, as everywhere; whoever asks at the same time waits here or at the check-in.
        locked = Session.objects.locked(check_in.session_id) if registration and registration.is_walk_in else []
        try:
            row = undo_check_in(check_in=check_in, by=by, at=at, noted=noted)
        except WrongStep:
            return CheckIn.objects.get(undoes=check_in)
        if locked and registration and not heads_in(registration):
            unregister(registration, locked[0], by=by, at=at)
    return row


def unregister(registration: Registration, session: Session, *, by: User, at: dt.datetime) -> None:
    """Cancel the registration of a walk-in in a locked session, whose welcome was taken back."""
    now = Registration.objects.get(pk=registration.pk)
    if not now.is_live:
        return
    now.session = session
    end(registration=now, by=by, at=at)
    session.refresh_from_db(fields=["seats_taken"])
    settle(session, at=at)
