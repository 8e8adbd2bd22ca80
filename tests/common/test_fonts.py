"""Making the web fonts."""

import io
import re

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

FACES = {"sarabun-400": 400, "sarabun-700": 700, "prompt-600": 600}
THAI = [chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C))]
#: In bytes: what the three files of a first visit may weigh together.
FIRST_VISIT = 42_000


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


def characters_of(path):
    """Return the characters a font file can write."""
    return {chr(code) for code in TTFont(path).getBestCmap()}


@pytest.mark.parametrize("face", FACES)
def test_every_weight_can_write_thai_and_english(folder, face):
    path = folder / f"{face}.woff2"
    characters = characters_of(path)

    assert not set(THAI) - characters
    assert not set("AZaz09é–—“”’…·×€←→") - characters
    assert TTFont(path)["OS/2"].usWeightClass == FACES[face]


@pytest.mark.parametrize("face", FACES)
def test_rare_letters_wait_in_a_file_of_their_own(folder, face):
    common, rare = characters_of(folder / f"{face}.woff2"), characters_of(folder / f"{face}-more.woff2")

    assert set("ñüőŠễ") <= rare
    assert not common & rare


def test_what_a_first_visit_loads_is_light(folder):
    assert sum((folder / f"{face}.woff2").stat().st_size for face in FACES) < FIRST_VISIT


@pytest.mark.parametrize("face", FACES)
def test_the_rules_that_place_vowels_and_tone_marks_are_kept(folder, face):
    font = TTFont(folder / f"{face}.woff2")

    features = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert {"mark", "mkmk"} <= features


def test_figures_of_sarabun_are_all_as_wide(folder):
    font = TTFont(folder / "sarabun-700.woff2")
    names = font.getBestCmap()
    assert len({font["hmtx"][names[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_the_stylesheet_names_every_font_and_stand_ins_of_the_same_size(folder):
    sheet = (folder / "fonts.css").read_text()

    for face in FACES:
        assert f'url("{face}.woff2")' in sheet
        assert f'url("{face}-more.woff2")' in sheet
        assert "SIL OPEN FONT LICENSE" in (folder / f"{face.partition('-')[0]}-licence.txt").read_text().upper()
    assert sheet.count("font-display: swap") == 2 * len(FACES)
    sizes = [float(size) for size in re.findall(r"size-adjust: ([0-9.]+)%", sheet)]
    assert len(sizes) == 2 * len(FACES)
    assert all(90 < size < 110 for size in sizes)


def test_the_two_files_of_a_face_share_no_character(folder):
    sheet = (folder / "fonts.css").read_text()
    for face in FACES:
        ranges = [
            re.search(rf'{name}.woff2".*?unicode-range: (.*?);', sheet, re.DOTALL)[1] for name in (face, f"{face}-more")
        ]
        common, rare = map(codes, ranges)
        assert not common & rare
        assert {ord("ก"), ord("A"), ord("é")} <= common


def codes(ranges):
    """Return the numbers that a unicode-range names."""
    spans = [span.removeprefix("U+").split("-") for span in ranges.split(", ")]
    return {code for span in spans for code in range(int(span[0], 16), int(span[-1], 16) + 1)}


def test_fonts_that_are_up_to_date_are_left_alone(folder):
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}

    assert "up to date" in again(folder)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


@pytest.mark.parametrize("broken", ["prompt-600.woff2", "sarabun-700-more.woff2", "fonts.css"])
def test_what_is_missing_is_made_again(folder, broken):
    (folder / broken).unlink()

    assert "Made web fonts" in again(folder)
    assert (folder / broken).exists()


def test_fonts_of_another_version_are_made_again_and_what_only_it_had_goes(folder):
    sheet, left_over = folder / "fonts.css", folder / "sarabun-600.woff2"
    left_over.write_bytes(b"")
    sheet.write_text(sheet.read_text().replace("/* Sarabun", "/* An older Sarabun"))

    assert "Made web fonts" in again(folder)
    assert "older" not in sheet.read_text()
    assert not left_over.exists()
