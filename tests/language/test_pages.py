"""Every kind of page, in Thai and in English: each in its own language and in no other."""

import pytest

from tests.language.site import PAGES, Site
from tests.language.words import Page, english_words, thai_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(edition, language):
    """Return the site to be read in one language."""
    return Site(edition, language)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_of_one_language(site, client, name):
    status, way = PAGES[name]
    response = way(site, client)
    assert response.status_code == status
    page = Page(response.content.decode())
    assert wrong_words(page.said, site.language) == {}


def wrong_words(pieces, language):
    """Return the pieces of a page that are not in its language."""
    return english_words(pieces) if language == "th" else thai_words(pieces)
