"""A real Celery worker on a real Redis sends a mail soon after the commit that it tells about, and does its rounds."""

import datetime as dt
import os
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.conf import settings as site
from django.db import connection
from django.utils import timezone

from accounts.contact import Contact
from activities.actions import register
from activities.models import Offer
from goodsociety.common import audit, tasks
from goodsociety.common.models import Outbox
from tests.factories import OfferFactory, SessionFactory, WaitingFactory
from tests.services import free_port

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PATIENCE = 60


class Inbox(Message):
    """Keeps what arrives."""

    def __init__(self):
        super().__init__()
        self.received = []

    def handle_message(self, message):
        """Keep a mail."""
        self.received.append(message)


@pytest.fixture
def inbox():
    """Start a mail server."""
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def worker(inbox):
    """Start a worker as production does, on the database of the test."""
    database = connection.settings_dict
    who = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@{database['HOST']}:{database['PORT']}"
    environment = {
        **os.environ,
        "DEBUG": "0",
        "SECRET_KEY": "only-for-this-test" * 4,
        "ALLOWED_HOSTS": "expo.example.org",
        "SITE_URL": "https://expo.example.org",
        "DATABASE_URL": f"postgresql://{who}/{quote(database['NAME'])}",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(inbox.port),
        "DEFAULT_FROM_EMAIL": "expo@example.org",
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "goodsociety.celery:app",
        "worker",
        "--pool",
        "solo",
        "-l",
        "WARNING",
    ]
    with subprocess.Popen(command, env=environment, cwd=site.BASE_DIR) as process:  # noqa: S603
        yield process
        process.terminate()


def test_the_confirmation_of_a_registration_goes_out_by_itself(worker, inbox):
    contact = Contact("มานี ใจดี", "manee@example.org")
    register(session=SessionFactory(), contact=contact, party_size=1, by=audit.VISITOR, at=timezone.now())
    assert arrived(worker, inbox, mails=1) == {"manee@example.org"}


def arrived(worker, inbox, *, mails):
    """Wait until so many mails have come and all are noted as sent; return to whom."""
    limit = time.monotonic() + PATIENCE
    while len(inbox.received) < mails and time.monotonic() < limit:
        assert worker.poll() is None, "the worker ended"
        time.sleep(0.2)
    while Outbox.objects.filter(state=Outbox.State.QUEUED).exists() and time.monotonic() < limit:
        time.sleep(0.1)
    assert [row.state for row in Outbox.objects.all()] == ["sent"] * mails
    return {message["To"] for message in inbox.received}


def test_places_that_nobody_took_go_on_by_the_round_of_a_worker(worker, inbox):
    session = SessionFactory(capacity=1)
    over = OfferFactory(registration__session=session, made_at=timezone.now() - dt.timedelta(hours=3))
    behind = WaitingFactory(session=session)
    tasks.go_round.apply_async()
    assert arrived(worker, inbox, mails=2) == {over.registration.email, behind.email}
    assert sorted(Offer.objects.values_list("answer", flat=True)) == ["lapsed", "pending"]
