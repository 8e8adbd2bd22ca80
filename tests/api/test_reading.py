"""What each endpoint shows, in both languages."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from activities.models import Access, Entry, Language, State, Way
from organizations.models import Part
from tests import factories
from tests.api.asking import LISTS, read, rows

pytestmark = pytest.mark.django_db


def test_front_page_names_every_list(client):
    found = read(client, "")
    assert sorted(found) == sorted(LISTS)
    assert found["sessions"] == "http://testserver/api/v1/sessions/"


@pytest.mark.parametrize("path", LISTS)
def test_empty_list(client, path):
    assert read(client, f"{path}/") == {"count": 0, "next": None, "previous": None, "results": []}


def test_edition(client, old):
    found = read(client, "editions/2019/")
    assert found == {
        "year": 2019,
        "status": "over",
        "name": old.name_en,
        "name_th": old.name_th,
        "name_en": old.name_en,
        "theme": old.theme_en,
        "theme_th": old.theme_th,
        "theme_en": old.theme_en,
        "story": old.story_en,
        "story_th": old.story_th,
        "story_en": old.story_en,
        "venue": old.venue_en,
        "venue_th": old.venue_th,
        "venue_en": old.venue_en,
        "directions": old.directions_en,
        "directions_th": old.directions_th,
        "directions_en": old.directions_en,
        "map_link": old.map_link,
        "contact_email": old.contact_email,
        "starts_on": "2019-10-10",
        "ends_on": "2019-10-13",
        "opens_at": "10:00",
        "closes_at": "20:00",
        "cancelled_reason": "",
        "cancelled_reason_th": "",
        "cancelled_reason_en": "",
        "source": "",
        "is_sample": False,
        "has_sample_rows": True,
        "url": "http://testserver/en/2019/",
    }


def test_edition_by_its_buddhist_year(client, old):
    assert read(client, "editions/2562/")["year"] == 2019


def test_list_of_editions_says_which_one_is_open(client, old):
    coming = factories.usual_edition()
    found = rows(client, "editions/")
    assert [(row["year"], row["status"]) for row in found] == [(coming.year, "open"), (2019, "over")]


def test_names_in_thai_are_the_default(client, old):
    response = client.get("/api/v1/editions/2019/")
    assert response["Content-Language"] == "th"
    assert "Accept-Language" in response["Vary"]
    assert response.json()["name"] == old.name_th
    assert response.json()["url"] == "http://testserver/2019/"


@pytest.mark.parametrize("asked", ["fr", "*", "de-CH, xx;q=0.5", ";;;"])
def test_an_unknown_language_gets_thai(client, old, asked):
    response = client.get("/api/v1/editions/2019/", headers={"Accept-Language": asked})
    assert response.json()["name"] == old.name_th


def test_english_falls_back_to_thai_where_nobody_translated(client):
    zone = factories.ZoneFactory(name_en="")
    found = read(client, f"zones/{zone.edition.year}-{zone.slug}/")
    assert (found["name"], found["name_en"]) == (zone.name_th, "")


def test_zone(client):
    zone = factories.ZoneFactory(slug="education", area_sqm=330, outline=[[0, 0], [400, 0], [400, 280]], order=1)
    assert read(client, f"zones/{zone.edition.year}-{zone.slug}/") == {
        "key": f"{zone.edition.year}-education",
        "edition": zone.edition.year,
        "slug": "education",
        "name": zone.name_en,
        "name_th": zone.name_th,
        "name_en": zone.name_en,
        "colour": "#1f6f8b",
        "description": zone.description_en,
        "description_th": zone.description_th,
        "description_en": zone.description_en,
        "story": zone.story_en,
        "story_th": zone.story_th,
        "story_en": zone.story_en,
        "area_sqm": 330,
        "is_area_sample": False,
        "order": 1,
        "outline": [[0, 0], [400, 0], [400, 280]],
        "is_sample": False,
        "url": f"http://testserver/en/{zone.edition.year}/zones/education/",
    }


def test_organization_with_its_parts_newest_edition_first(client, old):
    zone = factories.ZoneFactory(slug="education")
    organization = factories.OrganizationFactory(website="https://kind.example.org", is_sample=True)
    factories.ParticipationFactory(organization=organization, edition=old, part=Part.PARTNER)
    factories.ParticipationFactory(
        organization=organization, edition=zone.edition, part=Part.GIVING_MECHANISM, zone=zone,
        description_th="ให้ทุกเดือน", description_en="Give every month", link="https://give.example.org",
    )  # fmt: skip
    found = read(client, f"organizations/{organization.slug}/")
    parts = found.pop("parts")
    assert found == {
        "slug": organization.slug,
        "name": organization.name_en,
        "name_th": organization.name_th,
        "name_en": organization.name_en,
        "sector": "civil_society",
        "kind": "foundation",
        "website": "https://kind.example.org",
        "description": organization.description_en,
        "description_th": organization.description_th,
        "description_en": organization.description_en,
        "is_sample": True,
    }
    assert parts[0] == {
        "edition": zone.edition.year,
        "part": "giving_mechanism",
        "zone": "education",
        "description": "Give every month",
        "description_th": "ให้ทุกเดือน",
        "description_en": "Give every month",
        "link": "https://give.example.org",
        "is_sample": False,
        "url": f"http://testserver/en/{zone.edition.year}/organizations/{organization.slug}/",
    }
    assert (parts[1]["edition"], parts[1]["part"], parts[1]["zone"]) == (2019, "partner", None)


def test_activity(client):
    host = factories.OrganizationFactory()
    activity = factories.ActivityFactory(
        hosts=[host], ways=[Way.DONATE, Way.DAILY], access=[Access.CAPTIONS, Access.QUIET], language=Language.BOTH,
        minimum_age=7, for_whom_th="ทุกคน", for_whom_en="Anybody",
    )  # fmt: skip
    session = factories.SessionFactory(activity=activity)
    factories.SessionFactory(activity=activity, state=State.DRAFT)
    assert read(client, f"activities/{activity.edition.year}-{activity.slug}/") == {
        "key": f"{activity.edition.year}-{activity.slug}",
        "edition": activity.edition.year,
        "zone": activity.zone.slug,
        "slug": activity.slug,
        "kind": "workshop",
        "name": activity.name_en,
        "name_th": activity.name_th,
        "name_en": activity.name_en,
        "summary": activity.summary_en,
        "summary_th": activity.summary_th,
        "summary_en": activity.summary_en,
        "for_whom": "Anybody",
        "for_whom_th": "ทุกคน",
        "for_whom_en": "Anybody",
        "language": "both",
        "minimum_age": 7,
        "maximum_age": None,
        "access": ["captions", "quiet"],
        "ways": ["donate", "daily"],
        "hosts": [
            {
                "slug": host.slug,
                "name": host.name_en,
                "name_th": host.name_th,
                "name_en": host.name_en,
                "is_sample": False,
            }
        ],
        "sessions": [session.code],
        "is_sample": False,
        "url": f"http://testserver/en/{activity.edition.year}/activities/{activity.slug}/",
    }


def test_session(client):
    edition = factories.EditionFactory(year=2031)
    session = factories.SessionFactory(
        activity=factories.ActivityFactory(edition=edition), capacity=20, seats_taken=3, seats_held=2
    )
    activity, place = session.activity, session.place
    assert read(client, f"sessions/{session.code}/") == {
        "code": session.code,
        "edition": 2031,
        "zone": activity.zone.slug,
        "activity": {
            "key": f"{activity.edition.year}-{activity.slug}",
            "slug": activity.slug,
            "kind": "workshop",
            "name": activity.name_en,
            "name_th": activity.name_th,
            "name_en": activity.name_en,
        },
        "place": {
            "slug": place.slug,
            "kind": "stage",
            "name": place.name_en,
            "name_th": place.name_th,
            "name_en": place.name_en,
            "is_sample": False,
        },
        "starts_at": "2031-10-10T13:00:00+07:00",
        "ends_at": "2031-10-10T14:00:00+07:00",
        "state": "released",
        "entry": "registration",
        "registration": "open",
        "registration_opens_at": None,
        "registration_closes_at": None,
        "capacity": 20,
        "seats_left": 15,
        "smallest_party": 1,
        "largest_party": 10,
        "minimum_age": None,
        "maximum_age": None,
        "questions": [],
        "has_waiting_list": True,
        "parties_waiting": 0,
        "is_sample": False,
        "url": f"http://testserver/en/2031/activities/{activity.slug}/",
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ("open", 20)),
        ({"seats_taken": 20}, ("waiting", 0)),
        ({"seats_taken": 20, "has_waiting_list": False}, ("full", 0)),
        ({"open_door": True}, ("open_door", None)),
        ({"open_door": True, "capacity": 50}, ("open_door", 50)),
        ({"state": State.CANCELLED}, ("closed", 20)),
        ({"registration_opens_at": dt.datetime(2200, 1, 1, tzinfo=dt.UTC)}, ("later", 20)),
        ({"registration_closes_at": dt.datetime(2019, 1, 1, tzinfo=dt.UTC)}, ("closed", 20)),
    ],
)
def test_how_a_session_stands(client, given, expected):
    session = factories.SessionFactory(**given)
    found = read(client, f"sessions/{session.code}/")
    assert (found["registration"], found["seats_left"]) == expected


def test_how_a_session_stands_once_it_has_begun(client):
    session = factories.SessionFactory()
    open_door = factories.SessionFactory(entry=Entry.OPEN_DOOR, starts_at=session.starts_at)
    with time_machine.travel(session.starts_at + dt.timedelta(minutes=1), tick=False):
        assert read(client, f"sessions/{session.code}/")["registration"] == "closed"
        assert read(client, f"sessions/{open_door.code}/")["registration"] == "open_door"


def test_sessions_of_an_edition_that_is_over_are_closed(client, old):
    session = factories.SessionFactory(activity=factories.ActivityFactory(edition=old))
    assert read(client, f"sessions/{session.code}/")["registration"] == "closed"


def test_clients_cannot_write_what_is_read(client):
    session = factories.SessionFactory()
    for path in (*LISTS, f"sessions/{session.code}", f"editions/{session.edition.year}"):
        for verb in ("post", "put", "patch", "delete"):
            answer = getattr(client, verb)(f"/api/v1/{path}/", b"{}", content_type="application/json")
            assert answer.status_code == 405, (verb, path)
            assert set(answer.json()) == {"detail"}


def test_the_moment_of_the_request_decides(client):
    session = factories.SessionFactory()
    assert read(client, f"sessions/{session.code}/")["registration"] == "open"
    with time_machine.travel(timezone.now() + dt.timedelta(days=60), tick=False):
        assert read(client, f"sessions/{session.code}/")["registration"] == "closed"
