"""The time that volunteers served: worked out from when they came and went, adjusted and approved by coordinators."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from goodsociety.common import audit
from goodsociety.common.dates import show_moment
from goodsociety.common.refusals import WrongStep
from volunteers import day_refusals, refusals
from volunteers.actions.certifying import revoke_outdated
from volunteers.models import SignUp

LONGEST_DAY = 24 * 60
#: Whoever comes so little late, or goes so little early, served from the beginning or to the end.
LATE_GRACE = dt.timedelta(minutes=5)
EARLY_GRACE = dt.timedelta(minutes=5)
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Worked:
    """How long somebody was there within the shift; whether nobody noted when they left."""

    minutes: int = 0
    is_end_assumed: bool = False


def worked(sign_up: SignUp) -> Worked:
    """Return how long somebody was there within their shift, each of a group; nothing of who never came.

    What lies before the shift or after it does not count, five minutes late or early do not matter, and what is left is
    rounded down to whole minutes. Where nobody noted when they left, they stayed until the end.
    """
    if sign_up.arrived_at is None:
        return Worked()
    shift = sign_up.shift
    came_at = max(sign_up.arrived_at, shift.starts_at)
    if came_at <= shift.starts_at + LATE_GRACE:
        came_at = shift.starts_at
    left_at = min(sign_up.left_at or shift.ends_at, shift.ends_at)
    if left_at >= shift.ends_at - EARLY_GRACE:
        left_at = shift.ends_at
    return Worked(max((left_at - came_at) // MINUTE, 0), is_end_assumed=sign_up.left_at is None)


def worked_minutes(sign_up: SignUp) -> int:
    """Return the whole minutes that somebody was there within their shift."""
    return worked(sign_up).minutes


def approve_hours(*, sign_up: SignUp, minutes: int, by: User, at: dt.datetime) -> None:
    """Approve the minutes a volunteer served, each of a group; a later approval replaces it.

    Refuses TooManyMinutes, NotBegun, NoHoursForNoShow, and WrongStep for a sign-up that is over.
    """
    with transaction.atomic():
        row = SignUp.objects.select_for_update(of=("self",)).select_related("shift").get(pk=sign_up.pk)
        approve(sign_up=row, minutes=minutes, by=by, at=at)


def approve(*, sign_up: SignUp, minutes: int, by: User, at: dt.datetime) -> None:
    """Write the approved minutes of a locked sign-up. Refuses as ``approve_hours`` does."""
    if not 0 < minutes <= LONGEST_DAY:
        raise refusals.TooManyMinutes
    if not sign_up.shift.has_begun(at):
        raise day_refusals.NotBegun(begins=show_moment(sign_up.shift.starts_at))
    if sign_up.status == SignUp.Status.NO_SHOW:
        raise day_refusals.NoHoursForNoShow
    if not sign_up.is_live:
        raise WrongStep
    SignUp.objects.filter(pk=sign_up.pk).update(approved_minutes=minutes, approved_at=at)
    audit.record("approve_hours", sign_up, by=by, at=at, minutes=minutes)
    revoke_outdated(sign_up=sign_up, by=by, at=at)


def approve_hours_of(*, minutes: Mapping[int, int], by: User, at: dt.datetime) -> int:
    """Approve the minutes of several sign-ups, by their numbers: all of them, or none; say how many changed.

    Refuses as ``approve_hours`` does.
    """
    with transaction.atomic():
        rows = SignUp.objects.filter(pk__in=minutes).select_for_update(of=("self",)).select_related("shift")
        changed = [row for row in rows.order_by("pk") if row.approved_minutes != minutes[row.pk]]
        for row in changed:
            approve(sign_up=row, minutes=minutes[row.pk], by=by, at=at)
    return len(changed)


def take_back_hours(*, sign_up: SignUp, by: User, at: dt.datetime) -> None:
    """Take an approval back: the hours count no more. Refuses WrongStep where none were approved."""
    with transaction.atomic():
        rows = SignUp.objects.filter(pk=sign_up.pk, approved_minutes__isnull=False)
        if not rows.update(approved_minutes=None, approved_at=None):
            raise WrongStep
        audit.record("take_back_hours", sign_up, by=by, at=at)
        revoke_outdated(sign_up=sign_up, by=by, at=at)
