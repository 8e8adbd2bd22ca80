"""The style guide: who sees it, and that it holds everything."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from goodsociety.common.colour import contrast
from goodsociety.common.icons import PATHS
from goodsociety.pages.styleguide import SIGNS, TEXTS, TOKENS, schemes
from tests.factories import OrganizationFactory, ParticipationFactory, PlaceFactory, SessionFactory, UserFactory
from tests.html import faults
from tests.pages import is_under_strict_rules, text
from tests.source import ROOT

pytestmark = pytest.mark.django_db
#: These stand beside Django's own in the organisers' workspace, with its variables.
OF_THE_WORKSPACE = {"admin.css", "admin-plan.css", "admin-statements.css", "outline.css"}
#: What begins with _ is a piece of another one, which may have kept it from an earlier page.
COMPONENTS = sorted(path.name for path in (ROOT / "templates" / "components").glob("[!_]*.html"))


@pytest.fixture
def staff():
    """Return somebody of the staff, signed in."""
    client = Client()
    client.force_login(UserFactory(is_staff=True))
    return client


@pytest.fixture
def something_to_show(edition, zone, activity, organization):
    """Have a session, an organization and a place on the map."""
    zone.outline = [[0, 0], [400, 0], [400, 300], [0, 300]]
    zone.save()
    place = PlaceFactory(edition=edition, zone=zone, outline=[[20, 20], [60, 20], [60, 60], [20, 60]])
    SessionFactory(activity=activity, place=place, starts_at=edition.moment(1, dt.time(10)))
    ParticipationFactory(organization=organization)
    ParticipationFactory(organization=OrganizationFactory(is_sample=True))


def test_strangers_and_visitors_do_not_find_it(client):
    assert client.get("/styleguide/").status_code == 404
    client.force_login(UserFactory(is_staff=False))
    assert client.get("/styleguide/").status_code == 404


def test_staff_see_it_in_both_languages(staff, something_to_show, language):
    response = staff.get(reverse("styleguide"))

    assert response.status_code == 200
    assert faults(response.content.decode()) == []
    assert is_under_strict_rules(response)
    assert response.content.decode().count("<h1") == 1


def test_developers_see_it_without_signing_in(client, settings):
    settings.DEBUG = True

    assert client.get("/styleguide/").status_code == 200


def test_it_stands_without_any_edition(staff):
    assert staff.get("/styleguide/").status_code == 200


def test_every_component_stands_on_it(staff, something_to_show):
    shown = {template.name for template in staff.get("/styleguide/").templates}

    assert sorted(set(COMPONENTS) - {str(name).removeprefix("components/") for name in shown}) == []


def test_every_icon_stands_on_it(staff):
    page = text(staff.get("/en/styleguide/"))

    assert [name for name in PATHS if name not in page] == []


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pair", "least"), [*((pair, 4.5) for pair in TEXTS), *((pair, 3) for pair in SIGNS)])
def test_every_pair_of_colours_can_be_read(scheme, pair, least):
    colours = schemes()[scheme]
    assert contrast(colours[pair[0]], colours[pair[1]]) >= least


def test_every_colour_that_is_text_or_ground_is_in_a_pair():
    light, dark = schemes()
    pairs = {name for pair in (*TEXTS, *SIGNS) for name in pair}
    decorative = {"line", "gold", "cream", "zone-1", "zone-2", "zone-3", "zone-4", "zone-5", "on-zone"}
    assert set(light) - decorative - pairs == set()
    assert set(dark) == set(light)


def test_colours_and_sizes_of_type_stand_in_the_tokens_alone():
    sheets = [
        path for path in (ROOT / "static" / "css").glob("*.css") if path.name not in {TOKENS.name, *OF_THE_WORKSPACE}
    ]
    for path in sheets:
        rules = path.read_text()
        colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])", rules)) - {"#ffffff", "#000", "#fff", "#000000"}
        assert colours == set(), path.name
        assert not re.search(r"font-size: [\d.]+px", rules), path.name


def test_every_token_that_is_used_exists():
    sheets = {path.name: path.read_text() for path in (ROOT / "static" / "css").glob("*.css")}
    known = {name for rules in sheets.values() for name in re.findall(r"(--[\w-]+):", rules)}
    unknown = {
        (sheet, name)
        for sheet, rules in sheets.items()
        for name in re.findall(r"var\((--[\w-]+)\)", rules)
        if name not in known and sheet not in OF_THE_WORKSPACE
    }
    assert unknown == set()
