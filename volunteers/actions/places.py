"""Places of a shift: how many are open in the present wave, and taking or keeping them."""

import datetime as dt

from django.db.models import F

from activities.models import State
from goodsociety.common.dates import show_moment
from goodsociety.common.refusals import WrongStep
from volunteers import refusals
from volunteers.actions.settling import settle_shift
from volunteers.models import Shift, SignUp
from volunteers.models.rules import Opening, opening_of


def wave_of(shift: Shift, *, at: dt.datetime) -> Opening:
    """Return what the waves of an edition have opened by a moment. Refuses ShiftOpensLater before the first."""
    opening = opening_of(shift.edition, at=at)
    if opening.more_at is not None and not opening.percent:
        raise refusals.ShiftOpensLater(opens=show_moment(opening.more_at))
    return opening


def refuse_full(shift: Shift, people: int, wave: Opening) -> None:
    """Refuse a shift that has too few places as it was read."""
    # What is kept may be over by now, which is seen once the shift is locked.
    if shift.seats_taken + people > (shift.capacity or 0):
        raise refusals.ShiftFull
    refuse_wave(shift, people, wave)


def refuse_wave(shift: Shift, people: int, wave: Opening) -> None:
    """Refuse places that a later wave opens."""
    if wave.more_at is not None and shift.seats_taken + people > wave.places(shift.capacity or 0):
        raise refusals.WaveFull(opens=show_moment(wave.more_at))


def take_places(sign_up: SignUp, wave: Opening, *, at: dt.datetime) -> None:
    """Take the places of a sign-up or refuse by name; a shift cancelled, moved or filled meanwhile is seen here."""
    shift, people = sign_up.shift, sign_up.party_size
    as_read = Shift.objects.filter(pk=shift.pk, starts_at=shift.starts_at, ends_at=shift.ends_at)
    rows = as_read.filter(
        state=State.RELEASED, seats_taken__lte=wave.places(shift.capacity or 0) - F("seats_held") - people
    )
    if rows.take(people):
        return
    locked = settled_with_room(shift, people, wave, at=at)
    if not Shift.objects.filter(pk=locked.pk).take(people):
        raise refusals.ShiftFull


def settled_with_room(shift: Shift, people: int, wave: Opening, *, at: dt.datetime) -> Shift:
    """Return a shift locked and settled that has so many places free for anybody; refuses by name where it has not."""
    [locked] = Shift.objects.locked(shift.pk)
    if not locked.is_on(at):
        raise refusals.ShiftClosed
    if (locked.starts_at, locked.ends_at) != (shift.starts_at, shift.ends_at):
        raise WrongStep
    settle_shift(locked, at=at)
    if people > (locked.seats_left or 0):
        raise refusals.ShiftFull
    refuse_wave(locked, locked.seats_held + people, wave)
    return locked
