"""The small site whose pages are kept, its version and its clock."""

import socket

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.utils import timezone

from goodsociety.common.caching.content import content
from tests.common import kept_pages
from tests.mail_server import MailServer


@pytest.fixture
def version(monkeypatch):
    """Return the version of the content."""
    found = kept_pages.Version()
    monkeypatch.setattr(content, "version", found)
    return found


@pytest.fixture
def keeping_site(settings, version, db):
    """Serve the small site, which keeps its pages."""
    settings.ROOT_URLCONF = kept_pages.__name__
    settings.KEEP_PAGES = True
    # Two browsers of a test stand for two processes, each with pages of its own; the fixture "shared" lets them share.
    settings.CACHES = {"default": settings.CACHES["default"]}
    kept_pages.made.clear()


@pytest.fixture
def clock(monkeypatch):
    """Stop the clock and return it."""
    with time_machine.travel(timezone.now(), tick=False) as travelling:
        stopped = kept_pages.Clock(travelling)
        for module in ("version", "shelves"):
            monkeypatch.setattr(f"goodsociety.common.caching.{module}.monotonic", stopped.monotonic)
        yield stopped


@pytest.fixture
def port(settings):
    """Point the site at a port where nobody listens yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", number
    settings.SITE_URL = "https://expo.example.org"
    return number


@pytest.fixture
def server(port):
    """Start a mail server there."""
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()
