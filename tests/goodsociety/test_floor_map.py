"""The floor map: the drawing, what is on where and how busy it is, and the list of the same."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from goodsociety.operations.loading.reading import SHIPPED, read_edition
from goodsociety.pages.drawing import LYING, STANDING, height_with, plans_of
from goodsociety.pages.lettering import Box, letters, lines, roomiest, shortened
from goodsociety.pages.spots import Crowd, Spot, Spots, spots_of
from tests.factories import (
    ActivityFactory,
    EditionFactory,
    PlaceFactory,
    RegistrationFactory,
    SessionFactory,
    ZoneFactory,
)
from tests.html import faults
from tests.pages import is_under_strict_rules, queries, text
from zones.geometry import area, holds, lies_within, overlap, read_outline
from zones.models import Place, Zone

pytestmark = pytest.mark.django_db
ROOM = [[10, 10], [340, 10], [340, 260], [10, 260]]
CORNER = [[20, 20], [120, 20], [120, 70], [20, 70]]
CENTRE = [[400, 250], [640, 250], [610, 400], [430, 400]]


@pytest.fixture
def zone(edition):
    """Return a zone with an outline."""
    return ZoneFactory(slug="forest", name_th="โซนป่าไม้", name_en="Forest", outline=ROOM, order=1)


@pytest.fixture
def stage(zone):
    """Return a stage inside it."""
    return PlaceFactory(zone=zone, slug="stage", name_en="Leafy Stage", outline=CORNER)


@pytest.fixture
def during(edition):
    """Stop the clock at half past one on the first day."""
    with time_machine.travel(edition.moment(1, dt.time(13, 30)), tick=False):
        yield


@pytest.fixture
def on(zone, stage):
    """Return what puts a session of an activity there."""

    def put(name, hour=13, place=stage, **given):
        starts_at = zone.edition.moment(1, dt.time(hour))
        return SessionFactory(
            activity=ActivityFactory(edition=zone.edition, zone=zone, name_en=name, name_th=f"กิจกรรม {name}"),
            place=place,
            starts_at=starts_at,
            **given,
        )

    return put


def address(edition, query=""):
    """Return the map's address in English."""
    return f"/en/{edition.year}/map/{query}"


def shown(client, edition, query=""):
    """Return the page's HTML."""
    response = client.get(address(edition, query))
    assert response.status_code == 200
    return response.content.decode()


def called(html, slug):
    """Return what the links to a zone are called in the drawings."""
    return re.findall(rf'<a class="plan-zone[^>]*zones/{slug}/" aria-label="([^"]*)"', html)


# What is shown


def test_each_zone_and_place_is_a_link_with_what_is_on_and_how_busy_it_is(client, edition, on, during):
    RegistrationFactory(session=on("Mending", capacity=10), party_size=6)

    html = shown(client, edition)

    assert called(html, "forest") == ["Zone Forest, now: Mending, quite busy"] * 2
    assert html.count('href="#place-stage" aria-label="Leafy Stage, now: Mending, quite busy"') == 2
    assert html.count('id="place-stage"') == 1
    assert faults(html) == []


def test_the_list_tells_the_same_as_the_drawing(client, edition, on, during):
    on("Mending", capacity=10)
    on("Later", hour=15)
    on("Drop In", hour=10, open_door=True, ends_at=edition.moment(1, dt.time(20)))

    page = text(client.get(address(edition))).split("Zone by zone")[1]

    assert "Forest 2 activities on now plenty of room" in page
    assert page.index("Mending") < page.index("Later") < page.index("1 activity all day") < page.index("Drop In")


def test_in_thai_the_map_reads_in_thai(client, edition, on, during):
    on("Mending")

    html = client.get(reverse("floor_map", args=[edition.year])).content.decode()

    assert "โซนป่าไม้" in html
    assert "กิจกรรม Mending" in html


def test_what_is_on_belongs_to_where_it_is_not_to_whose_it_is(client, edition, on, during):
    on(
        "Talk of the Forest",
        place=PlaceFactory(edition=edition, zone=None, slug="hall", name_en="Main Hall", outline=CENTRE),
    )

    html = shown(client, edition)

    assert called(html, "forest") == ["Zone Forest, nothing on now"] * 2
    assert 'aria-label="Main Hall, now: Talk of the Forest, plenty of room"' in html


def test_a_link_names_three_things_and_counts_the_others(client, edition, zone, on, during):
    for number in range(5):
        on(f"Talk {number}", place=PlaceFactory(zone=zone))

    name = called(shown(client, edition), "forest")[0]

    assert name == "Zone Forest, now: Talk 0, Talk 1, Talk 2 and 2 more, plenty of room"


def test_cancelled_sessions_drafts_and_those_that_are_over_are_not_on(client, edition, on, during):
    on("Called Off", state="cancelled")
    on("Not Yet Public", state="draft")
    on("Long Gone", hour=10)

    assert called(shown(client, edition), "forest") == ["Zone Forest, nothing on now"] * 2


def test_names_are_escaped(client, edition, on, during):
    on('<b>Bold</b> & "quoted"')

    html = shown(client, edition)

    assert "<b>" not in html
    assert faults(html) == []


@pytest.mark.parametrize(
    ("taken", "capacity", "crowd"),
    [
        (0, 10, Crowd.QUIET),
        (4, 10, Crowd.QUIET),
        (5, 10, Crowd.BUSY),
        (16, 20, Crowd.BUSY),
        (17, 20, Crowd.NEARLY_FULL),
        (9, 9, Crowd.FULL),
    ],
)
def test_how_busy_it_is_comes_from_the_seats(on, taken, capacity, crowd):
    session = on("Mending", capacity=capacity)
    session.seats_taken = taken
    session.save()

    assert spots_of(session.edition, session.starts_at).zones[0].crowd == crowd


def test_seats_held_count_and_open_doors_do_not(on, edition, during):
    session = on("Mending", capacity=10)
    session.seats_held = 10
    session.save()
    on("Drop In", open_door=True, hour=12, ends_at=session.ends_at)

    assert spots_of(edition, session.starts_at).zones[0].crowd == Crowd.FULL


def test_an_open_door_says_nothing_about_the_crowd(on, edition, during):
    session = on("Drop In", open_door=True)

    assert spots_of(edition, session.starts_at).zones[0].crowd is None


# When


def test_before_the_expo_the_map_says_when_it_is(client, edition, on):
    on("Mending")

    page = text(client.get(address(edition)))

    assert "The expo is on 2–5 December 2026, 10:00–20:00. Choose a day and a time" in page
    assert "nothing on" not in page
    assert "As it stands" not in page


def test_where_nothing_can_be_on_no_time_is_offered(client, edition, zone):
    page = text(client.get(address(edition)))

    assert "The expo is on 2–5 December 2026" in page
    assert "Choose a day" not in page


def test_after_the_expo_the_map_says_when_it_was(client, edition, zone):
    edition.status = "over"
    edition.save()
    page = text(client.get(address(edition, "?x=1")))
    assert "The expo was on 2–5 December 2026." in page
    assert "Choose a day" not in page
    PlaceFactory(zone=zone)

    assert "Choose a day and a time to see what was on" in text(client.get(address(edition, "?x=1")))


def test_at_night_the_map_says_that_the_doors_are_closed(client, edition, zone):
    with time_machine.travel(edition.moment(1, dt.time(22)), tick=False):
        assert "The doors are closed right now" in text(client.get(address(edition)))
    with time_machine.travel(edition.moment(1, dt.time(12)), tick=False):
        assert "The doors are closed" not in text(client.get(address(edition)))


def test_an_expo_that_was_cancelled_says_why_and_one_without_days_that_they_are_unknown(client):
    EditionFactory(year=2020, status="cancelled", cancelled_reason_en="A pandemic")
    EditionFactory(year=2017, status="over", starts_on=None, ends_on=None)

    assert "This expo was cancelled: A pandemic" in text(client.get("/en/2020/map/"))
    assert "The days of this expo are not known." in text(client.get("/en/2017/map/"))


@pytest.mark.parametrize("query", ["?day=2026-12-02&at=13:15", "?day=2569-12-02&at=13.15", "?at=13:15"])
def test_another_time_can_be_chosen(client, edition, on, query):
    on("Mending")

    html = shown(client, edition, query)

    assert called(html, "forest") == ["Zone Forest, on at this time: Mending, plenty of room"] * 2
    assert "2 December 2026 13:15" in html
    assert "map.js" not in html


def test_a_day_alone_shows_the_hour_of_opening(client, edition, on):
    on("Mending", hour=10)

    assert "2 December 2026 10:00" in shown(client, edition, "?day=2026-12-02")


@pytest.mark.parametrize(
    "query", ["?day=2019-10-10", "?day=x", "?at=25:99", "?at=%F0%9F%98%80", "?day=" + "9" * 10_000]
)
def test_a_time_that_makes_no_sense_is_left_aside_with_a_notice(client, edition, zone, query):
    html = shown(client, edition, query)

    assert "could not be understood" in html
    assert "As it stands" not in html


def test_other_words_in_the_address_change_nothing(client, edition, zone):
    assert "could not be understood" not in shown(client, edition, "?x=1")


# Keeping fresh


def test_only_what_is_on_now_is_refreshed(client, edition, on, during):
    assert "js/map.js" in shown(client, edition)


def test_the_part_that_is_fetched_anew_is_the_one_on_the_page(client, edition, on, during):
    on("Mending")

    part = client.get(reverse("floor_map_now", args=[edition.year])).content.decode()

    assert part.strip() in client.get(reverse("floor_map", args=[edition.year])).content.decode()
    assert "<html" not in part


# Whatever is missing


def test_without_outlines_there_is_the_list_alone(client, edition):
    PlaceFactory(zone=ZoneFactory(name_en="Unplaced"), name_en="Somewhere")

    html = shown(client, edition)

    assert "<polygon" not in html
    assert "There is no drawing of this expo yet" in html
    assert "Unplaced" in html
    assert "Somewhere" in html


@pytest.mark.parametrize(
    "outline", [[], [[1, 2]], [[0, 0], [9, 9]], [[0, 0], [5, 5], [9, 9]], "x", {"a": 1}, [[0, "a"]] * 3]
)
def test_an_outline_that_covers_nothing_is_not_drawn(client, edition, outline):
    ZoneFactory(outline=outline)

    assert "<polygon" not in shown(client, edition)


def test_an_edition_without_zones_says_so(client, edition):
    assert "The zones of this edition are not known" in shown(client, edition)


def test_drafts_and_unknown_years_have_no_map(client, edition, zone):
    edition.status = "draft"
    edition.save()

    for name in ("floor_map", "floor_map_now"):
        assert client.get(reverse(name, args=[edition.year])).status_code == 404
        assert client.get(reverse(name, args=[1999])).status_code == 404


def test_the_map_brings_no_style_or_script_of_its_own_and_no_cookie(client, edition, on, during):
    response = client.get(address(edition))

    assert is_under_strict_rules(response)
    assert not response.cookies


def test_the_map_asks_the_database_as_often_for_three_rows_as_for_one(client, edition, on, during):
    on("One", capacity=10)
    once = queries(client, address(edition, "?x=1"))
    for number in range(2):
        place = PlaceFactory(zone=ZoneFactory(edition=edition, outline=ROOM), outline=CORNER)
        on(f"More {number}", place=place)
        on(f"Next {number}", place=place, hour=15)

    assert queries(client, address(edition, "?x=1")) == once
    assert once <= 4


# Words in rooms


def test_marks_above_and_below_take_no_room():
    assert letters("ที่นี่") == 2
    assert letters("Cafe\u0301") == 4


def test_thai_words_may_be_broken_and_latin_ones_may_not():
    assert lines("สิ่งแวดล้อม", 20) == 1
    assert lines("ต่อต้านการทุจริตคอร์รัปชัน", 10) == 3
    assert lines("ต่อต้านการทุจริตคอร์รัปชัน", 10, may_break=False) is None
    assert lines("Environment", 5) is None
    assert lines("A Society for All of Us", 10) == 3


def test_a_text_is_shortened_at_a_blank_and_never_inside_a_letter():
    assert shortened("Mend it and use it again", 13) == "Mend it and…"
    assert shortened("Mending", 12) == "Mending"
    assert shortened("เพื่อนถังขยะ: ช่วยคนแยก", 11) == "เพื่อนถังขยะ…"
    assert shortened("น้ำใจไทย", 3) == "น้ำ…"


def test_the_room_for_words_is_inside_and_beside_the_places():
    corners = read_outline(ROOM)
    place = read_outline([[20, 20], [120, 20], [120, 250], [20, 250]])

    box = roomiest(corners, (place,))

    assert box == Box(126, 16, 208, 238)
    assert roomiest(read_outline([[0, 0], [8, 0], [8, 8]])) is None


@pytest.mark.parametrize("paper", [LYING, STANDING], ids=lambda paper: paper.name)
def test_words_always_fit_the_room_they_have(paper, edition):
    names = ["ป่า", "ต่อต้านการทุจริตคอร์รัปชัน", "อยู่อย่างมีความหมาย จากไปอย่างมีความสุข", "ก" * 200, "x" * 200, "a b " * 50]
    spots = [Spot(Zone(name_th=name, outline=ROOM, slug=f"z{n}"), [], [], number=n + 1) for n, name in enumerate(names)]

    shapes = next(plan for plan in plans_of(Spots(spots, [])) if plan.paper is paper).shapes

    assert [bool(shape.label) for shape in shapes] == [True, True, True, False, False, False]
    for shape in shapes[:3]:
        assert height_with(shape.spot, shape.label) <= shape.label.box.height


# The plan that comes with the project


@pytest.fixture(scope="module")
def shipped():
    """Return the shipped zones and places: outlines by address, the zone of each place, the areas."""
    sample = read_edition(SHIPPED / "2019.yaml")["sample"]
    zones = {slug: read_outline(zone["outline"]) for slug, zone in sample["zones"].items()}
    places = {place["slug"]: (read_outline(place["outline"]), place.get("zone")) for place in sample["places"]}
    areas = {slug: zone["area_sqm"] for slug, zone in sample["zones"].items()}
    return zones, places, areas


def test_every_zone_and_place_of_the_shipped_plan_has_an_outline(shipped):
    zones, places, _ = shipped

    assert all(zones.values())
    assert [slug for slug, (outline, _) in places.items() if not outline] == []
    assert sum(outline is not None for outline, _ in places.values()) == 26


def test_the_places_of_the_shipped_plan_lie_in_their_zone_or_in_none(shipped):
    zones, places, _ = shipped

    assert [slug for slug, (outline, zone) in places.items() if zone and not lies_within(outline, zones[zone])] == []
    common = [outline for outline, zone in places.values() if not zone]
    assert [zone for zone in zones.values() if any(overlap(zone, outline) for outline in common)] == []


def test_nothing_on_the_shipped_plan_overlaps(shipped):
    zones, places, _ = shipped
    for outlines in (list(zones.values()), [outline for outline, _ in places.values()]):
        pairs = [(one, other) for n, one in enumerate(outlines) for other in outlines[n + 1 :]]
        assert [pair for pair in pairs if overlap(*pair)] == []


def test_the_zones_of_the_shipped_plan_are_as_large_as_their_areas(shipped):
    zones, _, areas = shipped
    units = {slug: area(outline) / areas[slug] for slug, outline in zones.items()}

    assert max(units.values()) / min(units.values()) < 1.06


# Geometry

SQUARE = ((0, 0), (10, 0), (10, 10), (0, 10))
NOTCHED = ((0, 0), (30, 0), (30, 30), (20, 30), (20, 10), (10, 10), (10, 30), (0, 30))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (SQUARE, True),
        (((5, 0), (15, 0), (15, 10), (5, 10)), True),
        (((2, 2), (8, 2), (8, 8), (2, 8)), True),
        (((-5, 4), (15, 4), (15, 6), (-5, 6)), True),
        (((10, 0), (20, 0), (20, 10), (10, 10)), False),
        (((10, 10), (20, 10), (20, 20)), False),
        (((20, 0), (30, 0), (30, 10)), False),
    ],
    ids=["the same", "half of it", "inside", "across", "side by side", "at a corner", "away"],
)
def test_outlines_overlap_where_they_cover_the_same_ground(other, expected):
    assert overlap(SQUARE, other) is expected
    assert overlap(other, SQUARE) is expected


def test_what_lies_in_a_notch_is_not_inside():
    in_the_notch = ((11, 15), (19, 15), (19, 25), (11, 25))
    bridge = ((2, 15), (28, 15), (28, 20), (2, 20))

    assert not overlap(NOTCHED, in_the_notch)
    assert not lies_within(in_the_notch, NOTCHED)
    assert not lies_within(bridge, NOTCHED)
    assert overlap(NOTCHED, bridge)
    assert lies_within(((0, 0), (30, 0), (30, 10), (0, 10)), NOTCHED)
    assert lies_within(NOTCHED, NOTCHED)
    assert holds(NOTCHED, (5, 20))
    assert not holds(NOTCHED, (15, 20))


def test_places_that_are_deleted_leave_the_map(client, edition, stage):
    Place.objects.all().delete()

    assert "place-stage" not in shown(client, edition)
