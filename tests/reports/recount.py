"""The definitions of the data file once more, in plain Python over whole tables: nothing here is shared with reports.

Each function takes the year of an edition and the moment of counting, and returns what its metric should say.
"""

from collections import defaultdict

from activities.models import Activity, CheckIn, Registration, Session
from donations.models import Payment, Pledge
from organizations.models import MediaCoverage, Participation
from volunteers.models import Expertise, Match, SignUp
from zones.models import Zone


def organizations_in(year, wanted):
    """Return the organizations with a wanted part."""
    rows = Participation.objects.select_related("edition")
    return {row.organization_id for row in rows if row.edition.year == year and row.part in wanted}


def scans(year, *, tours):
    """Return the check-ins at field tours, or at everything else."""
    rows = CheckIn.objects.select_related("session__activity__edition", "registration")
    return [
        row
        for row in rows
        if row.session.activity.edition.year == year and (row.session.activity.kind == "field_tour") == tours
    ]


def area_sqm(year, _at):
    return sum(zone.area_sqm or 0 for zone in Zone.objects.select_related("edition") if zone.edition.year == year)


def co_organisers(year, _at):
    carrying = {"organiser", "co_organiser", "zone_lead", "giving_mechanism", "venue_sponsor"}
    return len(organizations_in(year, carrying))


def partner_organizations(year, _at):
    every = {row.part for row in Participation.objects.all()}
    return len(organizations_in(year, every - {"media", "field_tour_visitor"}))


def activities(year, at):
    ended = {row.activity_id for row in Session.objects.all() if row.state == "released" and row.ends_at <= at}
    rows = Activity.objects.select_related("edition")
    return len([row for row in rows if row.pk in ended and row.kind != "field_tour" and row.edition.year == year])


def volunteers(year, _at):
    largest = defaultdict(int)
    for row in SignUp.objects.select_related("shift__duty__edition"):
        if row.approved_minutes and row.shift.duty.edition.year == year:
            largest[row.person_id] = max(largest[row.person_id], row.heads or row.party_size)
    return sum(largest.values())


def attendees(year, _at):
    parties = defaultdict(int)
    for row in scans(year, tours=False):
        parties[row.person_id, row.session_id] += row.heads
    largest = defaultdict(int)
    for (person, _session), heads in parties.items():
        largest[person] = max(largest[person], heads)
    return sum(largest.values())


def field_tour_organizations(year, _at):
    heads = defaultdict(int)
    for row in scans(year, tours=True):
        if row.registration and row.registration.organization_id:
            heads[row.registration.organization_id] += row.heads
    return len([organization for organization, number in heads.items() if number > 0])


def field_tour_people(year, _at):
    return sum(row.heads for row in scans(year, tours=True))


def funds_raised(year, _at):
    rows = Payment.objects.select_related("campaign__edition")
    satang = sum(row.amount_satang for row in rows if row.campaign.edition.year == year)
    return satang / 100


def media_outlets(year, _at):
    return len({row.outlet_id for row in MediaCoverage.objects.select_related("edition") if row.edition.year == year})


def visits(year, _at):
    return sum(row.heads for row in scans(year, tours=False))


def offered_in(year):
    """Return the numbers of what was offered to an edition and not withdrawn."""
    rows = Expertise.objects.select_related("edition")
    return {row.pk for row in rows if row.edition.year == year and row.state != "withdrawn"}


def expertise_offers(year, _at):
    return len(offered_in(year))


def expertise_matches(year, _at):
    offered = offered_in(year)
    return len([row for row in Match.objects.all() if row.expertise_id in offered and row.outcome in {"open", "used"}])


def seats_registered(year, _at):
    rows = Registration.objects.select_related("session__activity__edition")
    return sum(
        row.party_size for row in rows if row.status == "confirmed" and row.session.activity.edition.year == year
    )


def places_signed_up(year, _at):
    rows = SignUp.objects.select_related("shift__duty__edition")
    return len([row for row in rows if row.status == "confirmed" and row.shift.duty.edition.year == year])


def pledged(year, _at):
    rows = Pledge.objects.select_related("campaign__edition")
    return (
        sum(row.amount_satang for row in rows if row.status != "withdrawn" and row.campaign.edition.year == year) / 100
    )


RECOUNTS = {
    recount.__name__: recount
    for recount in (
        area_sqm, co_organisers, partner_organizations, activities, volunteers, attendees, field_tour_organizations,
        field_tour_people, funds_raised, media_outlets, visits, expertise_offers, expertise_matches,
        seats_registered, places_signed_up, pledged,
    )
}  # fmt: skip
