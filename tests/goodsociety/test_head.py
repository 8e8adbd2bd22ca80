"""What the head of a page says to networks and search engines, and what a phone has at thumb's reach."""

import re
from html import unescape

import pytest
from django.template import engines
from django.urls import reverse

from goodsociety.common.motif import SHAPES, tiles
from tests.factories import ActivityFactory, EditionFactory, SessionFactory
from tests.pages import text

pytestmark = pytest.mark.django_db


def told(html, name):
    """Return what a page says to networks under a name."""
    return unescape(re.search(rf'<meta property="{name}" content="([^"]*)">', html)[1])


def linked(html, **attributes):
    """Return where a link in the head leads."""
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return re.search(rf'<link{said} href="([^"]*)">', html)[1]


@pytest.fixture
def activity(edition):
    """Return an activity whose title and summary hold what could break out of an attribute."""
    activity = ActivityFactory(
        name_th='ซ่อม "ของเก่า" <กับ> เพื่อน & ครู',
        name_en='Mending "old things" <with> friends & teachers',
        summary_th='บ่าย\nวันหนึ่ง "ที่ดี"',
        summary_en='An "afternoon"\nwell spent',
    )
    SessionFactory(activity=activity)
    return activity


def test_a_page_tells_networks_its_title_and_summary(client, activity, edition, language):
    path = reverse("activity_detail", args=[edition.year, activity.slug])
    html = client.get(path).content.decode()

    title = re.search("<title>(.*?)</title>", html)[1]
    assert told(html, "og:title") == unescape(title)
    assert activity.name in told(html, "og:title")
    assert told(html, "og:description") == " ".join(activity.summary.split())
    assert told(html, "og:site_name") == "Good Society Expo"
    assert told(html, "og:locale").startswith(language)


def test_a_page_says_its_whole_address_and_that_of_the_other_language(client, edition, settings, language):
    settings.SITE_URL = "https://expo.example.org"
    path = reverse("zone_list", args=[edition.year])

    html = client.get(path, {"utm": "x"}).content.decode()

    assert linked(html, rel="canonical") == told(html, "og:url") == f"https://expo.example.org{path}"
    assert linked(html, rel="alternate", hreflang="th") == f"https://expo.example.org/{edition.year}/zones/"
    assert linked(html, rel="alternate", hreflang="en") == f"https://expo.example.org/en/{edition.year}/zones/"


def test_a_page_without_a_summary_says_none(client, edition):
    edition.story_th = edition.story_en = ""
    edition.save()
    activity = ActivityFactory(summary_th="", summary_en="")
    SessionFactory(activity=activity)

    html = client.get(reverse("activity_detail", args=[edition.year, activity.slug])).content.decode()

    assert 'content=""' not in html


def test_every_section_is_in_the_sheet_that_the_phone_opens(client, edition):
    html = client.get(f"/en/{edition.year}/").content.decode()

    sheet = re.search(r'<nav class="site-nav" id="sections" popover.*?</nav>', html, flags=re.DOTALL)[0]
    for path in ("zones", "programme", "map", "organizations", "volunteer", "give", "impact"):
        assert f'href="/en/{edition.year}/{path}/"' in sheet
    assert 'href="/en/about/"' in sheet
    tabs = html.rpartition('<nav class="tab-bar"')[2]
    assert 'popovertarget="sections"' in tabs
    assert f'href="/en/{edition.year}/favourites/"' in tabs


def test_a_page_of_no_edition_has_its_own_way_to_the_sections(client):
    html = client.get("/en/editions/").content.decode()

    assert "tab-bar" not in html
    assert 'popovertarget="sections"' in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Good Society", "GS"),
        ("มูลนิธิน้ำใจ", "ม"),
        ("เด็ก ไทย", "ดท"),
        ("โครงการ “ใจดี”", "คจ"),
        ("123 go", "1G"),
        ("– ( )", ""),
        ("", ""),
        ("🙏 ขอบคุณ", "ข"),
    ],
)
def test_an_avatar_shows_the_first_letters_as_they_are_spoken(name, letters):
    shown = engines["django"].from_string('{% include "components/avatar.html" %}').render({"name": name})
    assert text_of(shown) == letters
    assert 'aria-hidden="true"' in shown


def text_of(html):
    """Return what stands between the marks of a piece of a page."""
    return re.sub(r"<[^>]+>", "", html).strip()


def test_a_pattern_is_the_same_for_a_seed_and_another_for_the_next():
    assert list(tiles(2026, 6, 3)) == list(tiles(2026, 6, 3))
    assert list(tiles(2026, 6, 3)) != list(tiles(2027, 6, 3))


@pytest.mark.parametrize("seed", range(2017, 2027))
def test_neighbours_in_a_pattern_are_never_alike(seed):
    laid = {(tile.x, tile.y): tile for tile in tiles(seed, 8, 4)}
    for (x, y), tile in laid.items():
        for near in (laid.get((x - 2, y)), laid.get((x, y - 2))):
            assert near is None or (near.ground != tile.ground and near.shape != tile.shape)
        assert tile.ground != tile.colour
        assert tile.shape in SHAPES


def test_every_edition_has_a_pattern_of_its_own(client, edition):
    EditionFactory(year=2018, status="over")

    now, then = (client.get(f"/{year}/zones/").content.decode() for year in (edition.year, 2018))

    assert band_of(now) != band_of(then)
    assert "Good Society" in text(client.get("/editions/"))


def band_of(html):
    """Return the drawing of the band above the footer."""
    return re.search(r'<svg class="motif-band".*?</svg>', html, flags=re.DOTALL)[0]
