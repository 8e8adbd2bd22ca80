"""What is on now and what comes next, a minute to either side of each border."""

import datetime as dt

import pytest
from django.utils import translation

from activities.happening import NEXT_IN_A_ZONE, Showing, happening
from tests.factories import ActivityFactory, SessionFactory, ZoneFactory
from tests.statements import noted

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def zone(edition):
    """Return a zone."""
    return ZoneFactory()


@pytest.fixture
def session(edition, zone):
    """Return a session of day 1 from 13:00 to 14:00."""
    return SessionFactory(activity__zone=zone)


def seen(edition, at):
    """Return what is on at a moment."""
    return happening(edition, edition.zones.all(), at=at)


def on(edition, at):
    """Return the sessions that are on, and those that come next."""
    found = seen(edition, at)
    return [row.session for row in found.on], [row.session for row in found.coming]


def test_a_session_is_next_until_it_begins_and_on_until_it_ends(edition, session):
    SessionFactory(activity=session.activity, starts_at=edition.moment(1, dt.time(18)))
    starts_at, ends_at = session.starts_at, session.ends_at

    assert on(edition, starts_at - MINUTE)[0] == []
    assert on(edition, starts_at - MINUTE)[1][0] == session
    assert on(edition, starts_at)[0] == [session]
    assert on(edition, ends_at - MINUTE)[0] == [session]
    assert all(session not in rows for rows in on(edition, ends_at))


def test_the_day_is_today_while_it_holds_anything_and_then_the_next_that_does(edition, session):
    third = SessionFactory(activity=session.activity, starts_at=edition.moment(3, dt.time(10)))

    before = seen(edition, edition.moment(1, dt.time(9)) - dt.timedelta(days=20))
    assert (before.day, before.is_today) == (edition.starts_on, False)
    last = seen(edition, session.ends_at - MINUTE)
    assert (last.day, last.is_today) == (edition.starts_on, True)
    evening = seen(edition, session.ends_at)
    assert (evening.day, evening.is_today) == (edition.days[2], False)
    assert on(edition, session.ends_at) == ([], [third])
    assert seen(edition, third.ends_at - MINUTE) is not None
    assert seen(edition, third.ends_at) is None


def test_a_session_over_midnight_is_on_in_the_night(edition, zone):
    session = SessionFactory(
        activity__zone=zone, starts_at=edition.moment(1, dt.time(22)), ends_at=edition.moment(2, dt.time(2))
    )
    found = seen(edition, edition.moment(2, dt.time(1)))
    assert [row.session for row in found.on] == [session]
    assert (found.day, found.is_today) == (edition.days[1], True)


def test_each_zone_has_its_own_and_only_the_next_few(edition, zone, session):
    other = ZoneFactory()
    activity = ActivityFactory(zone=other)
    for hour in range(14, 14 + NEXT_IN_A_ZONE + 2):
        SessionFactory(activity=activity, starts_at=edition.moment(1, dt.time(hour)))
    quiet = ZoneFactory()

    found = seen(edition, session.starts_at)

    assert [part.zone for part in found.zones] == [zone, other, quiet]
    assert [(len(part.on), len(part.coming), part.more) for part in found.zones] == [(1, 0, 0), (0, 3, 2), (0, 0, 0)]
    assert found.quiet_zones == [quiet]


def test_what_goes_all_day_stands_apart(edition, zone):
    long = SessionFactory(activity__zone=zone, open_door=True, starts_at=edition.moment(1, dt.time(10)),
                          ends_at=edition.moment(1, dt.time(16)))  # fmt: skip
    SessionFactory(activity__zone=zone, open_door=True, starts_at=edition.moment(1, dt.time(10)),
                   ends_at=edition.moment(1, dt.time(15, 59)))  # fmt: skip

    found = seen(edition, edition.moment(1, dt.time(12)))

    assert [row.session for row in found.all_day] == [long]
    assert len(found.on) == 1


def test_what_does_not_take_place_is_told_apart_and_drafts_are_not_told(edition, session):
    cancelled = SessionFactory(activity=session.activity, state="cancelled", starts_at=session.starts_at + MINUTE)
    SessionFactory(activity=session.activity, state="draft", starts_at=session.starts_at + 2 * MINUTE)

    found = seen(edition, session.starts_at + 5 * MINUTE)

    assert [row.session for row in found.on] == [session]
    assert (found.coming, found.cancelled) == ([], [cancelled])


def test_another_edition_is_not_looked_at(edition, session):
    edition.status = "draft"
    edition.save()
    assert seen(edition, session.starts_at) is None


def test_many_sessions_take_as_many_queries_as_one(edition, zone, session):
    with noted() as once:
        seen(edition, session.starts_at)
    for _number in range(4):
        SessionFactory(activity__zone=zone, starts_at=session.starts_at)
    with noted() as often:
        seen(edition, session.starts_at)
    assert len(often) == len(once) == 3


def test_what_is_ahead_reaches_as_many_days_as_were_asked_for(edition, session):
    second = SessionFactory(activity=session.activity, starts_at=edition.moment(2, dt.time(10)))
    third = SessionFactory(activity=session.activity, starts_at=edition.moment(3, dt.time(10)))
    SessionFactory(activity=session.activity, starts_at=edition.moment(2, dt.time(11)), state="cancelled")

    def ahead(at, days):
        found = happening(edition, edition.zones.all(), at=at, days=days)
        return [row.session for row in found.ahead]

    assert ahead(session.ends_at - MINUTE, 2) == [session, second]
    assert ahead(session.ends_at - MINUTE, 1) == [session]
    assert ahead(session.ends_at, 1) == [second]
    assert ahead(session.ends_at, 2) == [second, third]


# Words

WORDS = {
    -61: "begins at 13:00",
    -60: "begins in 60 minutes",
    -1: "begins in 1 minute",
    0: "has just begun",
    1: "began 1 minute ago",
    60: "began 60 minutes ago",
    61: "since 13:00",
}


@pytest.mark.parametrize("minutes", WORDS)
def test_how_soon_and_how_long_ago_in_words(session, minutes):
    session.ends_at = session.starts_at + 120 * MINUTE
    showing = Showing(session, session.starts_at + minutes * MINUTE)
    with translation.override("en"):
        assert showing.when == WORDS[minutes]
        assert showing.until == "until 15:00"


def test_times_are_written_as_the_language_does(session):
    showing = Showing(session, session.starts_at - 90 * MINUTE)
    assert "13.00 น." in showing.when
    assert "14.00 น." in showing.until


def test_a_minute_that_has_begun_counts_as_one_to_wait(session):
    showing = Showing(session, session.starts_at - dt.timedelta(seconds=1))
    assert (showing.minutes_to_go, showing.minutes_gone, showing.minutes) == (1, 0, 60)
    showing = Showing(session, session.starts_at + dt.timedelta(seconds=59))
    assert (showing.minutes_to_go, showing.minutes_gone) == (0, 0)
