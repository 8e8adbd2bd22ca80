"""Where an edition stands in time: what its pages tell depends on it."""

import datetime as dt
from enum import StrEnum

from django.utils import timezone

from goodsociety.common.dates import local_day
from zones.models import Edition


class Phase(StrEnum):
    """Before the first day; from its first hour to the closing of the last day; after that; or cancelled."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    CANCELLED = "cancelled"


def phase_of(edition: Edition, at: dt.datetime) -> Phase:
    """Return the phase of an edition at a moment; one that organisers closed is after, whatever its days say."""
    if edition.status == Edition.Status.CANCELLED:
        return Phase.CANCELLED
    if edition.status == Edition.Status.OVER or has_closed(edition, at):
        return Phase.AFTER
    return Phase.BEFORE if edition.starts_on is None or local_day(at) < edition.starts_on else Phase.DURING


def has_closed(edition: Edition, at: dt.datetime) -> bool:
    """Say whether the doors have closed on the last day; not where the days are unknown."""
    if edition.ends_on is None:
        return False
    return at >= timezone.make_aware(dt.datetime.combine(edition.ends_on, edition.closes_at))


def days_until(edition: Edition, at: dt.datetime) -> int:
    """Return how many nights are left before the first day; 0 from that day on, and where it is unknown."""
    return max((edition.starts_on - local_day(at)).days, 0) if edition.starts_on else 0
