"""The secret link in a mail: it opens one person's page after one tap, and in no other way."""

import base64
import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.actions import sign_out_everywhere
from accounts.contact import Contact
from accounts.links import LIFE_AFTER, link_for, person_of
from accounts.models import Person, User
from activities import actions
from activities.actions import Party
from activities.models import Session
from goodsociety.common.audit import VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from tests.accounts.signing_in import MAIL, is_in, let_in
from tests.factories import PersonFactory, SessionFactory, ShiftFactory, UserFactory
from tests.html import faults
from tests.pages import is_under_strict_rules, text
from tests.tables import everything
from volunteers.actions import sign_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(edition):
    """Return somebody whom mails went to."""
    return PersonFactory(email=MAIL, name="สมชาย ใจดี")


@pytest.fixture
def token(person, edition):
    """Return the token of their link."""
    return link_for(person, email=MAIL, last_day=edition.ends_on)


def path(token):
    """Return where a link leads."""
    return reverse("open_my_page", args=[token])


def registered(email=MAIL):
    """Register somebody and return the text of the mail."""
    session = Session.objects.for_programme().get(pk=SessionFactory().pk)
    at = session.edition.moment(1, dt.time(8))
    actions.register_party(session=session, party=Party(Contact("สมชาย", email), 1), by=VISITOR, at=at)
    return Outbox.objects.order_by("-pk").first().body


def linked(body):
    """Return the address that a mail's link leads to, or none."""
    found = re.search(r"https?://[^/\s]+(/\S*/open/\S+/)", body)
    return found and found[1]


# What works


def test_a_mail_opens_the_page_of_whoever_it_went_to(client, edition):
    address = linked(registered())
    page = client.get(address)
    assert page.status_code == 200
    assert faults(page.content.decode()) == []
    assert is_under_strict_rules(page)
    answer = client.post(address)
    assert (answer.status_code, answer.url) == (302, reverse("me"))
    assert is_in(client)
    person = Person.objects.get()
    assert person.email_verified_at is not None
    assert AuditEntry.objects.get(verb="sign_in_by_link").subject_key == person.pk


def test_a_volunteers_mail_does_too(client, edition, now):
    sign_up(shift=ShiftFactory(), contact=Contact("สมชาย", MAIL), by=VISITOR, at=now)
    client.post(linked(Outbox.objects.get().body))
    assert is_in(client)


def test_who_is_in_already_is_led_on(client, person, token):
    let_in(client)
    assert client.get(path(token)).url == reverse("me")


def test_the_link_works_again_on_another_device(client, token):
    client.post(path(token))
    other = Client()
    other.post(path(token))
    assert is_in(other)


# What must not work


def test_looking_at_it_does_nothing(client, person, token):
    before = everything()
    page = client.get(path(token))
    assert everything() == before
    assert not is_in(client)
    assert person.name not in text(page)
    assert MAIL not in text(page)
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"].startswith("noindex")
    assert client.head(path(token)).status_code == 200


def test_without_the_pages_own_token_the_button_does_nothing(token):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path(token)).status_code == 403
    assert not is_in(strict)


def test_every_altered_token_is_refused(person, token):
    for place, character in enumerate(token):
        other = "A" if character != "A" else "B"
        browser = Client()
        assert browser.get(path(token[:place] + other + token[place + 1 :])).status_code == 404, place
        assert not is_in(browser)


@pytest.mark.parametrize("token", ["x", "A" * 38, "_" * 38, "ก" * 38, "A" * 5000, "a b", "%00"])
def test_what_is_no_token_gets_a_friendly_page(client, person, token):
    for answer in (client.get(path(token)), client.post(path(token))):
        assert answer.status_code in {400, 404}
        assert not is_in(client)
    if answer.status_code == 404:
        assert reverse("sign_in") in answer.content.decode()


def test_a_number_beyond_every_row_is_no_error(client, person):
    token = base64.urlsafe_b64encode(b"\xff" * 12).decode() + "A" * 22
    assert client.post(path(token)).status_code == 404


def test_it_ends_some_days_after_the_expo(person, token, edition):
    last = edition.ends_on + LIFE_AFTER
    evening = dt.datetime.combine(last, dt.time(16), tzinfo=dt.UTC)
    assert person_of(token, at=evening) == person
    assert person_of(token, at=evening + dt.timedelta(hours=2)) is None, "midnight in Bangkok"


def test_signing_out_everywhere_ends_it_and_the_next_one_works(client, person, token, now, edition):
    sign_out_everywhere(person=person, by=VISITOR, at=now)
    assert client.post(path(token)).status_code == 404
    assert not is_in(client)
    person.refresh_from_db()
    with time_machine.travel(now + dt.timedelta(seconds=1)):
        client.post(path(link_for(person, email=MAIL, last_day=edition.ends_on)))
        assert is_in(client)


def test_a_new_address_ends_it(client, person, token):
    Person.objects.update(email="new@example.org")
    assert client.post(path(token)).status_code == 404


def test_who_was_erased_is_opened_by_nothing(client, person, token, now):
    Person.objects.update(erased_at=now)
    assert client.post(path(token)).status_code == 404


def test_a_closed_sign_in_stays_closed(client, person, token):
    UserFactory(email=MAIL, person=person, is_active=False)
    assert client.post(path(token)).status_code == 409
    assert not is_in(client)


def test_it_opens_nothing_of_the_workspace(client, person, token):
    UserFactory(email=MAIL, person=person, is_staff=True, is_superuser=True)
    client.post(path(token))
    assert is_in(client)
    assert client.get(reverse("admin:index")).status_code == 302
    assert User.objects.get().last_login is None


def test_another_visitors_browser_becomes_the_persons_alone(client, person, token):
    let_in(client, "other@example.org")
    client.post(path(token))
    assert person.name in text(client.get(reverse("me")))


def test_a_mail_to_another_address_than_the_persons_has_no_link(person, edition, now):
    session = Session.objects.for_programme().get(pk=SessionFactory().pk)
    row = actions.register_party(session=session, party=Party(Contact("สมชาย", MAIL), 1), by=VISITOR, at=now)
    assert linked(Outbox.objects.get().body)
    Person.objects.update(email="new@example.org")
    actions.cancel_registration(registration=row, by=VISITOR, at=now)
    assert linked(Outbox.objects.order_by("-pk").first().body) is None


def test_who_tries_many_links_has_to_wait(client, person, token, settings):
    settings.SIGN_IN_CODES_PER_ADDRESS = 25
    for _time in range(5):
        assert client.post(path("A" * 38)).status_code == 404
    assert client.post(path(token)).status_code == 429
    assert not is_in(client)


def test_it_is_in_both_languages(client, token, language):
    assert client.get(path(token))["Content-Language"] == language
