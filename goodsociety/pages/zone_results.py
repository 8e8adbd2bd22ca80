"""What came of a zone so far: the figures of the outcome report, counted for one zone."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models import Campaign
from goodsociety.common.money import SATANG
from reports.metrics import METRICS, VISITS
from volunteers.hours_report import MINUTES
from volunteers.models import SignUp
from zones.models import Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

#: Fewer people than these could be known by their number.
FEWEST_PEOPLE = 5
MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class Result:
    """A figure of a zone; None where it stands for fewer than five people."""

    label: "StrOrPromise"
    value: int | None
    unit: "StrOrPromise"


def results_of(zone: Zone, campaigns: "Iterable[Campaign]", *, at: dt.datetime) -> list[Result]:
    """Return what there is to tell, in three queries; campaigns come with their totals."""
    people, hours = volunteers_in(zone)
    received = sum(campaign.received_satang for campaign in campaigns) // SATANG  # type: ignore[attr-defined]  # annotated
    results = [
        Result(_("Seats registered"), told(registered_in(zone, at)), pgettext_lazy("unit", "seats")),
        Result(_("Visits"), told(visits_in(zone, at)), pgettext_lazy("unit", "visits")),
        Result(_("Volunteers"), told(people), pgettext_lazy("unit", "people")),
        Result(_("Volunteer hours"), hours if people >= FEWEST_PEOPLE else 0, pgettext_lazy("unit", "hours")),
        Result(_("Money received"), received, pgettext_lazy("unit", "baht")),
    ]
    return [result for result in results if result.value != 0]


def told(people: int) -> int | None:
    """Return a number of people, or None where they are so few that somebody could be known by it."""
    return people if people == 0 or people >= FEWEST_PEOPLE else None


def registered_in(zone: Zone, at: dt.datetime) -> int:
    """Return the seats that live registrations hold in sessions of a zone."""
    rows = METRICS["seats_registered"].rows(zone.edition, at).filter(session__activity__zone=zone)
    return int(rows.aggregate(total=Sum("amount", default=0))["total"])


def visits_in(zone: Zone, at: dt.datetime) -> int:
    """Return the heads checked in at sessions of a zone, field tours apart."""
    rows = VISITS.rows(zone.edition, at).filter(session__activity__zone=zone)
    return int(rows.aggregate(total=Sum("amount", default=0))["total"])


def volunteers_in(zone: Zone) -> tuple[int, int]:
    """Return how many people have approved hours in duties of a zone, and how many whole hours."""
    served = SignUp.objects.live().filter(shift__duty__zone=zone, approved_minutes__gt=0)
    sums = served.aggregate(people=Count("person", distinct=True), minutes=Sum(MINUTES, default=0))
    return sums["people"], sums["minutes"] // MINUTES_AN_HOUR
