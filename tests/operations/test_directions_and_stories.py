"""How to get there, whom to write to and what zones tell, as a file says it."""

import pytest

from goodsociety.operations.coming import load_coming_edition
from goodsociety.operations.loading.reading import SHIPPED, read_edition
from tests.operations.edition_files import errors_in, load, put, small, written
from zones.models import Edition, Zone

pytestmark = pytest.mark.django_db
TOLD = ("directions_th", "directions_en", "map_link", "contact_email")


def test_a_file_may_say_how_to_get_there_and_what_a_zone_tells(tmp_path):
    document = small()
    values = ("รถไฟฟ้า", "Skytrain", "https://map.example.org/", "expo@example.org")
    for key, value in zip(TOLD, values, strict=True):
        put(document, f"edition.{key}", value)
    put(document, "zones[0].story_th", "หนึ่ง\n\nสอง")
    put(document, "zones[0].story_en", "One\n\nTwo")
    load(written(tmp_path, document))

    edition = Edition.objects.get()
    assert tuple(getattr(edition, key) for key in TOLD) == values
    told, silent = edition.zones.all()
    assert (told.story_th, told.story_en) == ("หนึ่ง\n\nสอง", "One\n\nTwo")
    assert (silent.story_th, silent.story_en) == ("", "")


def test_a_file_that_says_nothing_of_it(tmp_path):
    load(written(tmp_path, small()))
    assert [getattr(Edition.objects.get(), key) for key in TOLD] == [""] * 4


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("edition.map_link", "somewhere"),
        ("edition.contact_email", "nobody"),
        ("edition.directions_th", "ก" * 5001),
        ("zones[0].story_en", ["a list"]),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path, key, value):
    document = small()
    put(document, key, value)
    assert [path for path, _sentence in errors_in(tmp_path, document)] == [key]


def test_the_shipped_edition_of_2019_tells_it_in_both_languages():
    document = read_edition(SHIPPED / "2019.yaml")
    edition = document["edition"]
    assert all(edition[key] for key in ("directions_th", "directions_en"))
    assert edition["map_link"].startswith("https://")
    assert edition["contact_email"] == ""
    for zone in document["zones"]:
        thai, english = (zone[key].split("\n\n") for key in ("story_th", "story_en"))
        assert len(thai) == len(english) >= 2


def test_the_coming_sample_edition_tells_it_too(db):
    load_coming_edition()
    edition = Edition.objects.get()
    assert edition.directions_th
    assert edition.map_link
    assert edition.contact_email.endswith("@example.org")
    assert not Zone.objects.filter(story_th="").exists()
