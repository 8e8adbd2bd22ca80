"""The coordinator's day in a browser: taps and scans that stay on the page, and pages for everybody."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from activities.passes import token_of
from tests import factories as make
from tests.browser.conftest import PHONE
from volunteers.models import SignUp

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(params=[PHONE], ids=["phone"])
def browser_context_args(browser_context_args, request):
    """Coordinators hold a phone."""
    return {**browser_context_args, "viewport": request.param}


@pytest.fixture
def shift(live_server):
    """A shift that began ten minutes ago."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    begins_at = max(midnight, timezone.now() - dt.timedelta(minutes=10))
    today = midnight.date()
    edition = make.EditionFactory(year=today.year, starts_on=today, ends_on=today)
    return make.ShiftFactory(duty__edition=edition, starts_at=begins_at, needed=3)


@pytest.fixture
def row(shift):
    """Somebody who is late."""
    return make.SignUpFactory(shift=shift, name="ปิยะนุช ศรีสุวรรณภูมิพิทักษ์ธรรม", phone="+66812345678")


@pytest.fixture
def coordinator(visitor, live_server, shift, row):
    """Return what opens a page of the coordinator who is signed in."""
    client = Client()
    user = make.AppointmentFactory(user=make.UserFactory(), role="volunteer_coordinator", edition=shift.edition).user
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    def go(name, *rest):
        visitor.goto(live_server.url + reverse(name, args=[shift.edition.year, *rest]))
        return visitor

    return go


def test_a_tap_is_noted_on_the_same_page_and_taken_back(coordinator, shift, row):
    page = coordinator("volunteer_day")
    line = page.locator(f"#p{row.reference}")
    line.locator("[name=arrive]").click()
    expect(page.locator("#day-said")).to_contain_text(row.name)
    expect(line.locator("[name=leave]")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent.trim()") == row.name
    assert SignUp.objects.get().arrived_at
    line.locator("[name=undo_arrival]").click()
    expect(line.locator("[name=arrive]")).to_be_visible()
    assert SignUp.objects.get().arrived_at is None


def test_a_scanner_that_types_checks_in_without_leaving_the_page(coordinator, shift, row):
    held = make.PassFactory(person=row.person, edition=shift.edition)
    page = coordinator("volunteer_day_scan")
    page.locator("h1").click()
    page.keyboard.type(token_of(held.code), delay=3)
    page.keyboard.press("Enter")
    expect(page.locator("#said .desk-said-good")).to_contain_text(row.name)
    assert SignUp.objects.get().arrived_at


def test_the_pages_are_for_everybody_and_as_wide_as_a_phone(coordinator, shift, row):
    make.SignUpFactory(shift=shift, status="waiting")
    make.SignUpFactory(shift=shift, status="no_show")
    pages = ["volunteer_day", "volunteer_day_scan", "volunteer_day_screen", "volunteer_day_roster", "volunteer_hours"]
    asked = [(name,) for name in pages] + [
        (name, shift.code) for name in ("volunteer_day_shift", "volunteer_day_walk_up", "shift_hours")
    ]
    for name in asked:
        page = coordinator(*name)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == [], name
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (name, width)
