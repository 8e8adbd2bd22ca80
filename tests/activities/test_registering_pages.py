"""The first journey: a visitor registers for a session, sees the registration and takes it back."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Consent, Person
from activities import refusals
from activities.models import Commitment, Registration, Session, State
from goodsociety.common.models import Outbox
from goodsociety.common.refusals import KeyUsedForAnother
from tests.factories import (
    ActivityFactory,
    EditionFactory,
    PersonFactory,
    RegistrationFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.pages import HOSTILE, alert, has_form, is_under_strict_rules, queries, text, typed, value_of

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def session(edition):
    """Return a session of ten seats that takes parties of up to four."""
    return SessionFactory(capacity=10, largest_party=4)


def form_of(session):
    """Return the address of a session's form, in the active language."""
    return reverse("register", args=[session.edition.year, session.code])


def register(client, session, **answers):
    """Send the form."""
    return client.post(form_of(session), typed(**{"party_size": "2", **answers}))


def page_of(registration):
    """Return the address of a registration, in the active language."""
    return reverse("registration_detail", args=[registration.code])


# The form


def test_the_form_says_what_when_and_where(client, session, language):
    response = client.get(form_of(session))
    assert f'<html lang="{language}">' in response.content.decode()
    for word in (session.activity.name, session.place.name, {"th": "13.00", "en": "13:00"}[language]):
        assert word in text(response)
    assert reverse("privacy") in response.content.decode()
    assert is_under_strict_rules(response)


def test_a_guest_registers_and_lands_on_the_page_of_the_registration(client, session, language):
    response = register(client, session)
    row = Registration.objects.get()
    assert (response.status_code, response.url) == (302, page_of(row))
    page = client.get(response.url)
    assert row.reference in text(page)
    assert session.activity.name in text(page)
    assert (row.name, row.email, row.party_size, row.language) == ("ใจดี มีสุข", "jaidee@example.org", 2, language)
    assert Session.objects.get().seats_taken == 2
    assert Consent.objects.get().purpose == "registration"
    assert Commitment.objects.get().starts_at == session.starts_at


def test_a_phone_is_enough_and_sends_no_mail(client, session):
    register(client, session, email="", phone="๐๘๑-234-5678")
    assert Registration.objects.get().phone == "+66812345678"
    assert not Outbox.objects.exists()


def test_the_same_form_sent_twice_is_one_registration_and_the_same_page(client, session, language):
    key = str(uuid4())
    first, second = (register(client, session, key=key) for _ in range(2))
    assert first.url == second.url
    assert Registration.objects.count() == Outbox.objects.count() == 1
    assert Session.objects.get().seats_taken == 2


def test_a_key_does_not_come_back_with_other_answers(client, session, language):
    key = str(uuid4())
    register(client, session, key=key)
    response = register(client, session, key=key, email="other@example.org")
    assert response.status_code == 409
    assert str(KeyUsedForAnother()) in alert(response)
    assert Registration.objects.count() == 1


def test_a_refused_form_may_be_sent_again_under_its_key(client, session):
    key = str(uuid4())
    assert register(client, session, key=key, party_size="5").status_code == 409
    assert register(client, session, key=key, party_size="4").status_code == 302


@pytest.mark.parametrize("key", ["", "not-a-key", "1"])
def test_a_form_without_its_key_is_out_of_date(client, session, key):
    response = register(client, session, key=key)
    assert response.status_code == 200
    assert alert(response) != "no summary"
    assert not Registration.objects.exists()


def test_a_form_without_its_token_is_refused_and_leads_back_to_itself(session, language):
    response = register(Client(enforce_csrf_checks=True), session)
    assert response.status_code == 403
    assert f'<html lang="{language}">' in response.content.decode()
    assert f'href="{form_of(session)}"' in response.content.decode()
    assert not Registration.objects.exists()


# What the rules refuse: the sentence in the page's language, status 409, what was typed kept, nothing written


def assert_refused(response, refusal):
    """Check that a page says no with the sentence, keeps what was typed, and that no row was written."""
    assert response.status_code == 409
    assert str(refusal) in alert(response)
    assert value_of(response, "name") == "ใจดี มีสุข"
    assert value_of(response, "email") == "jaidee@example.org"
    assert not Registration.objects.filter(email="jaidee@example.org").exists()
    assert not Person.objects.filter(email="jaidee@example.org", name="ใจดี มีสุข").exists()


def test_a_full_session_refuses_and_shows_other_times(client, session, language):
    RegistrationFactory(session=session, party_size=9)
    free = SessionFactory(activity=session.activity, starts_at=session.starts_at + 3 * HOUR)
    full = SessionFactory(activity=session.activity, starts_at=session.starts_at + 4 * HOUR, capacity=0)
    over = SessionFactory(activity=session.activity, starts_at=session.starts_at - 40 * dt.timedelta(days=1))
    elsewhere = SessionFactory()
    response = register(client, session)
    assert_refused(response, refusals.SessionFull(asked=2, left=1))
    page = response.content.decode()
    assert form_of(free) in page
    assert not [row for row in (full, over, elsewhere) if form_of(row) in page]
    assert Session.objects.get(pk=session.pk).seats_taken == 9


def test_the_form_of_a_full_session_without_a_list_is_a_sentence_with_other_times(client, session, language):
    Session.objects.update(has_waiting_list=False)
    RegistrationFactory(session=session, party_size=10)
    free = SessionFactory(activity=session.activity, starts_at=session.starts_at + 3 * HOUR)
    response = client.get(form_of(session))
    assert not has_form(response)
    assert form_of(free) in response.content.decode()


CLOSED = {
    "cancelled": {"state": State.CANCELLED},
    "not yet": {"registration_opens_at": dt.datetime(2026, 11, 20, tzinfo=dt.UTC)},
    "no more": {"registration_closes_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)},
}


@pytest.mark.parametrize("why", CLOSED)
def test_a_closed_session_refuses(client, edition, language, why):
    session = SessionFactory(**CLOSED[why])
    assert not has_form(client.get(form_of(session)))
    assert_refused(register(client, session), refusals.RegistrationClosed())


@pytest.mark.parametrize("status", ["over", "cancelled"])
def test_an_edition_that_is_over_refuses_politely(client, now, language, status):
    past = EditionFactory(year=2019, status=status)
    session = SessionFactory(activity=ActivityFactory(edition=past))
    assert not has_form(client.get(form_of(session)))
    assert_refused(register(client, session), refusals.RegistrationClosed())


def test_an_open_door_needs_no_registration(client, edition, language):
    session = SessionFactory(open_door=True)
    response = client.get(form_of(session))
    assert str(refusals.NoRegistrationNeeded()) in text(response)
    assert not has_form(response)
    assert_refused(register(client, session), refusals.NoRegistrationNeeded())


def test_nobody_is_in_two_places_at_once(client, session, language):
    person = PersonFactory(email="jaidee@example.org", name="ใครคนหนึ่ง")
    SignUpFactory(person=person, shift__starts_at=session.starts_at - HOUR, shift__ends_at=session.starts_at + HOUR / 2)
    assert_refused(register(client, session), refusals.Clash())


def test_nobody_holds_two_registrations_in_a_session(client, session, language):
    register(client, session)
    response = register(client, session)
    assert response.status_code == 409
    assert str(refusals.AlreadyRegistered()) in alert(response)
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("party_size", ["5", "99999", "9" * 4000])
def test_a_party_is_not_larger_than_the_session_takes(client, session, language, party_size):
    assert_refused(register(client, session, party_size=party_size), refusals.PartyTooLarge(largest=4))


# What cannot be meant: a sentence beside the field, what was typed kept, nothing written


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        *[("party_size", answer) for answer in ("", "0", "-1", "1.5", "many", "NaN", "1e3", "9" * 5000)],
        *[("email", answer) for answer in ("jaidee", "jaidee@", "@example.org", "a b@example.org", "a@b")],
        *[("email", answer) for answer in ("a@b@example.org", "a@exa℀mple.org", "a@example.org,b@example.org")],
        *[("phone", answer) for answer in ("081", "call me", "+0812345678", "0812345678 ต่อ 5")],
        ("name", ""),
        ("name", "   "),
        ("name", "ก" * 201),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said_at_the_field(client, session, language, field, answer):
    response = register(client, session, **{field: answer})
    page = response.content.decode()
    assert response.status_code == 200
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}_error"' in page
    if answer.strip():
        assert value_of(response, field) == answer
    assert not Registration.objects.exists()
    assert not Person.objects.exists()


def test_some_way_to_reach_the_visitor_is_needed(client, session, language):
    response = register(client, session, email="", phone="")
    assert 'href="#id_email"' in response.content.decode()
    assert not Registration.objects.exists()


def test_nothing_is_kept_without_consent(client, session, language):
    answers = typed(party_size="2")
    del answers["consent"]
    response = client.post(form_of(session), answers)
    assert 'href="#id_consent"' in response.content.decode()
    assert not Person.objects.exists()


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("field", ["name", "email", "phone", "party_size", "consent", "key"])
def test_no_field_stumbles(client, session, field, what):
    response = register(client, session, **{field: HOSTILE[what]})
    assert response.status_code in {200, 302, 409}
    page = response.content.decode()
    assert "<script>alert" not in page
    kept = "".join(row.name + row.email + row.phone for row in Registration.objects.all())
    assert not set(kept) & set("\0\r\n\x1b\u202e")


def test_more_than_two_megabytes_are_not_read(client, session):
    assert register(client, session, name="x" * 3_000_000).status_code == 400
    assert not Registration.objects.exists()


# Who sees what


def test_sessions_that_the_public_may_not_see_have_no_form(client, edition):
    draft = SessionFactory(state=State.DRAFT)
    hidden = SessionFactory(activity=ActivityFactory(edition=EditionFactory(year=2030, status="draft")))
    assert [client.get(form_of(row)).status_code for row in (draft, hidden)] == [404, 404]
    assert [register(client, row).status_code for row in (draft, hidden)] == [404, 404]


def test_a_session_is_found_in_its_own_year_alone(client, session):
    EditionFactory(year=2019)
    assert client.get(reverse("register", args=[2019, session.code])).status_code == 404
    assert client.get(reverse("register", args=[session.edition.year, "NOSUCH12"])).status_code == 404


def test_the_form_takes_as_many_queries_beside_three_other_times_as_beside_one(client, session):
    RegistrationFactory(session=session, party_size=10)
    SessionFactory(activity=session.activity, starts_at=session.starts_at + 2 * HOUR)
    one = queries(client, form_of(session))
    for hours in (3, 4):
        SessionFactory(activity=session.activity, starts_at=session.starts_at + hours * HOUR)
    assert queries(client, form_of(session)) == one
    assert one <= 4
