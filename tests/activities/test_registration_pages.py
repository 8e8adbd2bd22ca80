"""The page of a registration: who may open it, what it shows, how it is taken back, and the mail about it."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from activities import refusals
from activities.models import Commitment, Registration, Session, State
from goodsociety.common.models import Outbox
from tests.factories import (
    ActivityFactory,
    EditionFactory,
    PersonFactory,
    RegistrationFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.pages import drawn, is_under_strict_rules, text, typed

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def session(edition):
    """Return a session of ten seats."""
    return SessionFactory(capacity=10)


def register(client, session, **answers):
    """Send the form of a session."""
    address = reverse("register", args=[session.edition.year, session.code])
    return client.post(address, typed(**{"party_size": "2", **answers}))


def page_of(registration):
    """Return the address of a registration, in the active language."""
    return reverse("registration_detail", args=[registration.code])


@pytest.mark.parametrize("name", ["registration_detail", "registration_cancel"])
def test_a_registration_opens_by_its_secret_code_alone(client, session, name):
    row, other = RegistrationFactory(session=session), SignUpFactory()
    guesses = [row.reference, str(row.pk), row.code[:-1], row.code.swapcase(), session.code, other.code, "x" * 22]
    for guess in guesses:
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=[guess])).status_code == 404
    assert client.get("/registrations/a%00b/").status_code in {400, 404}
    assert Registration.objects.get().is_live


def test_the_page_of_a_registration_is_kept_out_of_caches_and_search_engines(client, session):
    row = RegistrationFactory(session=session)
    for name in ("registration_detail", "registration_cancel"):
        response = client.get(reverse(name, args=[row.code]))
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"


def test_the_page_of_a_registration_shows_nothing_of_the_person(client, session, language):
    person = PersonFactory(name="นามสมมติ", phone="+66899999999")
    response = client.get(page_of(RegistrationFactory(session=session, person=person)))
    for secret in (person.name, person.email, person.phone, "899999999"):
        assert secret not in response.content.decode()
    assert is_under_strict_rules(response)


def test_the_qr_code_leads_to_the_page(client, session, language):
    row = RegistrationFactory(session=session, party_size=3)
    response = client.get(page_of(row))
    assert drawn(f"{settings.SITE_URL}{page_of(row)}") in response.content.decode()
    assert 'role="img" aria-label="' in response.content.decode()
    assert "<dd>3 " in response.content.decode()


@pytest.mark.parametrize("is_sample", [True, False])
def test_a_sample_edition_is_named_as_one(client, now, is_sample):
    edition = EditionFactory(has_sample_rows=is_sample)
    row = RegistrationFactory(session=SessionFactory(activity=ActivityFactory(edition=edition)))
    assert ("sample-notice" in client.get(page_of(row)).content.decode()) is is_sample


# Taking it back


def test_a_registration_is_taken_back_after_a_question(client, session, language):
    register(client, session)
    row = Registration.objects.get()
    address = reverse("registration_cancel", args=[row.code])
    assert address in client.get(page_of(row)).content.decode()
    question = client.get(address)
    assert question.status_code == 200
    assert Registration.objects.get().is_live, "a look changes nothing"
    assert client.post(address).url == page_of(row)
    assert Session.objects.get().seats_taken == 0
    assert not Commitment.objects.exists()
    page = client.get(page_of(row)).content.decode()
    assert 'role="img"' not in page.partition("<main")[2].partition("</main>")[0]
    assert address not in page
    assert Outbox.objects.filter(key=f"cancelled:{row.pk}").count() == 1


def test_taking_it_back_twice_frees_the_seats_once(client, session):
    RegistrationFactory(session=session, party_size=3)
    row = RegistrationFactory(session=session, party_size=2)
    address = reverse("registration_cancel", args=[row.code])
    assert [client.post(address).url for _ in range(2)] == [page_of(row)] * 2
    assert client.get(address).url == page_of(row)
    assert Session.objects.get().seats_taken == 3


def test_what_has_begun_is_not_taken_back(client, session, language, now):
    row = RegistrationFactory(session=session)
    Session.objects.update(starts_at=now, ends_at=now + HOUR)
    address = reverse("registration_cancel", args=[row.code])
    assert client.get(address).url == page_of(row)
    assert address not in client.get(page_of(row)).content.decode()
    response = client.post(address)
    assert response.status_code == 409
    assert str(refusals.TooLateToCancel()) in text(response)
    assert Registration.objects.get().is_live


def test_a_cancelled_session_says_so_on_its_registrations(client, session, language):
    row = RegistrationFactory(session=session)
    before = text(client.get(page_of(row)))
    Session.objects.update(state=State.CANCELLED)
    assert text(client.get(page_of(row))) != before
    assert 'role="status"' in client.get(page_of(row)).content.decode()


# Mail


def test_the_confirmation_says_what_when_where_and_the_way_back(client, session, language):
    register(client, session)
    row, mail = Registration.objects.get(), Outbox.objects.get()
    assert (mail.recipient, mail.key) == ("jaidee@example.org", f"registered:{row.pk}")
    assert session.activity.name in mail.subject
    when = {"th": "13.00–14.00 น.", "en": "13:00–14:00"}[language]
    for word in ("ใจดี มีสุข", session.activity.name, session.place.name, when, row.reference):
        assert word in mail.body
    assert f"\n{settings.SITE_URL}{page_of(row)}\n" in mail.body
    assert "&" not in mail.body
    assert "\n\n\n" not in mail.body


@pytest.mark.parametrize("is_sample", [True, False])
def test_a_mail_from_a_sample_edition_says_that_nothing_takes_place(client, now, language, is_sample):
    register(client, SessionFactory(activity=ActivityFactory(edition=EditionFactory(is_sample=is_sample))))
    assert (_("This edition is a sample: nothing of it takes place.") in Outbox.objects.get().body) is is_sample


def test_the_mail_about_taking_it_back_leads_to_the_activity(client, session, language):
    register(client, session)
    row = Registration.objects.get()
    client.post(reverse("registration_cancel", args=[row.code]))
    mail = Outbox.objects.get(key=f"cancelled:{row.pk}")
    assert f"\n{settings.SITE_URL}{page_of(row)}\n" in mail.body
    link = reverse("activity_detail", args=[session.edition.year, session.activity.slug])
    assert f"\n{settings.SITE_URL}{link}\n" in mail.body


@pytest.mark.parametrize(
    "name",
    [
        "Win at https://evil.example.com/x?y=1 now",
        "www.evil.com\r\nBcc: all@example.org\r\n\r\nClick evil。com",
        "evil.com/{% url 'front' %}",
        "<a href='//evil.com'>prize</a>",
        "mailto:a@evil.com",
    ],
)
def test_a_name_brings_no_link_and_no_line_into_the_mail(client, session, name):
    register(client, session)
    clean = Outbox.objects.get()
    Outbox.objects.all().delete()
    register(client, session, name=name, email="other@example.org")
    mail = Outbox.objects.get()
    assert mail.subject == clean.subject
    assert len(mail.body.splitlines()) == len(clean.body.splitlines())
    ours = settings.SITE_URL
    assert mail.body.count("://") == mail.body.count(ours)
    greeting = mail.body.splitlines()[0]
    assert not set(greeting) & set(".:/@<>。")


def test_a_long_name_is_greeted_shortly(client, session):
    register(client, session, name="ก" * 200)
    assert max(len(line) for line in Outbox.objects.get().body.splitlines()) < 150
