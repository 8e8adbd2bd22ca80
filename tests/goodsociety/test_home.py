"""The front, an edition's home, all editions, and what is kept about people."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.forms import ContactForm
from tests.factories import EditionFactory, OrganizationFactory, PublishedFigureFactory, SessionFactory, ZoneFactory
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
    SessionFactory(**place, starts_at=edition.moment(1, dt.time(14)), capacity=7)

    page = text(client.get(f"/en/{edition.year}/"))

    assert "7 places left" in page
    assert "14:00–15:00" in page
    assert not any(hour in page for hour in ("09:00", "10:00–11:00", "11:00–12:00"))


def test_the_home_of_a_past_edition_shows_what_was_published_and_offers_nothing_to_sign_up_for(client):
    past = EditionFactory(year=2019, status="over")
    PublishedFigureFactory(edition=past, metric="funds_raised", value=1_300_000, qualifier="over")
    PublishedFigureFactory(edition=past, metric="unheard_of", value=4711)

    response = client.get("/en/2019/")

    assert "over 1,300,000 baht" in text(response)
    assert "4711" not in text(response)
    assert "4,711" not in text(response)
    assert "Find your way to help" not in text(response)
    assert faults(response.content.decode()) == []


def test_the_home_of_a_cancelled_edition_says_why(client):
    EditionFactory(year=2020, status="cancelled", starts_on=None, venue_th="", venue_en="", theme_th="", theme_en="")

    assert "เหตุสุดวิสัย" in text(client.get("/2020/"))
    assert "Circumstances" in text(client.get("/en/2020/"))


def test_a_theme_written_only_in_thai_stands_on_the_english_page_too(client, edition):
    edition.theme_en = ""
    edition.save()

    assert edition.theme_th in text(client.get(f"/en/{edition.year}/"))


def test_all_editions_lists_the_public_ones_newest_first_with_the_reason_of_a_cancelled_one(client, edition):
    EditionFactory(year=2019, status="over")
    EditionFactory(year=2020, status="cancelled")
    EditionFactory(year=2017, status="draft")

    page = text(client.get("/en/editions/"))

    names = [f"Good Society Expo {year}" for year in (2026, 2020, 2019)]
    assert sorted(names, key=page.index) == names
    assert "Circumstances" in page
    assert "2017" not in page


def test_all_editions_when_there_is_none(client):
    assert "No expo is announced yet" in text(client.get("/en/editions/"))


def test_privacy_shows_the_sentence_of_the_forms(client, language):
    response = client.get(reverse("privacy"))

    assert str(ContactForm.base_fields["consent"].label) in text(response)
    assert "14" in text(response)


def test_what_organisers_type_is_never_markup(client, edition):
    edition.story_th = "<script>alert(1)</script>"
    edition.save()
    ZoneFactory(name_th='"><img src=x onerror=alert(1)>')
    OrganizationFactory()

    html = client.get(f"/{edition.year}/").content.decode()

    assert escape(edition.story_th) in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_every_section_is_one_tap_away(client, edition):
    html = client.get(f"/{edition.year}/").content.decode()

    for name in ("zone_list", "programme", "organization_list", "shift_list", "campaign_list", "impact"):
        assert f'href="{reverse(name, args=[edition.year])}"' in html
