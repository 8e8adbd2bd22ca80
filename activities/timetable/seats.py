"""What a page says about getting into a session: roughly where the page is kept a while, exactly where it is not."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from activities.models import Session, Standing, State
from goodsociety.common.dates import local_day, show_day, show_time

#: Standings with a tone of their own.
TONES = {Standing.OPEN_DOOR: "brand", Standing.ASK: "good", Standing.DRAW: "good", Standing.WAITING: "warn"}
#: Up to so many free seats are few.
FEW = 10


@dataclass(frozen=True)
class Badge:
    """A few words and their tone: good, warn, bad, brand, or none."""

    text: str
    tone: str = ""


def badge_of(session: Session, at: dt.datetime, *, exact: bool = False) -> Badge | None:
    """Say what a visitor can do about a session at a moment; nothing where an edition takes nobody any more."""
    if session.state == State.CANCELLED:
        return Badge(_("Cancelled"), "bad")
    if not session.edition.is_open:
        return None
    standing = session.standing(at)
    if standing == Standing.OPEN:
        return seats_badge(session.seats_left, exact=exact)
    words = capfirst(str(standing.label))
    if standing == Standing.LATER and session.registration_opens_at:
        words = _("Registration opens %(moment)s") % {"moment": shortly(session.registration_opens_at, get_language())}
    if at >= session.ends_at:
        words = _("Ended")
    return Badge(words, TONES.get(standing, ""))


@lru_cache(maxsize=200)
def shortly(moment: dt.datetime, language: str | None) -> str:  # noqa: ARG001 (in which it is said)
    """Say day and time of a moment of the same year; most sessions of an expo open at the same few."""
    return f"{show_day(local_day(moment), year=False)} {show_time(moment)}"


def seats_badge(left: int | None, *, exact: bool = False) -> Badge:
    """Say how many seats are free: the number, or whether there are some or few."""
    tone = "good" if left is None or left > FEW else "warn"
    if exact and left is not None:
        return Badge(ngettext("%(left)s place left", "%(left)s places left", left) % {"left": left}, tone)
    return Badge(capfirst(str(Standing.OPEN.label)) if tone == "good" else _("Few places left"), tone)
