"""The same race from outside: a real server of two processes, asked by a hundred clients."""

import http.client
import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from activities.models import Registration
from tests.concurrency.crowd import at_once
from tests.services import free_port, stop

pytestmark = [pytest.mark.race, pytest.mark.http]
HOST = "127.0.0.1"
CROWD = 100
SEATS = 20
STARTS_WITHIN = 60.0
PATIENCE = 60.0


def address_of_test_database():
    """Return the address under which another process finds the database of this test."""
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(named['NAME']))}"
    user, password = quote(named["USER"], safe=""), quote(named["PASSWORD"], safe="")
    return f"postgresql://{user}:{password}@{named['HOST']}:{named['PORT']}/{quote(named['NAME'])}"


@contextmanager
def running_server(log):
    """Serve the site as the demo does, with two processes, on the database of this test; give its port."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "goodsociety.wsgi",
        "--bind",
        f"{HOST}:{port}",
        "--workers",
        "2",
        "--no-control-socket",
    ]
    environment = {**os.environ, "DATABASE_URL": address_of_test_database(), "DEMO": "1", "DEBUG": "0"}
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603 (our own command)
            command, cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until_ready(server, port, log)
        yield port
    finally:
        stop(server)


def wait_until_ready(server, port, log):
    """Wait until the server answers, or show what it said instead."""
    give_up_at = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up_at and server.poll() is None:
        try:
            if ask(port, "GET", "/readyz")[0] == http.HTTPStatus.OK:
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"the server did not start: {log.read_text()}")


def ask(port, method, path, body=None, headers=None):
    """Return status and body of an answer."""
    client = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        client.request(method, path, body, headers or {})
        answer = client.getresponse()
        return answer.status, answer.read()
    finally:
        client.close()


@pytest.fixture
def port(transactional_db, tmp_path):
    """Return the port of a running server."""
    with running_server(tmp_path / "server.log") as port:
        yield port


def registering(port, session, number, **changes):
    """Return the call by which a client registers one visitor."""
    body = {"name": f"Visitor {number}", "email": f"visitor-{number}@example.org", "party_size": 1, "consent": True}
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4()), "Accept-Language": "en"}
    path = f"/api/v1/sessions/{session.code}/registrations/"
    return partial(ask, port, "POST", path, json.dumps(body), {**headers, **changes})


def test_a_hundred_clients_after_twenty_seats(port, session):
    answers = at_once([registering(port, session, number) for number in range(CROWD)], connections=CROWD)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    given = [json.loads(body) for status, body in answers if status == http.HTTPStatus.CREATED]
    refused = [json.loads(body) for status, body in answers if status == http.HTTPStatus.CONFLICT]
    assert (len(given), len(refused)) == (SEATS, CROWD - SEATS)
    assert {body["refusal"] for body in refused} == {"SessionFull"}
    assert {body["code"] for body in given} == set(Registration.objects.values_list("code", flat=True))
    session.refresh_from_db()
    assert session.seats_taken == SEATS


def test_one_request_sent_twenty_times_is_one_registration(port, session):
    send = registering(port, session, 0, **{"Idempotency-Key": "one-key"})
    answers = at_once([send] * 20, connections=20)
    assert len(set(answers)) == 1
    status, body = answers[0]
    assert status == http.HTTPStatus.CREATED
    assert json.loads(body)["code"] == Registration.objects.get().code
