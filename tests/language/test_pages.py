"""Every kind of page, mail and answer, in Thai and in English: each in its own language and in no other."""

import json

import pytest
from django.test import RequestFactory
from django.utils import timezone

from donations.actions import confirm_pledge
from donations.models import Payment
from goodsociety.common.models import Outbox
from goodsociety.pages import errors, mailbox
from tests import factories as make
from tests.language.site import NAMES, PAGES, Site
from tests.language.words import Page, english_words, thai_words

pytestmark = [pytest.mark.looks, pytest.mark.django_db]


@pytest.fixture
def site(edition, language):
    """Return the site, to be read in one language."""
    return Site(edition, language)


def wrong_words(pieces, language):
    """Return the pieces that are not in the language."""
    return english_words(pieces) if language == "th" else thai_words(pieces)


def wrong_words_of(response, language):
    """Return the pieces of a page that are not in its language."""
    page = Page(response.content.decode())
    assert page.language == language
    return wrong_words(page.said, language)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_of_one_language(site, client, name):
    status, way = PAGES[name]
    response = way(site, client)
    assert response.status_code == status
    assert wrong_words_of(response, site.language) == {}


def test_the_front_before_any_expo_is_of_one_language(client, language):
    assert wrong_words_of(client.get({"th": "/", "en": "/en/"}[language]), language) == {}


@pytest.mark.parametrize("view", [errors.bad_request, errors.forbidden, errors.not_found, errors.server_error])
def test_a_page_for_what_went_wrong_is_of_one_language(view, edition, language):
    request = RequestFactory().get("/")
    request.LANGUAGE_CODE = language
    response = view(request) if view is errors.server_error else view(request, exception=Exception())
    assert wrong_words_of(response, language) == {}


def test_an_address_that_cannot_be_read_is_answered_in_one_language(client, language):
    response = client.get({"th": "/?q=%00", "en": "/en/?q=%00"}[language])
    assert wrong_words([response.content.decode()], language) == {}


# Mails

LETTERS = ("registered", "signed up", "pledged", "registration taken back", "sign-up taken back")


def test_mails_are_of_one_language(site, client):
    speak_to_people_in(site)
    for name in LETTERS:
        PAGES[name][1](site, client)
    pledge = site.pledges["promised"]
    confirm_pledge(pledge=pledge, method=Payment.Method.CASH, by=make.UserFactory(), at=timezone.now())
    mails = Outbox.objects.all()
    assert len(mails) == len(LETTERS) + 1
    lines = [line for mail in mails for line in (mail.subject, *mail.body.splitlines())]
    assert wrong_words(lines, site.language) == {}
    assert {"th": "2569", "en": "2026"}[site.language] in "".join(lines)


def speak_to_people_in(site):
    """Let everybody who gets a mail read the site's language."""
    for row in (site.registration, site.sign_up, site.pledges["promised"]):
        row.language, row.name = site.language, NAMES[site.language]
        row.save()


def test_the_mailbox_of_the_demo_is_of_one_language(rf, edition, language):
    request = rf.get("/")
    request.LANGUAGE_CODE = language
    assert wrong_words_of(mailbox.mail_list(request), language) == {}
    for state in Outbox.State:
        subject = {"th": "ลงทะเบียนแล้ว", "en": "Registered"}[language]
        make.OutboxFactory(state=state, subject=subject, body=f"{subject}\n")
    assert wrong_words_of(mailbox.mail_list(request), language) == {}


# The API

WRONG_BODIES = [
    {},
    {"name": "", "email": "@", "phone": "12", "party_size": 0, "consent": False},
    {"name": "x" * 300, "email": 1, "phone": [], "party_size": "x", "consent": "x"},
    {"name": "a", "email": "a@example.org", "party_size": 99, "consent": True},
    [],
]


def sentences(answer):
    """Return every sentence of an error."""
    if isinstance(answer, str):
        return [answer]
    values = [value for name, value in answer.items() if name != "refusal"] if isinstance(answer, dict) else answer
    return [sentence for value in values for sentence in sentences(value)]


@pytest.mark.parametrize("body", WRONG_BODIES, ids=str)
def test_errors_of_the_api_are_of_one_language(client, edition, language, body):
    session = make.SessionFactory()
    response = client.post(
        f"/api/v1/sessions/{session.code}/registrations/",
        json.dumps(body),
        content_type="application/json",
        headers={"Accept-Language": language},
    )
    assert response.status_code in {400, 409}
    assert wrong_words(sentences(response.json()), language) == {}


@pytest.mark.parametrize("address", ["zones/?edition=x", "sessions/?day=x&page=99", "nothing/", "outcomes/1999/"])
def test_what_the_api_does_not_know_it_says_in_one_language(client, edition, language, address):
    response = client.get(f"/api/v1/{address}", headers={"Accept-Language": language})
    assert response.status_code in {400, 404}
    assert wrong_words(sentences(response.json()), language) == {}


# Eras

DATED = {
    "editions": "2–5 ธันวาคม 2569",
    "home": "2–5 ธันวาคม 2569",
    "home of a past expo": "10–13 ตุลาคม 2562",
    "activity": "วันพุธที่ 2 ธันวาคม 2569",
    "past shifts": "วันพฤหัสบดีที่ 10 ตุลาคม 2562",
    "register: not yet": "20 พฤศจิกายน 2569 10.00 น.",
    "registration": "วันพุธที่ 2 ธันวาคม 2569",
    "sign-up": "วันพุธที่ 2 ธันวาคม 2569",
}
DATED_IN_ENGLISH = {
    "editions": "2–5 December 2026",
    "home": "2–5 December 2026",
    "home of a past expo": "10–13 October 2019",
    "activity": "Wednesday 2 December 2026",
    "past shifts": "Thursday 10 October 2019",
    "register: not yet": "20 November 2026 10:00",
    "registration": "Wednesday 2 December 2026",
    "sign-up": "Wednesday 2 December 2026",
}


@pytest.mark.parametrize("name", DATED)
def test_years_are_of_the_language(site, client, name):
    said = " ".join(Page(PAGES[name][1](site, client).content.decode()).said)
    dates, other = (DATED, ("2026", "2019")) if site.language == "th" else (DATED_IN_ENGLISH, ("2569", "2562"))
    assert dates[name] in said
    assert [year for year in other if year in said] == []
