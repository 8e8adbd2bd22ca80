"""The time grid: who stands beside whom, where a session begins and ends, what its classes mean."""

import datetime as dt
import gzip
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.timetable import as_rows, boards
from activities.timetable.grid import MOST_LANES, lane_classes
from activities.timetable.lanes import Lane, side_by_side
from tests.factories import ActivityFactory, PlaceFactory, SessionFactory, ZoneFactory
from tests.html import faults
from tests.pages import is_under_strict_rules, text
from tests.source import ROOT

GRID = ROOT / "static/css/grid.css"
spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair))), max_size=30)


def together(one, other):
    """Say whether two spans overlap."""
    return one[0] < other[1] and other[0] < one[1]


@given(spans)
def test_no_two_that_overlap_share_a_lane(spans):
    lanes = side_by_side(spans)
    taken = [(span, set(range(lane.number, lane.number + lane.width))) for span, lane in zip(spans, lanes, strict=True)]

    for index, (span, own) in enumerate(taken):
        for other, others in taken[index + 1 :]:
            assert not together(span, other) or own.isdisjoint(others)


@given(spans)
def test_there_are_as_many_lanes_as_go_on_at_a_time(spans):
    lanes = side_by_side(spans)
    busiest = max((sum(begin <= at < end for begin, end in spans) for at in range(60)), default=0)

    assert max((lane.number for lane in lanes), default=0) == busiest
    assert all(lane.number + lane.width - 1 <= busiest for lane in lanes)


@given(spans)
def test_lanes_do_not_depend_on_the_clock_of_the_day(spans):
    assert side_by_side(spans) == side_by_side([(begin + 100, end + 100) for begin, end in spans])


def test_a_session_spreads_over_lanes_that_nobody_needs():
    assert side_by_side([(0, 10), (0, 5), (5, 10), (20, 30)]) == [Lane(1), Lane(2), Lane(2), Lane(1, 2)]
    assert side_by_side([(0, 5), (5, 10)]) == [Lane(1), Lane(1)]
    assert side_by_side([]) == []


@pytest.mark.parametrize(
    ("lane", "classes"),
    [(Lane(1), "lane-1 wide-1"), (Lane(MOST_LANES - 1, 9), "lane-23 wide-2"), (Lane(MOST_LANES + 1), "")],
)
def test_what_stands_beyond_the_last_class_is_placed_by_the_browser(lane, classes):
    assert lane_classes(lane) == classes


@pytest.fixture
def stage(edition):
    """Return a place that several activities share."""
    return PlaceFactory(zone=ZoneFactory(slug="forest", name_en="Forest"), is_shared=True, name_en="Clearing")


def at_time(place, begins, ends, **what):
    """Add a session on the first day at a place."""
    edition = place.edition
    activity = what.pop("activity", None) or ActivityFactory(zone=place.zone or ZoneFactory())
    times = {"starts_at": edition.moment(1, dt.time(*begins)), "ends_at": edition.moment(1, dt.time(*ends))}
    return SessionFactory(activity=activity, place=place, **times, **what)


def board_of(*sessions, at):
    """Return the board of sessions on one day."""
    zones = list(sessions[0].edition.zones.all())
    [board] = boards(as_rows(sorted(sessions, key=lambda row: row.starts_at), at=at), zones=zones, at=at)
    return board


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins", "ends", "classes"),
    [
        ((10,), (11,), "at-h1 at-m0 to-h2 to-m0"),
        ((10, 15), (11, 45), "at-h1 at-m15 to-h2 to-m45"),
        ((10, 7), (10, 52), "at-h1 at-m5 to-h1 to-m55"),
        ((10, 59), (11, 1), "at-h1 at-m55 to-h2 to-m5"),
        ((9, 58), (10,), "at-h0 at-m55 to-h1 to-m0"),
    ],
)
def test_a_session_stands_where_its_time_is_rounded_outwards(stage, now, begins, ends, classes):
    first = at_time(stage, (9,), (9, 5))
    board = board_of(first, at_time(stage, begins, ends), at=now)
    [column] = board.groups[0].columns

    assert board.first_hour == 9
    assert column.cells[1].classes.startswith(classes)
    assert f"{begins[0]:02}.{[*begins, 0][1]:02}–{ends[0]:02}.{[*ends, 0][1]:02}" in column.cells[1].row.when


@pytest.mark.django_db
def test_what_goes_on_after_midnight_ends_with_the_day(stage, now):
    session = at_time(stage, (22, 30), (23,))
    session.ends_at = session.starts_at + dt.timedelta(hours=5)
    board = board_of(session, at=now)

    assert (board.first_hour, board.last_hour) == (22, 24)
    assert board.groups[0].columns[0].cells[0].classes.startswith("at-h0 at-m30 to-h2 to-m0")


@pytest.mark.django_db
def test_what_is_at_the_same_time_in_one_place_stands_side_by_side(stage, now):
    board = board_of(at_time(stage, (9,), (11,)), at_time(stage, (10,), (12,)), at_time(stage, (12,), (13,)), at=now)
    [column] = board.groups[0].columns

    assert column.lanes == 2
    assert [cell.classes.split(" ", 4)[4] for cell in column.cells] == [
        "lane-1 wide-1",
        "lane-2 wide-1",
        "lane-1 wide-2",
    ]


@pytest.mark.django_db
def test_rounding_does_not_let_two_sessions_lie_on_each_other(stage, now):
    board = board_of(at_time(stage, (9,), (9, 33)), at_time(stage, (9, 33), (10,)), at=now)

    assert board.groups[0].columns[0].lanes == 2


@pytest.mark.django_db
def test_places_stand_by_zone_and_what_is_everybodys_comes_first(edition, stage, now):
    common = PlaceFactory(zone=None, name_en="Main")
    river = PlaceFactory(zone=ZoneFactory(slug="river", order=1))
    other = PlaceFactory(zone=stage.zone)
    stage.zone.order = 2
    stage.zone.save()
    sessions = [at_time(place, (10,), (11,)) for place in (stage, other, river, common)]
    board = board_of(*sessions, at=now)

    assert [group.slug for group in board.groups] == ["expo", "river", "forest"]
    assert [column.place for column in board.groups[2].columns] == [stage, other]


@pytest.mark.django_db
def test_what_is_open_all_day_has_a_row_of_its_own_above(client, edition, stage):
    session = at_time(stage, (9,), (20,), open_door=True)
    response = client.get(f"/en/{edition.year}/programme/grid/")
    html = response.content.decode()

    assert '<details class="day-fold board-all-day" open>' in html
    assert 'role="region"' not in html
    at_time(stage, (10,), (11,))
    html = client.get(f"/en/{edition.year}/programme/grid/").content.decode()
    assert '<details class="day-fold board-all-day">' in html
    assert html.index("board-all-day") < html.index(session.activity.name_en) < html.index('role="region"')


@pytest.mark.django_db
def test_the_grid_can_be_read_and_scrolled_without_seeing_it(client, edition, stage):
    session = at_time(stage, (10,), (11,))
    response = client.get(f"/en/{edition.year}/programme/grid/")
    html = response.content.decode()

    assert faults(html) == []
    assert is_under_strict_rules(response)
    board = re.search(r'<div class="board [^>]*>', html)[0]
    assert 'role="region"' in board
    assert 'tabindex="0"' in board
    assert 'aria-label="Time grid of Wednesday 2 December 2026"' in board
    assert re.findall(r"<h(\d)", html[html.index("<main") : html.index("take-along")]) == ["1", "2", "3", "4", "5"]
    assert f'10:00–11:00</time> <a href="/en/{edition.year}/activities/{session.activity.slug}/">' in " ".join(
        html.split()
    )


@pytest.mark.django_db
def test_a_zone_that_was_chosen_narrows_the_grid(client, edition, stage):
    at_time(stage, (10,), (11,))
    elsewhere = at_time(PlaceFactory(), (10,), (11,))
    path = f"/en/{edition.year}/programme/grid/"
    both, one = client.get(path), client.get(f"{path}?zone=forest")

    assert [len(response.context["boards"][0].groups) for response in (both, one)] == [2, 1]
    assert "board-zones" in both.content.decode()
    assert "board-zones" not in one.content.decode()
    assert elsewhere.place.name_en not in text(one)
    assert "is-narrowed" in one.content.decode()


@pytest.mark.django_db
def test_every_day_has_a_grid_of_its_own(client, edition, stage):
    at_time(stage, (10,), (11,))
    SessionFactory(place=stage, starts_at=edition.moment(3, dt.time(15)))
    response = client.get(f"/{edition.year}/programme/grid/?day=all")

    assert [board.date for board in response.context["boards"]] == [edition.days[0], edition.days[2]]
    assert faults(response.content.decode()) == []


@pytest.mark.django_db
def test_every_class_that_a_grid_uses_has_a_rule(client, edition, stage):
    for number in range(30):
        at_time(stage, (9 + number % 12, number % 12 * 5), (22, number % 12 * 5))
    html = client.get(f"/{edition.year}/programme/grid/").content.decode()
    used = {name for names in re.findall(r'class="([^"]+)"', html) for name in names.split()}
    numbered = {name for name in used if re.fullmatch(r"(rows|lane|wide|of)-\d+|(at|to)-[hm]\d+", name)}
    # These are what stands where nothing is said.
    usual = {"at-h0", "at-m0", "to-h0", "to-m0", "wide-1"}

    css = GRID.read_text()
    assert len(numbered) > 50
    assert {name for name in numbered - usual if f".{name}{{" not in css} == set()


def test_the_style_of_the_grid_is_light():
    assert len(gzip.compress(GRID.read_bytes())) <= 3 * 1024
