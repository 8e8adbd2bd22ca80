"""The programme in a real browser: it answers while one types, by address, by keyboard, on paper, without a network."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.factories import ActivityFactory, PlaceFactory, SessionFactory, ZoneFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def programme(live_server):
    """Make sessions of two zones on two days; return what gives the address of the programme in English."""
    forest, river = ZoneFactory(slug="forest", name_en="Forest"), ZoneFactory(slug="river", name_en="River")
    stage = PlaceFactory(zone=forest, is_shared=True)
    for day, hour, name, zone, kind in (
        (1, 10, "Weaving", river, "workshop"),
        (1, 10, "Trees", forest, "talk"),
        (1, 11, "Mosses", forest, "workshop"),
        (2, 9, "Rivers", river, "talk"),
    ):
        activity = ActivityFactory(name_en=name, name_th=name, slug=name.lower(), zone=zone, kind=kind)
        starts_at = activity.edition.moment(day, dt.time(hour))
        place = stage if zone == forest else PlaceFactory(zone=river)
        SessionFactory(activity=activity, place=place, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=2))
    return lambda path="": f"{live_server.url}/en/{activity.edition.year}/programme/{path}"


def titles(visitor):
    """Return where the names of the shown activities stand."""
    return visitor.locator("#results .session-title")


def mark(visitor):
    """Leave a mark that goes away when the page is loaded anew."""
    visitor.evaluate("window.isSamePage = true")


def is_same(visitor):
    """Say whether the page was not loaded anew since it was marked."""
    return visitor.evaluate("window.isSamePage === true")


def open_filters(visitor):
    """Show the filters where they are folded away."""
    summary = visitor.locator(".finder-form summary")
    if summary.is_visible():
        summary.click()


def test_typing_finds_at_once_keeps_the_focus_and_moves_the_address(visitor, programme):
    visitor.goto(programme())
    expect(titles(visitor)).to_have_text(["Trees", "Weaving", "Mosses"])
    mark(visitor)
    visitor.locator("#filter-q").press_sequentially("river", delay=20)

    expect(titles(visitor)).to_have_text(["Weaving", "Rivers"])
    expect(visitor).to_have_url(programme("?q=river"))
    expect(visitor.locator("#filter-q")).to_be_focused()
    expect(visitor.locator("#filter-q")).to_have_value("river")
    expect(visitor.locator("[role=status]#count")).to_have_text("2 sessions")
    expect(visitor.locator("#tab-all")).to_have_attribute("aria-current", "true")
    assert visitor.locator(".site-header a[hreflang]").get_attribute("href").endswith("?q=river")
    assert is_same(visitor)


def test_choosing_finds_at_once_and_counts_anew(visitor, programme):
    visitor.goto(programme())
    mark(visitor)
    open_filters(visitor)
    visitor.locator("#filter-kind").select_option("workshop")

    expect(titles(visitor)).to_have_text(["Weaving", "Mosses"])
    expect(visitor).to_have_url(programme("?kind=workshop"))
    expect(visitor.locator("#filter-zone option")).to_have_text(["All zones", "Forest (1)", "River (1)"])
    expect(visitor.locator("#filter-kind")).to_have_value("workshop")
    expect(visitor.locator(".chip")).to_have_text([re.compile("Workshop")])
    visitor.locator("#filter-zone").select_option("forest")
    expect(titles(visitor)).to_have_text(["Mosses"])
    expect(visitor).to_have_url(programme("?zone=forest&kind=workshop"))
    assert is_same(visitor)


def test_a_day_keeps_the_rest_of_the_choice_and_the_form_knows_it(visitor, programme):
    visitor.goto(programme("?kind=talk"))
    mark(visitor)
    second = visitor.locator("#tabs a").nth(1)
    second.click()

    expect(titles(visitor)).to_have_text(["Rivers"])
    expect(visitor.locator("#tabs a").nth(1)).to_have_attribute("aria-current", "true")
    expect(visitor.locator("#tabs a").nth(1)).to_be_focused()
    open_filters(visitor)
    visitor.locator("#filter-kind").select_option("")
    expect(visitor).to_have_url(re.compile(r"/programme/\?day=\d{4}-\d\d-\d\d$"))
    assert is_same(visitor)


def test_back_leads_to_what_was_chosen_before(visitor, programme):
    visitor.goto(programme())
    visitor.locator("#filter-q").press_sequentially("rivers", delay=5)
    expect(titles(visitor)).to_have_text(["Rivers"])
    visitor.locator("#tabs a").first.click()
    expect(visitor.locator("#results")).to_contain_text("Nothing fits")

    visitor.go_back()
    expect(titles(visitor)).to_have_text(["Rivers"])
    expect(visitor.locator("#filter-q")).to_have_value("rivers")
    visitor.go_back()
    expect(titles(visitor)).to_have_text(["Trees", "Weaving", "Mosses"])
    expect(visitor.locator("#filter-q")).to_have_value("")
    expect(visitor).to_have_url(programme())
    visitor.go_forward()
    expect(titles(visitor)).to_have_text(["Rivers"])


def test_chips_take_back_what_was_chosen(visitor, programme):
    visitor.goto(programme("?q=o&kind=workshop&day=all"))
    mark(visitor)
    visitor.locator(".chip", has_text="“o”").click()

    expect(visitor.locator(".chip")).to_have_count(1)
    expect(visitor.locator("#filter-q")).to_have_value("")
    expect(visitor.locator("#results")).to_be_focused()
    visitor.locator(".chips-clear").click()
    expect(visitor).to_have_url(programme("?day=all"))
    expect(titles(visitor)).to_have_count(4)
    assert is_same(visitor)


def test_the_same_question_twice_is_one_step_back(visitor, programme):
    visitor.goto(programme())
    visitor.locator("#filter-q").press_sequentially("mosses", delay=5)
    expect(titles(visitor)).to_have_text(["Mosses"])
    expect(visitor).to_have_url(f"{programme()}?q=mosses")
    visitor.locator("#filter-q").press("Enter")
    visitor.wait_for_load_state("networkidle")
    visitor.go_back()

    expect(visitor).to_have_url(programme())


def test_the_keyboard_alone_reaches_a_session(visitor, programme):
    visitor.goto(programme())
    for _ in range(40):
        visitor.keyboard.press("Tab")
        if visitor.evaluate("document.activeElement.closest('.session-title') !== null"):
            break
    visitor.keyboard.press("Enter")

    expect(visitor.locator("h1")).to_have_text("Trees")


def test_the_grid_scrolls_by_keyboard_and_keeps_the_choice(visitor, programme, look):
    visitor.goto(programme("?day=all&kind=workshop"))
    visitor.locator("#views a").nth(1).click()
    expect(visitor).to_have_url(programme("grid/?day=all&kind=workshop"))
    board = visitor.locator(".board").first
    board.focus()
    expect(board).to_be_focused()
    expect(visitor.locator(".board-cell a:visible").first).to_be_visible()
    look("grid")
    visitor.locator("#views a").first.click()
    expect(visitor).to_have_url(programme("?day=all&kind=workshop"))


def test_sessions_of_one_place_lie_beside_each_other_in_the_grid(visitor, programme):
    visitor.goto(programme("grid/?zone=forest"))
    boxes = {cell.locator("a").inner_text(): cell.bounding_box() for cell in visitor.locator(".board-cell").all()}
    trees, mosses = boxes["Trees"], boxes["Mosses"]

    assert trees["x"] + trees["width"] <= mosses["x"]
    assert trees["y"] < mosses["y"] < trees["y"] + trees["height"]


def test_a_phone_shows_one_zone_at_a_time(visitor, programme):
    visitor.goto(programme("grid/"))
    groups, is_phone = visitor.locator(".board-group"), visitor.viewport_size["width"] < 768
    expect(groups.nth(0)).to_be_visible()
    expect(groups.nth(1)).to_be_visible(visible=not is_phone)
    visitor.locator(".board-zones a", has_text="River").click()
    expect(groups.nth(1)).to_be_visible()
    expect(groups.nth(0)).to_be_visible(visible=not is_phone)
    if is_phone:
        visitor.locator(".board-all").click()
        expect(groups.nth(0)).to_be_visible()
        expect(groups.nth(1)).to_be_visible()


def test_filters_work_in_the_grid_too(visitor, programme):
    visitor.goto(programme("grid/"))
    mark(visitor)
    visitor.locator("#filter-q").press_sequentially("mosses", delay=5)

    expect(visitor.locator(".board-cell a")).to_have_text(["Mosses"])
    expect(visitor).to_have_url(programme("grid/?q=mosses"))
    assert is_same(visitor)


def test_without_a_network_the_last_choice_stays_with_a_sentence(page, programme):
    page.goto(programme())
    page.context.set_offline(True)
    page.locator("#filter-q").press_sequentially("riv", delay=5)

    expect(page.locator("#unreached")).to_be_visible()
    expect(titles(page)).to_have_text(["Trees", "Weaving", "Mosses"])
    page.context.set_offline(False)
    page.locator("#filter-q").press_sequentially("ers", delay=5)
    expect(titles(page)).to_have_text(["Rivers"])
    expect(page.locator("#unreached")).to_be_hidden()


def test_on_paper_there_is_the_choice_alone(visitor, programme, look):
    visitor.goto(programme("?kind=workshop"))
    visitor.emulate_media(media="print")

    for chrome in (".site-nav", ".site-footer", ".finder-form", "#tabs", "#views", ".take-along", ".chips-clear"):
        expect(visitor.locator(chrome).first).to_be_hidden()
    expect(visitor.locator("h1")).to_be_visible()
    expect(visitor.locator(".chip")).to_be_visible()
    expect(titles(visitor).first).to_be_visible()
    look("paper")


def test_without_scripts_the_button_works(browser, programme):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(programme())
    page.locator("#filter-q").fill("rivers")
    page.locator(".finder-show").click()

    expect(titles(page)).to_have_text(["Rivers"])
    expect(page.locator("[data-print]")).to_be_hidden()
    context.close()
