"""What each metric counts, in the edge cases that its definition decides."""

import datetime as dt
from decimal import Decimal

import pytest

from reports.metrics import METRICS
from tests import factories as make
from tests.reports.recount import RECOUNTS

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
YEAR = 2019

#: Definitions that were changed since the first.
VERSIONS = {"volunteers": 2}


@pytest.fixture
def past():
    """Return an edition that is over."""
    return make.EditionFactory(year=YEAR, status="over")


def counted(key, edition, at=None):
    """Return a metric's value; the recount in plain Python must say the same."""
    at = at or edition.moment(4, dt.time(23))
    total = METRICS[key].total(edition, at=at)
    assert float(total.amount) == RECOUNTS[key](edition.year, at)
    return total.amount


def session_of(edition, *, kind="workshop", **values):
    """Return a session of an edition."""
    return make.SessionFactory(activity=make.ActivityFactory(edition=edition, kind=kind), **values)


def party(session, heads, *, came=None, **values):
    """Register a party and let so many of it in, all unless told; return the check-in."""
    row = make.RegistrationFactory(session=session, party_size=heads, **values)
    return make.CheckInFactory(registration=row, heads=heads if came is None else came)


def undo(scan):
    """Take a check-in back."""
    return make.CheckInFactory(registration=scan.registration, result="undone", heads=-scan.heads, undoes=scan)


def test_every_metric_has_a_recount_and_says_what_it_is(language):
    assert set(METRICS) == set(RECOUNTS)
    for key, metric in METRICS.items():
        assert metric.key == key
        assert all(str(words) for words in (metric.name, metric.definition, metric.unit, metric.unit_name))
        assert metric.version == VERSIONS.get(metric.key, 1)


@pytest.mark.parametrize("key", METRICS)
def test_nothing_is_counted_where_there_is_nothing(key, past):
    assert counted(key, past) == 0
    assert METRICS[key].total(past, at=past.moment(1, dt.time(0))).rows == 0


# Zones and organizations.


def test_area(past):
    make.ZoneFactory(edition=past, area_sqm=300)
    make.ZoneFactory(edition=past, area_sqm=45)
    make.ZoneFactory(edition=past, area_sqm=None)
    make.ZoneFactory(area_sqm=1000)
    assert counted("area_sqm", past) == 345


@pytest.mark.parametrize(
    ("part", "is_co_organiser", "is_partner"),
    [
        ("organiser", True, True),
        ("co_organiser", True, True),
        ("zone_lead", True, True),
        ("giving_mechanism", True, True),
        ("venue_sponsor", True, True),
        ("partner", False, True),
        ("fundraiser", False, True),
        ("field_tour_visitor", False, False),
        ("media", False, False),
    ],
)
def test_parts_that_make_a_co_organiser_or_a_partner(past, part, is_co_organiser, is_partner):
    make.ParticipationFactory(edition=past, part=part)
    assert counted("co_organisers", past) == is_co_organiser
    assert counted("partner_organizations", past) == is_partner


def test_an_organization_with_several_parts_is_one(past):
    organization = make.OrganizationFactory()
    for zone in make.ZoneFactory.create_batch(2, edition=past):
        make.ParticipationFactory(edition=past, organization=organization, part="zone_lead", zone=zone)
    for part in ("partner", "fundraiser", "media", "venue_sponsor"):
        make.ParticipationFactory(edition=past, organization=organization, part=part)
    make.ParticipationFactory(organization=organization, part="organiser")
    assert counted("co_organisers", past) == counted("partner_organizations", past) == 1


def test_outlets_with_coverage(past):
    outlet = make.OrganizationFactory(kind="media")
    make.MediaCoverageFactory.create_batch(3, edition=past, outlet=outlet)
    make.MediaCoverageFactory(edition=past)
    make.MediaCoverageFactory()
    make.ParticipationFactory(edition=past, part="media")
    assert counted("media_outlets", past) == 2


# The programme.


@pytest.mark.parametrize(
    ("kind", "state", "after", "value"),
    [
        ("exhibition", "released", 0, 1),
        ("talk", "released", 0, 1),
        ("volunteer", "released", 0, 1),
        ("workshop", "released", 0, 1),
        ("game", "released", 0, 1),
        ("field_tour", "released", 0, 0),
        ("workshop", "draft", 0, 0),
        ("workshop", "cancelled", 0, 0),
        ("workshop", "released", -1, 0),
        ("workshop", "released", -59, 0),
    ],
)
def test_activities_that_took_place(past, kind, state, after, value):
    session = session_of(past, kind=kind, state=state)
    assert counted("activities", past, at=session.ends_at + dt.timedelta(minutes=after)) == value


def test_an_activity_with_several_sessions_is_one(past):
    activity = make.ActivityFactory(edition=past)
    first = make.SessionFactory(activity=activity)
    make.SessionFactory(activity=activity, state="cancelled")
    make.SessionFactory(activity=activity, starts_at=first.starts_at + 5 * HOUR)
    make.ActivityFactory(edition=past)
    make.SessionFactory()
    assert counted("activities", past, at=first.ends_at) == 1
    assert counted("activities", past) == 1


# Volunteers.


def test_volunteers_with_approved_hours(past):
    duty = make.DutyFactory(edition=past)
    shifts = [make.ShiftFactory(duty=duty, starts_at=past.moment(day, dt.time(9))) for day in (1, 2)]
    person = make.PersonFactory()
    for shift in shifts:
        make.SignUpFactory(shift=shift, person=person, approved_minutes=240)
    make.SignUpFactory(shift=shifts[0], approved_minutes=1)
    make.SignUpFactory(shift=shifts[0], approved_minutes=0)
    make.SignUpFactory(shift=shifts[0])
    make.SignUpFactory(approved_minutes=240)
    assert counted("volunteers", past) == 2
    assert counted("places_signed_up", past) == 5


def test_a_cancelled_sign_up_is_no_promise(past):
    shift = make.ShiftFactory(duty=make.DutyFactory(edition=past))
    make.SignUpFactory(shift=shift, status="cancelled")
    make.SignUpFactory(shift=shift)
    assert counted("places_signed_up", past) == 1
    assert counted("volunteers", past) == 0


# Visitors.


def test_people_with_several_sessions_count_by_their_largest_party(past):
    person = make.PersonFactory()
    for hours, heads in enumerate((2, 5, 3)):
        starts_at = past.moment(1, dt.time(10 + hours))
        party(session_of(past, starts_at=starts_at, ends_at=starts_at + HOUR / 2), heads, person=person)
    party(session_of(past), 4)
    assert counted("attendees", past) == 9
    assert counted("visits", past) == 14
    assert counted("seats_registered", past) == 14


def test_those_who_registered_and_never_came(past):
    session = session_of(past)
    make.RegistrationFactory(session=session, party_size=3)
    party(session, 4, came=1)
    assert counted("attendees", past) == 1
    assert counted("visits", past) == 1
    assert counted("seats_registered", past) == 7


def test_a_party_that_comes_in_two_parts(past):
    scan = party(session_of(past), 5, came=2)
    make.CheckInFactory(registration=scan.registration, heads=3)
    assert counted("attendees", past) == counted("visits", past) == 5


def test_undone_check_ins(past):
    session = session_of(past)
    undo(party(session, 3))
    again = party(session, 2)
    undo(again)
    make.CheckInFactory(registration=again.registration, heads=1)
    assert counted("attendees", past) == counted("visits", past) == 1


def test_a_second_scan_and_a_refused_one_count_nobody(past):
    scan = party(session_of(past), 3)
    make.CheckInFactory(registration=scan.registration, result="already_in", heads=0)
    make.CheckInFactory(registration=None, session=scan.session, person=make.PersonFactory(), result="refused", heads=0)
    assert counted("attendees", past) == counted("visits", past) == 3


def test_walk_ins_count_and_heads_at_open_doors_do_not(past):
    session = session_of(past)
    make.CheckInFactory(registration=None, session=session, person=make.PersonFactory(), heads=2)
    make.HeadCountFactory(session=session_of(past, open_door=True), heads=70)
    assert counted("attendees", past) == counted("visits", past) == 2
    assert counted("seats_registered", past) == 0


def test_a_registration_cancelled_after_the_party_was_in(past):
    scan = party(session_of(past), 3)
    type(scan.registration).objects.update(status="cancelled", cancelled_at=scan.at)
    assert counted("attendees", past) == counted("visits", past) == 3
    assert counted("seats_registered", past) == 0


def test_field_tours_stand_apart(past):
    tour = session_of(past, kind="field_tour", capacity=100)
    school, company, third = make.OrganizationFactory.create_batch(3)
    party(tour, 12, organization=school)
    party(session_of(past, kind="field_tour"), 3, organization=school)
    party(tour, 5, organization=company, came=4)
    undo(party(tour, 9, organization=third))
    party(tour, 2)
    make.CheckInFactory(registration=None, session=tour, person=make.PersonFactory(), heads=1)
    make.RegistrationFactory(session=tour, party_size=6, organization=make.OrganizationFactory())
    party(session_of(past), 7, organization=make.OrganizationFactory())
    assert counted("field_tour_organizations", past) == 2
    assert counted("field_tour_people", past) == 12 + 3 + 4 + 2 + 1
    assert counted("attendees", past) == counted("visits", past) == 7


def test_another_edition_is_not_counted(past):
    for kind in ("workshop", "field_tour"):
        make.ParticipationFactory(part="organiser")
        party(session_of(make.usual_edition(), kind=kind), 4, organization=make.OrganizationFactory())
    make.SignUpFactory(approved_minutes=60)
    make.PaymentFactory(pledge=make.PledgeFactory(status="paid"))
    make.MediaCoverageFactory()
    make.ZoneFactory(area_sqm=9)
    make.MatchFactory()
    for key in METRICS:
        assert counted(key, past) == 0
    usual = make.usual_edition()
    assert all(counted(key, usual, at=usual.moment(4, dt.time(23))) > 0 for key in METRICS)


# Expertise.


def test_offers_that_stand_and_matches_of_which_something_came_or_may_come(past):
    for state in ("new", "closed", "withdrawn"):
        make.ExpertiseFactory(edition=past, state=state)
    for outcome in ("open", "used", "unused"):
        make.MatchFactory(expertise__edition=past, outcome=outcome)
    make.MatchFactory(expertise__edition=past, expertise__state="withdrawn")
    assert (counted("expertise_offers", past), counted("expertise_matches", past)) == (5, 2)


# Money.


def test_the_ledger_with_its_reversals(past):
    campaign, other = make.CampaignFactory.create_batch(2, edition=past)
    make.PaymentFactory(campaign=campaign, amount_satang=100_050)
    wrong = make.PaymentFactory(campaign=other, amount_satang=70_000)
    make.PaymentFactory(campaign=other, amount_satang=-70_000, why="mistake", reverses=wrong)
    make.PaymentFactory(amount_satang=1)
    assert counted("funds_raised", past) == Decimal("1000.50")


def test_pledges_are_promises_and_no_funds(past):
    campaign = make.CampaignFactory(edition=past)
    for status, satang in (("promised", 10_000), ("withdrawn", 20_000), ("paid", 30_025)):
        make.PledgeFactory(campaign=campaign, status=status, amount_satang=satang)
    assert counted("pledged", past) == Decimal("400.25")
    assert counted("funds_raised", past) == 0


def test_a_ledger_that_adds_up_to_nothing_still_has_rows(past):
    payment = make.PaymentFactory(campaign=make.CampaignFactory(edition=past))
    undone = {"amount_satang": -payment.amount_satang, "why": "mistake", "reverses": payment}
    make.PaymentFactory(campaign=payment.campaign, **undone)
    total = METRICS["funds_raised"].total(past, at=past.moment(4, dt.time(23)))
    assert (total.amount, total.rows) == (0, 2)
