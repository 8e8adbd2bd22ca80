"""The three journeys of a visitor, and an organiser's day, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from activities.models import Registration
from donations.models import Pledge
from tests.factories import (
    PASSWORD,
    CampaignFactory,
    DutyFactory,
    RegistrationFactory,
    SessionFactory,
    ShiftFactory,
    UserFactory,
)
from volunteers.models import SignUp

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def at(live_server):
    """Return a function that gives the address of a path on the server."""
    return lambda path: f"{live_server.url}{path}"


def fill_in(visitor, name, email):
    """Write name and e-mail and agree."""
    visitor.locator("[name=name]").fill(name)
    visitor.locator("[name=email]").fill(email)
    visitor.locator("[name=consent]").check()


def fits_the_screen(visitor):
    """Say whether nothing makes the page scroll sideways."""
    return visitor.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_register_for_a_session_and_give_the_seat_back(visitor, at, look):
    session = SessionFactory(capacity=5)
    year = session.edition.year

    visitor.goto(at(f"/{year}/activities/{session.activity.slug}/"))
    visitor.locator(f"a[href$='/sessions/{session.code}/register/']").first.click()
    look("form")
    fill_in(visitor, "มานี ใจดี", "manee@example.org")
    visitor.locator("[name=party_size]").fill("2")
    visitor.locator("main form .button[type=submit]").click()

    expect(visitor).to_have_url(re.compile(r"/registrations/[\w-]{22}/$"))
    registration = Registration.objects.get()
    expect(visitor.locator("main")).to_contain_text(registration.reference)
    expect(visitor.locator("main svg[role=img]")).to_be_visible()
    assert fits_the_screen(visitor)
    look("registered")
    give_back(visitor, registration)
    session.refresh_from_db()
    assert session.seats_taken == 0
    look("cancelled")


def give_back(visitor, registration):
    """Cancel by the link on the page and say yes."""
    visitor.locator(f"a[href$='/registrations/{registration.code}/cancel/']").click()
    visitor.locator("main form .button[type=submit]").click()
    expect(visitor).to_have_url(re.compile(r"/registrations/[\w-]{22}/$"))
    registration.refresh_from_db()
    assert registration.status == "cancelled"


def test_a_mistake_keeps_what_was_typed_and_says_what_to_do(visitor, at, look):
    session = SessionFactory()
    visitor.goto(at(f"/{session.edition.year}/sessions/{session.code}/register/"))
    visitor.locator("[name=name]").fill("น้ำใจ ผู้ใหญ่")
    visitor.locator("[name=email]").fill("ไม่ใช่อีเมล")
    visitor.locator("main form .button[type=submit]").click()

    expect(visitor.locator("[role=alert]").first).to_be_visible()
    expect(visitor.locator("[name=name]")).to_have_value("น้ำใจ ผู้ใหญ่")
    expect(visitor.locator("[name=email]")).to_have_value("ไม่ใช่อีเมล")
    look("mistake")
    assert Registration.objects.count() == 0


def test_the_form_works_by_keyboard_alone(visitor, at):
    session = SessionFactory()
    visitor.goto(at(f"/en/{session.edition.year}/sessions/{session.code}/register/"))
    visitor.locator("[name=name]").focus()
    visitor.keyboard.type("Somchai Jaidee")
    visitor.locator("[name=email]").focus()
    visitor.keyboard.type("somchai@example.org")
    visitor.locator("[name=consent]").focus()
    visitor.keyboard.press("Space")
    visitor.locator("[name=email]").focus()
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile(r"/en/registrations/[\w-]{22}/$"))
    assert Registration.objects.get().name == "Somchai Jaidee"


def test_take_a_shift(visitor, at, look):
    shift = ShiftFactory(duty=DutyFactory())
    year = shift.edition.year

    visitor.goto(at(f"/{year}/volunteer/"))
    look("shifts")
    visitor.locator(f"a[href$='/shifts/{shift.code}/sign-up/']").first.click()
    fill_in(visitor, "ปิติ อาสา", "piti@example.org")
    expect(visitor.locator("[name=guardian_email]")).to_be_visible()
    visitor.locator("[name=is_of_age]").check()
    expect(visitor.locator("[name=guardian_email]")).to_be_hidden()
    visitor.locator("main form .button[type=submit]").click()

    expect(visitor).to_have_url(re.compile(r"/sign-ups/[\w-]{22}/$"))
    expect(visitor.locator("main")).to_contain_text(SignUp.objects.get().reference)
    look("signed-up")


def test_pledge_and_see_the_code_for_the_exact_amount(visitor, at, look):
    campaign = CampaignFactory()
    year = campaign.edition.year

    visitor.goto(at(f"/{year}/give/"))
    look("campaigns")
    visitor.goto(at(f"/{year}/give/{campaign.slug}/pledge/"))
    fill_in(visitor, "ชูใจ ให้สุข", "chujai@example.org")
    visitor.locator("[name=amount]").fill("1,234.50")
    visitor.locator("main form .button[type=submit]").click()

    expect(visitor).to_have_url(re.compile(r"/pledges/[\w-]{22}/$"))
    assert Pledge.objects.get().amount_satang == 123450
    expect(visitor.locator("main")).to_contain_text("1,234.50")
    expect(visitor.locator("main img.qr")).to_be_visible()
    look("pledged")


def sign_in(visitor, address):
    """Sign in as an organiser."""
    UserFactory(email="boss@example.org", is_staff=True, is_superuser=True)
    visitor.goto(address)
    visitor.locator("[name=username]").fill("boss@example.org")
    visitor.locator("[name=password]").fill(PASSWORD)
    visitor.locator("input[type=submit]").click()
    expect(visitor.locator("#user-tools")).to_be_visible()


def test_an_organiser_checks_a_party_in_and_sees_the_outcome(visitor, at, look):
    registration = RegistrationFactory(party_size=3)
    sign_in(visitor, at("/en/admin/"))
    look("workspace")
    visitor.goto(at("/en/admin/activities/registration/"))
    visitor.locator("input.action-select").first.check()
    visitor.locator("select[name=action]").select_option(label="Check in the whole party")
    visitor.locator("button[name=index]").click()
    look("confirm")
    visitor.locator("#content form [type=submit]").first.click()
    visitor.goto(at(f"/en/{registration.session.edition.year}/impact/"))
    expect(visitor.locator("#attendees")).to_contain_text("3 people")
    look("impact")


def test_every_page_fits_a_phone_and_speaks_thai_in_its_own_font(visitor, at):
    session = SessionFactory()
    ShiftFactory(), CampaignFactory()
    year = session.edition.year
    for path in ("", "zones/", "programme/", "organizations/", "volunteer/", "give/", "impact/"):
        visitor.goto(at(f"/{year}/{path}"))
        assert fits_the_screen(visitor), path
        assert visitor.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Sarabun', 'ก'))"), path
        assert "ก" <= visitor.locator("h1").first.inner_text().strip()[0] <= "๙" or path == "", path
