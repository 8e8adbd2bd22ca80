"""The service worker, the offline page, the manifest and the icons, as a browser gets them."""

import json
import re
import struct

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import override_settings

from goodsociety.pages.offline import ICONS, SOURCE, release
from tests.factories import EditionFactory
from tests.html import faults
from tests.pages import is_under_strict_rules, text

pytestmark = pytest.mark.django_db
SECRET = [
    "/registrations/AAAAAAAAAAAAAAAAAAAAAA/",
    "/registrations/AAAAAAAAAAAAAAAAAAAAAA/cancel/",
    "/sign-ups/AAAAAAAAAAAAAAAAAAAAAA/",
    "/pledges/AAAAAAAAAAAAAAAAAAAAAA/",
    "/en/pledges/AAAAAAAAAAAAAAAAAAAAAA/",
    "/2026/sessions/ABC/register/",
    "/2026/shifts/ABC/sign-up/",
    "/2026/give/x/pledge/",
    "/me/",
    "/en/me/",
    "/me/favourites/",
    "/sign-in/",
    "/admin/",
    "/en/admin/accounts/person/",
    "/api/v1/sessions/",
    "/mailbox/",
    "/healthz",
    "/2026/activities/x/seats/",
    "/2026/activities/x/../../../me/",
    "/2026/programme.ics",
]
PUBLIC = [
    "/",
    "/en/",
    "/2026/",
    "/2026/programme/",
    "/en/2026/programme/",
    "/2026/programme/grid/",
    "/2026/map/",
    "/2026/now/",
    "/2026/wall/",
    "/2026/favourites/",
    "/2026/favourites/rows/",
    "/2026/zones/",
    "/2026/zones/education/",
    "/2026/activities/mend-it_2/",
    "/2026/theme.css",
]


def site_of(client):
    """Return what the service worker is told about the site."""
    response = client.get("/sw.js")
    assert response.status_code == 200
    first = response.content.decode().splitlines()[0]
    return json.loads(re.fullmatch(r"const SITE = (.*);", first)[1])


def test_the_service_worker_is_a_script_that_browsers_ask_for_anew(client, edition):
    response = client.get("/sw.js")

    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert not response.cookies
    assert "worker-src 'self'" in response["Content-Security-Policy"]


def test_it_knows_the_files_that_pages_are_made_of(client, edition):
    site = site_of(client)

    assert {static(name) for name in ("css/base.css", "js/site.js", "build/fonts.css", "img/icon.svg")} <= {
        *site["files"]
    }
    assert not any("admin" in path for path in site["files"])
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get(f"/{edition.year}/favourites/").content.decode())
    assert {*linked} <= {*site["files"]}
    for path in site["files"]:
        assert finders.find(path.removeprefix(settings.STATIC_URL)), path


def test_it_keeps_what_everybody_wants_to_read_in_each_language(client, edition):
    site = site_of(client)

    for language, prefix in (("th", ""), ("en", "/en")):
        keep = site["keep"][language]
        assert keep[0] == f"{prefix}/{edition.year}/"
        for path in (*keep, site["offline"][language]):
            assert client.get(path).status_code == 200, path
        assert f"{prefix}/{edition.year}/programme/" in keep
        assert f"{prefix}/{edition.year}/map/" in keep
        assert sum("?day=" in path for path in keep) == len(edition.days)


def test_without_an_edition_it_works_all_the_same(client):
    assert site_of(client)["keep"] == {"th": [], "en": []}
    assert client.get("/offline/").status_code == 200
    assert client.get("/site.webmanifest").json()["shortcuts"] == []


def test_its_version_changes_with_every_file_and_only_then(client, edition, tmp_path, monkeypatch):
    def version():
        return release.__wrapped__()

    before = version()
    assert version() == before
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "base.css").write_text("a{}")
    monkeypatch.setattr("goodsociety.pages.offline.SOURCE", tmp_path)
    first = version()
    (tmp_path / "css" / "base.css").write_text("b{}")

    assert len({before, first, version()}) == 3


def public(client):
    """Return the pattern of what may be kept, as Python reads it."""
    script = client.get("/sw.js").content.decode()
    return re.compile(re.search(r"const PUBLIC =\s+/(.*)/;", script)[1].replace("\\/", "/"))


@pytest.mark.parametrize("path", SECRET)
def test_what_is_secret_is_never_kept(client, edition, path):
    assert not public(client).search(path)


@pytest.mark.parametrize("path", PUBLIC)
def test_what_everybody_may_read_is_kept(client, edition, path):
    assert public(client).search(path)


def test_switched_off_it_takes_itself_and_all_it_saved_away(client, edition):
    with override_settings(SERVICE_WORKER=False):
        response = client.get("/sw.js")

    script = response.content.decode()
    assert response["Cache-Control"] == "no-cache"
    assert "registration.unregister()" in script
    assert "caches.delete" in script
    assert "fetch" not in script


def test_the_offline_page_stands_in_both_languages_and_needs_nobody(client, edition, language):
    path = "/offline/" if language == "th" else "/en/offline/"
    response = client.get(path)
    html = response.content.decode()

    assert faults(html) == []
    assert html.count("<h1") == 1
    assert is_under_strict_rules(response)
    assert not response.cookies
    assert "noindex" in html
    if language == "en":
        assert "No network just now" in text(response)


def test_a_draft_edition_is_not_offered(client, edition):
    edition.status = "draft"
    edition.save()
    EditionFactory(year=2019, status="over")

    assert site_of(client)["keep"]["th"][0] == "/2019/"


@pytest.mark.parametrize(("path", "language", "start"), [("/", "th", "/"), ("/en/", "en", "/en/")])
def test_the_manifest_describes_an_app_in_the_language_of_its_page(client, edition, path, language, start):
    response = client.get(f"{path}site.webmanifest")
    manifest = response.json()

    assert response["Content-Type"].startswith("application/manifest+json")
    assert (manifest["lang"], manifest["start_url"], manifest["scope"]) == (language, start, "/")
    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"any", "192x192", "512x512"}
    assert "maskable" in {icon.get("purpose") for icon in manifest["icons"]}
    for entry in manifest["shortcuts"]:
        assert client.get(entry["url"]).status_code == 200
    html = client.get(f"{path}{edition.year}/").content.decode()
    assert f'<link rel="manifest" href="{path}site.webmanifest">' in html


def test_its_colours_are_those_of_the_tokens(client, edition):
    tokens = (SOURCE / "css" / "tokens.css").read_text()

    assert f"--paper: {client.get('/site.webmanifest').json()['background_color']};" in tokens


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_drawn_as_wide_as_they_say(client, name):
    response = client.get(f"/icons/{name}.png")

    assert response["Content-Type"] == "image/png"
    assert "max-age=86400" in response["Cache-Control"]
    width, height = struct.unpack(">II", response.content[16:24])
    assert width == height == int(name.rpartition("-")[2])
    assert len(response.content) < 40_000


def test_there_are_no_other_icons(client, edition):
    assert client.get("/icons/icon-1.png").status_code == 404


def test_what_all_pages_run_is_light():
    scripts = [(SOURCE / "js" / f"{name}.js").read_bytes() for name in ("site", "favourites", "share")]

    assert sum(len(brotli.compress(script)) for script in scripts) <= 4096
