"""The editor of outlines: what it draws, what it warns of, and what it keeps of what was typed."""

import re
from html import unescape

import pytest

from tests import factories as make
from tests.admin.pages import errors, filled, messages_of, send
from tests.admin.rows import new_edition, page
from tests.html import faults
from tests.pages import is_under_strict_rules, queries
from zones.models import Place, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

ROOM = [[0, 0], [400, 0], [400, 300], [0, 300]]
BESIDE = [[400, 0], [600, 0], [600, 300], [400, 300]]
ACROSS = [[300, 0], [500, 0], [500, 300], [300, 300]]
STAGE = [[20, 20], [120, 20], [120, 80], [20, 80]]


def drawn(client, row):
    """Return what the editor on a row's page draws: its own points, and the others by name."""
    html = unescape(client.get(page(type(row), "change", row.pk)).content.decode())
    own = re.search(r'class="outline-own"><polygon[^>]* points="([^"]*)"', html)[1]
    others = re.findall(r'class="outline-other ([^"]*)"[^>]*data-name="([^"]*)".*?points="([^"]*)"', html)
    return own, {name: (kinds, points) for kinds, name, points in others}


def test_the_whole_plan_is_drawn_around_the_outline_of_a_zone(edition, organiser):
    zone, other = make.ZoneFactory(outline=ROOM), make.ZoneFactory(name_en="Other", outline=BESIDE)
    make.PlaceFactory(zone=other, name_en="Stage", outline=STAGE)
    make.ZoneFactory(name_en="Empty")
    make.ZoneFactory(edition=new_edition(), name_en="Of Another Year", outline=ROOM)

    own, others = drawn(organiser, zone)

    assert own == "0,0 400,0 400,300 0,300"
    assert others == {
        "Other": ("is-zone", "400,0 600,0 600,300 400,300"),
        "Stage": ("is-place", "20,20 120,20 120,80 20,80"),
    }


def test_around_a_place_its_own_zone_stands_out(edition, organiser):
    home = make.ZoneFactory(name_en="Home", outline=ROOM)
    make.ZoneFactory(name_en="Other", outline=BESIDE)

    own, others = drawn(organiser, make.PlaceFactory(zone=home, outline=STAGE))

    assert own == "20,20 120,20 120,80 20,80"
    assert {name: kinds for name, (kinds, _points) in others.items()} == {"Home": "is-zone is-home", "Other": "is-zone"}


@pytest.mark.parametrize("model", [Zone, Place])
def test_the_editor_keeps_to_the_strict_rules(model, edition, organiser):
    row = {Zone: make.ZoneFactory, Place: make.PlaceFactory}[model](name_en='<b>"Stage"</b>', outline=ROOM)
    make.ZoneFactory(name_en="<script>'", outline=BESIDE)

    response = organiser.get(page(model, "change", row.pk))

    html = response.content.decode()
    editor = html[html.index('<div class="outline-editor"') : html.index("</textarea>", html.index("outline-editor"))]
    assert is_under_strict_rules(response)
    # What the field is described by stands below the editor.
    assert faults(f"{editor}</textarea></div>") in ([], ["nothing is named id_outline_helptext"])
    for file in ("css/outline.css", "js/outline-geometry.js", "js/outline.js"):
        assert file in html
    assert html.index("js/outline-geometry.js") < html.index("js/outline.js")


def test_without_scripts_the_text_is_enough(edition, organiser):
    zone = make.ZoneFactory(outline=ROOM)
    assert filled(organiser, page(Zone, "change", zone.pk))["outline"].strip() == str(ROOM)

    send(organiser, page(Zone, "change", zone.pk), outline=str(BESIDE))

    zone.refresh_from_db()
    assert zone.outline == BESIDE


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("[[1, 2", "Enter a valid JSON"),
        ("[[0, 0], [1001, 0], [5, 5]]", "Write the corners as"),
        ("[[0, 0], [true, 0], [5, 5]]", "Write the corners as"),
        ("[[0, 0], [5, 5]]", "three corners or more"),
    ],
)
def test_what_cannot_be_an_outline_is_told_and_stays_typed(typed, sentence, edition, organiser):
    zone = make.ZoneFactory(outline=ROOM)

    answer = send(organiser, page(Zone, "change", zone.pk), outline=typed)

    assert sentence in errors(answer)
    kept = re.search(r'<textarea[^>]*name="outline".*?>(.*?)</textarea>', answer.content.decode(), flags=re.DOTALL)[1]
    assert kept.strip() == typed
    zone.refresh_from_db()
    assert zone.outline == ROOM


def test_an_outline_can_be_taken_away(edition, organiser):
    zone = make.ZoneFactory(outline=ROOM)

    assert errors(send(organiser, page(Zone, "change", zone.pk), outline="[]")) == ""
    zone.refresh_from_db()
    assert zone.outline == []


def test_a_zone_over_another_is_saved_with_a_warning(edition, organiser):
    zone, over = make.ZoneFactory(outline=BESIDE), make.ZoneFactory(name_en="Below", outline=ROOM)
    make.ZoneFactory(edition=new_edition(), name_en="Of Another Year", outline=ROOM)

    answer = send(organiser, page(Zone, "change", zone.pk), outline=str(ACROSS))

    told = messages_of(organiser, answer)
    zone.refresh_from_db()
    assert zone.outline == ACROSS
    assert f"overlaps with {over}" in told
    assert "Of Another Year" not in told


def test_zones_side_by_side_need_no_warning_and_neither_does_another_change(edition, organiser):
    zone = make.ZoneFactory()
    make.ZoneFactory(outline=ROOM)
    assert "overlaps" not in messages_of(organiser, send(organiser, page(Zone, "change", zone.pk), outline=str(BESIDE)))
    Zone.objects.filter(pk=zone.pk).update(outline=ACROSS)

    assert "overlaps" not in messages_of(organiser, send(organiser, page(Zone, "change", zone.pk), name_en="Other"))


def test_a_place_outside_its_zone_and_over_another_place_is_saved_with_warnings(edition, organiser):
    home = make.ZoneFactory(outline=ROOM)
    place = make.PlaceFactory(zone=home)
    make.PlaceFactory(zone=home, name_en="Elsewhere", outline=BESIDE)

    told = messages_of(organiser, send(organiser, page(Place, "change", place.pk), outline=str(ACROSS)))
    assert "does not lie within its zone" in told
    assert "overlaps with" in told

    told = messages_of(organiser, send(organiser, page(Place, "change", place.pk), outline=str(STAGE)))
    assert "does not lie" not in told
    assert "overlaps" not in told


def test_a_new_zone_of_an_edition_is_drawn_among_its_others(edition, organiser):
    make.ZoneFactory(name_en="Other", outline=BESIDE)
    address = page(Zone, "add")

    assert 'data-name="Other"' in organiser.get(address, {"edition": edition.pk}).content.decode()
    for odd in ("", "x", "9" * 30, "-1", "\x01"):
        assert "outline-other" not in organiser.get(address, {"edition": odd}).content.decode()


def test_whoever_may_only_look_sees_no_editor_and_whoever_may_change_does(edition, may):
    zone = make.ZoneFactory(outline=ROOM)
    address = page(Zone, "change", zone.pk)

    assert "outline-editor" not in may("view_zone").get(address).content.decode()
    assert may("view_edition").get(address).status_code == 403
    assert "outline-editor" in may("change_zone").get(address).content.decode()


def test_the_page_asks_the_database_as_often_for_a_full_plan_as_for_an_empty_one(edition, organiser):
    zone = make.ZoneFactory(outline=ROOM)
    address = page(Zone, "change", zone.pk)
    once = queries(organiser, address)
    for _ in range(3):
        make.PlaceFactory(zone=make.ZoneFactory(outline=BESIDE), outline=STAGE)

    assert queries(organiser, address) == once
