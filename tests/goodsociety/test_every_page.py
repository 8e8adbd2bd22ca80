"""What holds for every page that is only read."""

import re

import pytest
from django.urls import reverse

from tests.factories import EditionFactory
from tests.html import faults
from tests.pages import is_under_strict_rules, queries, text

pytestmark = pytest.mark.django_db

OF_AN_EDITION = {
    "edition_home": (),
    "floor_map": (),
    "zone_list": (),
    "zone_detail": ("forest",),
    "organization_list": (),
    "organization_detail": ("kindness",),
    "programme": (),
    "programme_grid": (),
    "activity_detail": ("mending",),
    "favourites": (),
    "shift_list": (),
    "shift_board": (),
    "duty_detail": ("greeting",),
}
THEIR_OWN = ("about", "edition_list", "offline", "privacy")


def address(name, year):
    """Return a page's address in the active language."""
    return reverse(name, args=[] if name in THEIR_OWN else [year, *OF_AN_EDITION[name]])


@pytest.fixture(params=[*OF_AN_EDITION, *THEIR_OWN])
def any_page(request, edition, add_one_of_everything):
    """Return the name of each page, with one of everything to show."""
    add_one_of_everything()
    return request.param


def test_a_page_stands_in_both_languages(client, any_page, edition, language):
    response = client.get(address(any_page, edition.year))

    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()
    assert response["Content-Language"] == language


def test_a_page_is_sound_html(client, any_page, edition, language):
    html = client.get(address(any_page, edition.year)).content.decode()

    assert faults(html) == []
    assert html.count("<h1") == 1


def test_a_page_brings_no_style_or_script_of_its_own(client, any_page, edition):
    response = client.get(address(any_page, edition.year))

    assert is_under_strict_rules(response)
    assert "'unsafe" not in response["Content-Security-Policy"]


def test_a_page_leads_to_itself_in_the_other_language_with_what_was_asked(client, any_page, edition):
    path = address(any_page, edition.year)

    html = client.get(path, {"q": "x"}).content.decode()

    assert f'href="/en{path}?q=x" hreflang="en"' in html
    assert f'href="{path}?q=x" hreflang="th"' in client.get(f"/en{path}", {"q": "x"}).content.decode()


def test_a_page_sets_no_cookie(client, any_page, edition):
    response = client.get(address(any_page, edition.year))

    assert not response.cookies


def test_a_page_asks_the_database_as_often_for_three_rows_as_for_one(client, any_page, edition, add_one_of_everything):
    path = address(any_page, edition.year)
    client.get(path)
    once = queries(client, path)

    add_one_of_everything()
    add_one_of_everything()

    assert queries(client, path) == once


@pytest.mark.parametrize("name", OF_AN_EDITION)
def test_an_edition_nobody_knows_has_no_pages(client, edition, add_one_of_everything, name):
    add_one_of_everything()

    assert client.get(address(name, 1999)).status_code == 404


@pytest.mark.parametrize("year", ["0000", "0001", "2300", "2701", "9999", "20260", "๒๕๖๙", "-2019"])
def test_an_absurd_year_is_no_page(client, edition, year):
    assert client.get(f"/{year}/").status_code == 404
    assert client.get(f"/{year}/programme/").status_code == 404


@pytest.mark.parametrize("name", OF_AN_EDITION)
def test_a_draft_has_no_pages(client, edition, add_one_of_everything, name):
    add_one_of_everything()
    assert client.get(address(name, edition.year)).status_code == 200
    edition.status = "draft"
    edition.save()

    assert client.get(address(name, edition.year)).status_code == 404


@pytest.mark.parametrize("name", ["zone_detail", "organization_detail", "activity_detail"])
def test_what_belongs_to_another_edition_is_not_shown(client, edition, add_one_of_everything, name):
    add_one_of_everything()
    EditionFactory(year=2016, status="over")

    assert client.get(address(name, edition.year)).status_code == 200
    assert client.get(address(name, 2016)).status_code == 404


@pytest.mark.parametrize("name", OF_AN_EDITION)
def test_an_edition_without_anything_still_has_its_lists(client, edition, name):
    if OF_AN_EDITION[name]:
        assert client.get(address(name, edition.year)).status_code == 404
        return
    response = client.get(address(name, edition.year))

    assert response.status_code == 200
    assert faults(response.content.decode()) == []


@pytest.mark.parametrize("name", OF_AN_EDITION)
def test_sample_rows_are_told_wherever_they_are_shown(client, edition, add_one_of_everything, name):
    add_one_of_everything()
    path = f"/en{address(name, edition.year)}"
    assert "Sample data." not in text(client.get(path))
    edition.has_sample_rows = True
    edition.save()

    assert "Sample data." in text(client.get(path))


def test_the_page_shown_is_marked_among_the_sections(client, edition, zone):
    html = client.get(reverse("zone_detail", args=[edition.year, zone.slug])).content.decode()

    sections, tabs = re.findall(r"<nav.*?</nav>", html, flags=re.DOTALL)[0], html.rpartition("<nav")[2]
    assert f'href="{reverse("zone_list", args=[edition.year])}" aria-current="page"' in sections
    assert sections.count("aria-current") == 1
    assert f'href="{reverse("floor_map", args=[edition.year])}" aria-current="page"' in tabs
    assert tabs.count("aria-current") == 1
