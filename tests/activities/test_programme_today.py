"""The programme on a day of the expo: what is over is folded away, what goes on is marked, one can jump to it."""

import datetime as dt

import pytest
import time_machine

from tests.factories import ActivityFactory, SessionFactory
from tests.html import faults
from tests.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(client, edition):
    """Make sessions at 9, 11 and 15 o'clock of the second day; return what shows the programme then."""
    for hour, hours, name in ((9, 1, "Early"), (9, 4, "Long"), (11, 1, "Gone"), (15, 1, "Late")):
        starts_at = edition.moment(2, dt.time(hour))
        activity = ActivityFactory(name_en=name)
        SessionFactory(activity=activity, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=hours))
    SessionFactory(
        activity=ActivityFactory(name_en="Open"),
        open_door=True,
        starts_at=edition.moment(2, dt.time(10)),
        ends_at=edition.moment(2, dt.time(20)),
    )

    def show(time, path="programme/", day=2):
        with time_machine.travel(edition.moment(day, time), tick=False):
            return client.get(f"/en/{edition.year}/{path}")

    return show


@pytest.mark.parametrize(
    ("time", "earlier", "now", "marked"),
    [
        (dt.time(8), [], "09:00", 0),
        (dt.time(9, 30), [], "09:00", 2),
        (dt.time(12, 30), ["11:00"], "09:00", 2),
        (dt.time(13), ["09:00", "11:00"], "15:00", 1),
        (dt.time(15), ["09:00", "11:00"], "15:00", 2),
    ],
)
def test_what_is_over_is_folded_away_and_what_goes_on_is_marked(today, time, earlier, now, marked):
    response = today(time)
    html = response.content.decode()
    [day] = response.context["days"]

    assert faults(html) == []
    assert html.count('id="now"') == html.count('href="#now"') == 1
    assert plain_time(html.split('id="now"')[1]) == now
    assert html.count(">Now</span>") == marked
    assert (day.earlier is not None) == bool(earlier)
    assert "Earlier today" in text(response) if earlier else "Earlier today" not in text(response)
    if earlier:
        folded = html.split('<details class="day-fold earlier">')[1].split("</details>")[0]
        assert [plain_time(piece) for piece in folded.split("<h4>")[1:]] == earlier


def plain_time(html):
    """Return the first time that a piece of a page says."""
    return html.split("<time", 1)[1].split(">", 1)[1].split("<", 1)[0]


def test_when_all_is_over_there_is_no_now_to_jump_to(today):
    html = today(dt.time(21)).content.decode()

    assert "#now" not in html
    assert ">Now</span>" not in html
    assert ">Ended</span>" in html


def test_the_day_before_and_after_nothing_is_folded_away(today):
    for day in (1, 3):
        response = today(dt.time(12), path="programme/?day=2026-12-03", day=day)

        assert "Earlier today" not in text(response)
        assert 'id="now"' not in response.content.decode()


def test_a_cancelled_session_does_not_go_on(client, edition):
    starts_at = edition.moment(1, dt.time(10))
    SessionFactory(starts_at=starts_at, state="cancelled")
    with time_machine.travel(starts_at + dt.timedelta(minutes=5), tick=False):
        html = client.get(f"/en/{edition.year}/programme/").content.decode()

    assert ">Now</span>" not in html


@pytest.mark.parametrize(
    ("time", "line"),
    [
        (dt.time(8, 59), None),
        (dt.time(9), "at-h0 at-m0"),
        (dt.time(11, 34), "at-h2 at-m30"),
        (dt.time(15, 59), "at-h6 at-m55"),
        (dt.time(16), None),
    ],
)
def test_a_line_crosses_the_grid_where_now_is(today, time, line):
    html = today(time, path="programme/grid/").content.decode()

    assert faults(html) == []
    if line is None:
        assert "board-now" not in html
    else:
        assert f'<div class="board-now {line}" aria-hidden="true"><span>{time:%H:%M}</span></div>' in html


def test_no_line_crosses_another_day(today):
    assert "board-now" not in today(dt.time(12), path="programme/grid/?day=2026-12-03", day=1).content.decode()
