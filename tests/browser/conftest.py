"""A real Chromium against a real server: what a visitor sees, and whether the page kept to itself."""

import os
import threading
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.services import chromium

# Playwright's loop runs in the thread of the tests, which ask the database directly.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


#: Machines are shared and now and then slow: what is waited for may take its time, what never comes still fails.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

#: How Python names the threads in which the live server answers.
ANSWERING = "process_request_thread"


@pytest.fixture(autouse=True)
def server_at_rest(_live_server_helper):
    """Empty the database only when the server has answered what closed pages had asked for."""
    yield
    for thread in threading.enumerate():
        if ANSWERING in thread.name:
            thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the system's Chromium, which asks nobody but us."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": QUIET}


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def browser_context_args(browser_context_args, request):
    """Look once on a phone and once on a desk; nothing is saved for later but where that is what is looked at."""
    where = {"locale": "th-TH", "timezone_id": "Asia/Bangkok", "service_workers": "block"}
    return {**browser_context_args, **where, "viewport": request.param}


@pytest.fixture
def visitor(page, live_server):
    """Return a page that fails the test when it asked another host or wrote an error to the console."""
    outside, errors = [], []
    ours = (live_server.url, "data:", "blob:")
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith(ours) else None)
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert outside == []
    assert errors == []


@pytest.fixture
def look(visitor, request):
    """Return a function that keeps a picture of the page, to be looked at: var/pictures/<test>-<name>.png."""
    folder = Path(settings.VAR_DIR) / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    test = request.node.name.replace("[", "-").replace("]", "")

    def keep(name):
        visitor.screenshot(path=folder / f"{test}-{name}.png", full_page=True)

    return keep
