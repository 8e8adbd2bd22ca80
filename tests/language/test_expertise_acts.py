"""Acts on offers of expertise: asked, foreseen, refused and told, each in one language."""

import pytest

from tests import factories as make
from tests.admin.conftest import signed_in
from tests.admin.rows import page
from tests.language.site import NAMES
from tests.language.test_workspace import DJANGO
from tests.language.words import Page, english_words, thai_words
from volunteers.models import Expertise

pytestmark = [pytest.mark.looks, pytest.mark.django_db]


@pytest.fixture
def browser(edition, settings):
    """Return the browser of somebody who may do everything."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return signed_in(make.UserFactory(is_staff=True, is_superuser=True))


@pytest.fixture
def offer(edition, language):
    """An offer in the page's language, matched with an organization."""
    given = {"name": NAMES[language], "words": NAMES[language], "is_contact_shared": True}
    row = make.ExpertiseFactory(state="matched", person__name=NAMES[language], **given)
    make.MatchFactory(expertise=row)
    return row


def wrong_words(response, language):
    """Return the pieces of a page that are not in its language."""
    assert response.status_code == 200
    shown = Page(response.content.decode())
    assert shown.language == language
    return thai_words(shown.said) if language == "en" else english_words(shown.said, DJANGO)


def typed(act, offer):
    """Return what is typed about each act, and what makes no sense."""
    words = offer.words
    match = offer.matches.get()
    partner = make.OrganizationAppointmentFactory(edition=offer.edition).organization
    make.ParticipationFactory(edition=offer.edition, organization=partner)
    return {
        "match": ({"organization": partner.pk}, {"organization": "x"}),
        "answer": ({"words": words}, {"words": ""}),
        "result": (
            {"match": match.pk, "outcome": "used", "hours": "8"},
            {"match": "x", "outcome": "unused", "hours": "0"},
        ),
        "close": ({"words": words}, {"words": "x" * 2001}),
    }[act]


@pytest.mark.parametrize("act", ["match", "answer", "result", "close"])
def test_an_act_is_of_one_language(browser, offer, language, act):
    address, (right, wrong) = page(Expertise, act, offer.pk), typed(act, offer)
    assert wrong_words(browser.get(address), language) == {}
    if act == "close":
        offer.matches.update(outcome="used", ended_at=offer.created_at)
        assert wrong_words(browser.get(address), language) == {}
    assert wrong_words(browser.post(address, wrong), language) == {}
    seen = browser.post(address, right)
    assert wrong_words(seen, language) == {}
    done = browser.post(address, {**right, "seen": seen.context["foreseen"].mark, "confirmed": "1"}, follow=True)
    assert wrong_words(done, language) == {}


def test_where_no_act_is_possible_it_says_why_in_one_language(browser, edition, language):
    row = make.ExpertiseFactory(state="closed", name=NAMES[language], words=NAMES[language])
    for act in ("match", "answer", "result", "close"):
        assert wrong_words(browser.get(page(Expertise, act, row.pk)), language) == {}
