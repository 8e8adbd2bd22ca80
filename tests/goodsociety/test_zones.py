"""A zone's page: who leads it, its programme, its volunteer work and its campaigns."""

import datetime as dt

import pytest
import time_machine

from tests.factories import (
    ActivityFactory,
    CampaignFactory,
    DutyFactory,
    OrganizationFactory,
    ParticipationFactory,
    PaymentFactory,
    SessionFactory,
    ShiftFactory,
    SignUpFactory,
    ZoneFactory,
)
from tests.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client, edition, zone):
    """Return what shows the zone's page in English."""
    path = f"/en/{edition.year}/zones/{zone.slug}/"
    return lambda: client.get(path)


def test_zones_stand_in_their_order_with_what_they_are_about(client, edition):
    ZoneFactory(name_en="Second", order=2)
    ZoneFactory(name_en="First", order=1, description_en="Begin here.")

    page = text(client.get(f"/en/{edition.year}/zones/"))

    assert page.index("First") < page.index("Begin here.") < page.index("Second")


def test_an_edition_without_zones_says_so(client, edition):
    assert "not known" in text(client.get(f"/en/{edition.year}/zones/"))


def test_the_zone_leads_are_named_and_no_other_organizations(shown, zone):
    ParticipationFactory(organization=OrganizationFactory(name_en="The Lead"), part="zone_lead", zone=zone)
    ParticipationFactory(organization=OrganizationFactory(name_en="A Partner"), part="partner", zone=zone)
    ParticipationFactory(
        organization=OrganizationFactory(name_en="Lead Elsewhere"), part="zone_lead", zone=ZoneFactory()
    )

    page = text(shown())

    assert "The Lead" in page
    assert "A Partner" not in page
    assert "Lead Elsewhere" not in page


def test_the_programme_is_of_this_zone_alone_and_without_drafts(shown, zone, activity):
    SessionFactory(activity=activity)
    SessionFactory(activity=ActivityFactory(zone=zone, name_en="Not Yet"), state="draft")
    SessionFactory(activity=ActivityFactory(name_en="Elsewhere"))

    page = text(shown())

    assert "Mending" in page
    assert "Not Yet" not in page
    assert "Elsewhere" not in page


def test_the_programme_opens_at_the_first_day_and_during_the_expo_at_today(shown, edition, activity):
    for day in (1, 2):
        SessionFactory(activity=activity, starts_at=edition.moment(day, dt.time(13)))
    third = edition.moment(2, dt.time(9))

    assert opened(shown()) == "Wednesday 2 December 2026"
    with time_machine.travel(third, tick=False):
        assert opened(shown()) == "Thursday 3 December 2026"


def opened(response):
    """Return the name of the day that is unfolded."""
    html = response.content.decode()
    assert html.count('<details class="day-fold"') == 2
    assert html.count('<details class="day-fold" open>') == 1
    return html.split('<details class="day-fold" open>')[1].split("</h3>")[0].split(">")[-1].strip()


def test_duties_show_the_places_that_are_free_in_shifts_to_come(shown, edition, zone):
    duty = DutyFactory(zone=zone, name_en="Welcoming")
    ShiftFactory(duty=duty, capacity=5)
    SignUpFactory(shift=ShiftFactory(duty=duty, starts_at=edition.moment(2, dt.time(9)), capacity=3))
    ShiftFactory(duty=duty, starts_at=edition.moment(3, dt.time(9)), capacity=50, state="cancelled")
    ShiftFactory(duty=DutyFactory(zone=None, name_en="Whole Expo"))
    ShiftFactory(duty=DutyFactory(name_en="Elsewhere"))

    page = text(shown())

    assert "Welcoming" in page
    assert "7 places free" in page
    assert "Whole Expo" not in page
    assert "Elsewhere" not in page


def test_a_duty_whose_shifts_are_full_says_so(shown, zone):
    SignUpFactory(shift=ShiftFactory(duty=DutyFactory(zone=zone), capacity=1))

    assert "No place free" in text(shown())


def test_a_past_edition_offers_no_shifts(shown, edition, zone):
    ShiftFactory(duty=DutyFactory(zone=zone))
    edition.status = "over"
    edition.save()

    assert "Choose a shift" not in text(shown())
    assert "No place free" not in text(shown())


def test_campaigns_are_of_organizations_in_the_zone_with_what_they_received(shown, zone):
    here = ParticipationFactory(part="fundraiser", zone=zone).organization
    ParticipationFactory(organization=here, part="partner", zone=zone)
    campaign = CampaignFactory(organization=here, name_en="Lunches", goal_satang=1_000_000)
    PaymentFactory(campaign=campaign, amount_satang=123_450)
    PaymentFactory(campaign=campaign, amount_satang=100_000)
    CampaignFactory(organization=ParticipationFactory(part="fundraiser").organization, name_en="Elsewhere")

    page = text(shown())

    assert "Lunches" in page
    assert "2,234.50 of 10,000 baht received" in page
    assert "Elsewhere" not in page


def test_the_area_says_when_it_is_ours(shown, zone):
    assert "square metres" not in text(shown())
    zone.area_sqm = 1330
    zone.save()
    assert "1,330 square metres" in text(shown())
    assert "sample" not in text(shown())
    zone.is_area_sample = True
    zone.save()

    assert "1,330 square metres sample" in text(shown())
