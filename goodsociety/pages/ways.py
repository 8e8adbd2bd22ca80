"""The four ways to take part in an edition, each with how much of it is open right now."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Sum

from activities.models import ActivityWay, Session, Way
from donations.models import Campaign
from goodsociety.common.dates import local_day
from volunteers.models import Shift
from zones.models import Edition


@dataclass(frozen=True)
class OpenWays:
    """How many campaigns take gifts, volunteers are still wanted, and activities can still be joined."""

    campaigns: int
    volunteer_places: int
    expertise: int
    daily: int


def open_ways(edition: Edition, *, at: dt.datetime) -> OpenWays:
    """Count what is open in an edition at a moment; nothing is where the edition itself is not."""
    if not edition.is_open:
        return OpenWays(0, 0, 0, 0)
    activities = activities_by_way(edition, at)
    free = F("capacity") - F("seats_taken") - F("seats_held")
    return OpenWays(
        campaigns=Campaign.objects.of(edition).open_on(local_day(at)).count(),
        volunteer_places=Shift.objects.open_at(at).of(edition).aggregate(free=Sum(free, default=0))["free"],
        expertise=activities.get(Way.EXPERTISE, 0),
        daily=activities.get(Way.DAILY, 0),
    )


def activities_by_way(edition: Edition, at: dt.datetime) -> dict[str, int]:
    """Return for each way how many activities open it that one can still get into."""
    sessions = Session.objects.open_at(at).filter(activity=OuterRef("activity"))
    open_now = ActivityWay.objects.filter(Exists(sessions), activity__edition=edition).order_by()
    return dict(open_now.values_list("way").annotate(Count("pk")))
