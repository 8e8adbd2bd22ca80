"""Now and next, for phones: every moment of an expo; and its days as a calendar."""

import datetime as dt

import pytest
import time_machine
from icalendar import Calendar

from tests.factories import ActivityFactory, EditionFactory, SessionFactory, ZoneFactory
from tests.html import faults
from tests.pages import queries, text

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def session(edition, zone):
    """Return a session of day 1 from 13:00 to 14:00."""
    return SessionFactory(activity=ActivityFactory(zone=zone, name_en="Darning", name_th="ปะชุนผ้า"))


def page_at(client, edition, at, language="en"):
    """Return what the page says at a moment."""
    prefix = {"en": "/en", "th": ""}[language]
    with time_machine.travel(at, tick=False):
        response = client.get(f"{prefix}/{edition.year}/now/")
    html = response.content.decode()
    assert faults(html) == []
    return text(response)


def test_it_says_since_when_and_until_when(client, edition, session):
    page = page_at(client, edition, session.starts_at + 10 * MINUTE)

    assert "13:10 Wednesday 2 December" in page
    assert "On now 13:00 until 14:00 Darning began 10 minutes ago" in page
    assert session.place.name_en in page
    assert "Nothing more begins here today." in page


def test_thai_says_it_in_thai_figures_of_time(client, edition, session):
    page = page_at(client, edition, session.starts_at + 10 * MINUTE, "th")

    assert "13.10 น." in page
    assert "วันพุธที่ 2 ธันวาคม" in page
    assert "ปะชุนผ้า" in page


def test_it_says_how_soon_something_begins(client, edition, session):
    page = page_at(client, edition, session.starts_at - 15 * MINUTE)

    assert "Next 13:00 until 14:00 Darning begins in 15 minutes" in page
    assert "On now" not in page


def test_what_has_ended_is_gone(client, edition, session, zone):
    SessionFactory(activity__zone=zone, starts_at=edition.moment(1, dt.time(17)))

    assert "Darning" in page_at(client, edition, session.ends_at - MINUTE)
    assert "Darning" not in page_at(client, edition, session.ends_at)


def test_each_zone_stands_apart_and_says_how_much_more_there_is(client, edition, session):
    other = ZoneFactory()
    activity = ActivityFactory(zone=other)
    for hour in (14, 15, 16, 17, 18):
        SessionFactory(activity=activity, starts_at=edition.moment(1, dt.time(hour)))
    quiet = ZoneFactory()

    with time_machine.travel(session.starts_at, tick=False):
        html = client.get(f"/en/{edition.year}/now/").content.decode()
    page = page_at(client, edition, session.starts_at)

    assert "and 2 more in this zone" in page
    assert f'href="/en/{edition.year}/programme/?day=2026-12-02&amp;zone={other.slug}"' in html
    assert f"Nothing more today in: {quiet.name_en}" in page


def test_what_goes_all_day_stands_apart(client, edition, session, zone):
    SessionFactory(
        activity=ActivityFactory(zone=zone, name_en="Seed Library"), open_door=True,
        starts_at=edition.moment(1, dt.time(10)), ends_at=edition.moment(1, dt.time(20)),
    )  # fmt: skip

    page = page_at(client, edition, session.starts_at)

    assert page.index("All day today") < page.index("Seed Library")


def test_what_does_not_take_place_is_said(client, edition, session):
    session.state = "cancelled"
    session.save()

    page = page_at(client, edition, session.starts_at - MINUTE)

    assert page.index("Does not take place") < page.index("Darning")
    assert "begins in" not in page


def test_before_the_first_day_it_says_when_it_begins_and_with_what(client, edition, session, now):
    page = page_at(client, edition, now)

    assert "The expo begins in 30 days." in page
    assert "This comes first on Wednesday 2 December:" in page
    assert "Darning begins at 13:00" in page


def test_in_the_evening_it_says_what_comes_first_tomorrow(client, edition, session, zone):
    tomorrow = SessionFactory(activity__zone=zone, starts_at=edition.moment(2, dt.time(10)))

    page = page_at(client, edition, session.ends_at)

    assert "Nothing more is on today." in page
    assert "This comes first on Thursday 3 December:" in page
    assert tomorrow.activity.name_en in page


def test_after_the_expo_it_says_thanks(client, edition, session):
    page = page_at(client, edition, edition.moment(4, dt.time(20)))

    assert "The expo is over" in page
    assert "Darning" not in page


def test_an_expo_without_a_programme_says_so(client, edition):
    assert "Nothing is on the programme yet" in page_at(client, edition, edition.moment(1, dt.time(12)))


def test_a_cancelled_expo_says_so(client, edition, now):
    gone = EditionFactory(year=2020, status="cancelled", starts_on=None)
    assert "This expo was cancelled. Circumstances" in page_at(client, gone, now)


def test_a_draft_has_neither_page_nor_calendar(client, edition, session):
    edition.status = "draft"
    edition.save()
    for name in ("now/", "wall/", "dates.ics"):
        assert client.get(f"/{edition.year}/{name}").status_code == 404


def test_it_renews_itself_and_works_without_that(client, edition, session):
    with time_machine.travel(session.starts_at, tick=False):
        html = client.get(f"/{edition.year}/now/").content.decode()

    assert '<div id="now" data-refresh="60">' in html
    assert 'id="now-note" hidden' in html
    assert "ปะชุนผ้า" in html


def test_a_busy_day_takes_no_more_queries(client, edition, session):
    with time_machine.travel(session.starts_at, tick=False):
        once = queries(client, f"/{edition.year}/now/")
        for _number in range(3):
            SessionFactory(starts_at=session.starts_at)
        assert queries(client, f"/{edition.year}/now/") == once


# The days as a calendar


def test_the_dates_can_be_saved(client, edition):
    edition.venue_en, edition.closes_at = "Hall; 5, Bangkok", dt.time(21)
    edition.save()

    response = client.get(f"/en/{edition.year}/dates.ics")
    (entry,) = Calendar.from_ical(response.content).walk("VEVENT")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="good-society-expo-{edition.year}.ics"'
    assert entry.decoded("dtstart") == dt.date(2026, 12, 2)
    assert entry.decoded("dtend") == dt.date(2026, 12, 6)
    assert (entry["summary"], entry["location"]) == (edition.name_en, "Hall; 5, Bangkok")
    assert entry["description"].startswith("10:00–21:00")
    assert entry["url"].endswith(f"/en/{edition.year}/")
    assert (entry["status"], entry["transp"]) == ("CONFIRMED", "TRANSPARENT")


def test_the_dates_keep_their_name_in_both_languages(client, edition):
    thai, english = (client.get(f"{prefix}/{edition.year}/dates.ics") for prefix in ("", "/en"))
    uids = {Calendar.from_ical(response.content).walk("VEVENT")[0]["uid"] for response in (thai, english)}
    assert len(uids) == 1
    assert edition.name_th.encode() in thai.content.replace(b"\r\n ", b"")


def test_a_cancelled_expo_takes_itself_out_of_calendars(client, edition):
    edition.status, edition.cancelled_reason_th = "cancelled", "เหตุสุดวิสัย"
    edition.save()
    assert b"STATUS:CANCELLED" in client.get(f"/{edition.year}/dates.ics").content


def test_an_expo_without_days_has_no_dates_to_save(client, db):
    EditionFactory(year=2020, status="cancelled", starts_on=None)
    assert client.get("/2020/dates.ics").status_code == 404
