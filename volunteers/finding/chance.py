"""What somebody can do about a shift: roughly, since pages that say so are kept for some seconds."""

import datetime as dt
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from activities.models import Standing
from activities.timetable import Badge
from activities.timetable.seats import shortly
from volunteers.models import Shift
from volunteers.models.rules import Opening

#: Standings in which somebody more can come.
FREE = {Standing.OPEN, Standing.ASK}


@dataclass(frozen=True)
class Chance:
    """What a page says of getting into a shift, and the words of the way in; none where there is no way."""

    badge: Badge | None
    act: str = ""
    is_short: bool = False
    #: Whether the way in leads to no place yet.
    is_waiting: bool = False


def takes_people(shift: Shift, opening: Opening, at: dt.datetime) -> bool:
    """Say whether somebody more can get a place, now and without waiting."""
    return shift.standing(at) in FREE and not waits_for_wave(shift, opening)


def waits_for_wave(shift: Shift, opening: Opening) -> bool:
    """Say whether the places that are open so far are taken, and a later wave opens more."""
    taken = shift.seats_taken + shift.seats_held
    return opening.more_at is not None and taken >= opening.places(shift.capacity or 0)


def chance_of(shift: Shift, opening: Opening, at: dt.datetime) -> Chance:
    """Say what somebody can do about a shift at a moment; nothing where an edition takes nobody any more."""
    if shift.is_cancelled:
        return Chance(Badge(_("Cancelled"), "bad"))
    if not shift.edition.is_open:
        return Chance(None)
    standing = shift.standing(at)
    if standing in FREE and waits_for_wave(shift, opening):
        return later_wave(opening)
    return chance_by_standing(shift, standing)


def chance_by_standing(shift: Shift, standing: Standing) -> Chance:
    """Say it where waves do not matter."""
    if standing == Standing.OPEN:
        few, some = Badge(pgettext("shift", "Few places left"), "warn"), Badge(capfirst(_("places free")), "good")
        return Chance(few if shift.has_few_left else some, _("Sign up"), shift.is_short)
    if standing == Standing.ASK:
        return Chance(Badge(capfirst(_("places on request")), "good"), _("Ask for a place"), shift.is_short)
    if standing == Standing.WAITING:
        return Chance(Badge(capfirst(_("full, waiting list open")), "warn"), _("Wait for a place"), is_waiting=True)
    if standing == Standing.LATER:
        words = opens_words(shift.opens_at)
    else:
        words = capfirst(_("all places taken")) if standing == Standing.FULL else _("Sign-up closed")
    return Chance(Badge(words))


def later_wave(opening: Opening) -> Chance:
    """Say when more places open: the first ones, or further ones."""
    if not opening.percent:
        return Chance(Badge(opens_words(opening.more_at)))
    words = _("More places open %(moment)s") % {"moment": moment_of(opening.more_at)}
    return Chance(Badge(words, "warn"))


def opens_words(moment: dt.datetime | None) -> str:
    """Say when sign-up opens."""
    return _("Sign-up opens %(moment)s") % {"moment": moment_of(moment)}


def moment_of(moment: dt.datetime | None) -> str:
    """Return day and time of a moment of the same year."""
    return shortly(moment, get_language()) if moment else ""
