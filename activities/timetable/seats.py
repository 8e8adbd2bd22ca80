"""What a page says about getting into a session: roughly where the page is kept a while, exactly where it is not."""

import datetime as dt
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Session, Standing, State

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
    words = _("Ended") if at >= session.ends_at else capfirst(str(standing.label))
    return Badge(words, "brand" if standing == Standing.OPEN_DOOR else "")


def seats_badge(left: int | None, *, exact: bool = False) -> Badge:
    """Say how many seats are free: the number, or whether there are some or few."""
    tone = "good" if left is None or left > FEW else "warn"
    if exact and left is not None:
        return Badge(ngettext("%(left)s place left", "%(left)s places left", left) % {"left": left}, tone)
    return Badge(capfirst(str(Standing.OPEN.label)) if tone == "good" else _("Few places left"), tone)
