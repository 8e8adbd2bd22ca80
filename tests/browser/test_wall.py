"""The mall's displays in a real browser: they cycle, obey, go on without a network, and catch up."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from activities.models import Session
from tests.factories import ActivityFactory, EditionFactory, SessionFactory, ZoneFactory
from zones.models import Edition

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]

MINUTE = dt.timedelta(minutes=1)
HD, TALL, PHONE = ({"width": width, "height": height} for width, height in ((1920, 1080), (1080, 1920), (360, 740)))
#: Waits until the service worker has saved the page that is shown.
SAVED = """async () => {
  await navigator.serviceWorker.ready;
  for (let tries = 0; tries < 200; tries += 1) {
    const files = await caches.match("/static/js/wall.js");
    if (files && (await caches.match(location.pathname))) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}"""
OVERFLOWING = """() => [...document.querySelectorAll(".slide:not([hidden]), .slide:not([hidden]) .wall-columns, "
  + ".slide:not([hidden]) .wall-column")].filter((box) => box.scrollHeight > box.clientHeight + 1
  || box.scrollWidth > box.clientWidth + 1).map((box) => box.className)"""


@pytest.fixture
def running(live_server):
    """Return an edition that is on today, with something on now and something in twenty minutes."""
    today = timezone.localdate()
    edition = EditionFactory(year=today.year, starts_on=today, ends_on=today + dt.timedelta(days=2))
    zone = ZoneFactory(edition=edition, name_en="Forest", name_th="ป่าไม้")
    at = timezone.now()
    add_session(zone, "Darning", at - 10 * MINUTE)
    add_session(zone, "Planting", at + 20 * MINUTE)
    return edition


def add_session(zone, name, starts_at):
    """Add a session of half an hour."""
    activity = ActivityFactory(edition=zone.edition, zone=zone, name_en=name)
    return SessionFactory(activity=activity, starts_at=starts_at, ends_at=starts_at + 30 * MINUTE)


@pytest.fixture
def browser_context_args():
    """Look on a display as malls have them; without a service worker, which a test of its own looks at."""
    return {"viewport": HD, "locale": "th-TH", "timezone_id": "Asia/Bangkok", "service_workers": "block"}


@pytest.fixture
def display(page, live_server, running):
    """Return the open display, whose clock the test turns; it fails where a script does."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.clock.install()
    page.goto(f"{live_server.url}/en/{running.year}/wall/")
    page.wait_for_load_state("networkidle")
    yield page
    assert errors == []


def slide(display, name):
    """Return a slide."""
    return display.locator(f"[data-slide={name}]")


def wait(display, seconds):
    """Let so many seconds go by on the display."""
    display.clock.run_for(seconds * 1000)


def test_it_goes_from_slide_to_slide_and_begins_again(display):
    for name, words in (("now", "Darning"), ("next", "Planting"), ("code", "The whole programme"), ("now", "Darning")):
        expect(slide(display, name)).to_be_visible()
        expect(slide(display, name)).to_contain_text(words)
        expect(display.locator("[data-slide]:visible")).to_have_count(1)
        wait(display, 12)


def test_keys_steer_it_and_space_holds_it(display):
    display.keyboard.press("ArrowRight")
    expect(slide(display, "next")).to_be_visible()
    display.keyboard.press("ArrowLeft")
    display.keyboard.press("ArrowLeft")
    expect(slide(display, "code")).to_be_visible()
    display.keyboard.press(" ")
    wait(display, 40)
    expect(slide(display, "code")).to_be_visible()
    expect(display.locator("[data-do=pause]")).to_have_attribute("aria-pressed", "true")
    display.keyboard.press(" ")
    wait(display, 13)
    expect(slide(display, "now")).to_be_visible()


def test_buttons_do_the_same_and_are_out_of_sight_when_nobody_steers(display):
    controls = display.locator("#controls")
    expect(controls).to_have_css("opacity", "0")
    display.mouse.move(10, 10)
    expect(controls).to_have_css("opacity", "1")
    display.get_by_role("button", name="Next").click()
    expect(slide(display, "next")).to_be_visible()
    display.get_by_role("button", name="Pause").press("Space")
    expect(display.locator("[data-do=pause]")).to_have_attribute("aria-pressed", "true")


def test_without_a_network_it_goes_on_by_itself_and_says_so_and_catches_up(display, running):
    display.context.set_offline(True)
    wait(display, 61)
    expect(display.locator("#status")).to_contain_text("No network – last updated")
    expect(slide(display, "now")).to_contain_text("Darning")

    wait(display, 25 * 60)
    display.keyboard.press(" ")
    while not slide(display, "now").is_visible():
        display.keyboard.press("ArrowRight")
    expect(slide(display, "now")).to_contain_text("Planting")
    expect(slide(display, "now")).not_to_contain_text("Darning")

    Session.objects.filter(activity__name_en="Planting").update(state="cancelled")
    add_session(running.zones.get(), "Singing", timezone.now())
    display.context.set_offline(False)
    wait(display, 61)
    expect(display.locator("#status")).to_contain_text("Last updated")
    expect(display.locator("#ahead li", has_text="Singing")).to_have_count(1)
    expect(display.locator("#ahead li", has_text="Planting")).to_have_count(0)


def test_the_server_s_trouble_is_not_shown(display, running):
    Edition.objects.update(status="draft")
    wait(display, 61)
    expect(display.locator("#status")).to_contain_text("No network – last updated")
    expect(slide(display, "now").or_(slide(display, "next")).or_(slide(display, "code")).first).to_be_attached()
    expect(display.locator("body")).not_to_contain_text("404")


def test_what_happened_since_comes_with_the_next_look(display, running):
    add_session(running.zones.get(), "Singing", timezone.now() - MINUTE)
    wait(display, 61)
    expect(display.locator("#ahead li", has_text="Singing")).to_have_count(1)


def test_a_machine_whose_clock_is_wrong_shows_the_right_time(page, live_server, running):
    page.clock.install(time=timezone.now() - dt.timedelta(hours=5, minutes=30))
    page.goto(f"{live_server.url}/en/{running.year}/wall/")
    at = timezone.localtime()
    expect(page.locator("#clock")).to_have_text(f"{at:%H:%M}")
    expect(slide(page, "now")).to_contain_text("Darning")


@pytest.mark.parametrize("size", [HD, TALL, {"width": 3840, "height": 2160}], ids=["wide", "tall", "4K"])
def test_what_is_shown_fits_the_screen(page, live_server, running, size):
    at = timezone.now()
    for number in range(4):
        zone = ZoneFactory(edition=running, name_en="A zone whose name is as long as the names of some zones are")
        for _session in range(number + 1):
            add_session(zone, "An activity with a title that goes on and on, as some titles do in every programme", at)
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/en/{running.year}/wall/")
    expect(slide(page, "now")).to_be_visible()
    page.evaluate("document.fonts.ready")

    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(slide(page, "now")).to_contain_text("more")


def test_without_javascript_now_and_next_stand_there(browser, live_server, running):
    context = browser.new_context(java_script_enabled=False, viewport=HD)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/{running.year}/wall/")
    expect(slide(page, "now")).to_contain_text("Darning")
    expect(slide(page, "next")).to_contain_text("Planting")
    expect(page.locator("#controls")).to_be_hidden()
    context.close()


def test_after_a_reload_without_a_network_it_is_there_again(browser, live_server, running):
    context = browser.new_context(viewport=HD, base_url=live_server.url)
    page = context.new_page()
    page.goto(f"/en/{running.year}/wall/")
    assert page.evaluate(SAVED)
    page.reload()
    context.set_offline(True)
    page.reload()
    expect(slide(page, "now")).to_contain_text("Darning")
    expect(page.locator("#status")).to_contain_text("No network – last updated")
    context.set_offline(False)
    context.close()


def test_now_and_next_on_a_phone_renews_itself_and_says_when_it_cannot(page, live_server, running):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_viewport_size(PHONE)
    page.clock.install()
    page.goto(f"{live_server.url}/en/{running.year}/now/")
    link = page.get_by_role("link", name="Darning")
    link.focus()
    add_session(running.zones.get(), "Singing", timezone.now() - MINUTE)
    page.clock.run_for(65_000)
    expect(page.locator("#now")).to_contain_text("Singing")
    expect(link).to_be_focused()

    page.context.set_offline(True)
    page.clock.run_for(65_000)
    expect(page.locator("#now-note")).to_be_visible()
    expect(page.locator("#now")).to_contain_text("Singing")
    page.context.set_offline(False)
    page.clock.run_for(65_000)
    expect(page.locator("#now-note")).to_be_hidden()
    assert errors == []
