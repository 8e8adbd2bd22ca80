"""What organisers change shows within two seconds, whichever process answers, though pages are kept."""

import os
import time
from uuid import uuid4

import pytest
from django.db import transaction

from tests import factories as make
from tests.concurrency.test_http import ask, running_server
from zones.actions import content_changed

pytestmark = [pytest.mark.race, pytest.mark.http]
WITHIN = 2.0
#: So many answers that both processes have given some.
ENOUGH = 30
OLD, NEW = "As it was announced", "As it is now"


@pytest.fixture(params=["of its own", pytest.param("shared", marks=pytest.mark.worker)])
def port(request, transactional_db, tmp_path, monkeypatch):
    """Serve the site with two processes, each with a cache of its own only, or with one on Redis beside."""
    monkeypatch.setenv("REDIS_URL", os.environ["REDIS_URL"] if request.param == "shared" else "")
    # Another site than that of any other test on the same Redis.
    monkeypatch.setenv("SITE_URL", f"https://{uuid4()}.example.org")
    with running_server(tmp_path / "server.log") as port:
        yield port


def themes(port, path):
    """Return which themes a page shows, asked often enough to hear every process."""
    bodies = [ask(port, "GET", path)[1].decode() for _ in range(ENOUGH)]
    return {theme for theme in (OLD, NEW) if any(theme in body for body in bodies)}


def change(edition, theme):
    """Write another theme."""
    type(edition).objects.filter(pk=edition.pk).update(theme_en=theme)


def test_a_change_shows_in_every_process_within_two_seconds(port):
    edition = make.EditionFactory(theme_en=OLD)
    path = f"/en/{edition.year}/"
    assert themes(port, path) == {OLD}

    # The control: pages are kept indeed, and nothing but the version makes them anew.
    change(edition, NEW)
    assert themes(port, path) == {OLD}

    with transaction.atomic():
        content_changed(edition)
    time.sleep(WITHIN - 1)  # in the other second a browser does not ask again
    assert themes(port, path) == {NEW}
