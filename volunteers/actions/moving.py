"""Shifts that move to another time or place: everybody concerned is told once, with whatever changes in ten minutes."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from accounts.models import Person, User
from activities.actions.commitments import Span
from activities.actions.moving import COLLECTED_FOR
from activities.models import Commitment, State
from activities.refusals import PastMoment
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep
from goodsociety.common.rounds import each_by_itself
from volunteers import refusals
from volunteers.actions.settling import letter
from volunteers.models import Shift, ShiftChange, SignUp
from zones.actions import content_changed
from zones.models import Place

WHY_IT_MAY_OVERLAP = gettext_noop("The shift was moved by the organisers.")


@dataclass(frozen=True)
class ShiftSlot:
    """When and where a shift is; without a place it is anywhere in its duty's zone."""

    span: Span
    place: Place | None = None


def reschedule_shift(*, shift: Shift, slot: ShiftSlot, by: User, at: dt.datetime) -> Shift:
    """Move a shift to another time or place, with everybody in it; they are told after ten minutes.

    Somebody who then has two promises at once keeps both, with the reason. Refuses EndsBeforeItStarts, PastMoment,
    ShiftThereAlready, and WrongStep for a shift that was called off or is over.
    """
    with transaction.atomic():
        lock_people_of(shift)
        [locked] = Shift.objects.locked(shift.pk)
        refuse_move(locked, slot, at=at)
        remember(locked, at=at)
        put(locked, slot)
        move_promises(locked)
        content_changed(locked.duty)
        audit.record("reschedule_shift", locked, by=by, at=at, place=slot.place.pk if slot.place else None)
        locked.refresh_from_db(fields=["sequence"])
    return locked


def lock_people_of(shift: Shift) -> None:
    """Lock everybody who has promised to be in a shift, in the order that all transactions share."""
    promised = SignUp.objects.committed().filter(shift=shift).values("person")
    list(Person.objects.filter(pk__in=promised).order_by("pk").select_for_update().values_list("pk"))


def refuse_move(shift: Shift, slot: ShiftSlot, *, at: dt.datetime) -> None:
    """Refuse a slot that is not to be had, and a shift that moves no more."""
    if shift.state == State.CANCELLED or shift.ends_at <= at:
        raise WrongStep
    if slot.span.ends_at <= slot.span.starts_at:
        raise refusals.EndsBeforeItStarts
    if slot.span.starts_at <= at:
        raise PastMoment
    if Shift.objects.filter(duty=shift.duty_id, starts_at=slot.span.starts_at).exclude(pk=shift.pk).exists():
        raise refusals.ShiftThereAlready


def remember(shift: Shift, *, at: dt.datetime) -> None:
    """Keep what a locked shift was before it changes, unless an earlier change is still to be told."""
    if shift.state != State.RELEASED:
        return
    Shift.objects.filter(pk=shift.pk).update(sequence=F("sequence") + 1)
    insert_new(
        ShiftChange(
            shift=shift,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            place=shift.place,
            made_at=at,
            due_at=at + COLLECTED_FOR,
        )
    )


def put(shift: Shift, slot: ShiftSlot) -> None:
    """Write when and where a locked shift is; sign-up closes, and places are kept, no longer than until it begins."""
    shift.starts_at, shift.ends_at, shift.place = slot.span.starts_at, slot.span.ends_at, slot.place
    if shift.closes_at is not None and shift.closes_at >= shift.starts_at:
        shift.closes_at = None
    shift.save(update_fields=["starts_at", "ends_at", "place", "closes_at"])
    kept_too_long = SignUp.objects.holding().filter(shift=shift, expires_at__gt=shift.starts_at)
    kept_too_long.update(expires_at=shift.starts_at)


def move_promises(shift: Shift) -> None:
    """Move the promises of everybody who is to be in a locked shift; two at once are kept, with the reason."""
    keys = SignUp.objects.committed().filter(shift=shift).values("pk")
    theirs = Commitment.objects.filter(what=Commitment.What.SIGN_UP, what_key__in=keys)
    for row in theirs.select_related("person"):
        others = Commitment.objects.clashing(row.person, shift.starts_at, shift.ends_at).exclude(pk=row.pk)
        if row.is_exclusive and others.exists():
            row.is_exclusive, row.override_reason = False, WHY_IT_MAY_OVERLAP
        row.starts_at, row.ends_at = shift.starts_at, shift.ends_at
        row.save(update_fields=["starts_at", "ends_at", "is_exclusive", "override_reason"])


def tell_shift_changes(*, by: audit.By, at: dt.datetime) -> int:
    """Write to everybody concerned by changes that are due, each change by itself; say how many changes were due."""
    keys = list(ShiftChange.objects.due_at(at).order_by("due_at", "pk").values_list("pk", flat=True))
    return each_by_itself(keys, lambda key: tell_change(key=key, by=by, at=at), what="tell_shift_change")


def tell_change(*, key: int, by: audit.By, at: dt.datetime) -> None:
    """Tell one change, unless it was told meanwhile."""
    with transaction.atomic():
        [shift] = Shift.objects.locked(*ShiftChange.objects.filter(pk=key).values_list("shift", flat=True))
        change = ShiftChange.objects.untold().filter(pk=key).select_related("place").first()
        if change is not None:
            tell(change=change, shift=shift, by=by, at=at)


def tell(*, change: ShiftChange, shift: Shift, by: audit.By, at: dt.datetime) -> None:
    """Write to everybody in a locked shift what changed, unless it is again as it was or was called off."""
    concerned = SignUp.objects.active().filter(shift=shift).select_related("person")
    told = 0
    for sign_up in concerned if is_another(change, shift) else ():
        sign_up.shift = shift
        about = letter("shift_changed", sign_up, change=change, held=sign_up.is_live)
        queue_letter(about, key=f"shift_change:{change.pk}:{sign_up.pk}", at=at)
        told += bool(sign_up.email)
    ShiftChange.objects.filter(pk=change.pk).update(told_at=at, people_told=told)
    audit.record("tell_shift_change", shift, by=by, at=at, people=told)


def is_another(change: ShiftChange, shift: Shift) -> bool:
    """Say whether a shift that takes place is another one than before a change."""
    before = (change.starts_at, change.ends_at, change.place_id)
    return shift.state == State.RELEASED and before != (shift.starts_at, shift.ends_at, shift.place_id)
