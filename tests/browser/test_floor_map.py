"""The floor map in a real browser: words stay in their rooms, and keys lead from zone to zone."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from goodsociety.operations.loading.reading import SHIPPED, read_edition
from tests.factories import ActivityFactory, EditionFactory, PlaceFactory, SessionFactory, ZoneFactory

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]

#: Labels whose words stand out of the room they have, in the drawing that is shown.
SPILLED = """() => [...document.querySelectorAll('.plan foreignObject')]
    .filter((room) => room.getBoundingClientRect().width)
    .filter((room) => {
        const [box, words] = [room.getBoundingClientRect(), room.firstElementChild];
        const spans = [...words.querySelectorAll('p')].map((line) => line.getBoundingClientRect());
        const isBelow = Math.max(...spans.map((span) => span.bottom)) > box.bottom + 1;
        return isBelow || words.scrollWidth > words.clientWidth + 1;
    })
    .map((room) => room.textContent)"""


@pytest.fixture
def expo(live_server):
    """Return an expo that is on now, on the shipped plan, with something in every place."""
    today = timezone.localdate()
    edition = EditionFactory(
        year=today.year, starts_on=today, ends_on=today, opens_at=dt.time(0), closes_at=dt.time(23, 59)
    )
    shipped = read_edition(SHIPPED / "2019.yaml")
    names = {zone["slug"]: zone for zone in shipped["zones"]}
    zones = {
        slug: ZoneFactory(
            edition=edition,
            slug=slug,
            name_th=names[slug]["name_th"],
            name_en=names[slug]["name_en"],
            outline=zone["outline"],
            order=number,
        )
        for number, (slug, zone) in enumerate(shipped["sample"]["zones"].items())
    }
    for row in shipped["sample"]["places"]:
        fill(edition, zones, row)
    return edition


def fill(edition, zones, row):
    """Make a place of the shipped plan, with something on in it now."""
    place = PlaceFactory(
        edition=edition,
        zone=zones.get(row.get("zone")),
        slug=row["slug"],
        name_th=row["name_th"],
        name_en=row["name_en"],
        kind=row["kind"],
        outline=row["outline"],
    )
    activity = ActivityFactory(edition=edition, zone=place.zone or zones["education"])
    begun = timezone.now() - dt.timedelta(minutes=5)
    SessionFactory(
        activity=activity, place=place, starts_at=begun, ends_at=begun + dt.timedelta(hours=1), seats_taken=19
    )


@pytest.mark.parametrize("language", ["", "/en"])
def test_no_words_stand_out_of_their_room(visitor, live_server, expo, look, language):
    visitor.goto(f"{live_server.url}{language}/{expo.year}/map/")
    visitor.evaluate("document.fonts.ready")

    assert visitor.locator(".plan:visible").count() == 1
    assert visitor.locator(".plan:visible .plan-zone .plan-name").count() == 5
    assert visitor.evaluate(SPILLED) == []
    assert visitor.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    look("map")


def test_every_place_can_be_tapped(visitor, live_server, expo):
    visitor.goto(f"{live_server.url}/{expo.year}/map/")

    boxes = [link.bounding_box() for link in visitor.locator(".plan:visible a").all()]

    assert len(boxes) == 31
    assert [box for box in boxes if min(box["width"], box["height"]) < 24] == []


def test_keys_lead_through_the_drawing_in_the_order_of_the_zones(visitor, live_server, expo):
    visitor.goto(f"{live_server.url}/en/{expo.year}/map/")
    visitor.locator(".plan:visible .plan-zone").first.focus()
    names = []
    for _ in range(6):
        names.append(visitor.evaluate("document.activeElement.getAttribute('aria-label').split(',')[0]"))
        visitor.keyboard.press("Tab")

    assert names[0] == "Zone Opportunity"
    assert names[1] == "Opportunity Stage"
    assert names[5] == "Zone Environment"
    visitor.locator(".plan:visible a[href='#place-main-stage']").focus()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("#place-main-stage")).to_be_in_viewport()


def test_the_page_is_brought_up_to_date_and_stays_without_a_network(visitor, live_server, expo, context):
    visitor.clock.install()
    visitor.goto(f"{live_server.url}/en/{expo.year}/map/")
    visitor.locator(".plan:visible .plan-zone").first.focus()
    ZoneFactory(edition=expo, name_en="Just Built", outline=[[400, 405], [440, 405], [440, 415]], order=99)

    with visitor.expect_response("**/map/now/"):
        visitor.clock.run_for(61_000)

    expect(visitor.locator("#floor-list")).to_contain_text("Just Built")
    assert visitor.evaluate("document.activeElement.closest('.plan-zone') !== null")
    context.set_offline(True)
    visitor.clock.run_for(130_000)
    expect(visitor.locator("#floor-list")).to_contain_text("Just Built")
    context.set_offline(False)
