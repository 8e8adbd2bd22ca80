"""Every figure the expo publishes: what it counts, and the one queryset it is counted from.

A metric's rows carry ``amount``, what each of them adds; the value is the sum of the amounts, so that a figure can
always be opened down to its rows. Definitions are version 1; a changed one gets a new version.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, QuerySet, Sum, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import Activity, CheckIn, Registration
from donations.models import Payment, Pledge
from goodsociety.common.money import SATANG
from organizations.models import CO_ORGANISING_PARTS, Organization
from volunteers.models import Expertise, Match, SignUp
from zones.models import Edition, Zone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Total:
    """What a metric's rows add up to, in the metric's unit, and how many rows there are."""

    amount: Decimal
    rows: int


@dataclass(frozen=True)
class Metric:
    """A defined figure. ``rows`` returns what it is counted from, each with its ``amount`` in the metric's unit."""

    key: str
    name: "StrOrPromise"
    unit: str
    unit_name: "StrOrPromise"
    definition: "StrOrPromise"
    rows: Callable[[Edition, dt.datetime], Rows]
    version: int = 1
    #: How many of the rows' unit make one of the metric's: 100 for satang behind baht.
    scale: int = 1

    def total(self, edition: Edition, *, at: dt.datetime) -> Total:
        """Add the rows up."""
        sums = self.rows(edition, at).order_by().aggregate(total=Sum("amount", default=0), rows=Count("pk"))
        return Total(Decimal(sums["total"]) / self.scale, sums["rows"])


def one_each(rows: Rows) -> Rows:
    """Let every row count as one."""
    counted: Rows = rows.annotate(amount=Value(1))
    return counted


def zone_areas(edition: Edition, _at: dt.datetime) -> Rows:
    """The edition's zones with their areas."""
    return Zone.objects.filter(edition=edition, area_sqm__isnull=False).annotate(amount=F("area_sqm"))


def co_organisers(edition: Edition, _at: dt.datetime) -> Rows:
    """Organizations that carried the edition."""
    return one_each(Organization.objects.with_part_in(edition, *CO_ORGANISING_PARTS))


def partner_organizations(edition: Edition, _at: dt.datetime) -> Rows:
    """Organizations that worked together in the edition."""
    return one_each(Organization.objects.partners_of(edition))


def activities(edition: Edition, at: dt.datetime) -> Rows:
    """Activities that took place."""
    return one_each(Activity.objects.took_place(edition, at=at))


def volunteers(edition: Edition, _at: dt.datetime) -> Rows:
    """People with approved hours, each with whoever came with them."""
    return SignUp.objects.people_with_largest_group(edition).annotate(amount=F("heads"))


def attendees(edition: Edition, _at: dt.datetime) -> Rows:
    """People who were checked in, each with their largest party."""
    return CheckIn.objects.people_with_largest_party(edition).annotate(amount=F("heads"))


def field_tour_organizations(edition: Edition, _at: dt.datetime) -> Rows:
    """Organizations that went on a field tour."""
    return one_each(CheckIn.objects.organizations_on_field_tours(edition))


def field_tour_people(edition: Edition, _at: dt.datetime) -> Rows:
    """Check-ins at field tours."""
    return CheckIn.objects.counted(edition).at_field_tours().annotate(amount=F("heads"))


def funds_raised(edition: Edition, _at: dt.datetime) -> Rows:
    """Rows of the ledger."""
    return Payment.objects.of(edition).annotate(amount=F("amount_satang"))


def media_outlets(edition: Edition, _at: dt.datetime) -> Rows:
    """Outlets that reported."""
    return one_each(Organization.objects.covering(edition))


def visits(edition: Edition, _at: dt.datetime) -> Rows:
    """Check-ins at sessions, field tours apart."""
    return CheckIn.objects.counted(edition).at_the_expo().annotate(amount=F("heads"))


def expertise_offers(edition: Edition, _at: dt.datetime) -> Rows:
    """Offers of expertise that were not withdrawn."""
    return one_each(Expertise.objects.of(edition).counted())


def expertise_matches(edition: Edition, _at: dt.datetime) -> Rows:
    """Matches of offered expertise that came about, or may yet."""
    return one_each(Match.objects.of(edition).counted())


def seats_registered(edition: Edition, _at: dt.datetime) -> Rows:
    """Live registrations."""
    live = Registration.objects.live().filter(session__activity__edition=edition)
    return live.annotate(amount=F("party_size"))


def places_signed_up(edition: Edition, _at: dt.datetime) -> Rows:
    """Live sign-ups."""
    return one_each(SignUp.objects.live().filter(shift__duty__edition=edition))


def pledged(edition: Edition, _at: dt.datetime) -> Rows:
    """Pledges that were not withdrawn."""
    standing = Pledge.objects.filter(campaign__edition=edition).exclude(status=Pledge.Status.WITHDRAWN)
    return standing.annotate(amount=F("amount_satang"))


#: The figures the expo publishes, in the order of its own outcome table.
OUTCOMES = (
    Metric(
        key="area_sqm",
        name=_("Area"),
        unit="sqm",
        unit_name=pgettext_lazy("unit", "sqm"),
        definition=_("The sum of the zones' areas in the edition."),
        rows=zone_areas,
    ),
    Metric(
        key="co_organisers",
        name=_("Co-organisers"),
        unit="organizations",
        unit_name=pgettext_lazy("unit", "organizations"),
        definition=_(
            "Organizations with a part of organiser, co-organiser, zone lead, giving mechanism or venue sponsor."
        ),
        rows=co_organisers,
    ),
    Metric(
        key="partner_organizations",
        name=_("Organizations working together"),
        unit="organizations",
        unit_name=pgettext_lazy("unit", "organizations"),
        definition=_("Distinct organizations with any part except media and field-tour visitor."),
        rows=partner_organizations,
    ),
    Metric(
        key="activities",
        name=_("Activities"),
        unit="activities",
        unit_name=pgettext_lazy("unit", "activities"),
        definition=_("Released activities that took place, field tours apart."),
        rows=activities,
    ),
    Metric(
        key="volunteers",
        name=_("Volunteers"),
        unit="people",
        unit_name=pgettext_lazy("unit", "people"),
        definition=_(
            "Distinct people with approved hours; a group counts as the most of it who came to one of its shifts."
        ),
        rows=volunteers,
        version=2,
    ),
    Metric(
        key="attendees",
        name=_("People taking part"),
        unit="people",
        unit_name=pgettext_lazy("unit", "people"),
        definition=_(
            "For each person the largest party that was checked in at one session, summed; "
            "field tours and head counts apart."
        ),
        rows=attendees,
    ),
    Metric(
        key="field_tour_organizations",
        name=_("Organizations on field tours"),
        unit="organizations",
        unit_name=pgettext_lazy("unit", "organizations"),
        definition=_("Distinct organizations whose party was checked in at a field tour."),
        rows=field_tour_organizations,
    ),
    Metric(
        key="field_tour_people",
        name=_("People on field tours"),
        unit="people",
        unit_name=pgettext_lazy("unit", "people"),
        definition=_("Heads checked in at field tours."),
        rows=field_tour_people,
    ),
    Metric(
        key="funds_raised",
        name=_("Money raised"),
        unit="THB",
        unit_name=pgettext_lazy("unit", "baht"),
        definition=_("The sum of the payment ledger in baht, reversals taken off; pledges and gifts in kind apart."),
        rows=funds_raised,
        scale=SATANG,
    ),
    Metric(
        key="media_outlets",
        name=_("Media outlets"),
        unit="outlets",
        unit_name=pgettext_lazy("unit", "outlets"),
        definition=_("Distinct outlets with at least one piece of coverage."),
        rows=media_outlets,
    ),
)
VISITS = Metric(
    key="visits",
    name=_("Visits"),
    unit="visits",
    unit_name=pgettext_lazy("unit", "visits"),
    definition=_("Heads checked in at sessions, field tours apart."),
    rows=visits,
)
EXPERTISE = (
    Metric(
        key="expertise_offers",
        name=_("Offers of expertise"),
        unit="offers",
        unit_name=pgettext_lazy("unit", "offers"),
        definition=_("Offers of a skill, hours or a contact that were not withdrawn."),
        rows=expertise_offers,
    ),
    Metric(
        key="expertise_matches",
        name=_("Matches with an organization"),
        unit="matches",
        unit_name=pgettext_lazy("unit", "matches"),
        definition=_("Offers brought together with an organization, each pair once, unless nothing came of it."),
        rows=expertise_matches,
    ),
)
#: What is counted beside the figures of the table.
ALSO_COUNTED = (VISITS, *EXPERTISE)
#: What people have promised so far; it becomes an outcome when they come, serve and pay.
PROMISES = (
    Metric(
        key="seats_registered",
        name=_("Seats registered"),
        unit="seats",
        unit_name=pgettext_lazy("unit", "seats"),
        definition=_("The sum of the party sizes of live registrations."),
        rows=seats_registered,
    ),
    Metric(
        key="places_signed_up",
        name=_("Volunteer places taken"),
        unit="places",
        unit_name=pgettext_lazy("unit", "places"),
        definition=_("Live sign-ups for shifts."),
        rows=places_signed_up,
    ),
    Metric(
        key="pledged",
        name=_("Money pledged"),
        unit="THB",
        unit_name=pgettext_lazy("unit", "baht"),
        definition=_("The sum of pledges that were not withdrawn, paid or not."),
        rows=pledged,
        scale=SATANG,
    ),
)
METRICS = {metric.key: metric for metric in (*OUTCOMES, *ALSO_COUNTED, *PROMISES)}
