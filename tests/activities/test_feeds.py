"""The programme as files for calendars and phone apps."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation
from icalendar import Calendar

from activities.models import Session, State
from tests.factories import ActivityFactory, EditionFactory, SessionFactory, usual_edition
from tests.pages import queries

pytestmark = pytest.mark.django_db
FILES = ("programme.ics", "programme.json", "programme.xml")


@pytest.fixture
def year():
    """Return the year of the usual edition."""
    return usual_edition().year


def entries(response):
    """Return the entries of a calendar file."""
    return Calendar.from_ical(response.content).walk("VEVENT")


def events(response):
    """Return the events of a schedule, by their guid."""
    days = response.json()["schedule"]["conference"]["days"]
    return {row["guid"]: row for day in days for rows in day["rooms"].values() for row in rows}


def test_a_calendar_says_what_when_and_where(client, year, settings):
    settings.SITE_URL = "https://expo.example.org"
    session = SessionFactory()
    response = client.get(f"/{year}/programme.ics")
    [entry] = entries(response)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert entry["UID"] == f"session-{session.code}@expo.example.org"
    assert entry["DTSTART"].dt == session.starts_at
    assert entry["DTEND"].dt == session.ends_at
    assert entry["SUMMARY"] == session.activity.name_th
    assert session.place.name_th in entry["LOCATION"]
    assert entry["URL"] == f"https://expo.example.org/{year}/activities/{session.activity.slug}/"
    assert entry["STATUS"] == "CONFIRMED"


def test_no_line_of_a_calendar_is_longer_than_75_octets(client, year):
    SessionFactory(activity__name_th="น้ำใจไหลเชี่ยว " * 12)
    lines = client.get(f"/{year}/programme.ics").content.split(b"\r\n")
    assert max(map(len, lines)) <= 75, "RFC 5545, section 3.1"


def test_a_cancelled_session_says_so_in_calendars_and_leaves_schedules(client, year):
    SessionFactory(state=State.CANCELLED)
    [entry] = entries(client.get(f"/{year}/programme.ics"))
    assert entry["STATUS"] == "CANCELLED"
    assert events(client.get(f"/{year}/programme.json")) == {}


def test_one_activity_and_one_session(client, year):
    activity = ActivityFactory()
    first = SessionFactory(activity=activity)
    SessionFactory(activity=activity, starts_at=first.starts_at + dt.timedelta(hours=3))
    SessionFactory()
    assert len(entries(client.get(f"/{year}/activities/{activity.slug}.ics"))) == 2
    assert len(entries(client.get(f"/{year}/sessions/{first.code}.ics"))) == 1


def test_a_schedule_keeps_its_ids_and_its_version_until_something_changes(client, year):
    session = SessionFactory()
    address = f"/{year}/programme.json"
    first, again = client.get(address).json(), client.get(address).json()
    assert first == again
    before = events(client.get(address))
    Session.objects.filter(pk=session.pk).update(starts_at=session.starts_at + dt.timedelta(minutes=30))
    assert client.get(address).json()["schedule"]["version"] != first["schedule"]["version"]
    assert list(events(client.get(address))) == list(before)
    [event] = events(client.get(address)).values()
    assert (event["start"], event["duration"], event["id"] > 0) == ("13:30", "00:30", True)


def test_xml_says_what_json_says(client, year):
    SessionFactory.create_batch(3)
    root = ET.fromstring(client.get(f"/{year}/programme.xml").content)
    found = {row.get("guid"): row.findtext("title") for row in root.iter("event")}
    said = {guid: row["title"] for guid, row in events(client.get(f"/{year}/programme.json")).items()}
    assert len(said) == 3
    assert found == said


def test_xml_holds_no_character_that_xml_cannot_hold(client, year):
    SessionFactory(activity__name_th="ก\x0bข\x1f & <ค>")
    [event] = ET.fromstring(client.get(f"/{year}/programme.xml").content).iter("event")
    assert event.findtext("title") == "กข & <ค>"


def test_files_hold_exactly_what_the_page_shows(client, year):
    wanted, other = SessionFactory(), SessionFactory()
    choice = f"?zone={wanted.activity.zone.slug}"
    assert other.activity.zone.slug not in choice
    [entry] = entries(client.get(f"/{year}/programme.ics{choice}"))
    assert wanted.code in entry["UID"]
    day = wanted.edition.days[0].isoformat()
    links = client.get(f"/{year}/programme/{choice}").content.decode()
    assert f"/{year}/programme.ics?day={day}&amp;zone={wanted.activity.zone.slug}" in links


@pytest.mark.parametrize("file", FILES)
def test_nonsense_is_refused_in_words(client, year, file):
    response = client.get(f"/en/{year}/{file}?day=2562-13-45")
    assert response.status_code == 400
    assert response.content.decode().strip()


@pytest.mark.parametrize("file", FILES)
def test_drafts_stay_private(client, year, file):
    SessionFactory(state=State.DRAFT)
    draft = EditionFactory(year=year + 1, status="draft")
    assert b"session-" not in client.get(f"/{year}/{file}").content
    assert client.get(f"/{draft.year}/{file}").status_code == 404


@pytest.mark.parametrize("file", FILES)
def test_the_number_of_queries_is_constant(client, year, file):
    SessionFactory()
    one = queries(client, f"/{year}/{file}")
    SessionFactory.create_batch(2)
    assert queries(client, f"/{year}/{file}") == one


def test_english_files_speak_english(client, year):
    session = SessionFactory()
    with translation.override("en"):
        [entry] = entries(client.get(f"/en/{year}/programme.ics"))
    assert entry["SUMMARY"] == session.activity.name_en
    assert "/en/" in entry["URL"]


@pytest.mark.parametrize("file", FILES)
def test_samples_say_so(client, year, file):
    session = SessionFactory(is_sample=True)
    unfolded = client.get(f"/{year}/{file}").content.decode().replace("\r\n ", "")
    assert f"{session.activity.name_th} (ตัวอย่าง)" in unfolded


@pytest.mark.parametrize(
    ("spoken", "thai", "english"), [("th", "th", "th"), ("en", "en", "en"), ("both", "th", "en"), ("none", None, None)]
)
def test_a_schedule_says_what_is_spoken(client, year, spoken, thai, english):
    SessionFactory(activity__language=spoken)
    for prefix, expected in (("", thai), ("/en", english)):
        [event] = events(client.get(f"{prefix}/{year}/programme.json")).values()
        assert event["language"] == expected
        tree = ET.fromstring(client.get(f"{prefix}/{year}/programme.xml").content)
        assert (tree.find(".//event/language").text or None) == expected


def test_a_schedule_is_another_when_something_else_is_spoken(client, year):
    session = SessionFactory()
    address = f"/{year}/programme.json"
    before = client.get(address).json()["schedule"]["version"]
    session.activity.language = "en"
    session.activity.save()
    assert client.get(f"{address}?again").json()["schedule"]["version"] != before
