"""What the programme offers to choose: every count is what choosing shows, for machines and for htmx as for people."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from activities.timetable.finding import day_and_parts, moment, narrowed
from tests.factories import ActivityFactory, EditionFactory, SessionFactory, ZoneFactory
from tests.pages import text

pytestmark = pytest.mark.django_db
ASKED = [
    {},
    {"day": "all"},
    {"day": "2026-12-03"},
    {"day": "all", "zone": "forest"},
    {"day": "all", "kind": "workshop", "way": "daily"},
    {"day": "2026-12-02", "kind": "talk", "time": "morning"},
    {"q": "mend", "language": "en"},
    {"day": "all", "free": "1"},
    {"day": "all", "free": "1", "zone": "forest", "kind": "game", "language": "none"},
]


@pytest.fixture
def many(edition):
    """Make sessions that differ in everything one can choose by."""
    zones = [ZoneFactory(slug="forest"), ZoneFactory(slug="river")]
    kinds, languages = ("workshop", "talk", "game"), ("th", "en", "both", "none")
    ways = ([], ["daily"], ["daily", "donate"])
    for number in range(24):
        activity = ActivityFactory(
            zone=zones[number % 2], kind=kinds[number % 3], language=languages[number % 4], ways=ways[number % 3]
        )
        starts_at = edition.moment(1 + number % 4, dt.time(9 + number % 11))
        SessionFactory(activity=activity, starts_at=starts_at, capacity=number % 2, open_door=number % 5 == 0)


@pytest.fixture(params=["programme/", "programme/grid/"])
def page(request, client, edition):
    """Return what asks for the list, and for the grid, in English."""
    path = f"/en/{edition.year}/{request.param}"
    return lambda **asked: client.get(path, asked)


@pytest.mark.parametrize("asked", ASKED)
def test_every_count_is_what_choosing_it_shows(client, page, many, asked):
    response = page(**asked)
    counted = [(option.url, option.count) for facet in response.context["facets"] for option in facet.options]
    counted += [(tab.url, tab.count) for tab in response.context["tabs"]]
    counted += [(chip.url, chip.without) for chip in response.context["chips"] if chip.name != "q"]

    assert len(counted) > 15
    assert {url: client.get(url).context["count"] for url, _count in counted} == dict(counted)


@pytest.mark.parametrize("asked", ASKED)
def test_list_grid_and_files_show_the_same(client, edition, many, asked):
    response = client.get(f"/en/{edition.year}/programme/", asked)
    grid = client.get(response.context["grid_url"])
    events = client.get(f"/en/{edition.year}/programme.ics{response.context['feed_query']}").content.count(
        b"BEGIN:VEVENT"
    )

    shown = [*(cell for board in grid.context["boards"] for cell in cells_of(board))]
    assert response.context["count"] == grid.context["count"] == len(shown) == events
    assert grid.context["list_url"] == response.context["here"]
    assert grid.content.decode().count('class="board-cell') == len(shown)


def cells_of(board):
    """Return every session of a board."""
    return [cell for group in board.groups for column in group.columns for cell in column.cells] + board.all_day


@pytest.mark.parametrize("asked", ASKED)
def test_htmx_gets_the_very_page_that_everybody_gets(page, client, many, asked):
    whole = page(**asked)
    piece = client.get(whole.context["here"], headers={"HX-Request": "true", "HX-Target": "results"})

    assert piece.status_code == 200
    assert piece.content == client.get(whole.context["here"]).content


def test_what_htmx_puts_in_anew_is_there(page, many):
    html = page(day="all", kind="talk").content.decode()

    assert 'hx-select="#results"' in html
    swapped = html.split('hx-select-oob="')[1].split('"')[0].split(",")
    assert len(swapped) > 8
    for place in ["#results", *swapped]:
        assert html.count(f'id="{place[1:].split(":")[0]}"') == 1, place


def test_one_choice_has_one_address(client, edition, many):
    path = f"/en/{edition.year}/programme/"
    mixed = client.get(f"{path}?kind=talk&utm_source=x&day=2569-12-3&q=&zone=forest&page=1&zone=forest")

    assert mixed.context["here"] == f"{path}?day=2026-12-03&zone=forest&kind=talk"
    assert client.get(path).context["here"] == path


@pytest.mark.parametrize("language", ["th", "en"])
def test_choices_are_in_the_language_of_the_page(client, edition, many, language):
    with translation.override(language):
        prefix = "" if language == "th" else "/en"
        response = client.get(f"{prefix}/{edition.year}/programme/?kind=talk&day=all")

    assert ("เสวนา (8)" if language == "th" else "Talk (8)") in text(response)


def test_what_leads_nowhere_cannot_be_chosen(client, edition):
    SessionFactory(activity__kind="talk")
    html = client.get(f"/en/{edition.year}/programme/").content.decode()

    assert '<option value="game" disabled>Game (0)</option>' in html
    assert '<option value="talk">Talk (1)</option>' in html
    assert '<option value="game" selected>' in client.get(f"/en/{edition.year}/programme/?kind=game").content.decode()


def test_addresses_hold_what_was_typed_whatever_it_is(client, edition, many):
    typed = "a&b=c #1 ?x ' \" น้ำใจ 🙏 <i>"
    response = client.get(f"/en/{edition.year}/programme/", {"q": typed, "kind": "talk"})
    [chip] = [chip for chip in response.context["chips"] if chip.name == "kind"]

    assert parse_qs(urlsplit(chip.url).query) == {"q": [typed]}
    assert "<i>" not in response.content.decode()


def test_a_part_of_the_day_holds_whatever_touches_it():
    def parts(begins, ends):
        day = dt.datetime(2026, 12, 2, tzinfo=dt.UTC) - dt.timedelta(hours=7)
        hours = (dt.timedelta(hours=hour) for hour in (begins, ends))
        return day_and_parts(*(day + hour for hour in hours))

    assert parts(9, 12) == {"day": {"2026-12-02"}, "time": {"morning"}}
    assert parts(12, 17)["time"] == {"afternoon"}
    assert parts(11.5, 12.5)["time"] == {"morning", "afternoon"}
    assert parts(10, 20)["time"] == {"morning", "afternoon", "evening"}
    assert parts(23, 26) == {"day": {"2026-12-02"}, "time": {"evening"}}


@pytest.mark.parametrize("text", ["2026-12-02 06:00:00", "2026-12-02 06:00:00+00", "2026-12-02 13:00:00+07:00"])
def test_moments_are_read_as_either_database_writes_them(text):
    assert moment(text) == dt.datetime(2026, 12, 2, 6, tzinfo=dt.UTC)


values = st.sets(st.sampled_from("abc"), max_size=3)
rows = st.dictionaries(st.integers(), st.fixed_dictionaries({"x": values, "y": values, "z": values}), max_size=12)


@given(rows, st.dictionaries(st.sampled_from("xyz"), st.sampled_from("abc")))
def test_counts_are_those_of_choosing_anew(rows, wanted):
    found = narrowed(rows, wanted)

    for name in "xyz":
        others = {other: value for other, value in wanted.items() if other != name}
        assert found.without[name] == len(narrowed(rows, others).keys)
        for value in "abc":
            assert found.counts[name][value] == len(narrowed(rows, {**others, name: value}).keys)


def test_a_zone_without_sessions_may_be_chosen(client, edition):
    SessionFactory()
    ZoneFactory(slug="empty", name_en="Empty")
    response = client.get(f"/en/{edition.year}/programme/?zone=empty")

    assert response.context["left_out"] == []
    assert "Nothing fits" in text(response)
    assert "Without “Empty” (1)" in text(response)


def test_another_editions_zone_is_no_choice_here(client, edition):
    SessionFactory()
    ZoneFactory(slug="elsewhere", edition=EditionFactory(year=2019, status="over"))

    assert "“elsewhere” (Zone)" in text(client.get(f"/en/{edition.year}/programme/?zone=elsewhere"))
