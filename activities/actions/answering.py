"""What people do about a registration they have: accept or decline an offer, change the party, take it back."""

import datetime as dt

from django.db import transaction
from django.db.models import Sum

from accounts.actions import lock_person
from accounts.models import Person, User
from activities import refusals
from activities.actions.asking import Party
from activities.actions.commitments import release_person
from activities.actions.registering import confirm, register_party
from activities.actions.settling import answer_offer, count_claims, letter, settle, step
from activities.models import Commitment, Offer, Registration, Session
from goodsociety.common import audit
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep

Status = Registration.Status


def accept_offer(*, registration: Registration, by: audit.By, at: dt.datetime) -> Registration:
    """Confirm a party that was offered places. Refuses OfferOver, and Clash with what the person promised meanwhile."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=registration.person_id)
        session, registration = locked_with_session(registration)
        offer = standing_offer(registration, at=at)
        answer_offer(offer, Offer.Answer.ACCEPTED, at=at)
        count_claims(session)
        Session.objects.filter(pk=session.pk).take_own(offer.seats)
        confirm(registration=registration, person=person, by=by, at=at)
    return registration


def standing_offer(registration: Registration, *, at: dt.datetime) -> Offer:
    """Return the offer of a registration in a locked session. Refuses OfferOver when none stands any more."""
    offer = registration.offers.pending().filter(expires_at__gt=at).first()
    if offer is None:
        raise refusals.OfferOver
    return offer


def locked_with_session(registration: Registration) -> tuple[Session, Registration]:
    """Return the session of a registration, locked, and the registration as it is now."""
    [session] = Session.objects.locked(registration.session_id)
    now = Registration.objects.select_related("person").get(pk=registration.pk)
    now.session = session
    return session, now


def decline_offer(*, registration: Registration, by: audit.By, at: dt.datetime) -> None:
    """Let the places that were offered to a party go on to the next. Refuses OfferOver."""
    with transaction.atomic():
        session, registration = locked_with_session(registration)
        answer_offer(standing_offer(registration, at=at), Offer.Answer.DECLINED, at=at)
        step(registration, Status.CANCELLED, cancelled_at=at)
        audit.record("decline_offer", registration, by=by, at=at, party_size=registration.party_size)
        settle(session, at=at)


def cancel_registration(*, registration: Registration, by: audit.By, at: dt.datetime) -> None:
    """Take a registration back, at whatever step it is; its places go on to those who wait.

    Refuses TooLateToCancel after the deadline (for staff: once it has begun), and WrongStep when it is over already.
    """
    with transaction.atomic():
        session, registration = locked_with_session(registration)
        if not registration.is_active:
            raise WrongStep
        if session.has_begun(at) or (not is_staff(by) and not session.is_cancellable(at)):
            raise refusals.TooLateToCancel
        held = registration.is_live
        end(registration=registration, by=by, at=at)
        queue_letter(
            letter("registration_cancelled", registration, held=held), key=f"cancelled:{registration.pk}", at=at
        )
        session.refresh_from_db(fields=["seats_taken"])
        settle(session, at=at)


def swap_registration(
    *, registration: Registration, session: Session, party: Party, by: audit.By, at: dt.datetime
) -> Registration:
    """Register a party for a session in the place of a registration of the same person that clashes with it.

    Either both happen or nothing. Refuses as registering and taking back do, and WrongStep for somebody else's.
    """
    with transaction.atomic():
        lock_person(party.contact, at=at)
        # Both at once, in the order that all transactions share.
        Session.objects.locked(registration.session_id, session.pk)
        cancel_registration(registration=registration, by=by, at=at)
        made = register_party(session=session, party=party, by=by, at=at)
        if made.person_id != registration.person_id:
            raise WrongStep
    return made


def accept_instead(
    *, registration: Registration, instead_of: Registration, by: audit.By, at: dt.datetime
) -> Registration:
    """Accept an offer and take back what clashes with it: either both happen or nothing.

    Refuses as accepting and taking back do, and WrongStep for what is somebody else's.
    """
    if instead_of.person_id != registration.person_id:
        raise WrongStep
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=registration.person_id)
        # Both at once, in the order that all transactions share.
        Session.objects.locked(registration.session_id, instead_of.session_id)
        cancel_registration(registration=instead_of, by=by, at=at)
        return accept_offer(registration=registration, by=by, at=at)


def end(*, registration: Registration, by: audit.By, at: dt.datetime) -> None:
    """Cancel an active registration of a locked session, with its offer, its commitment and its seats."""
    was = registration.status
    step(registration, Status.CANCELLED, cancelled_at=at)
    registration.offers.pending().update(answer=Offer.Answer.WITHDRAWN, answered_at=at)
    audit.record("cancel_registration", registration, by=by, at=at, party_size=registration.party_size)
    if was == Status.CONFIRMED:
        release_person(what=Commitment.What.REGISTRATION, what_key=registration.pk)
        Session.objects.filter(pk=registration.session_id).give_back(registration.party_size)


def is_staff(by: audit.By) -> bool:
    """Say whether somebody of the staff acts."""
    return isinstance(by, User) and by.is_staff


def change_party_size(*, registration: Registration, party_size: int, by: audit.By, at: dt.datetime) -> Registration:
    """Let a party be larger or smaller; it keeps its place in a queue.

    Refuses PartyTooLarge, PartyTooSmall, SessionFull, HeadsInside, TooLateToCancel, and WrongStep when it is over.
    """
    with transaction.atomic():
        session, registration = locked_with_session(registration)
        refuse_change(registration, party_size, by=by, at=at)
        more = party_size - registration.party_size
        Registration.objects.filter(pk=registration.pk).update(party_size=party_size)
        registration.party_size = party_size
        audit.record("change_party_size", registration, by=by, at=at, party_size=party_size, more=more)
        if registration.is_live:
            move_seats(session, more)
            queue_letter(
                letter("registration_changed", registration), key=f"changed:{registration.pk}:{at.isoformat()}", at=at
            )
        session.refresh_from_db(fields=["seats_taken"])
        settle(session, at=at)
    return registration


def refuse_change(registration: Registration, party_size: int, *, by: audit.By, at: dt.datetime) -> None:
    """Refuse a party size that a locked session or the step of the registration does not allow."""
    session = registration.session
    if registration.status not in {Status.CONFIRMED, Status.WAITING, Status.REQUESTED, Status.ENTERED}:
        raise WrongStep
    if session.has_begun(at) or (not is_staff(by) and not session.is_cancellable(at)):
        raise refusals.TooLateToCancel
    if party_size > session.largest_party:
        raise refusals.PartyTooLarge(largest=session.largest_party)
    if party_size < session.smallest_party:
        raise refusals.PartyTooSmall(smallest=session.smallest_party)
    heads = int(registration.check_ins.aggregate(heads=Sum("heads", default=0))["heads"])
    if party_size < heads:
        raise refusals.HeadsInside(heads=heads)


def move_seats(session: Session, more: int) -> None:
    """Take more seats of a locked session for a confirmed party, or give some back. Refuses SessionFull."""
    row = Session.objects.filter(pk=session.pk)
    if more < 0:
        row.give_back(-more)
    elif more and not row.take(more):
        raise refusals.SessionFull(asked=more, left=session.seats_left)
