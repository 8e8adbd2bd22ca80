"""An edition's home before, during and after the expo, and where there was none."""

import datetime as dt

import pytest
import time_machine

from tests.factories import (
    ActivityFactory,
    CampaignFactory,
    EditionFactory,
    ParticipationFactory,
    PaymentFactory,
    PledgeFactory,
    PublishedFigureFactory,
    SessionFactory,
    ZoneFactory,
)
from tests.html import faults
from tests.pages import queries, text

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def home(client, edition, at, language="en"):
    """Return what the home says at a moment."""
    prefix = {"en": "/en", "th": ""}[language]
    with time_machine.travel(at, tick=False):
        response = client.get(f"{prefix}/{edition.year}/")
    assert faults(response.content.decode()) == []
    return text(response)


@pytest.fixture
def session(edition, zone):
    """Return a session of day 1 from 13:00 to 14:00."""
    return SessionFactory(activity=ActivityFactory(zone=zone, name_en="Darning", name_th="ปะชุนผ้า"))


def test_before_it_counts_the_days_and_saves_the_dates(client, edition, session, now):
    page = home(client, edition, now)

    assert "30 days to go" in page
    assert "Save the dates" in page
    assert "Next with free places" in page
    assert "On now in the zones" not in page
    assert "Thank you" not in page


def test_on_the_eve_one_day_is_left_and_at_midnight_none(client, edition, session):
    midnight = edition.moment(1, dt.time(0))

    assert "1 day to go" in home(client, edition, midnight - MINUTE)
    page = home(client, edition, midnight)
    assert "to go" not in page
    assert "Open these days" in page


def test_while_it_is_on_the_zones_say_what_is_on_and_what_comes_next(client, edition, session, zone):
    ZoneFactory()
    soon = SessionFactory(activity__zone=zone, starts_at=session.starts_at + 20 * MINUTE)

    page = home(client, edition, session.starts_at + 5 * MINUTE)

    assert "On now in the zones as of 13:05" in page
    assert f"{zone.name_en} Darning now, until 14:00 {soon.activity.name_en} begins in 15 minutes" in page
    assert page.index("On now in the zones") < page.index("Find your way to help")
    assert "Next with free places" not in page


def test_while_it_is_on_the_home_renews_itself(client, edition, session):
    with time_machine.travel(session.starts_at, tick=False):
        html = client.get(f"/{edition.year}/").content.decode()
    assert 'data-refresh="60"' in html
    assert "js/refresh.js" in html


def test_in_the_evening_it_tells_of_the_next_day(client, edition, session, zone):
    SessionFactory(activity__zone=zone, starts_at=edition.moment(2, dt.time(10)))

    page = home(client, edition, edition.moment(1, dt.time(21)))

    assert "Next: Thursday 3 December" in page
    assert "begins at 10:00" in page


def test_it_is_over_when_the_doors_close_on_the_last_day(client, edition, session, zone):
    SessionFactory(
        activity__zone=zone, starts_at=edition.moment(4, dt.time(18)), ends_at=edition.moment(4, dt.time(20))
    )
    closing = edition.moment(4, dt.time(20))

    assert "Open these days" in home(client, edition, closing - MINUTE)
    page = home(client, edition, closing)
    assert "The expo is over. Thank you" in page
    assert "Find your way to help" not in page or "No shift is open now" in page


def test_before_the_promises_are_counted_and_later_what_was_done(client, edition, session, now):
    campaign = CampaignFactory()
    PledgeFactory(campaign=campaign)
    PaymentFactory(campaign=campaign)

    assert "So far" in home(client, edition, now)
    page = home(client, edition, session.starts_at)
    assert "Done so far" in page
    assert "500 baht" in page


@pytest.fixture
def past(db):
    """Return an expo that is over, with what was published of it."""
    past = EditionFactory(year=2019, status="over")
    PublishedFigureFactory(edition=past, metric="funds_raised", value=1_300_000, qualifier="over")
    PublishedFigureFactory(edition=past, metric="unheard_of", value=4711)
    return past


def test_afterwards_it_thanks_and_shows_what_was_published_and_counted(client, past, now):
    PaymentFactory(campaign=CampaignFactory(edition=past))

    page = home(client, past, now)

    assert "Thank you to everybody" in page
    assert "Money raised; 500 counted over 1,300,000 baht" in page
    assert "4711" not in page
    assert "4,711" not in page
    assert "Find your way to help" not in page
    assert "How to get there" not in page


def test_afterwards_it_leads_to_what_goes_on(client, past, edition):
    row = ParticipationFactory(
        edition=past, part="giving_mechanism", description_th="ปันเสื้อ", description_en="Share clothes."
    )

    page = home(client, past, edition.moment(1, dt.time(12)))

    assert "The next expo" in page
    assert edition.theme_en in page
    assert row.organization.name_en in page
    assert "Share clothes." in page


def test_where_no_expo_is_coming_it_leads_to_the_latest(client, past, now):
    old = EditionFactory(year=2017, status="over", theme_en="Then")
    page = home(client, old, now)
    assert "The latest expo" in page
    assert "The next expo" not in page
    assert "The latest expo" not in home(client, past, now)


def test_a_cancelled_expo_says_why_and_what_to_look_at_instead(client, past):
    ParticipationFactory(edition=past, part="giving_mechanism")
    gone = EditionFactory(
        year=2020, status="cancelled", starts_on=None, venue_th="", venue_en="", theme_th="", theme_en=""
    )

    assert "เหตุสุดวิสัย" in home(client, gone, past.moment(1, dt.time(12)), "th")
    page = home(client, gone, past.moment(1, dt.time(12)))
    for words in ("This expo was cancelled. Circumstances", "To look at instead", "The latest expo"):
        assert words in page
    assert past.name_en in page
    assert "Save the dates" not in page


def test_the_home_of_a_busy_day_takes_no_more_queries(client, edition, session, zone):
    with time_machine.travel(session.starts_at + MINUTE, tick=False):
        client.get(f"/{edition.year}/")
        once = queries(client, f"/{edition.year}/?once")
        for number in range(3):
            other = ZoneFactory()
            SessionFactory(activity__zone=other, starts_at=session.starts_at)
            SessionFactory(activity__zone=other, starts_at=session.starts_at + (10 + number) * MINUTE)
            ParticipationFactory(part="zone_lead", zone=other)
        assert queries(client, f"/{edition.year}/?often") == once
