"""Places that are kept while the form is filled in: on pages, by the browser that asked for them."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from activities import refusals
from activities.models import Hold, Registration, Session
from goodsociety.operations.invariants import findings
from tests.factories import RegistrationFactory, SessionFactory, WaitingFactory
from tests.pages import HOSTILE, has_form, queries, text, typed, value_of

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def session(edition):
    """A session of twelve places that are kept for ten minutes."""
    return SessionFactory(capacity=12, largest_party=4, hold_minutes=10)


def page(session, name="register"):
    """Return an address of a session's form, in the active language."""
    return reverse(name, args=[session.edition.year, session.code])


def keep(client, session, party_size="2", address="198.51.100.1"):
    """Ask for places to be kept."""
    return client.post(page(session, "keep_places"), {"party_size": party_size}, REMOTE_ADDR=address)


def register(client, session, **answers):
    """Send the form."""
    return client.post(page(session), typed(**{"party_size": "2", **answers}))


def held():
    """Return how many places the session's counter and its holds say are kept."""
    return Session.objects.get().seats_held, sum(Hold.objects.values_list("seats", flat=True))


def test_looking_keeps_nothing_and_the_first_step_asks_how_many(client, session, language):
    response = client.get(page(session))
    assert not has_form(response)
    assert page(session, "keep_places") in response.content.decode()
    for name in ("keep_places", "release_places"):
        assert client.get(page(session, name)).status_code == 302
    assert held() == (0, 0)


def test_without_keeping_there_is_one_step(client, edition, language):
    session = SessionFactory()
    assert has_form(client.get(page(session)))
    assert str(refusals.NoHolding()) in text(keep(client, session))
    assert not Hold.objects.exists()


def test_places_are_kept_until_a_moment_that_the_form_says(client, session, now, language):
    assert keep(client, session, "3").url == page(session)
    assert held() == (3, 3)
    shown = client.get(page(session))
    assert has_form(shown)
    assert value_of(shown, "party_size") == "3"
    until = Hold.objects.get().expires_at.astimezone(dt.timezone(dt.timedelta(hours=7)))
    assert f"{until:%H.%M}".lstrip("0") in text(shown).replace(":", ".")
    assert 'data-seconds="600"' in shown.content.decode()


def test_the_form_uses_what_was_kept_though_the_session_is_full_for_others(client, session, language):
    keep(client, session, "2")
    RegistrationFactory(session=session, party_size=10)
    shown = client.get(page(session))
    assert has_form(shown)
    assert 'name="wait"' not in shown.content.decode()
    assert register(Client(), session, email="other@example.org").status_code == 409
    assert register(client, session).status_code == 302
    assert Session.objects.get().seats_taken == 12
    assert held() == (0, 0)


def test_one_browser_keeps_once(client, session):
    keep(client, session, "2")
    keep(client, session, "3")
    assert held() == (3, 3)
    assert Hold.objects.count() == 1


def test_what_is_let_go_is_free_again(client, session):
    keep(client, session)
    assert client.post(page(session, "release_places")).status_code == 302
    assert held() == (0, 0)
    assert not has_form(client.get(page(session)))
    assert client.post(page(session, "release_places")).status_code == 302


def test_after_the_time_the_form_can_still_be_sent(client, session, now, language):
    keep(client, session)
    with time_machine.travel(now + 11 * MINUTE, tick=False):
        shown = client.get(page(session))
        assert has_form(shown)
        sentence = "The time is over: the places are no longer kept. You can still send the form while places are free."
        assert _(sentence) in text(shown)
        assert "data-seconds" not in shown.content.decode()
        assert register(client, session).status_code == 302
    assert Registration.objects.get().is_live
    assert held() == (0, 0)


def test_after_the_time_others_may_have_taken_them(client, session, now):
    keep(client, session)
    with time_machine.travel(now + 11 * MINUTE, tick=False):
        for number in range(3):
            assert register(Client(), session, party_size="4", email=f"{number}@example.org").status_code == 302
        response = register(client, session)
    assert response.status_code == 409
    assert value_of(response, "email") == "jaidee@example.org"


def test_where_somebody_waits_nothing_is_kept_for_others(client, session, language):
    RegistrationFactory(session=session, party_size=10)
    WaitingFactory(session=session, party_size=4)
    assert keep(client, session).status_code == 409
    assert held() == (0, 0)


@pytest.mark.parametrize("size", ["5", "99999"])
def test_no_more_than_a_party_is_kept(client, session, language, size):
    response = keep(client, session, size)
    assert str(refusals.PartyTooLarge(largest=4)) in text(response)
    assert has_form(response)
    assert held() == (0, 0)


@pytest.mark.parametrize("size", ["", "0", "-1", "x", "1.5"])
def test_what_is_no_number_is_said(client, session, language, size):
    response = keep(client, session, size)
    assert response.status_code == 200
    assert "id_places_party_size" in response.content.decode()
    assert held() == (0, 0)


@pytest.mark.parametrize("what", HOSTILE)
def test_the_first_step_does_not_stumble(client, session, what):
    assert keep(client, session, HOSTILE[what]).status_code == 200


def test_one_network_does_not_keep_everything(session, language):
    answers = [keep(Client(), session, "1") for _ in range(8)]
    assert [answer.status_code for answer in answers] == [302] * 4 + [409] * 4
    assert held() == (4, 4)
    assert str(refusals.TooManyKept()) in text(answers[-1])
    assert has_form(answers[-1])
    assert register(Client(), session).status_code == 302
    assert keep(Client(), session, "1", address="203.0.113.9").status_code == 302


def test_nothing_is_kept_of_what_is_closed_or_hidden(client, session):
    Session.objects.update(state="draft")
    assert keep(client, session).status_code == 404
    Session.objects.update(state="cancelled")
    assert keep(client, session).status_code == 409
    assert held() == (0, 0)


def test_the_first_step_asks_the_database_no_more_than_the_form(client, session):
    assert queries(client, page(session)) <= 4
