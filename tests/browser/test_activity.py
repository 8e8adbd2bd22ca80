"""The page of an activity in a browser: the seats become exact, and stay right without a script."""

import pytest
from playwright.sync_api import expect

from activities.models import Session
from tests.factories import RegistrationFactory, SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session():
    """Return a session for twenty of which eight seats are taken."""
    return RegistrationFactory(session=SessionFactory(capacity=20), party_size=8).session


@pytest.fixture
def address(live_server, session):
    """Return the address of the activity's page in English."""
    return f"{live_server.url}/en/{session.edition.year}/activities/{session.activity.slug}/"


def test_seats_become_exact_and_follow_what_happens(visitor, address, session):
    visitor.clock.install()
    visitor.goto(address)
    seat = visitor.locator(f"#seats-{session.code}")
    expect(seat).to_contain_text("12 places left")

    RegistrationFactory(session=Session.objects.get(pk=session.pk), party_size=12)
    visitor.clock.run_for(21_000)

    expect(seat).to_contain_text("Full")
    expect(seat.get_by_role("link")).to_contain_text("Join the waiting list")


def test_a_button_is_not_taken_away_from_under_a_finger(visitor, address, session):
    visitor.clock.install()
    visitor.goto(address)
    seat = visitor.locator(f"#seats-{session.code}")
    expect(seat).to_contain_text("12 places left")
    seat.get_by_role("link").focus()

    RegistrationFactory(session=Session.objects.get(pk=session.pk), party_size=12)
    with visitor.expect_response(lambda answer: answer.url.endswith("/seats/")):
        visitor.clock.run_for(21_000)

    expect(seat.get_by_role("link")).to_be_focused()


def test_without_the_network_the_page_keeps_what_it_has(page, address, session):
    page.clock.install()
    page.goto(address)
    seat = page.locator(f"#seats-{session.code}")
    expect(seat).to_contain_text("12 places left")
    page.route("**/seats/", lambda route: route.fulfill(status=503, body="later"))

    with page.expect_response("**/seats/"):
        page.clock.run_for(21_000)

    expect(seat).to_contain_text("12 places left")
