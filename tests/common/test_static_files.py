"""Static files as production collects them: one stylesheet for every page, with a name that says what is in it."""

import shutil

import pytest
from django.conf import settings as site
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from goodsociety.common.static_files import SITE_CSS, STYLESHEETS, served, stylesheets

FONTS_AND_PICTURES = ("build/*.woff2", "img/*.svg")


@pytest.fixture
def collected(settings, tmp_path):
    """Collect what the stylesheets are made of as production does, twice, and return the folder."""
    call_command("build_fonts", verbosity=0)
    source = site.STATICFILES_DIRS[0]
    found = [path.relative_to(source).as_posix() for pattern in FONTS_AND_PICTURES for path in source.glob(pattern)]
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "goodsociety.common.static_files.SiteStorage"}}
    for name in [*STYLESHEETS, *found]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, tmp_path / name)
    for _ in range(2):
        paths = {name: (staticfiles_storage, name) for name in [*STYLESHEETS, *found]}
        faults = [
            outcome
            for _name, _hashed, outcome in staticfiles_storage.post_process(paths)
            if outcome not in {True, False}
        ]
        assert faults == []
    return tmp_path


def test_the_parts_stand_in_one_stylesheet_in_their_order(collected):
    whole = (collected / SITE_CSS).read_text()
    places = [whole.index((site.STATICFILES_DIRS[0] / name).read_text().strip()[:60]) for name in STYLESHEETS]

    assert places == sorted(places)
    assert not list(collected.glob("build/site_*"))


def test_its_hashed_name_is_what_pages_load(collected):
    assert stylesheets() == [SITE_CSS]

    address = staticfiles_storage.url(SITE_CSS)
    hashed = collected / address.removeprefix(site.STATIC_URL)
    assert hashed.name != "site.css"
    assert hashed.with_name(f"{hashed.name}.br").exists()
    assert "sarabun-400." in hashed.read_text()


def test_files_for_a_visit_without_a_network_are_those_that_pages_load(collected):
    assert served([*STYLESHEETS, "js/site.js"]) == [SITE_CSS, "js/site.js"]


def test_developers_load_the_parts():
    assert stylesheets() == list(STYLESHEETS)
    assert served([*STYLESHEETS, "js/site.js"]) == [*STYLESHEETS, "js/site.js"]


def test_every_page_loads_them(client, db):
    html = client.get("/privacy/").content.decode()

    places = [html.index(f'<link rel="stylesheet" href="/static/{name}">') for name in STYLESHEETS]
    assert places == sorted(places)
