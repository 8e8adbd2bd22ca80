"""A file in which something is wrong by itself is refused, each wrong value once and by its path in the file."""

import pytest
from django.utils import translation

from goodsociety.operations.loading.reading import read_edition
from tests.operations.edition_files import crowd, drop, errors_in, put, small, written


@pytest.fixture(autouse=True)
def in_english():
    """Read the sentences as the command prints them."""
    with translation.override("en"):
        yield


def test_the_small_file_itself_is_right(tmp_path):
    assert read_edition(written(tmp_path, small()))["edition"]["year"] == 2027


@pytest.mark.parametrize(
    ("path", "value", "phrase"),
    [
        ("edition.colour", "#1f6f8b", "not known"),
        ("edition.name_tj", "งาน", "not known"),
        ("zones[1].colours", "#1f6f8b", "not known"),
        ("sample.activities[0].sessions[1].capasity", 4, "not known"),
        ("samples", {}, "not known"),
        ("edition.year", "soon", "integer"),
        ("edition.year", 2027.5, "integer"),
        ("edition.year", 3000, "neither"),
        ("edition.year", 1800, "neither"),
        ("edition.year", True, "integer"),
        ("edition.starts_on", "10 October", "day"),
        ("edition.starts_on", "2027-02-30", "no such day"),
        ("edition.starts_on", "3000-01-01", "neither"),
        ("edition.starts_on", ["2027-10-07"], "day"),
        ("edition.opens_at", "25:00", "format"),
        ("edition.status", "perhaps", "not a valid choice"),
        ("edition.name_th", "", "blank"),
        ("edition.name_th", "  ", "blank"),
        ("edition.name_th", ["งาน"], "valid string"),
        ("edition.name_th", "ก" * 201, "200"),
        ("edition.name_th", "a\x00b", "Null"),
        ("edition", "2027", "Keys and values"),
        ("zones", "education", "list"),
        ("zones[1]", "health", "Keys and values"),
        ("zones[1].slug", "สุขภาพ", "small letters"),
        ("zones[1].slug", "Health", "small letters"),
        ("zones[1].slug", "health care", "small letters"),
        ("zones[1].slug", "h" * 61, "60"),
        ("zones[1].colour", "red", "colour"),
        ("zones[1].colour", "#12", "colour"),
        ("zones[1].colour", "#gggggg", "colour"),
        ("zones[1].colour", "#1f6f8b80", "colour"),
        ("organizations[0].sector", "charity", "not a valid choice"),
        ("organizations[0].website", "javascript:alert(1)", "URL"),
        ("organizations[0].parts", [], "empty"),
        ("organizations[0].parts[0].part", "friend", "not a valid choice"),
        ("published_figures[0].metric", "happiness", "not a valid choice"),
        ("published_figures[0].value", "many", "number"),
        ("published_figures[0].value", -1, "0"),
        ("published_figures[0].value", "Infinity", "number"),
        ("published_figures[0].unit", "heads", "people"),
        ("sample.zones.education.area_sqm", 0, "1"),
        ("sample.zones.education.outline[1]", [1, 2, 3], "2"),
        ("sample.zones.education.outline[1][0]", 1001, "1000"),
        ("sample.zones.education.outline[1]", "a corner", "list"),
        ("sample.places[0].capacity", "forty", "integer"),
        ("sample.places[0].is_shared", "sometimes", "boolean"),
        ("sample.media[0].published_on", "yesterday", "day"),
        ("sample.media[0].link", "river.example.org", "URL"),
        ("sample.activities[0].kind", "concert", "not a valid choice"),
        ("sample.activities[0].ways[0]", "sing", "not a valid choice"),
        ("sample.activities[0].language", "de", "not a valid choice"),
        ("sample.activities[0].language", True, "not a valid choice"),
        ("sample.activities[0].minimum_age", "young", "integer"),
        ("sample.activities[0].minimum_age", -1, "0"),
        ("sample.activities[0].maximum_age", 121, "120"),
        ("sample.activities[0].access[1]", "wings", "not a valid choice"),
        ("sample.activities[0].access", "step_free", "list"),
        ("sample.activities[0].for_whom_th", "ก" * 201, "200"),
        ("sample.activities[0].for_who_th", "ทุกคน", "not known"),
        ("sample.activities[0].sessions", [], "empty"),
        ("sample.activities[0].sessions[0].minutes", 0, "5"),
        ("sample.activities[0].sessions[0].entry", "ticket", "not a valid choice"),
        ("sample.activities[0].sessions[0].capacity", -4, "1"),
        ("sample.duties[0].shifts[0].days", [], "1"),
        ("sample.duties[0].shifts[0].days[1]", "tomorrow", "integer"),
        ("sample.campaigns[0].goal_baht", 0, "1"),
        ("sample.campaigns[0].promptpay_id", "08A2345678", "digits"),
        ("sample.campaigns[0].promptpay_id", "000", "digits"),
        ("sample.campaigns[0].promptpay_id", "๑๒๓๔๕๖๗๘๙๑", "digits"),
        ("sample.crowd", crowd(volunteers="many"), "integer"),
    ],
)
def test_a_wrong_value_is_the_one_error(tmp_path, path, value, phrase):
    ((found, sentence),) = errors_in(tmp_path, put(small(), path, value))
    assert found == path + (".volunteers" if path == "sample.crowd" else "")
    assert phrase in sentence


@pytest.mark.parametrize(
    "path",
    [
        "edition",
        "edition.year",
        "edition.status",
        "edition.name_th",
        "zones[0].colour",
        "organizations[0].parts",
        "published_figures[0].source",
        "sample.places[0].kind",
        "sample.activities[0].sessions[0].day",
        "sample.activities[0].sessions[0].at",
        "sample.activities[0].sessions[0].place",
        "sample.duties[0].shifts[0].days",
    ],
)
def test_what_is_missing_is_the_one_error(tmp_path, path):
    assert errors_in(tmp_path, drop(small(), path)) == [(path, "This field is required.")]
