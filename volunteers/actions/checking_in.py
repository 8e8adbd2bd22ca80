"""Volunteers who check in and out themselves, with the code that is shown at the place."""

import datetime as dt

from goodsociety.common import audit
from goodsociety.common.dates import show_moment
from goodsociety.common.limits import Limit
from volunteers import day_refusals
from volunteers.actions.attending import arrive, leave
from volunteers.models import Shift, SignUp
from volunteers.models.rules import rules_of
from volunteers.place_codes import is_good

#: Of a million codes two are good: who guesses gets nowhere, and who mistypes is not shut out.
WRONG = Limit("wrong-codes-at-the-place", 10, dt.timedelta(minutes=10))
#: So long after a shift somebody can still check out.
LATEST = dt.timedelta(hours=1)


def check_in_self(*, sign_up: SignUp, code: str, at: dt.datetime, by: audit.By = audit.VISITOR) -> SignUp:
    """Check a volunteer in who typed the code of the place, from some minutes before the shift until it ends.

    Refuses TooEarly, ShiftOver, CodeDiffers, TooManyTries, and as ``arrive`` does.
    """
    shift = sign_up.shift
    opens_at = here_opens_at(shift)
    if at < opens_at:
        raise day_refusals.TooEarly(opens=show_moment(opens_at))
    if at >= shift.ends_at:
        raise day_refusals.ShiftOver
    refuse_code(sign_up, code, at=at)
    return arrive(sign_up=sign_up, by=by, at=at)


def check_out_self(*, sign_up: SignUp, code: str, at: dt.datetime, by: audit.By = audit.VISITOR) -> SignUp:
    """Check a volunteer out who typed the code of the place, until an hour after the shift.

    Refuses ShiftOver, CodeDiffers, TooManyTries, and as ``leave`` does.
    """
    if at > sign_up.shift.ends_at + LATEST:
        raise day_refusals.ShiftOver
    refuse_code(sign_up, code, at=at)
    return leave(sign_up=sign_up, by=by, at=at)


def here_opens_at(shift: Shift) -> dt.datetime:
    """Return from when volunteers check in to a shift themselves."""
    return shift.starts_at - dt.timedelta(minutes=rules_of(shift.edition).early_minutes)


def refuse_code(sign_up: SignUp, code: str, *, at: dt.datetime) -> None:
    """Refuse a code that is not the one shown at the place; wrong ones are counted."""
    if WRONG.is_spent(sign_up.code, at=at):
        raise day_refusals.TooManyTries
    if not is_good(sign_up.shift, code, at=at):
        WRONG.note(sign_up.code, at=at)
        raise day_refusals.CodeDiffers
