"""The sample edition of the coming expo: always ahead, open, some of its seats taken, all of it marked as a sample."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Person
from activities.models import Activity, CheckIn, Entry, HeadCount, Registration, Session, Standing
from donations.models import Campaign, Payment, Pledge
from goodsociety.common.models import Outbox
from goodsociety.operations.coming import first_day, is_one_coming, load_coming_edition
from organizations.models import MediaCoverage, Organization, Participation
from reports.models import PublishedFigure
from tests import factories as make
from volunteers.models import Duty, Shift, SignUp
from zones.models import Edition, Place, Zone

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
THURSDAY = 3
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))


# Its first day.


@given(today=DAYS)
def test_the_first_thursday_at_least_three_weeks_away(today):
    day = first_day(today, set())
    assert day.weekday() == THURSDAY
    assert dt.timedelta(days=21) <= day - today < dt.timedelta(days=28)


@given(today=DAYS, ahead=st.sets(st.integers(0, 5)))
def test_years_that_have_an_edition_are_left_out(today, ahead):
    taken = {today.year + years for years in ahead}
    day = first_day(today, taken)
    assert day.weekday() == THURSDAY
    assert day.year not in taken
    earlier = first_day(today, set())
    thursdays = {earlier + dt.timedelta(weeks=weeks) for weeks in range((day - earlier).days // 7)}
    assert {thursday.year for thursday in thursdays} <= taken


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (dt.date(2026, 11, 19), dt.date(2026, 12, 10)),
        (dt.date(2026, 11, 20), dt.date(2026, 12, 17)),
        (dt.date(2026, 12, 10), dt.date(2026, 12, 31)),
        (dt.date(2026, 12, 11), dt.date(2027, 1, 7)),
    ],
)
def test_some_first_days(today, first):
    assert first_day(today, set()) == first


# What stands in it.


@pytest.fixture(scope="module")
def coming(django_db_setup, django_db_blocker):
    """Load the coming edition once for this module's tests and return it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_coming_edition(at=NOW)
        yield Edition.objects.get()
        transaction.set_rollback(True)


def test_it_is_open_and_ahead(coming):
    assert (coming.year, coming.status, len(coming.days)) == (2026, "open", 4)
    assert coming.starts_on == dt.date(2026, 12, 17)
    assert coming.is_sample
    assert coming.has_sample_rows
    assert not PublishedFigure.objects.exists()
    assert not MediaCoverage.objects.exists()
    assert Edition.objects.leading() == coming
    assert is_one_coming(NOW)
    assert is_one_coming(NOW + dt.timedelta(days=27))
    assert not is_one_coming(NOW + dt.timedelta(days=30))


def test_all_of_it_is_a_sample(coming):
    for model in (
        Zone, Place, Participation, Activity, Session, Duty, Shift, Campaign, Person, Registration, SignUp, Pledge,
        Payment,
    ):  # fmt: skip
        assert set(model.objects.values_list("is_sample", flat=True)) == {True}, model
    assert Organization.objects.filter(is_sample=False).count() == 17, "these take part in the real expo"


def test_registration_shifts_and_giving_are_open(coming):
    sessions = Session.objects.select_related("activity__edition")
    standings = [session.standing(NOW) for session in sessions]
    assert standings.count(Standing.OPEN) > 100
    assert standings.count(Standing.OPEN_DOOR) > 100
    assert standings.count(Standing.WAITING) >= 3
    assert Standing.CLOSED not in standings
    assert Shift.objects.open_at(NOW).count() > 300
    assert all(campaign.edition.is_open for campaign in Campaign.objects.select_related("edition"))


def test_some_sessions_are_full_and_some_nearly(coming):
    taken = Session.objects.filter(entry=Entry.REGISTRATION, seats_taken__gt=0)
    left = [session.seats_left for session in taken]
    assert left.count(0) >= 3
    assert sum(seats in {1, 2, 3} for seats in left) >= 9
    assert sum(seats > 10 for seats in left) > 20


def test_a_few_have_promised_and_nobody_has_come(coming):
    assert SignUp.objects.values("person").distinct().count() == 160
    assert sum(Pledge.objects.values_list("amount_satang", flat=True)) == 96_000_00
    assert sum(Payment.objects.values_list("amount_satang", flat=True)) == 71_500_00
    assert not CheckIn.objects.exists()
    assert not HeadCount.objects.exists()
    assert not SignUp.objects.exclude(approved_minutes=None).exists()


def test_nothing_of_it_lies_in_the_future_but_the_programme(coming):
    for model in (Person, Registration, SignUp, Pledge):
        assert all(at < NOW for at in model.objects.values_list("created_at", flat=True))
    assert all(at <= NOW for at in Payment.objects.values_list("received_at", flat=True))
    assert all(at > NOW for at in Session.objects.values_list("starts_at", flat=True))


def test_nobody_is_written_to(coming):
    assert not Outbox.objects.exists()
    assert all(row.email.endswith(".2026@example.org") for row in Person.objects.all())


def test_the_counters_are_true(coming):
    said = StringIO()
    call_command("check_invariants", stdout=said)
    assert said.getvalue() == "Every counter and ledger is what its rows say.\n"


def test_a_coming_edition_that_is_past_makes_room_for_the_next(coming):
    later = NOW + dt.timedelta(days=29)
    assert not is_one_coming(later)
    load_coming_edition(at=later)
    assert list(Edition.objects.values_list("year", "status")) == [(2027, "open"), (2026, "over")]
    assert Edition.objects.leading().year == 2027


def test_a_real_edition_that_is_open_stays_open(coming):
    real = make.EditionFactory(year=2025)
    load_coming_edition(at=NOW)
    real.refresh_from_db()
    assert real.status == "open"
    assert Edition.objects.get(year=2026).status == "open"
