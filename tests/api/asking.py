"""How the tests ask the API."""

import json

LISTS = ["editions", "zones", "organizations", "activities", "sessions", "shifts", "campaigns", "outcomes"]
ENGLISH = {"Accept-Language": "en"}


def read(client, path, *, language="en", status=200, **query):
    """Return the JSON of a GET, which has to answer with the status."""
    response = client.get(f"/api/v1/{path}", query, headers={"Accept-Language": language})
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/json"
    assert response["Content-Language"] == language
    return response.json()


def rows(client, path, **query):
    """Return the rows of a list's first page."""
    return read(client, path, **query)["results"]


def somebody(**changes):
    """Return a body that registers somebody; a change to None leaves the field out."""
    body = {"name": "ใจดี มีสุข", "email": "jaidee@example.org", "party_size": 2, "consent": True, **changes}
    return {name: value for name, value in body.items() if value is not None}


def address(session):
    """Return where one registers for a session."""
    return f"/api/v1/sessions/{getattr(session, 'code', session)}/registrations/"


def register(client, session, body=None, *, key=None, language="en"):
    """Return the response to a registration; a body of bytes is sent as it is."""
    headers = {"Accept-Language": language} | ({"Idempotency-Key": key} if key is not None else {})
    body = somebody() if body is None else body
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(address(session), sent, content_type="application/json", headers=headers)
