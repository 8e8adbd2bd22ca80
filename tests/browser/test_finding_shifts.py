"""Finding a shift in a real browser: it answers at once, by address and by the way back, and says when it cannot."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests import factories as make

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def shifts(live_server):
    """Make three shifts of two zones on two days; return what gives the address of the list in English."""
    forest, river = make.ZoneFactory(slug="forest", name_en="Forest"), make.ZoneFactory(slug="river", name_en="River")
    for day, hour, name, zone in ((1, 9, "Planting", forest), (1, 18, "Rowing", river), (2, 9, "Fishing", river)):
        duty = make.DutyFactory(name_en=name, name_th=name, slug=name.lower(), zone=zone)
        starts_at = duty.edition.moment(day, dt.time(hour))
        make.ShiftFactory(duty=duty, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=2), needed=2)
    return lambda path="": f"{live_server.url}/en/{duty.edition.year}/volunteer/{path}"


def duties(visitor):
    """Return where the names of the shown duties stand."""
    return visitor.locator("#results h4")


def choose(visitor, name, value):
    """Choose from a list, where it is folded away too."""
    summary = visitor.locator(".finder-form summary")
    if summary.is_visible() and not visitor.locator(f"#filter-{name}").is_visible():
        summary.click()
    visitor.locator(f"#filter-{name}").select_option(value)


def test_choosing_finds_at_once_and_the_way_back_undoes_it(visitor, shifts):
    visitor.goto(shifts())
    expect(duties(visitor)).to_have_text(["Planting", "Rowing"])
    visitor.evaluate("window.isSamePage = true")
    choose(visitor, "time", "evening")

    expect(duties(visitor)).to_have_text(["Rowing"])
    expect(visitor).to_have_url(shifts("?time=evening"))
    expect(visitor.locator("[role=status]#count")).to_have_text("1 shift")
    expect(visitor.locator(".chip")).to_have_text([re.compile("Evening")])
    visitor.locator("#tab-all").click()
    expect(visitor.locator("#tab-all")).to_be_focused()
    expect(visitor).to_have_url(shifts("?day=all&time=evening"))
    visitor.locator(".chip").click()
    expect(duties(visitor)).to_have_text(["Planting", "Rowing", "Fishing"])
    visitor.go_back()
    visitor.go_back()
    expect(visitor).to_have_url(shifts("?time=evening"))
    expect(duties(visitor)).to_have_text(["Rowing"])
    assert visitor.evaluate("window.isSamePage === true")


def test_typing_finds_at_once_and_keeps_the_focus(visitor, shifts):
    visitor.goto(shifts())
    visitor.locator("#filter-q").press_sequentially("fish", delay=20)
    expect(duties(visitor)).to_have_text(["Fishing"])
    expect(visitor).to_have_url(shifts("?q=fish"))
    expect(visitor.locator("#filter-q")).to_be_focused()
    assert visitor.locator(".site-header a[hreflang]").get_attribute("href").endswith("?q=fish")


def test_a_field_of_the_board_leads_to_its_shifts(visitor, shifts):
    visitor.goto(shifts("board/"))
    visitor.get_by_role("row", name="River").first.get_by_role("link").first.click()
    expect(duties(visitor)).to_have_text(["Rowing"])


@pytest.mark.parametrize("path", ["", "?day=all&short=1"])
def test_the_list_works_without_scripts(browser, shifts, path):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(shifts(path))
        page.locator("#filter-q").fill("row")
        page.get_by_role("button", name="Show").click()
        expect(duties(page)).to_have_text(["Rowing"])


def test_without_a_network_what_was_found_stays(page, shifts):
    page.goto(shifts())
    page.context.set_offline(True)
    page.locator("#tab-all").click()
    expect(page.locator("#unreached")).to_be_visible()
    expect(duties(page)).to_have_text(["Planting", "Rowing"])
