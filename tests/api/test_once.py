"""The same registration sent twice is made once."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

import pytest

from activities.models import Registration, Session
from goodsociety.common.models import IdempotencyKey, Outbox
from tests import factories
from tests.api.asking import address, register, somebody

THREADS = 12


@pytest.fixture
def session(db):
    """A session with twenty seats."""
    return factories.SessionFactory()


def test_the_same_key_and_body_get_the_first_answer_again(client, session):
    first = register(client, session, key="k-1")
    again = register(client, session, key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert Registration.objects.count() == Outbox.objects.count() == 1
    session.refresh_from_db()
    assert session.seats_taken == 2


def test_what_means_the_same_is_the_same_body(client, session):
    first = register(client, session, somebody(party_size=1), key="k-1")
    again = register(client, session, somebody(party_size=None, email=" JAIDEE@example.org", phone=""), key="k-1")
    assert first.json() == again.json()


def test_the_first_answer_comes_again_even_when_the_session_is_full_or_gone(client, session):
    first = register(client, session, key="k-1").json()
    Session.objects.update(capacity=2, state="cancelled")
    assert register(client, session, key="k-1").json() == first


@pytest.mark.parametrize("change", [{"party_size": 3}, {"name": "Somebody else"}, {"email": "other@example.org"}])
def test_the_key_with_another_body_is_refused(client, session, change):
    register(client, session, key="k-1")
    response = register(client, session, somebody(**change), key="k-1")
    assert response.status_code == 422
    assert response.json()["refusal"] == "KeyUsedForAnother"
    assert response.json()["detail"]
    assert Registration.objects.count() == 1


def test_a_refusal_is_judged_anew(client, session):
    Session.objects.update(capacity=1)
    assert register(client, session, key="k-1").status_code == 409
    assert not IdempotencyKey.objects.exists()
    Session.objects.update(capacity=20)
    assert register(client, session, key="k-1").status_code == 201


def test_keys_of_different_sessions_are_different(client, session):
    later = factories.SessionFactory(starts_at=session.ends_at)
    assert register(client, session, key="k-1").status_code == 201
    assert register(client, later, key="k-1").status_code == 201
    assert Registration.objects.count() == 2


def test_the_stored_answer_names_nobody(client, session):
    register(client, session, key="k-1")
    kept = json.dumps(IdempotencyKey.objects.values().get(), default=str)
    assert "jaidee" not in kept
    assert "ใจดี" not in kept


@pytest.mark.parametrize("key", ["k", "!" * 100, '"8d0a9f7e-5a0c-4f0f-9d0b-3a5f3c1c2b1e"', "a,b;c=d"])
def test_a_key_is_visible_ascii(client, session, key):
    assert register(client, session, key=key).status_code == 201
    assert IdempotencyKey.objects.get().key == key


@pytest.mark.parametrize("key", ["", " ", "k" * 101, "two words", "กุญแจ", "ключ", "a\tb", "k\x7f", "\x00"])
def test_anything_else_is_no_key(client, session, key):
    response = register(client, session, key=key)
    assert response.status_code == 400
    assert list(response.json()) == ["Idempotency-Key"]
    assert not Registration.objects.exists()


def together(live_server, requests):
    """Send registrations at the same moment over connections of their own; return status and answer of each."""
    start = Barrier(len(requests))

    def send(request):
        path, body, key = request
        connection = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=60)
        connection.connect()
        start.wait()
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        connection.request("POST", path, json.dumps(body), headers)
        response = connection.getresponse()
        answer = response.status, json.loads(response.read())
        connection.close()
        return answer

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(send, requests))


@pytest.mark.http
@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_makes_one_row(live_server):
    session = factories.SessionFactory()
    answers = together(live_server, [(address(session), somebody(), "k-1")] * THREADS)
    assert {status for status, _ in answers} == {201}
    assert len({answer["code"] for _, answer in answers}) == 1
    assert Registration.objects.count() == IdempotencyKey.objects.count() == Outbox.objects.count() == 1
    session.refresh_from_db()
    assert session.seats_taken == 2


@pytest.mark.http
@pytest.mark.django_db(transaction=True)
def test_without_a_key_the_same_person_still_registers_once(live_server):
    session = factories.SessionFactory()
    answers = together(live_server, [(address(session), somebody(), None)] * THREADS)
    assert sorted(status for status, _ in answers) == [201] + [409] * (THREADS - 1)
    assert {answer.get("refusal") for _, answer in answers} == {None, "AlreadyRegistered"}
    assert Registration.objects.count() == 1


@pytest.mark.http
@pytest.mark.django_db(transaction=True)
def test_many_people_after_the_last_seats(live_server):
    session = factories.SessionFactory(capacity=5)
    everybody = [somebody(email=f"person-{number}@example.org", party_size=1) for number in range(THREADS)]
    answers = together(live_server, [(address(session), body, f"k-{number}") for number, body in enumerate(everybody)])
    assert sorted(status for status, _ in answers) == [201] * 5 + [409] * (THREADS - 5)
    assert {answer.get("refusal") for _, answer in answers} == {None, "SessionFull"}
    session.refresh_from_db()
    assert session.seats_taken == Registration.objects.count() == 5
