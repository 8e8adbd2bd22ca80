"""What follows when seats come free: what is over lapses, and places go on to those who wait.

Lock order everywhere: people (by number), then sessions (by number), then rows of theirs. Seats held and parties
waiting change only while their session is locked, so they are recounted from the rows; seats taken also move without
a lock, by conditional updates, and are never recounted.
"""

import datetime as dt

from django.db.models import Sum

from accounts.links import link_for
from activities.feeds.calendar import mailed_entry
from activities.models import Hold, Offer, Registration, Session
from goodsociety.common import audit
from goodsociety.common.dates import local_day
from goodsociety.common.outbox import Letter, queue_letter
from goodsociety.common.refusals import WrongStep


def settle(session: Session, *, at: dt.datetime) -> None:
    """Let what is over in a locked session lapse, offer free places to those who wait, and write the counters.

    Whoever adds a party that waits counts the claims first.
    """
    if not session.seats_held and not session.parties_waiting:
        return
    lapse(session=session, by=audit.SYSTEM, at=at)
    if session.makes_offers(at):
        offer_onward(session, at=at)
    count_claims(session)


def lapse(*, session: Session, by: audit.By, at: dt.datetime) -> None:
    """Close the offers of a locked session whose time is over, and drop the holds."""
    for offer in Offer.objects.expired(at).filter(registration__session=session):
        registration = Registration.objects.for_page().select_related("person").get(pk=offer.registration_id)
        answer_offer(offer, Offer.Answer.LAPSED, at=at)
        step(registration, Registration.Status.LAPSED)
        queue_letter(letter("offer_lapsed", registration), key=f"offer-lapsed:{offer.pk}", at=at)
        audit.record("lapse_offer", registration, by=by, at=at, seats=offer.seats)
    session.holds.expired(at).delete()
    session.seats_held = seats_held_by_rows(session)


def offer_onward(session: Session, *, at: dt.datetime) -> None:
    """Offer what is free in a locked session to those who wait: in the order they came, to the first that fits.

    A party that does not fit keeps its place; whether those behind it may go ahead is the organiser's choice.
    """
    free = session.seats_unclaimed
    for registration in Registration.objects.waiting().filter(session=session).select_related("person"):
        if registration.party_size <= free:
            make_offer(session=session, registration=registration, by=audit.SYSTEM, at=at)
            free -= registration.party_size
        elif session.waits_for_front:
            break


def make_offer(*, session: Session, registration: Registration, by: audit.By, at: dt.datetime) -> Offer:
    """Hold places of a locked session for a party that waited, and write to it."""
    expires_at = min(at + dt.timedelta(minutes=session.offer_minutes), session.starts_at)
    step(registration, Registration.Status.OFFERED)
    registration.session = session
    offer = Offer.objects.create(
        registration=registration, seats=registration.party_size, made_at=at, expires_at=expires_at
    )
    about = letter("offer_made", registration, offer=offer)
    queue_letter(about, key=f"offer:{offer.pk}", at=at)
    audit.record("make_offer", registration, by=by, at=at, seats=offer.seats)
    return offer


def count_claims(session: Session) -> None:
    """Write how many seats of a locked session are held, and how many parties wait."""
    session.seats_held = seats_held_by_rows(session)
    session.parties_waiting = Registration.objects.waiting().filter(session=session).count()
    Session.objects.filter(pk=session.pk).update(seats_held=session.seats_held, parties_waiting=session.parties_waiting)


def seats_held_by_rows(session: Session) -> int:
    """Return how many seats the offers and holds of a session keep."""
    offers = Offer.objects.pending().filter(registration__session=session)
    holds = Hold.objects.filter(session=session)
    return sum(int(rows.aggregate(seats=Sum("seats", default=0))["seats"]) for rows in (offers, holds))


def answer_offer(offer: Offer, answer: Offer.Answer, *, at: dt.datetime) -> None:
    """Close a pending offer. Refuses WrongStep when it is closed already."""
    if not Offer.objects.pending().filter(pk=offer.pk).update(answer=answer, answered_at=at):
        raise WrongStep


def step(registration: Registration, status: Registration.Status, **columns: object) -> None:
    """Take a registration to its next status. Refuses WrongStep when it has moved, or never goes there."""
    before = Registration.Status(registration.status)
    rows = Registration.objects.filter(pk=registration.pk, status=before)
    if status not in Registration.STEPS[before] or not rows.update(status=status, **columns):
        raise WrongStep
    registration.status = status


def letter(template: str, registration: Registration, **about: object) -> Letter:
    """Return a mail about a registration, in the language it was made in; ``held``: it held places until now."""
    session, held = registration.session, bool(about.get("held", registration.is_live))
    things = {"registration": registration, "session": session, "my_page": my_page_of(registration), **about}
    calendar = mailed_entry(template, registration, held=held)
    return Letter(template, to=registration.email, language=registration.language, about=things, calendar=calendar)


def my_page_of(registration: Registration) -> str:
    """Return what opens the page of a registration's person, where its mails go to the person themselves."""
    session = registration.session
    last_day = session.edition.ends_on or local_day(session.ends_at)
    return link_for(registration.person, email=registration.email, last_day=last_day)
