"""The Thai catalogues are whole: nothing is missing, doubtful, forgotten or stale."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tests.language.catalogues import (
    OURS,
    THEIRS,
    catalogue,
    compiled,
    compiled_afresh,
    entries,
    kept,
    said_by_libraries,
    said_by_us,
    sentence,
    shown_by_libraries,
    sources,
    thai_of_libraries,
    written,
)

CATALOGUES = [*sources(OURS), *sources(THEIRS)]
LIBRARIES = sources(THEIRS)
THAI = re.compile(r"[ก-๙]")
#: What is the same in both languages.
SAME = {
    "SHA-256",
    "e-Donation",
    "IPv4",
    "IPv6",
    "…",
    ":",
    "“%(typed)s” (%(field)s): %(sentence)s",
    "%(truncated_text)s…",
}
each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-4]}-{path.stem}")


def test_there_are_our_catalogue_and_those_of_the_libraries():
    assert [path.name for path in sources(OURS)] == ["django.po"]
    assert [path.name for path in LIBRARIES] == ["django.po", "djangojs.po"]


@each_catalogue
def test_every_sentence_is_translated_and_sure(path):
    assert entries(path)
    assert [entry.id for entry in entries(path) if not all(written(entry))] == []
    assert [entry.id for entry in entries(path) if entry.fuzzy] == []


@each_catalogue
def test_every_translation_is_thai(path):
    said = [(entry.id, thai) for entry in entries(path) for thai in written(entry)]
    assert [thai for english, thai in said if not THAI.search(thai) and english not in SAME] == []


@each_catalogue
def test_translations_keep_placeholders_and_marks(path):
    # Of a plural the longer form names everything, the number included.
    pairs = [
        (entry.id if isinstance(entry.id, str) else entry.id[-1], thai)
        for entry in entries(path)
        for thai in written(entry)
    ]
    assert [thai for english, thai in pairs if kept(thai) != kept(english)] == []


@each_catalogue
def test_translations_begin_and_end_as_the_sentence_does(path):
    """A blank or a line break at an end belongs to what stands beside it."""
    pairs = [(entry.id, thai) for entry in entries(path) for thai in written(entry) if isinstance(entry.id, str)]
    ends = re.compile(r"\A(\s*).*?(\s*)\Z", re.DOTALL)
    assert [thai for english, thai in pairs if ends.match(english).groups() != ends.match(thai).groups()] == []


@each_catalogue
def test_nothing_forgotten_is_kept(path):
    assert list(catalogue(path).obsolete) == []


@each_catalogue
def test_the_head_says_what_it_is(path):
    text = path.read_text()
    assert '"Project-Id-Version: Good Society Expo' in text
    assert '"Language: th\\n"' in text
    assert '"Plural-Forms: nplurals=1; plural=0;\\n"' in text
    assert not re.search(r"FIRST AUTHOR|PACKAGE|YEAR-MO-DA|FULL NAME|EMAIL@ADDRESS", text)


@each_catalogue
def test_what_is_compiled_is_what_is_written(path):
    assert compiled(path.with_suffix(".mo").read_bytes()) == compiled(compiled_afresh(path))


def test_our_catalogue_holds_what_we_say_and_nothing_else():
    ours = {sentence(entry) for path in sources(OURS) for entry in entries(path)}
    said = said_by_us()
    assert len(said) > 500
    assert said - ours == set(), "make messages collects these"
    assert ours - said == set(), "nobody says these any more: make messages"


@pytest.mark.parametrize("path", LIBRARIES, ids=lambda path: path.stem)
def test_what_the_libraries_show_is_thai_by_them_or_by_us(path):
    shown = shown_by_libraries(path.stem)
    assert len(shown) > 50
    assert shown - thai_of_libraries(path.stem) - {sentence(entry) for entry in entries(path)} == set()


@pytest.mark.parametrize("path", LIBRARIES, ids=lambda path: path.stem)
def test_what_we_translate_for_the_libraries_is_still_said_by_them(path):
    assert {sentence(entry) for entry in entries(path)} - said_by_libraries(path.stem) == set()


def test_our_words_win_over_those_of_the_libraries():
    """Django and Django REST framework both say "This field is required." in Thai words of their own."""
    with translation.override("th"):
        assert gettext("This field is required.") == "กรุณากรอกช่องนี้"
        assert gettext("session") == "รอบ"
        assert "3" in ngettext("%(num)d day", "%(num)d days", 3) % {"num": 3}
    with translation.override("en"):
        assert gettext("This field is required.") == "This field is required."
