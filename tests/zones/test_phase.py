"""Where an edition stands in time, a minute to either side of each border."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import EditionFactory
from zones.phase import Phase, days_until, phase_of


def at(*parts):
    """Return a moment in the expo's time zone."""
    return dt.datetime(*parts, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def edition(now):
    """Return an open edition of 10 to 13 October 2027 that closes at 20:00; it need not be stored."""
    return EditionFactory.build(year=2027, starts_on=dt.date(2027, 10, 10), ends_on=dt.date(2027, 10, 13))


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (at(2026, 10, 10, 12), Phase.BEFORE),
        (at(2027, 10, 9, 23, 59), Phase.BEFORE),
        (at(2027, 10, 10, 0, 0), Phase.DURING),
        (at(2027, 10, 10, 9, 59), Phase.DURING),
        (at(2027, 10, 11, 3, 0), Phase.DURING),
        (at(2027, 10, 13, 19, 59), Phase.DURING),
        (at(2027, 10, 13, 20, 0), Phase.AFTER),
        (at(2027, 10, 14, 0, 0), Phase.AFTER),
    ],
)
def test_an_open_edition_goes_through_its_phases(edition, moment, phase):
    assert phase_of(edition, moment) == phase


def test_midnight_is_midnight_in_thailand(edition):
    assert phase_of(edition, dt.datetime(2027, 10, 9, 16, 59, tzinfo=dt.UTC)) == Phase.BEFORE
    assert phase_of(edition, dt.datetime(2027, 10, 9, 17, 0, tzinfo=dt.UTC)) == Phase.DURING


@pytest.mark.parametrize("moment", [at(2027, 10, 9), at(2027, 10, 11), at(2027, 10, 20)])
def test_an_edition_that_organisers_closed_is_over_and_a_cancelled_one_is_cancelled(edition, moment):
    edition.status = "over"
    assert phase_of(edition, moment) == Phase.AFTER
    edition.status = "cancelled"
    assert phase_of(edition, moment) == Phase.CANCELLED


def test_an_edition_whose_days_are_unknown_lies_ahead(edition):
    edition.starts_on = edition.ends_on = None
    assert phase_of(edition, at(2027, 12, 31)) == Phase.BEFORE
    assert days_until(edition, at(2027, 1, 1)) == 0


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (at(2027, 10, 8, 23, 59), 2),
        (at(2027, 10, 9, 0, 0), 1),
        (at(2027, 10, 9, 23, 59), 1),
        (at(2027, 10, 10, 0, 0), 0),
        (at(2027, 10, 12, 12), 0),
    ],
)
def test_the_days_that_are_left_are_nights(edition, moment, days):
    assert days_until(edition, moment) == days
