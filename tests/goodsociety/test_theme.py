"""The stylesheet of zone colours."""

import re

import pytest

from goodsociety.common.colour import contrast, readable_on
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
