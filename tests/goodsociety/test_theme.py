"""The stylesheet of zone colours."""

import re

import pytest

from goodsociety.common.colour import as_ink, contrast, mix, readable_on
from goodsociety.pages import theme
from goodsociety.pages.styleguide import schemes
from tests.factories import ZoneFactory

pytestmark = pytest.mark.django_db


def test_every_zone_has_a_class_with_its_colour_and_a_readable_one_upon_it(client, edition):
    colours = ("#1f6f8b", "#ffff00", "#000000", "#ffffff", "#777777", "#808080", "#FF0000")
    for number, colour in enumerate(colours):
        ZoneFactory(slug=f"zone-of-{number}", colour=colour)

    response = client.get(f"/{edition.year}/theme.css")

    rules = re.findall(r"\.zone-([a-z0-9-]+)\{--zone:(#\w{6});--on-zone:(#\w{6})\}", response.content.decode())
    assert [colour for _, colour, _ in rules] == list(colours)
    assert all(contrast(colour, text) >= 4.5 for _, colour, text in rules)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age=60" in response["Cache-Control"]


def test_the_name_of_a_zone_can_be_read_in_its_colour_on_every_ground_light_and_dark(client, edition):
    colours = ("#1f6f8b", "#ffff00", "#000000", "#ffffff", "#808080", "#ffb000")
    for number, colour in enumerate(colours):
        ZoneFactory(slug=f"zone-of-{number}", colour=colour)

    css = client.get(f"/{edition.year}/theme.css").content.decode()

    for scheme, part in zip(schemes(), css.split("@media screen and (prefers-color-scheme:dark)"), strict=True):
        inks = re.findall(r"\{--zone-ink:(#\w{6});--zone-soft:(#\w{6})\}", part)
        assert len(inks) == len(colours)
        for ink, soft in inks:
            assert min(contrast(ink, ground) for ground in (soft, *grounds_of(scheme))) >= 4.5
            assert contrast(scheme["ink"], soft) >= 4.5


def grounds_of(scheme):
    """Return what names may stand on."""
    return [scheme[name] for name in ("paper", "surface", "sunken")]


def test_the_grounds_are_those_of_the_tokens():
    light, dark = schemes()
    assert list(theme.LIGHT) == grounds_of(light)
    assert list(theme.DARK) == grounds_of(dark)


def test_the_five_colours_of_the_pattern_are_the_zones_again_from_the_first_where_they_are_fewer(client, edition):
    ZoneFactory(colour="#111111", order=1)
    ZoneFactory(colour="#222222", order=2)

    css = client.get(f"/{edition.year}/theme.css").content.decode()

    assert ":root{--zone-1:#111111;--zone-2:#222222;--zone-3:#111111;--zone-4:#222222;--zone-5:#111111}" in css


def test_the_theme_of_an_edition_without_zones_changes_nothing(client, edition):
    assert "#" not in client.get(f"/{edition.year}/theme.css").content.decode()


def test_pages_link_their_edition_s_theme(client, edition):
    assert f'href="/{edition.year}/theme.css"' in client.get(f"/en/{edition.year}/").content.decode()
    assert "theme.css" not in client.get("/en/editions/").content.decode()


@pytest.mark.parametrize("step", range(0, 256, 5))
def test_text_on_any_colour_can_be_read(step):
    for colour in (f"#{step:02x}{255 - step:02x}80", f"#{step:02x}{step:02x}{step:02x}", f"#80{step:02x}00"):
        assert contrast(colour, readable_on(colour)) >= 4.5


def test_contrast_is_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")
    assert contrast("#0000ff", "#0000ff") == 1


def test_a_mix_lies_between_its_colours():
    assert mix("#000000", "#ffffff", 0) == "#ffffff"
    assert mix("#000000", "#ffffff", 1) == "#000000"
    assert mix("#ff0000", "#0000ff", 0.5) == "#800080"


def test_a_colour_that_can_be_read_already_stays_as_it_is():
    assert as_ink("#1f6f8b", "#ffffff") == "#1f6f8b"
    assert as_ink("#ffff00", "#ffffff") != "#ffff00"
