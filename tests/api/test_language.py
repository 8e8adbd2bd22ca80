"""Whatever the API says to somebody who asks in Thai is Thai, the sentences of its libraries included."""

import re

import pytest

from activities.models import State
from tests import factories
from tests.api.asking import address, read, register, somebody

pytestmark = pytest.mark.django_db
THAI = re.compile(r"[ก-๙]")


def sentences(answer):
    """Return every sentence in an error."""
    if isinstance(answer, str):
        return [answer]
    values = answer.values() if isinstance(answer, dict) else answer
    return [sentence for value in values for sentence in sentences(value)]


def assert_thai(answer):
    """Say which sentences are not in Thai."""
    found = sentences({name: value for name, value in answer.items() if name != "refusal"})
    assert found
    assert [sentence for sentence in found if not THAI.search(sentence)] == []


WRONG = [
    {"name": None, "consent": None, "email": None},
    {"email": ""},
    {"name": "", "party_size": 0, "consent": False},
    {"name": "x" * 201, "email": "x" * 255, "phone": "x" * 41, "party_size": 10**9},
    {"name": 1, "email": [], "phone": {}, "party_size": "x", "consent": "x"},
    {"name": "\ud800", "email": "\ud800@example.org", "phone": "\ud800"},
    {"name": "\x00", "email": "\x00@example.org", "phone": "\x00"},
    {"name": "\u200b", "email": "jaidee", "phone": "12345"},
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_wrong_fields(client, number):
    response = register(client, factories.SessionFactory(), somebody(**WRONG[number]), language="th")
    assert response.status_code == 400
    assert response["Content-Language"] == "th"
    assert_thai(response.json())


def test_null_values(client):
    body = dict.fromkeys(somebody())
    assert_thai(register(client, factories.SessionFactory(), body, language="th").json())


@pytest.mark.parametrize("body", [b"{", b"[]"])
def test_unreadable_bodies(client, body):
    assert_thai(register(client, factories.SessionFactory(), body, language="th").json())


def test_a_body_above_the_limit(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response = register(client, factories.SessionFactory(), language="th")
    assert response.status_code == 413
    assert_thai(response.json())


@pytest.mark.parametrize(
    "given",
    [
        {"capacity": 1},
        {"largest_party": 1},
        {"open_door": True},
        {"state": State.CANCELLED},
    ],
)
def test_refusals(client, given):
    response = register(client, factories.SessionFactory(**given), language="th")
    assert response.status_code == 409
    assert_thai(response.json())


def test_refusals_about_the_person_and_the_key(client):
    session = factories.SessionFactory()
    other = factories.SessionFactory(starts_at=session.starts_at)
    register(client, session, key="k", language="th")
    assert_thai(register(client, session, language="th").json())
    assert_thai(register(client, other, language="th").json())
    assert_thai(register(client, session, somebody(party_size=1), key="k", language="th").json())
    assert_thai(register(client, session, key="two words", language="th").json())


@pytest.mark.parametrize(
    "query",
    [
        {"edition": "2018", "zone": "nowhere", "kind": "party", "day": "soon", "q": "q" * 101},
        {"edition": "1234", "zone": "?", "day": "2019-02-30"},
        {"edition": "next", "zone": "z" * 61, "day": "1234-01-01"},
        {"page_size": "0"},
    ],
)
def test_wrong_filters(client, query):
    assert_thai(read(client, "sessions/", language="th", status=400, **query))


def test_what_has_no_fields(client):
    session = factories.SessionFactory()
    assert_thai(read(client, "sessions/NOBODY12/", language="th", status=404))
    assert_thai(read(client, "nothing/", language="th", status=404))
    assert_thai(read(client, "sessions/", language="th", status=404, page="9"))
    assert_thai(client.get("/api/v1/sessions/?q=%00", headers={"Accept-Language": "th"}).json())
    assert_thai(client.get("/api/v1/sessions/?" + "a&" * 1500, headers={"Accept-Language": "th"}).json())
    assert_thai(client.get("/api/v1/sessions/", headers={"Accept-Language": "th", "Accept": "text/html"}).json())
    assert_thai(client.put(address(session), headers={"Accept-Language": "th"}).json())
    assert_thai(client.post(address(session), b"x", "text/plain", headers={"Accept-Language": "th"}).json())
