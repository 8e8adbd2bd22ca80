"""Whose a code is that was scanned or typed where a shift begins: a pass, a sign-up's page, or a reference."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.models import Pass
from activities.passes import code_of
from goodsociety.common.codes import REFERENCE_ALPHABET, REFERENCE_LENGTH
from goodsociety.common.dates import local_day, show_times, shown_year
from volunteers import day_refusals
from volunteers.models import Shift, SignUp
from volunteers.models.shift import ShiftQuerySet
from zones.models import Edition

SIGN_UP_PAGE = re.compile(r"/sign-ups/([\w-]{22})/")
REFERENCE = re.compile(rf"[{REFERENCE_ALPHABET}]{{{REFERENCE_LENGTH}}}")


@dataclass(frozen=True)
class Found:
    """Whom a code stands for; with the sign-up where the code is that of one."""

    person: int
    sign_up: SignUp | None = None


def whose(text: str, edition: Edition) -> Found:
    """Return whom a code stands for in an edition. Refuses NotOurCode, OfAnotherEdition and PassRevoked."""
    code = code_of(text)
    if code:
        return holder_of(code, edition)
    keys = keys_of(text)
    row = SignUp.objects.filter(**keys).for_page().first() if keys else None
    if row is None:
        raise day_refusals.NotOurCode
    if row.shift.edition != edition:
        raise day_refusals.OfAnotherEdition(year=shown_year(row.shift.edition.year))
    return Found(row.person_id, row)


def holder_of(code: str, edition: Edition) -> Found:
    """Return the holder of a pass. Refuses as ``whose`` does."""
    held = Pass.objects.filter(code=code).select_related("edition").first()
    if held is None:
        raise day_refusals.NotOurCode
    if held.edition != edition:
        raise day_refusals.OfAnotherEdition(year=shown_year(held.edition.year))
    if held.revoked_at is not None:
        raise day_refusals.PassRevoked
    return Found(held.person_id)


def keys_of(text: str) -> dict[str, str] | None:
    """Return by which column a text that is no pass finds a sign-up; None where it can be none's."""
    page = SIGN_UP_PAGE.search(text)
    typed = "".join(text.split()).upper().replace("-", "")
    return {"code": page[1]} if page else {"reference": typed} if REFERENCE.fullmatch(typed) else None


def expected_as(found: Found, shifts: ShiftQuerySet, *, at: dt.datetime, door: Shift | None = None) -> SignUp:
    """Return as what somebody is expected in some shifts: the sign-up at a door, else the one that is on or nearest.

    Refuses NoShiftToday, and InAnotherShift where somebody is at the wrong door.
    """
    if found.sign_up is not None:
        rows = SignUp.objects.filter(pk=found.sign_up.pk)
    else:
        rows = SignUp.objects.filter(person=found.person, status__in=[*SignUp.ACTIVE, SignUp.Status.NO_SHOW])
    theirs = list(rows.filter(shift__in=shifts.order_by().values("pk")).for_page().select_related("person"))
    today = [row for row in theirs if local_day(row.shift.starts_at) == local_day(at)]
    here = [row for row in today if door is None or row.shift_id == door.pk]
    if here:
        return nearest(here, at=at)
    if today:
        other = nearest(today, at=at)
        raise day_refusals.InAnotherShift(name=other.name or other.reference, shift=shown(other.shift))
    raise day_refusals.NoShiftToday(name=name_of(found))


def nearest(rows: Iterable[SignUp], *, at: dt.datetime) -> SignUp:
    """Return the sign-up somebody is here for: of a shift that is on before any other, and live before what is not."""
    return min(rows, key=lambda row: (not row.is_live, away(row.shift, at=at), row.shift.starts_at))


def away(shift: Shift, *, at: dt.datetime) -> dt.timedelta:
    """Return how long it is to a shift, or since it was over."""
    return max(shift.starts_at - at, at - shift.ends_at, dt.timedelta())


def shown(shift: Shift) -> str:
    """Return duty and time of a shift in one line."""
    return f"{shift.duty.name}, {show_times(shift.starts_at, shift.ends_at)}"


def name_of(found: Found) -> str:
    """Return how somebody is called whose shifts are elsewhere."""
    row = found.sign_up or SignUp.objects.filter(person=found.person).order_by("-pk").first()
    return row.name if row and row.name else _("The holder of this pass")
