"""Editing outlines in a real browser: dragging, keys, steps back, warnings, and what is saved in the end."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.factories import PASSWORD, PlaceFactory, UserFactory, ZoneFactory
from zones.models import Zone

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]

ROOM = [[100, 100], [400, 100], [400, 300], [100, 300]]
BESIDE = [[500, 100], [700, 100], [700, 300], [500, 300]]


@pytest.fixture(params=[DESK], ids=["desk"])
def browser_context_args(browser_context_args, request):
    """Organisers edit outlines at a desk."""
    return {**browser_context_args, "viewport": request.param}


@pytest.fixture
def zone(live_server):
    """Return a zone, with another beside it."""
    ZoneFactory(name_en="Neighbour", outline=BESIDE)
    return ZoneFactory(name_en="Forest", outline=ROOM)


@pytest.fixture
def opened(visitor, live_server):
    """Return what opens the page of a row, signed in as an organiser, and brings the editor into sight."""
    UserFactory(email="boss@example.org", is_staff=True, is_superuser=True)
    visitor.goto(f"{live_server.url}/en/admin/")
    visitor.locator("[name=username]").fill("boss@example.org")
    visitor.locator("[name=password]").fill(PASSWORD)
    visitor.locator("input[type=submit]").click()

    def open_page(row):
        name = type(row).__name__.lower()
        visitor.goto(f"{live_server.url}/en/admin/zones/{name}/{row.pk}/change/")
        visitor.locator(".outline-editor").scroll_into_view_if_needed()
        expect(visitor.locator(".outline-tools")).to_be_visible()
        return visitor

    return open_page


def corners(page):
    """Return the corners that the text field holds."""
    return json.loads(page.locator("#id_outline").input_value())


def corner(page, number):
    """Return the handle of a corner, counted from 0."""
    return page.locator(".outline-corner").nth(number)


def drag(page, target, right, down):
    """Drag something by so many units of the plan, from its middle."""
    box = target.bounding_box()
    scale = page.locator(".outline-plan").bounding_box()["width"] / 1000
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right * scale, y + down * scale, steps=4)
    page.mouse.up()


def test_a_corner_is_dragged_onto_tens_and_saved(opened, zone):
    page = opened(zone)

    drag(page, corner(page, 2), 37, 42)
    assert corners(page) == [[100, 100], [400, 100], [440, 340], [100, 300]]
    expect(corner(page, 2)).to_be_focused()
    page.locator("input[name=_continue]").click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    zone.refresh_from_db()
    assert zone.outline == [[100, 100], [400, 100], [440, 340], [100, 300]]


def test_without_snapping_every_unit_counts_and_nothing_leaves_the_plan(opened, zone):
    page = opened(zone)
    page.locator("[data-do=snap]").uncheck()

    drag(page, corner(page, 0), 33, 0)
    assert corners(page)[0][0] % 10 != 0
    drag(page, corner(page, 0), -900, -900)

    assert corners(page)[0] == [0, 0]


def test_the_whole_outline_is_dragged_and_stays_on_the_plan(opened, zone):
    page = opened(zone)

    drag(page, page.locator(".outline-own > polygon"), 50, 20)
    assert corners(page) == [[x + 50, y + 20] for x, y in ROOM]
    drag(page, page.locator(".outline-own > polygon"), -900, 0)

    assert corners(page) == [[x - 100, y + 20] for x, y in ROOM]


def test_keys_move_a_corner_and_take_steps_back_and_forward(opened, zone):
    page = opened(zone)
    corner(page, 1).focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert corners(page)[1] == [401, 110]
    expect(corner(page, 1)).to_have_attribute("aria-label", "Corner 2: 401, 110")
    page.keyboard.press("Control+z")
    assert corners(page)[1] == [401, 100]
    page.keyboard.press("Control+z")
    assert corners(page) == ROOM
    page.keyboard.press("Control+Shift+z")
    assert corners(page)[1] == [401, 100]


def test_keys_remove_corners_but_three(opened, zone):
    page = opened(zone)
    corner(page, 1).focus()

    page.keyboard.press("Delete")
    assert corners(page) == [ROOM[0], *ROOM[2:]]
    page.keyboard.press("Delete")
    assert len(corners(page)) == 3
    expect(page.locator(".outline-says")).to_contain_text("three corners or more")
    page.locator("[data-do=undo]").click()
    assert corners(page) == ROOM
    expect(page.locator("[data-do=undo]")).to_be_disabled()


def test_a_side_that_is_clicked_gets_a_corner_and_so_it_does_by_a_button(opened, zone):
    page = opened(zone)

    plan = page.locator(".outline-plan").bounding_box()
    page.mouse.click(plan["x"] + 0.25 * plan["width"], plan["y"] + plan["height"] / 6)
    assert corners(page) == [[100, 100], [250, 100], *ROOM[1:]]
    page.locator("[data-do=remove]").click()
    assert corners(page) == ROOM
    corner(page, 1).focus()
    page.locator("[data-do=add]").click()

    assert corners(page) == [*ROOM[:2], [400, 200], *ROOM[2:]]
    expect(corner(page, 2)).to_be_focused()


def test_warnings_come_while_one_draws_and_do_not_keep_from_saving(opened, zone):
    page = opened(zone)
    says = page.locator(".outline-says")
    expect(says).to_have_text("4 corners")

    drag(page, corner(page, 1), 200, 0)
    expect(says).to_contain_text("overlaps with Neighbour")
    page.keyboard.press("Control+z")
    expect(says).to_have_text("4 corners")
    drag(page, corner(page, 1), 200, 0)
    page.locator("input[name=_continue]").click()

    expect(page.locator(".messagelist .warning")).to_contain_text("overlaps with Neighbour")
    assert Zone.objects.get(pk=zone.pk).outline[1] == [600, 100]


def test_a_place_that_leaves_its_zone_is_told(opened, zone):
    page = opened(PlaceFactory(zone=zone, outline=[[120, 120], [200, 120], [200, 200], [120, 200]]))

    drag(page, corner(page, 0), -60, 0)

    expect(page.locator(".outline-says")).to_contain_text("lies within Forest")


def test_typing_draws_and_what_cannot_be_read_is_told(opened, zone, look):
    page = opened(zone)
    field, says = page.locator("#id_outline"), page.locator(".outline-says")

    field.fill("[[0, 0], [50, 0], [50, 50]]")
    expect(page.locator(".outline-own > polygon")).to_have_attribute("points", "0,0 50,0 50,50")
    assert page.locator(".outline-corner").count() == 3
    field.fill("[[0, 0], [50, 0], [2000, 50]]")
    expect(says).to_contain_text("outside the plan")
    field.fill("[[0, 0], [50, 0]")
    expect(says).to_contain_text("cannot be read")
    look("unreadable")
    page.locator("input[name=_continue]").click()

    expect(page.locator(".errorlist").last).to_contain_text("Enter a valid JSON")
    expect(page.locator("#id_outline")).to_have_value("[[0, 0], [50, 0]")


def test_an_empty_outline_begins_with_a_rectangle(opened, live_server):
    page = opened(ZoneFactory(outline=[]))
    expect(page.locator(".outline-says")).to_have_text("There is no outline yet.")

    page.locator("[data-do=start]").click()

    assert len(corners(page)) == 4
    expect(page.locator("[data-do=start]")).to_be_disabled()
