"""The page of an activity: what, who, for whom, when, and the seats as they are right now."""

import datetime as dt
import json
import re

import pytest
import time_machine
from django.utils import translation

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
from tests.pages import queries, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(edition):
    """Return the organization that hosts the activity."""
    return ParticipationFactory(organization=OrganizationFactory(name_en="Kindness", slug="kindness")).organization


@pytest.fixture
def activity(edition, host):
    """Return an activity with a host, two ways to take part and something for those who cannot climb steps."""
    return ActivityFactory(
        slug="mending",
        name_en="Mending",
        summary_en="Bring a chair.",
        zone=ZoneFactory(slug="forest", name_en="Forest"),
        hosts=[host],
        ways=["daily", "expertise"],
        access=["step_free", "sign_language"],
        language="both",
        minimum_age=7,
        for_whom_en="Families who throw nothing away",
    )


@pytest.fixture
def shown(client, edition, activity):
    """Return what shows the activity's page in English."""
    path = f"/en/{edition.year}/activities/mending/"
    return lambda: client.get(path)


@pytest.fixture
def seats(client, edition, activity):
    """Return what asks how many seats are left."""
    path = f"/en/{edition.year}/activities/mending/seats/"
    return lambda: client.get(path)


def test_an_activity_says_what_who_for_whom_when_and_where(shown, edition, activity):
    session = SessionFactory(activity=activity)

    response = shown()

    page, html = text(response), response.content.decode()
    assert faults(html) == []
    for words in (
        "Mending", "Bring a chair.", "Workshop", "Forest", "Kindness", "Families who throw nothing away",
        "Ages 7 and over", "Thai and English", "Step-free", "Thai sign language", session.place.name_en,
        "Wednesday 2 December 2026 · 13:00–14:00",
    ):  # fmt: skip
        assert words in page
    for address in (
        "organizations/kindness/", "zones/forest/", f"map/#place-{session.place.slug}", f"sessions/{session.code}.ics",
        "programme/?day=all&amp;way=daily", "programme/?day=all&amp;way=expertise",
    ):  # fmt: skip
        assert f'href="/en/{edition.year}/{address}"' in html


@pytest.mark.parametrize(
    ("ages", "english", "thai"),
    [
        ((None, None), "All ages", "ทุกวัย"),
        ((7, None), "Ages 7 and over", "อายุ 7 ปีขึ้นไป"),
        ((None, 12), "Up to age 12", "อายุไม่เกิน 12 ปี"),
        ((0, 5), "Ages 0–5", "อายุ 0–5 ปี"),
    ],
)
def test_ages_are_said_in_words(client, edition, ages, english, thai):
    session = SessionFactory(activity__minimum_age=ages[0], activity__maximum_age=ages[1])
    path = f"/{edition.year}/activities/{session.activity.slug}/"

    assert english in text(client.get(f"/en{path}"))
    assert thai in text(client.get(path))


def test_seats_on_the_page_are_steps_and_beside_it_to_the_seat(shown, seats, activity):
    session = SessionFactory(activity=activity, capacity=20, seats_taken=8)

    page = shown()

    assert "Places free" in text(page)
    assert "12 place" not in text(page)
    assert f'data-seats="/en/{activity.edition.year}/activities/mending/seats/"' in page.content.decode()
    assert "12 places left" in text(seats())
    assert f'id="seats-{session.code}"' in page.content.decode()
    assert f'id="seats-{session.code}"' in seats().content.decode()


def test_seats_are_those_of_this_moment_and_kept_by_nobody(seats, activity):
    session = SessionFactory(activity=activity, capacity=2, has_waiting_list=False)
    assert "2 places left" in text(seats())
    RegistrationFactory(session=session, party_size=2)

    response = seats()

    assert "Full" in text(response)
    assert "/register/" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_the_page_is_the_same_for_everybody(client, admin_client, shown, edition, activity):
    SessionFactory(activity=activity)
    page = shown()

    assert not page.cookies
    assert "public" in page["Cache-Control"]
    assert b"csrf" not in page.content
    assert admin_client.get(f"/en/{edition.year}/activities/mending/").content == page.content


def test_an_activity_offers_to_register_for_what_has_places_alone(shown, edition, activity):
    times = iter(range(9, 18))

    def session(**what):
        return SessionFactory(activity=activity, starts_at=edition.moment(1, dt.time(next(times))), **what)

    full = RegistrationFactory(session=session(capacity=1, has_waiting_list=False)).session
    free = session()
    others = [full, session(open_door=True), session(state="cancelled"), session(state="draft")]

    html = shown().content.decode()

    assert f'href="/en/{edition.year}/sessions/{free.code}/register/"' in html
    assert not any(f"{other.code}/register/" in html for other in others)
    bar = re.search(r'<div class="register-bar.*?</div>', html, flags=re.DOTALL)[0]
    assert free.code in bar


def test_what_is_past_offers_neither_calendar_nor_seats(shown, edition, activity):
    session = SessionFactory(activity=activity)
    with time_machine.travel(session.ends_at + dt.timedelta(minutes=1), tick=False):
        html = shown().content.decode()

    assert "Ended" in html
    assert "data-seats" not in html
    assert "register-bar" not in html
    assert f"{session.code}.ics" not in html


def test_an_activity_of_a_past_edition_offers_nothing(shown, edition, activity):
    SessionFactory(activity=activity)
    edition.status = "over"
    edition.save()

    assert "/register/" not in shown().content.decode()
    assert "This edition takes no registrations." in text(shown())


def test_several_times_can_go_to_the_calendar_at_once(shown, edition, activity):
    SessionFactory(activity=activity)
    assert "mending.ics" not in shown().content.decode()
    SessionFactory(activity=activity, starts_at=edition.moment(2, dt.time(13)))

    with time_machine.travel(dt.datetime(2026, 11, 2, 6, tzinfo=dt.UTC), tick=False):
        assert f'href="/en/{edition.year}/activities/mending.ics"' in shown().content.decode()


@pytest.mark.parametrize("address", ["/", "/seats/", ".png"])
def test_nothing_on_the_programme_has_no_page_seats_or_picture(client, edition, activity, address):
    SessionFactory(activity=activity, state="draft")
    path = f"/en/{edition.year}/activities/mending{address}"
    assert client.get(path).status_code == 404
    session = SessionFactory(activity=activity)
    assert client.get(path).status_code == 200
    assert client.get(path.replace("mending", "mendin")).status_code == 404
    edition.status = "draft"
    edition.save()
    assert client.get(path).status_code == 404
    assert session.code


# What is missing, and what is long


def test_an_english_page_marks_what_is_written_in_thai_alone(client, edition):
    session = SessionFactory(
        activity__name_th="น้ำใจ <ไหล>",
        activity__name_en="",
        activity__summary_th="ปั้นญี่ปุ่น",
        activity__summary_en="",
        activity__for_whom_th="ทุกคน",
    )
    path = f"/{edition.year}/activities/{session.activity.slug}/"

    english, thai = client.get(f"/en{path}").content.decode(), client.get(path).content.decode()

    assert '<h1><span lang="th">น้ำใจ &lt;ไหล&gt;</span></h1>' in english
    assert '<span lang="th">ปั้นญี่ปุ่น</span>' in english
    assert '<span lang="th">ทุกคน</span>' in english
    assert faults(english) == []
    assert '<span lang="th">' not in thai


def test_an_activity_of_which_little_is_known_has_a_whole_page(client, edition):
    session = SessionFactory(activity__summary_th="", activity__summary_en="", activity__name_en="Just This")

    response = client.get(f"/en/{edition.year}/activities/{session.activity.slug}/")

    html = response.content.decode()
    assert faults(html) == []
    for absent in ("hosts", "ways", "related", "for-whom"):
        assert f'id="{absent}"' not in html
    description = re.search(r'<meta name="description" content="([^"]*)"', html)[1]
    assert description.startswith("Workshop – ")


@pytest.mark.parametrize("name", ["ก" * 200, "W" * 200, "น้ำใจไหลเชี่ยว " * 13, "<script>alert(1)</script>", "🙏" * 50])
def test_a_name_may_be_anything(client, edition, name):
    session = SessionFactory(activity__name_th=name[:200], activity__name_en="")
    path = f"/en/{edition.year}/activities/{session.activity.slug}"

    html = client.get(f"{path}/").content.decode()

    assert faults(html) == []
    assert "<script>alert" not in html
    assert client.get(f"{path}.png").status_code == 200


# What it leads to


def test_what_has_more_in_common_comes_first(shown, edition, activity, host):
    SessionFactory(activity=activity)
    far = dt.time(9)
    for name, what in {
        "Same Way": {"ways": ["daily"]},
        "Same Host": {"hosts": [host]},
        "Same Zone": {"zone": activity.zone},
        "Nothing": {},
        "Over": {"hosts": [host], "zone": activity.zone},
    }.items():
        SessionFactory(activity=ActivityFactory(name_en=name, **what), starts_at=edition.moment(2, far))
    over = activity.edition.moment(1, dt.time(9))
    type(activity).objects.get(name_en="Over").sessions.update(starts_at=over, ends_at=over + dt.timedelta(hours=1))
    SessionFactory(activity=ActivityFactory(name_en="Hidden", hosts=[host]), state="draft")
    SessionFactory(activity=ActivityFactory(name_en="Then", edition=EditionFactory(year=2019), hosts=[host]))

    with time_machine.travel(edition.moment(1, dt.time(12)), tick=False):
        related = [row.name_en for row in shown().context["related"]]

    assert related == ["Same Host", "Same Zone", "Same Way", "Nothing"]


def test_the_page_asks_as_often_for_three_of_everything_as_for_one(client, edition, activity, host):
    path = f"/{edition.year}/activities/mending/"

    def add(number):
        starts_at = edition.moment(1, dt.time(10 + number))
        SessionFactory(activity=activity, starts_at=starts_at)
        activity.hosts.add(OrganizationFactory())
        SessionFactory(activity=ActivityFactory(zone=activity.zone, hosts=[host]), starts_at=starts_at)

    add(0)
    client.get(path, {"warm": "up"})
    once = queries(client, f"{path}?once")
    add(1)
    add(2)
    assert queries(client, f"{path}?thrice") == once <= 12
    assert queries(client, f"{path}seats/") <= 3


# What other programs read


def structured(response):
    """Return the block of data for search engines."""
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode())[1])


def test_search_engines_read_each_session_as_an_event(shown, edition, activity, settings):
    settings.SITE_URL = "https://expo.example.org"
    session = SessionFactory(activity=activity)
    SessionFactory(activity=activity, state="cancelled", starts_at=edition.moment(2, dt.time(10)))

    first, second = structured(shown())["@graph"]

    assert first["@type"] == "Event"
    assert first["name"] == "Mending"
    assert first["startDate"] == "2026-12-02T13:00:00+07:00"
    assert first["location"] == {"@type": "Place", "name": session.place.name_en, "address": edition.venue_en}
    assert first["typicalAgeRange"] == "7-"
    assert first["inLanguage"] == ["th", "en"]
    assert first["organizer"][0]["url"] == f"https://expo.example.org/en/{edition.year}/organizations/kindness/"
    assert first["image"] == f"https://expo.example.org/en/{edition.year}/activities/mending.png"
    assert (first["eventStatus"][-14:], second["eventStatus"][-14:]) == ("EventScheduled", "EventCancelled")


def test_nothing_in_a_name_ends_the_block_of_data(client, edition):
    session = SessionFactory(activity__name_th="</script><script>alert(1)</script><!-- & น้ำ")

    response = client.get(f"/{edition.year}/activities/{session.activity.slug}/")

    assert structured(response)["@graph"][0]["name"] == session.activity.name_th
    assert "<" not in re.search(r'ld\+json">(.*?)</script>', response.content.decode())[1]
    assert "<script>alert" not in response.content.decode()


def test_networks_find_the_picture_by_its_full_address(client, edition, activity, settings):
    settings.SITE_URL = "https://expo.example.org"
    SessionFactory(activity=activity)

    def told(language):
        prefix = "/en" if language == "en" else ""
        html = client.get(f"{prefix}/{edition.year}/activities/mending/").content.decode()
        return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)"', html))

    thai, english = told("th"), told("en")

    assert english["og:image"].startswith(f"https://expo.example.org/en/{edition.year}/activities/mending.png?v=")
    assert (english["og:image:width"], english["og:image:height"]) == ("1200", "630")
    assert english["og:image:alt"].startswith("Mending. ")
    assert (thai["og:locale"], thai["og:locale:alternate"]) == ("th_TH", "en_US")
    assert (english["og:locale"], english["og:locale:alternate"]) == ("en_US", "th_TH")
    assert "Mending" in english["og:title"]
    assert thai["og:image"] != english["og:image"]
    with translation.override("en"):
        assert client.get(english["og:image"].removeprefix("https://expo.example.org")).status_code == 200


def test_an_activity_that_takes_place_no_more_shows_the_edition_s_picture(shown, edition, activity):
    SessionFactory(activity=activity, state="cancelled")

    assert f"/en/{edition.year}/picture.png" in shown().content.decode()
    assert "mending.png" not in shown().content.decode()
