"""An edition with one of everything, and what adds one more of everything to it."""

import datetime as dt

import pytest

from tests.factories import (
    ActivityFactory,
    CampaignFactory,
    DrawFactory,
    DutyFactory,
    EditionFactory,
    MediaCoverageFactory,
    OrganizationFactory,
    OutboxFactory,
    ParticipationFactory,
    PaymentFactory,
    PublishedFigureFactory,
    QualificationFactory,
    SessionFactory,
    ShiftFactory,
    ZoneFactory,
)


@pytest.fixture
def organization(edition):
    """Return the organization whose page is looked at."""
    return OrganizationFactory(slug="kindness", name_th="มูลนิธิน้ำใจ", name_en="Kindness", is_sample=True)


@pytest.fixture
def zone(edition):
    """Return the zone whose page is looked at."""
    return ZoneFactory(slug="forest", name_th="โซนป่าไม้", name_en="Forest", colour="#2e7d32")


@pytest.fixture
def activity(edition, zone, organization):
    """Return the activity whose page is looked at."""
    return ActivityFactory(
        zone=zone, slug="mending", name_th="ซ่อมของเก่า", name_en="Mending", hosts=[organization], ways=["daily"]
    )


@pytest.fixture
def add_one_of_everything(edition, zone, organization, activity):
    """Return what adds a row to every list of every page; the first call makes the pages whole."""
    calls = iter(range(3))

    def add():
        number = next(calls)
        add_parts(organization, zone, number)
        add_sessions(activity, organization, number)
        activity.hosts.add(OrganizationFactory())
        duty = DutyFactory(zone=zone, slug=f"greeting{number or ''}", host=organization)
        duty.needs.add(QualificationFactory())
        ShiftFactory(duty=duty)
        PaymentFactory(campaign=CampaignFactory(organization=organization))
        PublishedFigureFactory(metric=("volunteers", "attendees", "activities")[number])
        MediaCoverageFactory()
        ZoneFactory()
        OutboxFactory()

    return add


def add_parts(organization, zone, number):
    """Give an organization one more part here and one in an earlier edition, and the zone one more lead."""
    ParticipationFactory(organization=organization, part=("zone_lead", "fundraiser", "partner")[number], zone=zone)
    ParticipationFactory(organization=organization, edition=EditionFactory(year=2019 - number, status="over"))
    ParticipationFactory(part="zone_lead", zone=zone)


def add_draw(session):
    """Note that a session's places were drawn."""
    DrawFactory(session=session, entries=[["ABCD2345", 2]], outcome=[["ABCD2345", "lost"]])


def add_sessions(activity, organization, number):
    """Add a session of an activity, and another activity beside it with one at a time and one all day."""
    way = ("donate", "volunteer", "expertise")[number]
    hosts = [organization, OrganizationFactory()]
    starts_at = activity.edition.moment(1, dt.time(10 + number))
    other = ActivityFactory(zone=activity.zone, hosts=hosts, ways=[way], is_sample=True)
    SessionFactory(activity=other, starts_at=starts_at)
    add_draw(SessionFactory(activity=other, entry="draw", starts_at=starts_at + dt.timedelta(hours=3)))
    SessionFactory(activity=other, open_door=True, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=8))
    SessionFactory(activity=activity, starts_at=starts_at)
