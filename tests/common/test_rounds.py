"""What is due each minute: who is called, by what, and that one that fails keeps nobody else from their work."""

import datetime as dt

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.utils import timezone

from activities.models import Change, Offer, Registration
from goodsociety.celery import app
from goodsociety.common import rounds, tasks
from goodsociety.common.management.commands import send_outbox
from goodsociety.common.models import Outbox
from goodsociety.operations.invariants import findings
from tests import factories as make

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """Keep the connection in which the test's own transaction is."""
    monkeypatch.setattr(send_outbox, "close_old_connections", lambda: None)


@pytest.fixture
def due(now):
    """An offer whose time is over with a party behind it, and a session that was renamed an hour ago."""
    session = make.SessionFactory(capacity=1)
    offer = make.OfferFactory(registration__session=session, made_at=now - 3 * HOUR)
    behind = make.WaitingFactory(session=session)
    change = make.ChangeFactory(made_at=now - HOUR)
    make.RegistrationFactory(session=change.session)
    return offer, behind, change


def is_done(due):
    """Say whether the place went on and the change was told."""
    offer, behind, change = due
    assert list(findings()) == []
    return (
        Offer.objects.get(pk=offer.pk).answer == "lapsed"
        and Registration.objects.get(pk=behind.pk).status == "offered"
        and Change.objects.get(pk=change.pk).people_told == 1
    )


def by_cron():
    """Run the command as cron does, which sends the mail as well."""
    call_command("send_outbox")
    assert set(Outbox.objects.values_list("state", flat=True)) == {"sent"}


WAYS = {
    "task": tasks.go_round,
    "cron": by_cron,
    "for ever": lambda: send_outbox.sweep(is_round=True, is_tidying=False),
}


@pytest.mark.parametrize("way", WAYS)
def test_places_go_on_and_changes_are_told(way, due):
    assert not is_done(due)
    WAYS[way]()
    assert is_done(due)
    written = Outbox.objects.count()
    WAYS[way]()
    assert Outbox.objects.count() == written, "once"


def test_a_sweep_between_two_rounds_only_sends(due):
    send_outbox.sweep(is_round=False, is_tidying=False)
    assert not is_done(due)


def test_a_job_that_fails_keeps_no_other_from_its_work(due, caplog):
    def breaks(**_options):
        raise ValueError("broken on purpose")

    rounds.minute_passed.connect(breaks, weak=False)
    try:
        assert rounds.go_round(at=timezone.now()) == 1
        assert "broken on purpose" in caplog.text
        with pytest.raises(CommandError, match="Jobs that failed: 1"):
            call_command("send_outbox")
    finally:
        rounds.minute_passed.disconnect(breaks)
    assert is_done(due)


def test_every_job_of_the_schedule_is_a_task_that_workers_know():
    app.loader.import_default_modules()
    jobs = site.CELERY_BEAT_SCHEDULE.values()
    assert {job["task"] for job in jobs} <= set(app.tasks)
    assert {job["task"].rpartition(".")[2]: job["schedule"] for job in jobs} == {
        "send_outbox": 30.0,
        "go_round": 60.0,
        "tidy": 3600.0,
    }
