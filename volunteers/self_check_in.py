"""What a volunteer can do about checking in themselves at a moment, and for which shifts a place shows its code."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models import State
from volunteers.actions.checking_in import LATEST, here_opens_at
from volunteers.models import Shift, SignUp
from volunteers.models.shift import ShiftQuerySet

#: So long before a shift begins the place shows its code; when check-in opens is the edition's to say.
SHOWN_BEFORE = dt.timedelta(hours=1)


class Stand(models.TextChoices):
    """What a volunteer can do."""

    EARLY = "early", _("check-in opens later")
    OPEN = "open", _("check-in is open")
    HERE = "here", _("checked in")
    LEFT = "left", _("checked out")
    OVER = "over", _("over")
    NONE = "none", _("no place")


@dataclass(frozen=True)
class SelfCheckIn:
    """How it stands with somebody's own check-in."""

    stand: Stand
    opens_at: dt.datetime

    @property
    def takes_code(self) -> bool:
        """Whether a code can be typed."""
        return self.stand in {Stand.OPEN, Stand.HERE}


def self_check_in_of(sign_up: SignUp, *, at: dt.datetime) -> SelfCheckIn:
    """Return what somebody can do about checking in to their shift at a moment."""
    return SelfCheckIn(stand_of(sign_up, at=at), here_opens_at(sign_up.shift))


def stand_of(sign_up: SignUp, *, at: dt.datetime) -> Stand:
    """Say what can be done: whoever was noted as not coming can still come."""
    shift = sign_up.shift
    if shift.state != State.RELEASED or not (sign_up.is_live or sign_up.status == SignUp.Status.NO_SHOW):
        return Stand.NONE
    if sign_up.left_at is not None:
        return Stand.LEFT
    if sign_up.arrived_at is not None:
        return Stand.HERE if at <= shift.ends_at + LATEST else Stand.OVER
    return before_arriving(shift, at=at)


def before_arriving(shift: Shift, *, at: dt.datetime) -> Stand:
    """Say what somebody can do who has not come."""
    if at < here_opens_at(shift):
        return Stand.EARLY
    return Stand.OPEN if at < shift.ends_at else Stand.OVER


def shown_at(shifts: ShiftQuerySet, *, code: str, zone: str, at: dt.datetime) -> list[Shift]:
    """Return for which of some shifts a place shows codes: the one named, else those that are on, of a zone or all."""
    on = shifts.filter(state=State.RELEASED)
    if code:
        return list(on.filter(code=code))
    near = on.filter(starts_at__lte=at + SHOWN_BEFORE, ends_at__gt=at - LATEST)
    return list((near.in_zone(zone) if zone else near).order_by("starts_at", "pk"))
