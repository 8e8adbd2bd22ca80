"""Signing in and the visitor's own page, in Thai and in English: each in its own language and in no other."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts import refusals
from goodsociety.common.models import Outbox
from tests.accounts.signing_in import MAIL, ask, give, let_in, mailed, wrong_one
from tests.factories import (
    ConsentFactory,
    DutyFactory,
    FavouriteFactory,
    PersonFactory,
    PledgeFactory,
    RegistrationFactory,
    SessionFactory,
    ShiftFactory,
    SignUpFactory,
)
from tests.language.words import Page, english_words, thai_words

pytestmark = pytest.mark.django_db


def wrong_words(pieces, language):
    """Return the pieces that are not in the language."""
    return english_words(pieces) if language == "th" else thai_words(pieces)


def assert_is_in(language, response):
    """Expect a page in a language."""
    page = Page(response.content.decode())
    assert page.language == language
    assert wrong_words(page.said, language) == {}


def test_signing_in_is_of_one_language(client, edition, language):
    assert_is_in(language, client.get(reverse("sign_in")))
    assert_is_in(language, client.get(f"{reverse('sign_in')}?signed-out"))
    assert_is_in(language, ask(client, "nobody"))
    ask(client)
    assert_is_in(language, client.get(reverse("sign_in_code")))
    assert_is_in(language, give(client, "12"))
    for _time in range(6):
        assert_is_in(language, give(client, wrong_one(mailed())))
    for _time in range(5):
        answer = ask(client)
    assert_is_in(language, answer)


def test_the_mail_is_of_one_language(client, language):
    ask(client)
    mail = Outbox.objects.get()
    assert wrong_words([mail.subject, *mail.body.splitlines()], language) == {}


@pytest.mark.parametrize("refusal", [refusals.TooManyFromNetwork(), refusals.SignInClosed()], ids=str)
def test_every_refusal_is_of_one_language(refusal, language):
    assert wrong_words([str(refusal)], language) == {}


@pytest.mark.parametrize("is_full", [False, True])
def test_my_page_is_of_one_language(client, edition, language, is_full):
    person = PersonFactory(email=MAIL, name={"th": "สมชาย", "en": "Somchai"}[language] if is_full else "")
    if is_full:
        add_everything(person)
    let_in(client)
    for name in ("me", "my_name"):
        assert_is_in(language, client.get(reverse(name)))
    assert_is_in(language, client.post(reverse("my_name"), {"key": "0" * 32, "name": ""}))


def add_everything(person):
    """Add what a timeline can hold."""
    taken = RegistrationFactory(person=person).session
    RegistrationFactory(person=person, status="cancelled")
    SignUpFactory(person=person, shift=ShiftFactory(duty=DutyFactory(zone=None), starts_at=taken.ends_at))
    FavouriteFactory(person=person, session=SessionFactory(starts_at=taken.starts_at))
    FavouriteFactory(person=person, session=SessionFactory(state="cancelled"))
    for status in ("promised", "paid", "withdrawn"):
        PledgeFactory(person=person, status=status)
    for purpose in ("registration", "volunteering", "giving"):
        ConsentFactory(person=person, purpose=purpose)


def test_a_year_is_of_the_pages_era(client, edition):
    add_everything(PersonFactory(email=MAIL))
    let_in(client)
    for language, year in (("th", "2569"), ("en", "2026")):
        with translation.override(language):
            assert year in client.get(reverse("me")).content.decode()
