"""What organisers decide: requests, draws, how many a session holds, and that it does not take place."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from accounts.models import Person, User
from activities import refusals
from activities.actions.answering import end, locked_with_session
from activities.actions.registering import confirm
from activities.actions.settling import count_claims, letter, settle, step
from activities.models import Draw, Entry, Registration, Session, State
from goodsociety.common import audit
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep
from zones.actions import content_changed

Status = Registration.Status
#: How many references a sentence names.
NAMED = 10


def approve_request(*, registration: Registration, by: User, at: dt.datetime) -> Registration:
    """Give a party that asked for places its seats. Refuses SessionFull, Clash, and WrongStep when it does not ask."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=registration.person_id)
        session, registration = locked_with_session(registration)
        if registration.status != Status.REQUESTED:
            raise WrongStep
        registration.person = person
        seat(session, registration, by=by, at=at)
    return registration


def seat(session: Session, registration: Registration, *, by: User, at: dt.datetime) -> None:
    """Give a party its seats in a locked session and confirm it. Refuses SessionFull, and Clash of its person."""
    if not Session.objects.filter(pk=session.pk, state=State.RELEASED).take_own(registration.party_size):
        raise refusals.SessionFull(asked=registration.party_size, left=session.seats_unclaimed)
    confirm(registration=registration, person=registration.person, by=by, at=at)


def decline_request(*, registration: Registration, by: User, at: dt.datetime) -> None:
    """Tell a party that asked for places that it gets none. Refuses WrongStep when it does not ask."""
    with transaction.atomic():
        _session, registration = locked_with_session(registration)
        step(registration, Status.DECLINED)
        queue_letter(letter("registration_declined", registration), key=f"declined:{registration.pk}", at=at)
        audit.record("decline_request", registration, by=by, at=at, party_size=registration.party_size)


def drawn_order(seed: str, references: Iterable[str]) -> list[str]:
    """Return references in the order a seed draws them: by the SHA-256 digest of seed, colon and reference."""
    return sorted(references, key=lambda reference: hashlib.sha256(f"{seed}:{reference}".encode()).hexdigest())


def hold_draw(*, session: Session, seed: str, by: User, at: dt.datetime) -> Draw:
    """Draw who gets the places; whoever is not drawn waits in the order drawn, or has lost where there is no list.

    A party that does not fit what is left is passed over, and so is one whose person has promised to be elsewhere.
    Refuses StillOpen, AlreadyDrawn, and WrongStep for a session without a draw.
    """
    with transaction.atomic():
        people = lock_people(session)
        [locked] = Session.objects.locked(session.pk)
        refuse_draw(locked, at=at)
        entered = Registration.objects.filter(session=locked, status=Status.ENTERED, person__in=people)
        by_reference = {row.reference: row for row in entered.select_related("person")}
        outcome = []
        for place, reference in enumerate(drawn_order(seed, by_reference)):
            registration = by_reference[reference]
            registration.session = locked
            queued_at = at + dt.timedelta(microseconds=place)
            outcome.append(
                [reference, decide_drawn(session=locked, registration=registration, by=by, at=at, queued_at=queued_at)]
            )
        entries = sorted([reference, row.party_size] for reference, row in by_reference.items())
        draw = Draw.objects.create(session=locked, seed=seed, entries=entries, outcome=outcome, at=at, by=by)
        content_changed(locked)
        audit.record("hold_draw", locked, by=by, at=at, entries=len(entries))
        locked.refresh_from_db(fields=["seats_taken"])
        count_claims(locked)
        settle(locked, at=at)
    return draw


def lock_people(session: Session) -> list[int]:
    """Lock everybody who has entered a session's draw, in the order that all transactions share."""
    entered = Registration.objects.filter(session=session, status=Status.ENTERED).values("person")
    return [person.pk for person in Person.objects.filter(pk__in=entered).order_by("pk").select_for_update()]


def refuse_draw(session: Session, *, at: dt.datetime) -> None:
    """Refuse a draw that was held, that people can still enter, or of a session that has none or is not on."""
    if session.entry != Entry.DRAW:
        raise WrongStep
    if Draw.objects.filter(session=session).exists():
        raise refusals.AlreadyDrawn
    if session.state != State.RELEASED:
        raise WrongStep
    # Not before it opens either: whoever entered later would never be drawn.
    if at < (session.registration_closes_at or session.starts_at):
        raise refusals.StillOpen


def decide_drawn(
    *, session: Session, registration: Registration, by: User, at: dt.datetime, queued_at: dt.datetime
) -> str:
    """Give a drawn party its seats where it fits; return what became of it."""
    try:
        with transaction.atomic():
            seat(session, registration, by=by, at=at)
    except refusals.SessionFull:
        registration.status = Status.ENTERED
        return pass_over(session, registration, at=at, queued_at=queued_at)
    except refusals.Clash:
        registration.status = Status.ENTERED
        step(registration, Status.LOST)
        queue_letter(letter("registration_lost", registration), key=f"lost:{registration.pk}", at=at)
        return "clash"
    return str(Status.CONFIRMED)


def pass_over(session: Session, registration: Registration, *, at: dt.datetime, queued_at: dt.datetime) -> str:
    """Queue a drawn party that does not fit, or tell it that it has lost."""
    if session.has_waiting_list:
        step(registration, Status.WAITING, queued_at=queued_at)
    else:
        step(registration, Status.LOST)
    queue_letter(letter(f"registration_{registration.status}", registration), key=f"drawn:{registration.pk}", at=at)
    return str(registration.status)


def set_capacity(*, session: Session, capacity: int, by: User, at: dt.datetime) -> Session:
    """Let a session hold more or fewer; more goes to those who wait. Refuses CapacityTooSmall: nobody is dropped."""
    with transaction.atomic():
        [locked] = Session.objects.locked(session.pk)
        refuse_capacity(locked, capacity)
        before, locked.capacity = locked.capacity, capacity
        Session.objects.filter(pk=locked.pk).update(capacity=capacity)
        content_changed(locked)
        audit.record("set_capacity", locked, by=by, at=at, before=before, capacity=capacity)
        settle(locked, at=at)
    return locked


def refuse_capacity(session: Session, capacity: int) -> None:
    """Refuse a capacity below the seats taken and held, with those who are over."""
    claimed = session.seats_taken + session.seats_held
    if capacity < claimed:
        raise refusals.CapacityTooSmall(taken=claimed, capacity=capacity, over=those_over(session, capacity))


def those_over(session: Session, capacity: int) -> str:
    """Return the references of the parties beyond a capacity, the last that came first, a few of them by name."""
    seats, over = session.seats_taken + session.seats_held, []
    for registration in session.registrations.filter(status__in=[Status.CONFIRMED, Status.OFFERED]):
        if seats <= capacity:
            break
        seats -= registration.party_size
        over.append(registration.reference)
    return ", ".join(over[:NAMED]) + (" …" if len(over) > NAMED else "")


def cancel_session(*, session: Session, by: User, at: dt.datetime) -> Session:
    """Call a session off: all concerned are told once, and are free again. Refuses WrongStep when it is off."""
    with transaction.atomic():
        [locked] = Session.objects.locked(session.pk)
        if not Session.objects.filter(pk=locked.pk, state=State.RELEASED).update(state=State.CANCELLED):
            raise WrongStep
        locked.state = State.CANCELLED
        Session.objects.filter(pk=locked.pk).update(sequence=F("sequence") + 1)
        locked.refresh_from_db(fields=["sequence"])
        for registration in Registration.objects.active().filter(session=locked).select_related("person"):
            registration.session, held = locked, registration.is_live
            end(registration=registration, by=by, at=at)
            queue_letter(
                letter("session_cancelled", registration, held=held), key=f"called-off:{registration.pk}", at=at
            )
        locked.holds.all().delete()
        content_changed(locked)
        audit.record("cancel_session", locked, by=by, at=at)
        locked.refresh_from_db(fields=["seats_taken"])
        settle(locked, at=at)
    return locked
