"""Filters and pages of lists, and what they say to nonsense."""

import datetime as dt

import pytest

from activities.models import Kind, Way
from organizations.models import Part, Sector
from tests import factories
from tests.api.asking import read, rows
from zones.models import Edition

pytestmark = pytest.mark.django_db


def codes(client, **query):
    """Return the codes of the sessions that a query finds."""
    return {row["code"] for row in rows(client, "sessions/", **query)}


@pytest.fixture
def programme():
    """Sessions that differ in everything one can filter by."""
    old = factories.EditionFactory(year=2019, status=Edition.Status.OVER)
    education = factories.ZoneFactory(edition=old, slug="education")
    environment = factories.ZoneFactory(edition=old, slug="environment")
    coming = factories.ZoneFactory(slug="education")
    host = factories.OrganizationFactory(name_th="มูลนิธิเอ็นไลฟ", name_en="EnLive")
    talk = factories.ActivityFactory(edition=old, zone=education, kind=Kind.TALK, name_th="ห้องเรียนน้ำใจ")
    game = factories.ActivityFactory(edition=old, zone=environment, kind=Kind.GAME, hosts=[host], ways=[Way.DAILY])
    later = factories.ActivityFactory(zone=coming, kind=Kind.TALK, ways=[Way.DONATE, Way.EXPERTISE], language="en")
    return {
        "talk": factories.SessionFactory(activity=talk),
        "game": factories.SessionFactory(activity=game, starts_at=old.moment(2, dt.time(0, 30))),
        "later": factories.SessionFactory(activity=later),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "talk game later"),
        ({"edition": "2019"}, "talk game"),
        ({"edition": "2562"}, "talk game"),
        ({"edition": "๒๕๖๒"}, "talk game"),
        ({"edition": ""}, "talk game later"),
        ({"zone": "education"}, "talk later"),
        ({"zone": "education", "edition": "2019"}, "talk"),
        ({"kind": "talk"}, "talk later"),
        ({"kind": "field_tour"}, ""),
        ({"day": "2019-10-10"}, "talk"),
        ({"day": "2019-10-11"}, "game"),
        ({"day": "2562-10-11"}, "game"),
        ({"day": " 2562-10-11 "}, "game"),
        ({"day": "2020-02-29"}, ""),
        ({"day": "2563-02-29"}, ""),
        ({"q": "ห้องเรียนน้ำใจ"}, "talk"),
        ({"q": "ห้องเรียนนำใจ"}, "talk"),
        ({"q": "โซนน้ำใจ"}, "talk game later"),
        ({"q": "enlive"}, "game"),
        ({"q": "%"}, ""),
        ({"q": "talk' OR 1=1 --"}, ""),
        ({"unheard-of": "1"}, "talk game later"),
    ],
)
def test_sessions(client, programme, query, expected):
    assert codes(client, **query) == {programme[name].code for name in expected.split()}


def test_sessions_come_in_order_of_time(client, programme):
    found = [row["code"] for row in rows(client, "sessions/")]
    assert found == [programme[name].code for name in ("talk", "game", "later")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"edition": "2019"}, "talk game"),
        ({"zone": "environment"}, "game"),
        ({"kind": "talk"}, "talk later"),
        ({"way": "donate"}, "later"),
        ({"way": "volunteer"}, ""),
    ],
)
def test_activities(client, programme, query, expected):
    found = {row["slug"] for row in rows(client, "activities/", **query)}
    assert found == {programme[name].activity.slug for name in expected.split()}


@pytest.mark.parametrize(("spoken", "expected"), [("th", "talk game"), ("en", "later"), ("none", "")])
def test_activities_by_what_is_spoken(client, programme, spoken, expected):
    found = {row["slug"] for row in rows(client, f"activities/?language={spoken}")}
    assert found == {programme[name].activity.slug for name in expected.split()}


def test_zones(client, programme):
    assert {(row["edition"], row["slug"]) for row in rows(client, "zones/", edition=2019)} == {
        (2019, "education"),
        (2019, "environment"),
    }
    assert len(rows(client, "zones/")) == 3


def test_a_zone_of_another_edition_finds_nothing(client, programme):
    year = programme["later"].edition.year
    assert codes(client, zone="environment", edition=year) == set()


@pytest.fixture
def organizations():
    """Organizations whose parts and editions cross."""
    old = factories.EditionFactory(year=2019, status=Edition.Status.OVER)
    lead, partner = factories.OrganizationFactory.create_batch(2)
    school = factories.OrganizationFactory(sector=Sector.GOVERNMENT)
    factories.ParticipationFactory(organization=lead, edition=old, part=Part.ZONE_LEAD)
    factories.ParticipationFactory(organization=lead, part=Part.PARTNER)
    factories.ParticipationFactory(organization=partner, edition=old, part=Part.PARTNER)
    factories.ParticipationFactory(organization=school, part=Part.ZONE_LEAD)
    factories.OrganizationFactory(name_en="Never took part")
    return {"lead": lead, "partner": partner, "school": school}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "lead partner school"),
        ({"edition": "2019"}, "lead partner"),
        ({"part": "zone_lead"}, "lead school"),
        ({"part": "partner", "edition": "2019"}, "partner"),
        ({"sector": "government"}, "school"),
        ({"sector": "civil_society", "part": "zone_lead"}, "lead"),
    ],
)
def test_organizations(client, organizations, query, expected):
    found = {row["slug"] for row in rows(client, "organizations/", **query)}
    assert found == {organizations[name].slug for name in expected.split()}


NONSENSE = [
    ("sessions", "edition", "2018", "There is no edition of the year 2018."),
    ("sessions", "edition", "1234", "The year 1234 is neither"),
    ("sessions", "edition", "next", "Write a year of four digits"),
    ("sessions", "edition", "-2019", "Write a year of four digits"),
    ("sessions", "edition", "²⁰¹⁹", "Write a year of four digits"),
    ("sessions", "edition", "9" * 5000, "Write a year of four digits"),
    ("sessions", "zone", "nowhere", "There is no zone nowhere."),
    ("sessions", "zone", "not a slug", "There is no zone not a slug."),
    ("sessions", "zone", "z" * 5000, "at most 60 characters"),
    ("sessions", "kind", "party", "Select a valid choice"),
    ("sessions", "day", "tomorrow", "Write a day as year-month-day"),
    ("sessions", "day", "10/10/2019", "Write a day as year-month-day"),
    ("sessions", "day", "2019-02-30", "There is no such day"),
    ("sessions", "day", "0001-01-01", "The year 1 is neither"),
    ("sessions", "day", "9999-12-31", "The year 9999 is neither"),
    ("sessions", "day", "9" * 5000, "Write a day as year-month-day"),
    ("sessions", "q", "ก" * 101, "at most 100 characters"),
    ("sessions", "q", "%" * 60000, "at most 100 characters"),
    ("sessions", "page_size", "0", "from 1 to 1000"),
    ("sessions", "page_size", "-1", "from 1 to 1000"),
    ("sessions", "page_size", "many", "from 1 to 1000"),
    ("sessions", "page_size", "9" * 5000, "from 1 to 1000"),
    ("activities", "way", "magic", "Select a valid choice"),
    ("activities", "edition", "2018", "There is no edition"),
    ("organizations", "part", "king", "Select a valid choice"),
    ("organizations", "sector", "'", "Select a valid choice"),
    ("organizations", "edition", "1e9", "Write a year of four digits"),
    ("zones", "edition", "0x7E3", "Write a year of four digits"),
]


@pytest.mark.parametrize(("path", "name", "value", "sentence"), NONSENSE)
def test_nonsense_is_named_by_its_field(client, path, name, value, sentence):
    found = read(client, f"{path}/", status=400, **{name: value})
    assert list(found) == [name]
    assert sentence in found[name][0]


def test_every_wrong_filter_is_named(client):
    found = read(client, "sessions/", status=400, edition="next", zone="?", kind="party", day="soon", q="q" * 101)
    assert sorted(found) == ["day", "edition", "kind", "q", "zone"]


def test_filters_are_for_lists(client, programme):
    code = programme["talk"].code
    assert read(client, f"sessions/{code}/", edition="next", kind="game")["code"] == code


def test_pages(client):
    for _ in range(3):
        factories.SessionFactory()
    first = read(client, "sessions/", page_size=2, edition=factories.usual_edition().year)
    assert first["count"] == 3
    assert len(first["results"]) == 2
    assert first["previous"] is None
    second = client.get(first["next"]).json()
    assert len(second["results"]) == 1
    assert second["next"] is None
    assert client.get(second["previous"]).json()["results"][0]["code"] == first["results"][0]["code"]


def test_five_hundred_sessions_fit_a_page(client):
    activity = factories.ActivityFactory()
    place = factories.PlaceFactory(zone=activity.zone)
    start = activity.edition.moment(1, dt.time(10))
    model = factories.SessionFactory._meta.model
    model.objects.bulk_create(
        factories.SessionFactory.build(
            activity=activity,
            place=place,
            starts_at=start + dt.timedelta(minutes=number),
            ends_at=start + dt.timedelta(minutes=number + 1),
        )
        for number in range(501)
    )
    found = read(client, "sessions/")
    assert (found["count"], len(found["results"])) == (501, 500)
    assert len(rows(client, "sessions/", page_size=1000)) == 501
    assert len(rows(client, "sessions/", page_size=5000)) == 501


@pytest.mark.parametrize("page", ["2", "0", "-1", "first", "1.5", "9" * 4000, "9" * 5000, "NaN"])
def test_there_is_no_such_page(client, page):
    factories.SessionFactory()
    assert set(read(client, "sessions/", status=404, page=page)) == {"detail"}
