"""The programme as a list: what is found, what is told, how it is shown."""

import datetime as dt

import pytest
import time_machine

from activities.models import Session
from activities.timetable import by_day
from activities.views.programme import SESSIONS_A_PAGE
from tests.factories import (
    ActivityFactory,
    EditionFactory,
    OrganizationFactory,
    SessionFactory,
    ZoneFactory,
)
from tests.html import faults
from tests.pages import queries, text
from tests.source import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(client, edition):
    """Return what asks for the programme in English."""
    path = f"/en/{edition.year}/programme/"
    return lambda **asked: client.get(path, asked)


@pytest.fixture
def names(programme):
    """Return what lists the names of the activities that are found, in the order they are shown."""

    def found(**asked):
        response = programme(**asked)
        assert faults(response.content.decode()) == []
        return [row.session.activity.name_en for row in rows_of(response)]

    return found


def rows_of(response):
    """Return the rows of a page in the order they are shown, what is over today first."""
    days = response.context["days"]
    slots = [slot for day in days for slot in [*(day.earlier.slots if day.earlier else []), *day.slots]]
    return [*(row for slot in slots for row in slot.sessions), *(row for day in days for row in day.all_day)]


def main(response):
    """Return what a page says in its middle."""
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


@pytest.fixture
def several(edition):
    """Make sessions on three days that differ in zone, kind, way and words; return the edition's second day."""
    host = OrganizationFactory(name_th="มูลนิธิรักษ์ป่า", name_en="Friends of the Forest")
    forest = ZoneFactory(slug="forest")
    for day, hour, activity in (
        (1, 13, ActivityFactory(name_en="Weaving", summary_en="With bamboo.", kind="workshop", ways=["daily"])),
        (1, 10, ActivityFactory(name_en="Trees", zone=forest, kind="talk", hosts=[host], ways=["donate", "daily"])),
        (2, 9, ActivityFactory(name_en="Rivers", zone=forest, kind="workshop", language="en")),
        (4, 9, ActivityFactory(name_en="Goodbye", kind="game", name_th="ลาก่อน น้ำใจ", language="none")),
    ):
        SessionFactory(activity=activity, starts_at=edition.moment(day, dt.time(hour)))
    return edition.days[1]


def test_the_programme_begins_with_the_first_day_in_order_of_time(names, several):
    assert names() == ["Trees", "Weaving"]


@pytest.mark.parametrize(("day", "expected"), [(1, ["Trees", "Weaving"]), (2, ["Rivers"]), (3, []), (4, ["Goodbye"])])
def test_during_the_expo_it_begins_with_today(names, edition, several, day, expected):
    with time_machine.travel(edition.moment(day, dt.time(23, 30)), tick=False):
        assert names() == expected


def test_after_the_expo_it_begins_with_the_first_day_again(names, edition, several):
    with time_machine.travel(edition.moment(4, dt.time(23)) + dt.timedelta(hours=2), tick=False):
        assert names() == ["Trees", "Weaving"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"day": "all"}, ["Trees", "Weaving", "Rivers", "Goodbye"]),
        ({"day": "2026-12-03"}, ["Rivers"]),
        ({"day": "2569-12-03"}, ["Rivers"]),
        ({"day": "๒๕๖๙-๑๒-๓"}, ["Rivers"]),
        ({"day": " 2026-12-5 "}, ["Goodbye"]),
        ({"day": "2026-12-04"}, []),
        ({"zone": "forest"}, ["Trees"]),
        ({"zone": "forest", "day": "all"}, ["Trees", "Rivers"]),
        ({"kind": "workshop", "day": "all"}, ["Weaving", "Rivers"]),
        ({"kind": "workshop", "zone": "forest", "day": "all"}, ["Rivers"]),
        ({"way": "daily"}, ["Trees", "Weaving"]),
        ({"way": "donate", "day": "all"}, ["Trees"]),
        ({"q": "BAMBOO"}, ["Weaving"]),
        ({"q": "friends of"}, ["Trees"]),
        ({"q": "รักษ์ป่า"}, ["Trees"]),
        ({"q": "น้ำใจ", "kind": "game"}, ["Goodbye"]),
        ({"q": "rivers", "day": "2026-12-02"}, []),
        ({"q": "   "}, ["Trees", "Weaving"]),
        ({"q": "%"}, []),
        ({"time": "morning", "day": "all"}, ["Trees", "Rivers", "Goodbye"]),
        ({"time": "afternoon"}, ["Weaving"]),
        ({"time": "evening", "day": "all"}, []),
        ({"free": "1", "day": "all"}, ["Trees", "Weaving", "Rivers", "Goodbye"]),
        ({"language": "en", "day": "all"}, ["Rivers", "Goodbye"]),
        ({"language": "th", "day": "all"}, ["Trees", "Weaving", "Goodbye"]),
        ({"language": "none", "day": "all"}, ["Goodbye"]),
        ({"day": "", "zone": "", "kind": "", "q": "", "free": ""}, ["Trees", "Weaving"]),
        ({"unknown": "x"}, ["Trees", "Weaving"]),
    ],
)
def test_what_is_chosen_narrows_the_programme(names, several, asked, expected):
    assert names(**asked) == expected


NONSENSE = [
    ({"day": "tomorrow"}, "“tomorrow” (Day): Write a day as year-month-day"),
    ({"day": "2026-02-30"}, "There is no such day in the calendar."),
    ({"day": "2569-13-01"}, "There is no such day in the calendar."),
    ({"day": "1500-01-01"}, "neither a Buddhist Era year"),
    ({"day": "2019-10-10"}, "The expo has no such day: it is on 2–5 December 2026."),
    ({"day": "9" * 100_000}, "Write a day as year-month-day"),
    ({"day": "-3"}, "“-3” (Day)"),
    ({"zone": "nowhere"}, "“nowhere” (Zone): There is no such choice."),
    ({"kind": "<script>alert(1)</script>"}, "“<script>alert(1)</script>” (Kind)"),
    ({"way": "bribe"}, "“bribe” (Way to take part)"),
    ({"language": "klingon"}, "“klingon” (Language spoken)"),
    ({"time": "25:00"}, "“25:00” (Time of day)"),
    ({"free": "perhaps"}, "“perhaps” (Places)"),
    ({"zone": "\ufffd\ufffd"}, "There is no such choice."),
    ({"zone": "🙏" * 5_000}, "There is no such choice."),
]


@pytest.mark.parametrize(("asked", "sentence"), NONSENSE)
def test_what_makes_no_sense_is_left_out_and_named(programme, several, asked, sentence):
    response = programme(**asked)

    assert response.status_code == 200
    assert "Not all of your choice could be used:" in text(response)
    assert sentence in text(response)
    assert [row.session.activity.name_en for row in rows_of(response)] == ["Trees", "Weaving"]
    assert faults(response.content.decode()) == []
    assert "<script>alert" not in response.content.decode()
    assert len(main(response)) < 20_000


def test_the_rest_of_the_choice_stands_beside_what_was_left_out(names, several):
    assert names(zone="forest", kind="bribe", day="all") == ["Trees", "Rivers"]


def test_what_was_left_out_is_in_no_link(programme, several):
    shown = main(programme(zone="nowhere", day="soon", kind="workshop"))

    assert "nowhere" not in shown.replace("“nowhere”", "")
    assert "soon" not in shown.replace("“soon”", "")
    assert "kind=workshop" in shown


@pytest.mark.parametrize("letter", ["x", "ก", "🙏", "\ufffd", "%"])
def test_a_text_that_is_too_long_is_cut_with_a_sentence(programme, several, letter):
    response = programme(q=letter * 10_000)

    assert response.status_code == 200
    assert "Only the first 100 characters are looked for." in text(response)
    assert response.context["choice"].asked["q"] == letter * 100
    assert f'value="{letter * 100}"' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "q=%ff%fe",
        "q=%ED%A0%80",
        "q=%",
        "q=%zz&zone=%C3%28",
        "zone=forest&zone=forest",
        "page=abc",
        "page=-1&page=",
        "page=99999999999999999999",
        "day[]=2026-12-02",
        "&&&=&==",
        "q=a;b",
    ],
)
def test_a_broken_address_is_still_answered(client, edition, several, query):
    for path in ("programme/", "programme/grid/"):
        response = client.get(f"/en/{edition.year}/{path}?{query}")

        assert response.status_code == 200
        assert faults(response.content.decode()) == []


def test_what_was_typed_stays(programme, several):
    html = programme(q="bam'boo", zone="forest", kind="talk", way="daily", day="2569-12-2").content.decode()

    assert 'value="bam&#x27;boo"' in html
    for chosen in ("forest", "talk", "daily"):
        assert f'<option value="{chosen}" selected>' in html
    assert 'name="day" value="2026-12-02"' in html


def test_of_a_parameter_sent_twice_the_last_counts(client, edition, several):
    response = client.get(f"/en/{edition.year}/programme/?day=all&kind=game&kind=talk")

    assert [row.session.activity.name_en for row in rows_of(response)] == ["Trees"]


def test_the_days_lead_on_and_keep_what_is_chosen(programme, edition, several):
    html = programme(zone="forest", page="1").content.decode()

    path = f"/en/{edition.year}/programme/"
    assert f'href="{path}?day=2026-12-03&amp;zone=forest"' in html
    assert f'href="{path}?day=all&amp;zone=forest"' in html
    assert html.count('aria-current="true"') == 1
    assert f'href="{path}?day=2026-12-02&amp;zone=forest" id="tab-2026-12-02" aria-current="true"' in html


def test_each_chosen_thing_can_be_taken_back(programme, edition, several):
    response = programme(q="tree", zone="forest", kind="talk", day="2026-12-02")

    html, path = response.content.decode(), f"/en/{edition.year}/programme/?day=2026-12-02"
    shown = {chip.label: chip.url for chip in response.context["chips"]}
    assert shown == {
        "“tree”": f"{path}&zone=forest&kind=talk",
        response.context["facets"][0].chosen.label: f"{path}&q=tree&kind=talk",
        "Talk": f"{path}&q=tree&zone=forest",
    }
    assert html.count('class="chip"') == 3
    assert f'class="chips-clear" href="{path}"' in html
    assert 'class="chip"' not in programme(day="2026-12-02").content.decode()


def test_nothing_found_says_so_and_says_what_would_be_found(programme, edition, several):
    response = programme(kind="game", day="2026-12-02", zone="forest")

    page, html = text(response), response.content.decode()
    assert "Nothing fits" in page
    assert "0 sessions" in page
    assert "Without “Game” (1)" in page
    assert f'href="/en/{edition.year}/programme/?day=all"' in html
    assert "On all days" not in page
    assert "On all days (1)" in text(programme(kind="game"))


def test_what_only_comes_near_to_a_text_says_so(programme, several):
    assert "come nearest" not in text(programme(q="rivers"))
    assert "Nothing is called exactly that. These come nearest." in text(programme(q="rivvers"))


def test_drafts_and_other_editions_are_not_on_the_programme(names, edition):
    other = EditionFactory(year=2019, status="over")
    SessionFactory(activity=ActivityFactory(name_en="Here"))
    SessionFactory(activity=ActivityFactory(name_en="Not Yet"), state="draft")
    SessionFactory(activity=ActivityFactory(name_en="Then", edition=other))

    assert names(day="all") == ["Here"]


def test_a_cancelled_session_stays_on_the_programme_and_says_so(programme, edition):
    SessionFactory(state="cancelled")

    page = text(programme())

    assert "1 session " in page
    assert "Cancelled" in page
    assert "Places free" not in page


@pytest.mark.parametrize(
    ("session", "words"),
    [
        ({"capacity": 20}, "Places free"),
        ({"capacity": 20, "seats_taken": 9}, "Places free"),
        ({"capacity": 20, "seats_taken": 10}, "Few places left"),
        ({"capacity": 20, "seats_taken": 18, "seats_held": 1}, "Few places left"),
        ({"capacity": 20, "seats_taken": 20}, "Full, waiting list open"),
        ({"capacity": 20, "seats_taken": 20, "has_waiting_list": False}, "Full"),
        ({"capacity": 0, "has_waiting_list": False}, "Full"),
        ({"open_door": True}, "Just come"),
        ({"open_door": True, "capacity": 5}, "Just come"),
        ({"registration_opens_at": dt.datetime(2026, 11, 30, tzinfo=dt.UTC)}, "Registration opens 30 November 07:00"),
    ],
)
def test_a_session_says_roughly_what_a_visitor_can_do(programme, edition, session, words):
    SessionFactory(**session)

    html = programme().content.decode()

    assert f">{words}</span>" in html
    assert "11 places" not in html
    assert "place left" not in html


def test_what_changes_with_each_seat_is_not_on_the_programme(programme, edition):
    session = SessionFactory(capacity=50)
    before = programme().content
    Session.objects.filter(pk=session.pk).update(seats_taken=7)

    assert programme().content == before


def test_a_past_edition_says_nothing_of_places(client):
    session = SessionFactory(activity__edition=EditionFactory(year=2019, status="over"))

    response = client.get("/en/2019/programme/")

    assert session.activity.name_en in text(response)
    assert "badge-" not in response.content.decode().replace("badge-sample", "")
    assert 'name="free"' not in response.content.decode()
    assert "is-over" not in response.content.decode()
    assert "“1” (Places)" in text(client.get("/en/2019/programme/?free=1"))


def test_what_is_spoken_is_told_where_it_is_not_thai(programme, edition):
    SessionFactory(activity__language="th", activity__kind="talk")
    SessionFactory(activity__language="both", activity__kind="game")

    page = text(programme())

    assert "· Thai and English" in page
    assert page.count("· Thai") == 1


def test_an_edition_whose_days_are_unknown_shows_all_it_has(client):
    past = EditionFactory(year=2017, status="over", starts_on=None)
    starts_at = dt.datetime(2017, 9, 1, 5, tzinfo=dt.UTC)
    SessionFactory(activity__edition=past, starts_at=starts_at)

    response = client.get("/en/2017/programme/")

    assert "1 session " in text(response)
    assert 'id="tab-' not in response.content.decode()
    assert "The days of this expo are not known." in text(client.get("/en/2017/programme/", {"day": "2017-09-01"}))


@pytest.mark.parametrize(
    ("status", "sentence", "way"),
    [
        ("over", "No programme is known", "/en/2016/impact/"),
        ("open", "The programme is not out yet", "/en/2016/"),
        ("cancelled", "This expo was cancelled Circumstances", "/en/editions/"),
    ],
)
def test_an_edition_without_a_programme_says_why(client, db, status, sentence, way):
    EditionFactory(year=2016, status=status)

    for path in ("programme/", "programme/grid/"):
        response = client.get(f"/en/2016/{path}")
        html = response.content.decode()

        assert sentence in text(response)
        assert f'href="{way}"' in main(response)
        assert 'role="search"' not in html
        assert "htmx" not in html
        assert faults(html) == []


def test_three_hundred_sessions_come_in_pages(client, programme, edition):
    activity = ActivityFactory()
    for number in range(SESSIONS_A_PAGE + 5):
        at = edition.moment(1 + number % 4, dt.time(9)) + dt.timedelta(minutes=number)
        SessionFactory(activity=activity, place__zone=activity.zone, starts_at=at)

    first, second = programme(day="all", utm_source="x"), programme(day="all", page="2")

    assert [len(rows_of(response)) for response in (first, second)] == [SESSIONS_A_PAGE, 5]
    assert f"{SESSIONS_A_PAGE + 5} sessions" in text(first)
    assert 'href="?day=all&amp;page=2"' in first.content.decode()
    assert len(rows_of(programme(day="all", page="-7"))) == 5


def test_what_is_open_all_day_stands_apart_from_what_begins_at_a_time(edition):
    morning = edition.moment(1, dt.time(10))
    all_day = SessionFactory(open_door=True, starts_at=morning, ends_at=morning + dt.timedelta(hours=10))
    drop_in = SessionFactory(open_door=True, starts_at=morning, ends_at=morning + dt.timedelta(hours=2))
    tour = SessionFactory(starts_at=morning, ends_at=morning + dt.timedelta(hours=8))
    later = SessionFactory(starts_at=edition.moment(1, dt.time(11)))
    next_day = SessionFactory(starts_at=edition.moment(2, dt.time(0, 30)))

    first, second = by_day([all_day, drop_in, tour, later, next_day])

    assert [(slot.starts_at, slot.sessions) for slot in first.slots] == [
        (morning, [drop_in, tour]),
        (later.starts_at, [later]),
    ]
    assert first.all_day == [all_day]
    assert (second.date, second.all_day) == (edition.days[1], [])


@pytest.mark.parametrize(
    "path", ["programme/", "programme/?day=all", "programme/?kind=workshop", "programme/grid/?day=all"]
)
def test_the_programme_takes_five_questions_however_much_there_is(client, edition, path):
    SessionFactory()
    once = queries(client, f"/{edition.year}/{path}")
    SessionFactory.create_batch(3, activity__ways=["daily", "donate"])
    SessionFactory(open_door=True)

    assert queries(client, f"/{edition.year}/{path}") == once
    assert once <= 5


def test_a_thai_page_is_thai_and_counts_its_years_so(client, edition):
    SessionFactory(activity__name_th="ร้อยมาลัย", activity__name_en="Garlands")

    page = text(client.get(f"/{edition.year}/programme/"))

    assert "ร้อยมาลัย" in page
    assert "Garlands" not in page
    assert "วันพุธที่ 2 ธันวาคม 2569" in page
    assert "13.00–14.00 น." in page


def test_on_paper_there_is_the_programme_alone():
    """What is chrome is hidden by the style of paper; nothing is folded away there (static/js/programme.js)."""
    css = "".join((ROOT / "static/css" / name).read_text() for name in ("frame.css", "finder.css", "programme.css"))
    paper = "".join(part for part in css.split("@media print")[1:])

    for hidden in (".site-nav", ".site-footer", ".tab-bar", ".finder-form", ".day-tabs", ".views", ".no-print"):
        assert hidden in paper
    assert "@page" in paper
