"""What is no edition file at all, and a file with many errors: each is said, nothing is changed."""

import pytest
from django.core.management import CommandError
from django.utils import translation

from goodsociety.operations.loading import reading
from goodsociety.operations.loading.errors import BadEditionFile
from goodsociety.operations.loading.reading import SHIPPED, find_file, read_edition
from tests.operations.edition_files import drop, errors_in, load, put, small, written
from tests.tables import everything

NESTED = 1500


@pytest.fixture(autouse=True)
def in_english():
    """Read the sentences as the command prints them."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("edition: {year: 2027, year: 2028}", "line 1: year stands twice"),
        ("a: 1\nb: 2\nzones:\n  - {slug: x, name_th: y, slug: z}", "line 4: slug stands twice"),
        ("edition: &this {year: 2027}\nsample: *this", "line 2: aliases"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "line 2: aliases"),
        ("edition: !!python/object/apply:os.system [ls]", "tags"),
        ("edition: !secret x", "tags"),
        ("[a, b]: c", "a key is one word"),
        ("{a: b}: c", "a key is one word"),
        ("edition: [1, 2", "while parsing"),
        ("edition: 'open", "while scanning"),
        ("a\x07b: 1", "special characters"),
        ("a: 1\n---\nb: 2", "expected a single document"),
        ("[" * NESTED, "recursion"),
        ("- " * NESTED + "x", "recursion"),
        ("a: " + "{b: " * NESTED + "}" * NESTED, "recursion"),
    ],
)
def test_what_is_no_plain_yaml(tmp_path, text, phrase):
    ((path, sentence),) = errors_in(tmp_path, text)
    assert path == "edition.yaml"
    assert sentence.startswith("This is not a readable YAML file: ")
    assert phrase in sentence
    assert len(sentence) < 400


@pytest.mark.parametrize("text", ["", "# nothing\n", "just words", "- a\n- b", "2027", "~"])
def test_what_is_yaml_but_no_mapping(tmp_path, text):
    assert errors_in(tmp_path, text) == [("file", "Keys and values belong here.")]


def test_a_merge_is_a_key_like_any_other(tmp_path):
    lines = "edition: {<<: {year: 2027}, status: over, name_th: x}"
    assert [path for path, _sentence in errors_in(tmp_path, lines)] == ["edition.<<", "edition.year"]


def test_a_file_that_is_not_there(tmp_path):
    assert why_not(tmp_path / "2031.yaml") == [("2031.yaml", "The file cannot be read: No such file or directory.")]


def test_a_folder(tmp_path):
    assert why_not(tmp_path)[0][1] == "The file cannot be read: Is a directory."


def test_a_file_of_another_encoding(tmp_path):
    path = tmp_path / "old.yaml"
    path.write_bytes("edition: {name_th: งาน}".encode("tis-620"))
    ((_name, sentence),) = why_not(path)
    assert "utf-8" in sentence


def test_a_file_that_begins_with_a_byte_order_mark(tmp_path):
    assert read_edition(written(tmp_path, "\ufeff" + written(tmp_path, small()).read_text(encoding="utf-8")))


def test_a_file_of_six_megabytes(tmp_path):
    path = written(tmp_path, "#" * (6 * 1024 * 1024))
    assert why_not(path) == [("edition.yaml", "The file is larger than 5 MB.")]


def test_the_largest_file(tmp_path, monkeypatch):
    path = written(tmp_path, small())
    monkeypatch.setattr(reading, "LARGEST_FILE", path.stat().st_size)
    assert read_edition(path)
    monkeypatch.setattr(reading, "LARGEST_FILE", path.stat().st_size - 1)
    assert "larger" in why_not(path)[0][1]


def why_not(path):
    """Return the errors of a file."""
    with pytest.raises(BadEditionFile) as caught:
        read_edition(path)
    return caught.value.errors


def test_the_name_of_a_shipped_file_is_enough(tmp_path, monkeypatch):
    assert find_file("2019.yaml") == SHIPPED / "2019.yaml"
    # A misspelt folder is no reason to load another file than was asked for.
    assert not find_file("no-such-folder/2019.yaml").exists()
    monkeypatch.chdir(tmp_path)
    mine = written(tmp_path, small(), "2019.yaml")
    assert find_file("2019.yaml").resolve() == mine


# Everything at once.

PLANTED = {
    "edition.name_th": "",
    "edition.opens_at": "ten",
    "edition.colour": "red",
    "zones[0].colour": "blue",
    "organizations[0].sector": "charity",
    "organizations[0].parts[0].zone": "sports",
    "published_figures[0].unit": "heads",
    "published_figures[0].qualifier": "nearly",
    "sample.zones.education.area_sqm": "wide",
    "sample.places[0].kind": "tent",
    "sample.places[1].capacity": 0,
    "sample.places[2].colour": "red",
    "sample.media[0].outlet": "moon-times",
    "sample.activities[0].hosts[0]": "moon-club",
    "sample.activities[0].sessions[0].day": 9,
    "sample.activities[0].sessions[1].minutes": "an hour",
    "sample.activities[1].sessions[1].place": "cellar",
    "sample.duties[0].host": "moon-club",
    "sample.duties[0].shifts[1].days[0]": 5,
    "sample.campaigns[0].promptpay_id": "0812345678",
}


def broken():
    """Return a file with twenty errors, of shape and of sense."""
    document = small()
    for path, value in PLANTED.items():
        put(document, path, value)
    return document


def test_twenty_errors_are_twenty_lines(tmp_path):
    found = [path for path, _sentence in errors_in(tmp_path, broken())]
    assert sorted(found) == sorted(PLANTED)
    assert len(found) == 20


@pytest.mark.django_db
@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--facts-only",)])
def test_a_bad_file_changes_nothing(tmp_path, options):
    load(written(tmp_path, small()))
    before = everything()
    with pytest.raises(CommandError) as caught:
        load(written(tmp_path, broken()), *options)
    lines = str(caught.value).splitlines()
    assert lines[0] == "Nothing was changed. The file has errors:"
    assert len(lines) == 21
    assert "  edition.name_th: This field may not be blank." in lines
    assert everything() == before


@pytest.mark.django_db
def test_a_good_file_after_a_bad_one(tmp_path):
    with pytest.raises(CommandError):
        load(written(tmp_path, drop(small(), "edition.year")))
    assert "editions: 1 added" in load(written(tmp_path, small()))
