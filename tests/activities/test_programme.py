"""The programme with its filter, and an activity's page."""

import datetime as dt

import pytest
import time_machine

from activities.timetable import by_day
from tests.factories import (
    ActivityFactory,
    EditionFactory,
    OrganizationFactory,
    ParticipationFactory,
    RegistrationFactory,
    SessionFactory,
    ZoneFactory,
)
from tests.html import faults
from tests.pages import text

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
        days = response.context["days"]
        timed = [session for day in days for slot in day.slots for session in slot.sessions]
        return [session.activity.name_en for session in (*timed, *(row for day in days for row in day.all_day))]

    return found


@pytest.fixture
def several(edition):
    """Make sessions on three days that differ in zone, kind, way and words; return the edition's second day."""
    host = OrganizationFactory(name_th="มูลนิธิรักษ์ป่า", name_en="Friends of the Forest")
    forest = ZoneFactory(slug="forest")
    for day, hour, activity in (
        (1, 13, ActivityFactory(name_en="Weaving", summary_en="With bamboo.", kind="workshop", ways=["daily"])),
        (1, 10, ActivityFactory(name_en="Trees", zone=forest, kind="talk", hosts=[host], ways=["donate", "daily"])),
        (2, 9, ActivityFactory(name_en="Rivers", zone=forest, kind="workshop")),
        (4, 9, ActivityFactory(name_en="Goodbye", kind="game", name_th="ลาก่อน น้ำใจ")),
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
        ({"unknown": "x"}, ["Trees", "Weaving"]),
    ],
)
def test_what_is_chosen_narrows_the_programme(names, several, asked, expected):
    assert names(**asked) == expected


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"day": "tomorrow"}, "Write a day as year-month-day"),
        ({"day": "2026-02-30"}, "There is no such day in the calendar."),
        ({"day": "2569-13-01"}, "There is no such day in the calendar."),
        ({"day": "1500-01-01"}, "neither a Buddhist Era year"),
        ({"day": "2019-10-10"}, "The expo has no such day: it is on 2–5 December 2026."),
        ({"day": "9" * 100_000}, "at most 40 characters"),
        ({"zone": "nowhere"}, "Select a valid choice"),
        ({"kind": "<script>alert(1)</script>"}, "Select a valid choice"),
        ({"way": "bribe"}, "Select a valid choice"),
        ({"q": "x" * 101}, "at most 100 characters"),
        ({"q": "ก" * 50_000}, "at most 100 characters"),
    ],
)
def test_what_cannot_be_meant_is_told_in_a_sentence(programme, several, asked, sentence):
    response = programme(**asked)

    assert response.status_code == 200
    assert sentence in text(response)
    assert response.context["days"] == []
    assert faults(response.content.decode()) == []
    assert "<script>alert" not in response.content.decode()


def test_what_was_typed_stays(programme, several):
    html = programme(q="bam'boo", zone="forest", kind="talk", way="daily", day="soon").content.decode()

    assert 'value="bam&#x27;boo"' in html
    for chosen in ("forest", "talk", "daily"):
        assert f'<option value="{chosen}" selected>' in html
    assert 'name="day" value="soon"' in html


def test_the_days_lead_on_and_keep_what_is_chosen(programme, several):
    html = programme(zone="forest", page="1").content.decode()

    assert 'href="?zone=forest&amp;day=2026-12-03"' in html
    assert 'href="?zone=forest&amp;day=all"' in html
    assert html.count('aria-current="true"') == 1
    assert 'href="?zone=forest&amp;day=2026-12-02" aria-current="true"' in html


def test_nothing_found_says_so_and_offers_everything(programme, edition, several):
    response = programme(q="zzz")

    assert "Nothing fits" in text(response)
    assert "0 sessions" in text(response)
    assert f'href="/en/{edition.year}/programme/?day=all"' in response.content.decode()


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
    assert "places left" not in page


@pytest.mark.parametrize(
    ("session", "words"),
    [
        ({"capacity": 20, "seats_taken": 8}, "12 places left"),
        ({"capacity": 20, "seats_taken": 18, "seats_held": 1}, "1 place left"),
        ({"capacity": 20, "seats_taken": 20}, "Full"),
        ({"open_door": True}, "Just come"),
        ({"registration_opens_at": dt.datetime(2026, 11, 30, tzinfo=dt.UTC)}, "Registration closed"),
    ],
)
def test_a_session_says_what_a_visitor_can_do(programme, edition, session, words):
    SessionFactory(**session)

    assert words in text(programme())


def test_an_edition_whose_days_are_unknown_shows_all_it_has(client):
    past = EditionFactory(year=2017, status="over", starts_on=None)
    starts_at = dt.datetime(2017, 9, 1, 5, tzinfo=dt.UTC)
    SessionFactory(activity__edition=past, starts_at=starts_at)

    response = client.get("/en/2017/programme/")

    assert "1 session " in text(response)
    assert "The days of this expo are not known." in text(client.get("/en/2017/programme/", {"day": "2017-09-01"}))


def test_three_hundred_sessions_come_in_pages(client, programme, edition):
    activity = ActivityFactory()
    for number in range(125):
        at = edition.moment(1 + number % 4, dt.time(9)) + dt.timedelta(minutes=number)
        SessionFactory(activity=activity, place__zone=activity.zone, starts_at=at)

    first, second = programme(day="all"), programme(day="all", page="2")

    assert [len(response.context["page"]) for response in (first, second)] == [120, 5]
    assert "125 sessions" in text(first)
    assert 'href="?day=all&amp;page=2"' in first.content.decode()
    assert len(programme(day="all", page="-7").context["page"]) == 5


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


@pytest.fixture
def shown(client, edition, activity):
    """Return what shows the activity's page in English."""
    path = f"/en/{edition.year}/activities/mending/"
    return lambda: client.get(path)


@pytest.fixture
def activity(edition):
    """Return an activity with a host and two ways to take part."""
    host = ParticipationFactory(organization=OrganizationFactory(name_en="Kindness", slug="kindness")).organization
    return ActivityFactory(
        slug="mending", name_en="Mending", summary_en="Bring a chair.", hosts=[host], ways=["daily", "expertise"]
    )


def test_an_activity_says_what_who_when_and_where(shown, edition, activity):
    session = SessionFactory(activity=activity)

    response = shown()

    page = text(response)
    for words in ("Mending", "Bring a chair.", "Workshop", "Kindness", "Help in everyday life", "Share expertise"):
        assert words in page
    assert "Wednesday 2 December 2026 · 13:00–14:00" in page
    assert session.place.name_en in page
    assert f'href="/en/{edition.year}/organizations/kindness/"' in response.content.decode()


def test_an_activity_offers_to_register_for_what_has_places_alone(shown, edition, activity):
    times = iter(range(9, 18))

    def session(**what):
        return SessionFactory(activity=activity, starts_at=edition.moment(1, dt.time(next(times))), **what)

    free = session()
    full = RegistrationFactory(session=session(capacity=1)).session
    others = [full, session(open_door=True), session(state="cancelled"), session(state="draft")]

    html = shown().content.decode()

    assert f'href="/en/{edition.year}/sessions/{free.code}/register/"' in html
    assert not any(f"{other.code}/register/" in html for other in others)


def test_an_activity_of_a_past_edition_offers_nothing(shown, edition, activity):
    SessionFactory(activity=activity)
    edition.status = "over"
    edition.save()

    assert "/register/" not in shown().content.decode()
    assert "This edition takes no registrations." in text(shown())


def test_an_activity_with_nothing_on_the_programme_has_no_page(shown, activity):
    SessionFactory(activity=activity, state="draft")

    assert shown().status_code == 404
