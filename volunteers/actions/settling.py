"""What follows when places in a shift come free: what is over lapses, and places go on to those who wait.

Lock order everywhere: people (by number), then shifts (by number), then rows of theirs. Places kept and parties waiting
change only while their shift is locked, so they are recounted from the rows; places taken also move by conditional
updates, and are never recounted.
"""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Sum

from accounts.links import link_for
from accounts.models import Person
from activities.actions.commitments import release_person
from activities.models import Commitment
from goodsociety.common import audit
from goodsociety.common.calendar_text import Method
from goodsociety.common.dates import local_day
from goodsociety.common.outbox import Letter, queue_letter
from goodsociety.common.refusals import WrongStep
from goodsociety.common.rounds import each_by_itself
from volunteers.calendar import entry_text
from volunteers.models import HandOver, Shift, SignUp
from volunteers.models.rules import rules_of

Status = SignUp.Status
#: What a mail does to the calendar of whoever reads it; other mails leave it alone.
METHODS = {
    "sign_up_confirmed": Method.REQUEST,
    "shift_changed": Method.REQUEST,
    "sign_up_cancelled": Method.CANCEL,
    "sign_up_handed_over": Method.CANCEL,
    "shift_cancelled": Method.CANCEL,
}
#: So long a place that came free during a shift is kept for who waited: whoever stands there could take it.
ON_THE_DAY = dt.timedelta(minutes=30)
#: What is noted only of somebody who holds a place.
ATTENDANCE = {"arrived_at": None, "left_at": None, "heads": None}


def settle_shift(shift: Shift, *, at: dt.datetime) -> None:
    """Let what is over in a locked shift lapse, offer free places to those who wait, and write the counters.

    Whoever adds somebody that waits counts the claims first.
    """
    if not shift.seats_held and not shift.parties_waiting:
        return
    shift.refresh_from_db(fields=["seats_taken", "capacity"])
    for sign_up in SignUp.objects.expired(at).filter(shift=shift).select_related("person"):
        lapse(shift=shift, sign_up=sign_up, by=audit.SYSTEM, at=at)
    shift.seats_held = places_kept(shift)
    if shift.is_on(at):
        offer_onward(shift=shift, by=audit.SYSTEM, at=at)
    count_claims(shift)


def lapse(*, shift: Shift, sign_up: SignUp, by: audit.By, at: dt.datetime) -> None:
    """Let go of a place that was kept in a locked shift until now, and write to whom it was kept for."""
    sign_up.shift = shift
    forget_promise(sign_up)
    step(sign_up, Status.LAPSED)
    queue_letter(letter("place_lapsed", sign_up), key=f"place_lapsed:{sign_up.pk}", at=at)
    audit.record("lapse_place", sign_up, by=by, at=at, party_size=sign_up.party_size)


def offer_onward(*, shift: Shift, by: audit.By, at: dt.datetime) -> None:
    """Offer what is free in a locked shift to those who wait: in the order they came, to the first that fits."""
    free, expires_at = shift.seats_unclaimed, offered_until(shift, at=at)
    for sign_up in SignUp.objects.waiting().filter(shift=shift).select_related("person"):
        if sign_up.party_size > free:
            continue
        sign_up.shift = shift
        free -= sign_up.party_size
        step(sign_up, Status.OFFERED, expires_at=expires_at)
        queue_letter(letter("place_offered", sign_up), key=f"place_offered:{sign_up.pk}", at=at)
        audit.record("offer_place", sign_up, by=by, at=at, party_size=sign_up.party_size)


def offered_until(shift: Shift, *, at: dt.datetime) -> dt.datetime:
    """Return until when a place that is offered now is kept: until the shift begins, and shortly once it has."""
    if shift.has_begun(at):
        return min(at + ON_THE_DAY, shift.ends_at)
    return min(at + dt.timedelta(minutes=rules_of(shift.edition).offer_minutes), shift.starts_at)


def count_claims(shift: Shift) -> None:
    """Write how many places of a locked shift are kept, and how many parties wait."""
    shift.seats_held = places_kept(shift)
    shift.parties_waiting = SignUp.objects.waiting().filter(shift=shift).count()
    Shift.objects.filter(pk=shift.pk).update(seats_held=shift.seats_held, parties_waiting=shift.parties_waiting)


def places_kept(shift: Shift) -> int:
    """Return how many places of a shift are kept for people who, or whose guardians, have not answered yet."""
    kept = SignUp.objects.holding().filter(shift=shift)
    return int(kept.aggregate(people=Sum("party_size", default=0))["people"])


def settle_due_shifts(*, by: audit.By, at: dt.datetime) -> int:
    """Settle every shift in which a place is kept although its time is over, each by itself; say how many."""
    expired = SignUp.objects.expired(at).filter(shift=OuterRef("pk"))
    keys = list(Shift.objects.filter(Exists(expired)).order_by("pk").values_list("pk", flat=True))
    return each_by_itself(keys, lambda key: settle_due(key=key, by=by, at=at), what="settle_shift")


def settle_due(*, key: int, by: audit.By, at: dt.datetime) -> None:
    """Settle one shift."""
    with transaction.atomic():
        [shift] = Shift.objects.locked(key)
        settle_shift(shift, at=at)
        audit.record("settle_shift", shift, by=by, at=at)


def step(sign_up: SignUp, status: SignUp.Status, **columns: object) -> None:
    """Take a sign-up to its next status. Refuses WrongStep when it has moved, or never goes there."""
    before = SignUp.Status(sign_up.status)
    rows = SignUp.objects.filter(pk=sign_up.pk, status=before)
    if before == Status.CONFIRMED:
        columns |= ATTENDANCE
    if status not in SignUp.STEPS[before] or not rows.update(status=status, **columns):
        raise WrongStep
    sign_up.status = status
    for name, value in columns.items():
        setattr(sign_up, name, value)


def forget_promise(sign_up: SignUp) -> None:
    """Free the person of a sign-up, where they had promised to be there."""
    if sign_up.status in SignUp.COMMITTED:
        release_person(what=Commitment.What.SIGN_UP, what_key=sign_up.pk)


def end(*, sign_up: SignUp, by: audit.By, at: dt.datetime) -> None:
    """Cancel an active sign-up of a locked shift, with its promise, its place and its search for a stand-in."""
    was = sign_up.status
    forget_promise(sign_up)
    step(sign_up, Status.CANCELLED, cancelled_at=at)
    HandOver.objects.sought().filter(sign_up=sign_up).update(state=HandOver.State.WITHDRAWN, ended_at=at)
    audit.record("cancel_sign_up", sign_up, by=by, at=at, party_size=sign_up.party_size)
    if was == Status.CONFIRMED:
        Shift.objects.filter(pk=sign_up.shift_id).give_back(sign_up.party_size)


def locked_with_shift(sign_up: SignUp) -> tuple[Shift, SignUp]:
    """Return the shift of a sign-up, locked, and the sign-up as it is now."""
    [shift] = Shift.objects.locked(sign_up.shift_id)
    now = SignUp.objects.select_related("person").get(pk=sign_up.pk)
    now.shift = shift
    return shift, now


def locked_person(sign_up: SignUp) -> Person:
    """Return the person of a sign-up, locked."""
    return Person.objects.select_for_update().get(pk=sign_up.person_id)


def letter(template: str, sign_up: SignUp, **about: object) -> Letter:
    """Return a mail about a sign-up, in the language it was made in, with what it does to the reader's calendar."""
    shift = sign_up.shift
    last_day = shift.edition.ends_on or local_day(shift.ends_at)
    my_page = link_for(sign_up.person, email=sign_up.email, last_day=last_day)
    things = {"sign_up": sign_up, "shift": shift, "my_page": my_page, **about}
    method = METHODS.get(template) if about.get("held", True) else None
    calendar = partial(entry_text, sign_up, method) if method else None
    return Letter(template, to=sign_up.email, language=sign_up.language, about=things, calendar=calendar)
