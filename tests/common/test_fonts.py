"""Making the web fonts."""

import io
import re

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

WEIGHTS = (400, 600, 700)
THAI = [chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder the fonts were made in once."""
    folder = tmp_path_factory.mktemp("fonts") / "build"
    call_command("build_fonts", folder=folder, stdout=io.StringIO())
    return folder


def again(folder):
    """Run the command once more and return what it says."""
    out = io.StringIO()
    call_command("build_fonts", folder=folder, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_weight_is_small_and_can_write_thai_and_english(folder, weight):
    path = folder / f"sarabun-{weight}.woff2"
    font = TTFont(path)

    characters = {chr(code) for code in font.getBestCmap()}
    assert not set(THAI) - characters
    assert not set("AZaz09éñ–—“”’…·×฿€←→") - characters
    assert path.stat().st_size < 40_000
    assert font["OS/2"].usWeightClass == weight


def test_the_rules_that_place_vowels_and_tone_marks_are_kept(folder):
    font = TTFont(folder / "sarabun-400.woff2")

    features = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert {"mark", "mkmk"} <= features


def test_the_stylesheet_names_every_font_and_a_stand_in_of_the_same_size(folder):
    sheet = (folder / "fonts.css").read_text()

    for weight in WEIGHTS:
        assert f'url("sarabun-{weight}.woff2")' in sheet
    assert sheet.count("font-display: swap") == len(WEIGHTS)
    sizes = [float(size) for size in re.findall(r"size-adjust: ([0-9.]+)%", sheet)]
    assert len(sizes) == 2
    assert all(90 < size < 110 for size in sizes)
    assert "SIL Open Font License" in (folder / "sarabun-licence.txt").read_text()


def test_fonts_that_are_up_to_date_are_left_alone(folder):
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}

    assert "up to date" in again(folder)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


@pytest.mark.parametrize("broken", ["sarabun-600.woff2", "fonts.css"])
def test_what_is_missing_is_made_again(folder, broken):
    (folder / broken).unlink()

    assert "Made web fonts" in again(folder)
    assert (folder / broken).exists()


def test_fonts_of_another_version_are_made_again(folder):
    sheet = folder / "fonts.css"
    sheet.write_text(sheet.read_text().replace("/* Sarabun", "/* An older Sarabun"))

    assert "Made web fonts" in again(folder)
    assert "older" not in sheet.read_text()
