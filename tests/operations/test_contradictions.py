"""A file whose parts contradict each other is refused, each contradiction once and by its path in the file."""

from copy import deepcopy

import pytest
import yaml
from django.utils import translation

from goodsociety.operations.loading.reading import read_edition
from tests.operations.edition_files import activity, crowd, drop, errors_in, organization, place_of, put, small, written


@pytest.fixture(autouse=True)
def in_english():
    """Read the sentences as the command prints them."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("path", "value", "phrase"),
    [
        ("organizations[0].parts[0].zone", "sports", "“sports” is not in this file"),
        ("sample.places[0].zone", "sports", "“sports”"),
        ("sample.activities[0].zone", "sports", "“sports”"),
        ("sample.activities[0].hosts[0]", "moon-club", "“moon-club”"),
        ("sample.activities[0].sessions[0].place", "cellar", "“cellar”"),
        ("sample.duties[0].zone", "sports", "“sports”"),
        ("sample.duties[0].host", "moon-club", "“moon-club”"),
        ("sample.duties[0].shifts[0].place", "cellar", "“cellar”"),
        ("sample.media[0].outlet", "moon-times", "“moon-times”"),
        ("sample.campaigns[0].organization", "moon-club", "“moon-club”"),
        ("sample.activities[0].sessions[0].day", 9, "4 days"),
        ("sample.duties[0].shifts[0].days[1]", 9, "4 days"),
        ("sample.activities[1].sessions[0].capacity", 21, "holds 20"),
        ("sample.activities[0].minimum_age", 13, "not above the oldest"),
        ("edition.ends_on", "2027-10-06", "before the first"),
        ("edition.ends_on", "2027-11-07", "31 days"),
        ("edition.year", 2026, "edition's year"),
        ("edition.closes_at", "10:00", "close after they open"),
        ("edition.status", "cancelled", "says why"),
        ("sample.campaigns[0].promptpay_id", "0812345678", "0000000000"),
        ("sample.crowd", crowd(pledged_baht=100, paid_baht=200), "than was pledged"),
    ],
)
def test_a_contradiction_is_the_one_error(tmp_path, path, value, phrase):
    elsewhere = {"2026": "edition.starts_on", "cancelled": "edition.cancelled_reason_th"}
    ((found, sentence),) = errors_in(tmp_path, put(small(), path, value))
    assert found == elsewhere.get(str(value), path + (".paid_baht" if path == "sample.crowd" else ""))
    assert phrase in sentence


def test_an_unknown_zone_with_an_area(tmp_path):
    document = put(small(), "sample.zones.sports", {"area_sqm": 10})
    assert [path for path, _sentence in errors_in(tmp_path, document)] == ["sample.zones.sports"]


@pytest.mark.parametrize(
    ("path", "row", "at"),
    [
        ("zones", 0, "slug"),
        ("organizations", 0, "slug"),
        ("published_figures", 0, "metric"),
        ("organizations[0].parts", 0, "part"),
        ("sample.places", 0, "slug"),
        ("sample.media", 0, "link"),
        ("sample.duties", 0, "slug"),
        ("sample.campaigns", 0, "slug"),
        ("sample.duties[0].shifts", 1, "days"),
    ],
)
def test_what_stands_twice(tmp_path, path, row, at):
    document = small()
    holder, last = place_of(document, path)
    rows = holder[last]
    rows.append(deepcopy(rows[row]))
    ((found, sentence),) = errors_in(tmp_path, document)
    assert found == f"{path}[{len(rows) - 1}].{at}"
    assert "stands twice" in sentence


def test_an_organization_stands_twice_among_facts_and_samples(tmp_path):
    document = small()
    document["sample"]["organizations"].append(organization("lantern-foundation"))
    assert errors_in(tmp_path, document) == [("sample.organizations[1].slug", "“lantern-foundation” stands twice.")]


def test_one_organization_may_have_one_part_in_two_zones(tmp_path):
    document = small()
    document["organizations"][0]["parts"].append({"part": "zone_lead", "zone": "health"})
    assert read_edition(written(tmp_path, document))


def test_a_session_stands_twice_in_a_shared_place(tmp_path):
    document = small()
    sessions = document["sample"]["activities"][0]["sessions"]
    sessions[0]["place"] = "square"
    sessions.append(dict(sessions[0]))
    ((found, sentence),) = errors_in(tmp_path, document)
    assert found == "sample.activities[0].sessions[2].day"
    assert sentence == "“1, 10:00:00, square” stands twice."


# Sessions beside each other.


@pytest.mark.parametrize(
    ("at", "minutes", "is_taken"),
    [("11:00", 60, False), ("09:00", 60, False), ("10:59", 60, True), ("09:01", 60, True), ("10:10", 20, True)],
)
def test_sessions_in_a_place_that_is_not_shared(tmp_path, at, minutes, is_taken):
    document = small()
    session = {"day": 1, "at": at, "minutes": minutes, "place": "stage", "entry": "open_door"}
    document["sample"]["activities"].append(activity("talk", "education", "stage") | {"sessions": [session]})
    if is_taken:
        ((found, sentence),) = errors_in(tmp_path, document)
        assert found in {"sample.activities[2].sessions[0].at", "sample.activities[0].sessions[0].at"}
        assert "“stage” is taken" in sentence
    else:
        assert read_edition(written(tmp_path, document))


def test_a_long_session_overlaps_not_only_the_next(tmp_path):
    document = put(small(), "sample.activities[0].sessions[0].minutes", 600)
    brief = {"day": 1, "at": "10:30", "minutes": 15, "place": "stage", "entry": "open_door"}
    document["sample"]["activities"].append(activity("talk", "education", "stage") | {"sessions": [brief]})
    found = [path for path, _sentence in errors_in(tmp_path, document)]
    assert found == ["sample.activities[2].sessions[0].at", "sample.activities[0].sessions[1].at"]


def test_a_session_overlaps_one_that_goes_past_midnight(tmp_path):
    document = put(small(), "sample.activities[0].sessions[0]", late("22:00", day=1, minutes=240))
    put(document, "sample.activities[0].sessions[1]", late("01:00", day=2, minutes=60))
    assert [path for path, _sentence in errors_in(tmp_path, document)] == ["sample.activities[0].sessions[1].at"]


def late(at, *, day, minutes):
    """Return a session with an open door on the stage."""
    return {"day": day, "at": at, "minutes": minutes, "place": "stage", "entry": "open_door"}


def test_sessions_in_a_shared_place_may_overlap(tmp_path):
    document = small()
    for session in document["sample"]["activities"][0]["sessions"]:
        session |= {"place": "square", "at": "10:00"}
    document["sample"]["activities"][0]["sessions"][1]["at"] = "10:30"
    assert read_edition(written(tmp_path, document))


def test_registration_needs_a_capacity_and_an_open_door_none(tmp_path):
    document = drop(small(), "sample.activities[0].sessions[0].capacity")
    ((found, sentence),) = errors_in(tmp_path, document)
    assert (found, sentence) == (
        "sample.activities[0].sessions[0].capacity",
        "A session with registration has a capacity.",
    )
    put(document, "sample.activities[0].sessions[0].entry", "open_door")
    assert read_edition(written(tmp_path, document))


# The edition's days.


def without_days(status):
    """Return a file of facts alone, of an edition whose days nobody knows."""
    document = put(drop(drop(small(), "edition.starts_on"), "edition.ends_on"), "edition.status", status)
    return drop(document, "sample")


def test_an_open_edition_has_days(tmp_path):
    assert errors_in(tmp_path, without_days("open")) == [("edition.starts_on", "An open edition has days.")]
    assert read_edition(written(tmp_path, without_days("draft")))["edition"]["starts_on"] is None


def test_the_last_day_alone_is_not_enough(tmp_path):
    document = drop(drop(small(), "edition.starts_on"), "sample")
    assert errors_in(tmp_path, document) == [
        ("edition.starts_on", "First and last day are both given or both missing.")
    ]


def test_nothing_happens_in_an_edition_without_days(tmp_path):
    document = put(without_days("over"), "sample", {"crowd": crowd(pledged_baht=5)})
    found = dict(errors_in(tmp_path, document))
    assert found == {
        "sample.crowd": "The expo has 0 days.",
        "sample.crowd.pledged_baht": "There is no campaign to pledge to.",
    }


@pytest.mark.parametrize("year", [2027, "2027", 2570, "๒๕๗๐"])
@pytest.mark.parametrize("day", ["2027-10-07", "2570-10-07"])
def test_years_of_both_eras_are_read(tmp_path, year, day):
    document = put(put(small(), "edition.year", year), "edition.starts_on", day)
    edition = read_edition(written(tmp_path, document))["edition"]
    assert (edition["year"], str(edition["starts_on"])) == (2027, "2027-10-07")


def test_a_leap_day_in_the_buddhist_era(tmp_path):
    """2028 is a leap year and 2571, which the same year is called here, would be none."""
    document = drop(put(small(), "edition.year", 2571), "sample")
    lines = yaml.safe_dump(document, allow_unicode=True)
    lines = lines.replace("'2027-10-07'", "2571-02-29").replace("'2027-10-10'", "2571-03-02")
    edition = read_edition(written(tmp_path, lines))["edition"]
    assert (str(edition["starts_on"]), str(edition["ends_on"])) == ("2028-02-29", "2028-03-02")


def test_what_yaml_would_take_for_something_else_is_read_as_it_stands(tmp_path):
    lines = yaml.safe_dump(small(), allow_unicode=True)
    for quoted in ("'10:00'", "'0000000000'", "'2027-10-07'"):
        assert quoted in lines
        lines = lines.replace(quoted, quoted.strip("'"))
    lines = lines.replace("name_th: ลาน\n", "name_th: No\n")
    sample = read_edition(written(tmp_path, lines))["sample"]
    assert sample["activities"][0]["sessions"][0]["at"].hour == 10
    assert sample["campaigns"][0]["promptpay_id"] == "0000000000"
    assert sample["places"][2]["name_th"] == "No"
