"""The front, and what an edition's home tells in every phase."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from tests.factories import (
    CampaignFactory,
    EditionFactory,
    OrganizationFactory,
    ParticipationFactory,
    SessionFactory,
    ShiftFactory,
    ZoneFactory,
)
from tests.html import faults
from tests.pages import text
from zones.models import Edition

pytestmark = pytest.mark.django_db


def test_the_front_leads_to_the_open_edition(client, edition):
    EditionFactory(year=2019, status="over")

    response = client.get("/")

    assert (response.status_code, response["Location"]) == (302, f"/{edition.year}/")


def test_the_front_leads_to_it_in_the_language_of_the_visitor(client, edition):
    assert client.get("/en/")["Location"] == f"/en/{edition.year}/"


def test_the_front_leads_to_the_newest_edition_that_took_place_when_none_is_open(client, edition):
    Edition.objects.all().delete()
    EditionFactory(year=2020, status="cancelled")
    EditionFactory(year=2019, status="over")
    EditionFactory(year=2018, status="over")

    assert client.get("/")["Location"] == "/2019/"


def test_the_front_without_any_edition_says_so(client):
    EditionFactory(status="draft")

    response = client.get("/en/")

    assert response.status_code == 200
    assert "No expo is announced yet" in text(response)
    assert faults(response.content.decode()) == []


def test_the_home_of_an_open_edition_says_what_when_where_and_how(client, edition, zone, activity, organization):
    SessionFactory(activity=activity)

    page = text(client.get(f"/{edition.year}/"))

    for words in (edition.theme_th, edition.story_th, edition.venue_th, "2–5 ธันวาคม 2569", "10.00–20.00 น."):
        assert words in page
    assert zone.name_th in page
    assert activity.name_th in page


def test_the_home_speaks_english_under_en(client, edition, zone):
    page = text(client.get(f"/en/{edition.year}/"))

    for words in (edition.theme_en, edition.venue_en, "2–5 December 2026", "10:00–20:00", zone.name_en):
        assert words in page


def test_a_buddhist_year_in_the_address_is_understood(client, edition):
    assert client.get(f"/{edition.year + 543}/").status_code == 200


def test_the_home_shows_only_sessions_one_can_still_register_for(client, edition, activity, zone):
    place = {"activity": activity}
    SessionFactory(**place, starts_at=edition.moment(1, dt.time(9)), capacity=1, seats_taken=1)
    SessionFactory(**place, starts_at=edition.moment(1, dt.time(10)), open_door=True)
    SessionFactory(**place, starts_at=edition.moment(1, dt.time(11)), state="cancelled")
    SessionFactory(**place, starts_at=edition.moment(1, dt.time(14)))

    page = text(client.get(f"/en/{edition.year}/"))

    assert "14:00–15:00" in page
    assert not any(hour in page for hour in ("09:00–", "10:00–11:00", "11:00–12:00"))


def test_a_theme_written_only_in_thai_stands_on_the_english_page_too_and_says_so(client, edition):
    edition.theme_en = ""
    edition.save()

    html = client.get(f"/en/{edition.year}/").content.decode()

    assert f'<span lang="th">{edition.theme_th}</span>' in html


def test_what_organisers_type_is_never_markup(client, edition):
    edition.story_th = "<script>alert(1)</script>"
    edition.directions_th = "<b onclick=x>"
    edition.save()
    ZoneFactory(name_th='"><img src=x onerror=alert(1)>')
    OrganizationFactory()

    html = client.get(f"/{edition.year}/").content.decode()

    assert escape(edition.story_th) in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<b onclick" not in html


def test_every_section_is_one_tap_away(client, edition):
    html = client.get(f"/{edition.year}/").content.decode()

    for name in ("zone_list", "programme", "organization_list", "shift_list", "campaign_list", "impact"):
        assert f'href="{reverse(name, args=[edition.year])}"' in html


# Zones


def test_a_zone_says_how_much_it_holds_and_who_leads_it(client, edition, zone, activity, organization):
    ParticipationFactory(organization=organization, part="zone_lead", zone=zone)
    SessionFactory(activity=activity)
    SessionFactory(activity=activity, starts_at=edition.moment(2, dt.time(10)))
    SessionFactory(activity__zone=zone)
    SessionFactory(activity__zone=zone, state="draft")

    page = text(client.get(f"/en/{edition.year}/"))

    assert f"{zone.name_en} {zone.description_en} 2 activities led by Kindness" in page


# The four ways


def test_the_four_ways_say_how_much_is_open(client, edition, zone):
    CampaignFactory()
    ShiftFactory(capacity=5, seats_taken=2)
    ShiftFactory(capacity=5, seats_taken=5)
    ShiftFactory(capacity=50, state="draft")
    ShiftFactory(capacity=50, starts_at=timezone.now())
    ShiftFactory(capacity=1200)
    for ways in (["daily"], ["daily", "expertise"]):
        SessionFactory(activity__ways=ways)
    SessionFactory(activity__ways=["expertise"], capacity=1, seats_taken=1)

    page = text(client.get(f"/en/{edition.year}/"))

    for words in ("1 campaign takes gifts", "1,203 places for volunteers free", "1 activity to join",
                  "2 activities to join"):  # fmt: skip
        assert words in page


def test_a_way_that_is_closed_says_so(client, edition):
    page = text(client.get(f"/en/{edition.year}/"))

    assert "No campaign yet" in page
    assert "No shift is open now" in page
    assert "Offers are welcome" in page
    assert page.count("No activity is open now") == 1


def test_each_way_leads_to_what_one_can_do(client, edition):
    html = client.get(f"/{edition.year}/").content.decode()

    for address in ("give/", "volunteer/", "expertise/", "programme/?day=all&amp;way=daily"):
        assert f'href="/{edition.year}/{address}"' in html


# Who carries it


def test_those_who_carry_it_stand_by_part_and_the_others_are_counted(client, edition, zone):
    names = {}
    for part in ("venue_sponsor", "zone_lead", "giving_mechanism", "co_organiser", "organiser", "partner", "media"):
        row = ParticipationFactory(part=part, zone=zone if part == "zone_lead" else None)
        names[part] = row.organization.name_en

    page = text(client.get(f"/en/{edition.year}/"))
    page = page[page.index("Made together") :]

    told = ["organiser", "co_organiser", "zone_lead", "giving_mechanism", "venue_sponsor"]
    assert sorted(told, key=lambda part: page.index(names[part])) == told
    assert names["partner"] not in page
    assert "See all 6 organizations that take part" in page


# Getting there


def test_the_way_there_and_the_hours_of_each_day(client, edition):
    edition.directions_en = "Skytrain: follow the skywalk.\nBoat: get off at the pier."
    edition.save()

    response = client.get(f"/en/{edition.year}/")
    html, page = response.content.decode(), text(response)

    assert "<li>Skytrain: follow the skywalk.</li>" in html
    assert "<li>Boat: get off at the pier.</li>" in html
    assert 'href="https://map.example.org/"' in html
    assert 'href="mailto:hello@example.org"' in html
    for day in ("Wednesday 2 December", "Thursday 3 December", "Friday 4 December", "Saturday 5 December"):
        assert f"{day} 10:00–20:00" in page


def test_without_directions_nothing_stands_empty(client, edition):
    Edition.objects.update(
        directions_th="", directions_en="", map_link="", contact_email="", venue_th="", venue_en="", story_th="",
        story_en="", theme_th="", theme_en="",
    )  # fmt: skip

    response = client.get(f"/en/{edition.year}/")

    assert faults(response.content.decode()) == []
    assert "The place is not announced yet." in text(response)
    assert "Map of the way" not in text(response)
    assert "mailto:" not in response.content.decode()
