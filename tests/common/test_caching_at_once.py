"""Kept pages that many want at once, in one process and in several."""

import logging
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from goodsociety.common.caching import shelves
from tests.common import kept_pages
from tests.common.kept_pages import PERSONAL, body, made
from tests.services import free_port, redis

pytestmark = pytest.mark.usefixtures("keeping_site")
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.fixture
def slow(monkeypatch):
    """Return events by which a test holds the view while it makes the page."""
    entered, go_on = threading.Event(), threading.Event()
    plain = kept_pages.HttpResponse

    def held(text):
        entered.set()
        assert go_on.wait(5)
        return plain(text)

    def hold():
        monkeypatch.setattr(kept_pages, "HttpResponse", held)
        return entered, go_on

    return hold


def test_of_many_who_want_an_outdated_page_one_makes_it(version, slow):
    handler = Client().handler
    client_of(handler).get("/page/")
    version.number += 1
    time.sleep(1.01)
    entered, go_on = slow()

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(client_of(handler).get, "/page/") for _ in range(8)]
        assert entered.wait(5)
        time.sleep(0.1)
        go_on.set()
        bodies = {answer.result().content for answer in asked}

    assert len(bodies) == 1
    assert made["page"] == 2


def test_while_one_makes_a_page_that_is_due_the_others_get_the_one_before(slow):
    handler = Client().handler
    with time_machine.travel(timezone.now(), tick=True) as clock:
        client_of(handler).get("/page/")
        clock.shift(50)
        entered, go_on = slow()
        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(client_of(handler).get, "/page/")
            assert entered.wait(5)
            others = [body(client_of(handler), "/page/") for _ in range(3)]
            go_on.set()
            assert "made 2 ×" in first.result().content.decode()
        assert all("made 1 ×" in other for other in others)
        assert "made 2 ×" in body(client_of(handler), "/page/")


def test_a_page_that_cannot_be_made_keeps_nobody_waiting(version, monkeypatch):
    handler = Client().handler
    client_of(handler).get("/page/")
    version.number += 1
    time.sleep(1.01)
    monkeypatch.setattr(kept_pages, "HttpResponse", None)
    for _ in range(2):
        with pytest.raises(TypeError):
            client_of(handler).get("/page/")
    monkeypatch.undo()


def client_of(handler):
    """Return a browser that asks a server which others ask as well."""
    client = Client()
    client.handler = handler
    return client


# A cache that processes share.


@pytest.fixture
def shared(settings, request):
    """Share pages over a real Redis, and return its address; each test under names of its own."""
    with redis() as service:
        settings.CACHES = {**settings.CACHES, "pages": pages_in(service.url)}
        yield service.url


def pages_in(url):
    """Return the settings of a shared cache."""
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": f"test-{time.monotonic_ns()}",
        "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
    }


@pytest.mark.worker
def test_what_one_process_made_another_gives_out(shared):
    one, other = Client(), Client()
    first = one.get("/page/?day=1", headers=BROWSER)
    second = other.get("/page/?day=1", headers=BROWSER)

    assert made["page"] == 1
    assert second.content == first.content
    assert second.headers == first.headers


@pytest.mark.worker
def test_an_edit_shows_in_every_process(shared, clock, version):
    one, other = Client(), Client()
    body(one, "/page/")
    body(other, "/page/")
    version.number += 1
    clock.shift(1)

    assert "made 2 ×" in body(one, "/page/")
    assert "made 2 ×" in body(other, "/page/")
    assert made["page"] == 2


@pytest.mark.worker
def test_another_version_of_the_site_shares_no_pages(shared, monkeypatch):
    body(Client(), "/page/")
    monkeypatch.setattr(shelves, "release", lambda: "another")

    assert "made 2 ×" in body(Client(), "/page/")


@pytest.mark.worker
@pytest.mark.parametrize("name", PERSONAL)
def test_what_belongs_to_a_visitor_is_not_shared(shared, caplog, name):
    Client().get(f"/{name}/")
    Client().get(f"/{name}/")

    assert made[name] == 2


def silent():
    """Return a server that takes connections and says nothing."""
    return socket.create_server(("127.0.0.1", 0))


def test_without_the_shared_cache_each_process_keeps_its_own(settings, caplog):
    settings.CACHES = {**settings.CACHES, "pages": pages_in(f"redis://127.0.0.1:{free_port()}/0")}
    with caplog.at_level(logging.INFO):
        client = Client()
        for path in ("/page/", "/page/?day=1", "/page/"):
            body(client, path)

    assert made["page"] == 2
    assert [record.levelname for record in caplog.records if "shared cache" in record.message] == ["WARNING"]


def test_a_shared_cache_that_hangs_holds_up_one_page(settings):
    with silent() as hanging:
        settings.CACHES = {**settings.CACHES, "pages": pages_in(f"redis://127.0.0.1:{hanging.getsockname()[1]}/0")}
        client = Client()
        begun_at = time.monotonic()
        for number in range(20):
            body(client, f"/page/?day={number}")

    assert time.monotonic() - begun_at < 2
    assert made["page"] == 20


@pytest.mark.worker
def test_a_shared_cache_that_is_back_is_used_again(shared, settings, caplog, clock):
    there = settings.CACHES
    settings.CACHES = {**there, "pages": pages_in(f"redis://127.0.0.1:{free_port()}/0")}
    client = Client()
    with caplog.at_level(logging.INFO):
        body(client, "/page/?day=1")
        settings.CACHES = there
        clock.shift(6)
        body(client, "/page/?day=2")

    assert "answers again" in caplog.text
    assert "day=2 made 2 ×" in body(Client(), "/page/?day=2")
