"""Registering for a session, and taking it back.

Lock order everywhere: person, then session. The session's counter is the last thing the action moves, by one
conditional update, so that the row everybody wants is held for the shortest time; when it does not move, the whole
transaction is undone.
"""

import datetime as dt

from django.db import transaction

from accounts.actions import give_consent, lock_person
from accounts.contact import Contact
from accounts.models import Consent, Person
from activities import refusals
from activities.actions.commitments import Span, commit_person, release_person
from activities.models import Commitment, Entry, Pass, Registration, Session, State
from goodsociety.common import audit
from goodsociety.common.outbox import Letter, queue_letter
from goodsociety.common.refusals import WrongStep


def register(*, session: Session, contact: Contact, party_size: int, by: audit.By, at: dt.datetime) -> Registration:
    """Give a party its seats in a session; return the registration, whose code opens its page.

    Refuses RegistrationClosed, NoRegistrationNeeded, PartyTooLarge, SessionFull, AlreadyRegistered and Clash. The
    caller has the visitor's consent to the present text.
    """
    refuse_closed(session, at=at)
    refuse_party(session, party_size)
    with transaction.atomic():
        person = lock_person(contact, at=at)
        if Registration.objects.live().filter(session=session, person=person).exists():
            raise refusals.AlreadyRegistered
        registration = Registration.objects.create(
            session=session,
            person=person,
            party_size=party_size,
            **contact.typed,
            created_at=at,
        )
        span = Span(session.starts_at, session.ends_at)
        commit_person(person, span, what=Commitment.What.REGISTRATION, what_key=registration.pk)
        give_consent(person, Consent.Purpose.REGISTRATION, at=at)
        issue_pass(person, session, at=at)
        queue_letter(letter("registration_confirmed", registration), key=f"registered:{registration.pk}", at=at)
        audit.record("register", registration, by=by, at=at, session=session.pk, party_size=party_size)
        take_seats(session, party_size, at=at)
    return registration


def refuse_closed(session: Session, *, at: dt.datetime) -> None:
    """Refuse a session that takes no registrations at a moment."""
    if not session.takes_visitors(at):
        raise refusals.RegistrationClosed
    if session.entry == Entry.OPEN_DOOR:
        raise refusals.NoRegistrationNeeded
    if not session.is_registration_open(at):
        raise refusals.RegistrationClosed


def refuse_party(session: Session, party_size: int) -> None:
    """Refuse a party too large for one registration, or for the seats that were left when the session was read."""
    if party_size > session.largest_party:
        raise refusals.PartyTooLarge(largest=session.largest_party)
    if session.seats_left is not None and party_size > session.seats_left:
        raise refusals.SessionFull(asked=party_size, left=session.seats_left)


def take_seats(session: Session, seats: int, *, at: dt.datetime) -> None:
    """Take seats or refuse by name; a session cancelled or filled meanwhile is seen here."""
    if Session.objects.filter(pk=session.pk, state=State.RELEASED).take(seats):
        return
    session = Session.objects.for_programme().get(pk=session.pk)
    refuse_closed(session, at=at)
    raise refusals.SessionFull(asked=seats, left=session.seats_left)


def issue_pass(person: Person, session: Session, *, at: dt.datetime) -> None:
    """Give a person their one pass of an edition, unless they hold it already."""
    Pass.objects.bulk_create([Pass(person=person, edition=session.edition, issued_at=at)], ignore_conflicts=True)


def letter(template: str, registration: Registration) -> Letter:
    """Return a mail about a registration, in the language it was made in."""
    about: dict[str, object] = {"registration": registration, "session": registration.session}
    return Letter(template=template, to=registration.email, language=registration.language, about=about)


def cancel_registration(*, registration: Registration, by: audit.By, at: dt.datetime) -> None:
    """Take a registration back and free its seats. Refuses TooLateToCancel, and WrongStep when it is not live."""
    if registration.session.has_begun(at):
        raise refusals.TooLateToCancel
    with transaction.atomic():
        live = Registration.objects.live().filter(pk=registration.pk)
        if not live.update(status=Registration.Status.CANCELLED, cancelled_at=at):
            raise WrongStep
        release_person(what=Commitment.What.REGISTRATION, what_key=registration.pk)
        queue_letter(letter("registration_cancelled", registration), key=f"cancelled:{registration.pk}", at=at)
        audit.record("cancel_registration", registration, by=by, at=at, party_size=registration.party_size)
        Session.objects.filter(pk=registration.session_id).give_back(registration.party_size)
