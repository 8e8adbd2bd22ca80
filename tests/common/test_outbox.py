"""Mail goes out at least once and never gets lost: proven against a real mail server on this machine."""

import datetime as dt
import threading

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from goodsociety.common import outbox, tasks, tidying
from goodsociety.common.management.commands import send_outbox
from goodsociety.common.models import IdempotencyKey, Outbox
from goodsociety.common.outbox import Letter, queue_letter, send_due
from tests.factories import IdempotencyKeyFactory, OutboxFactory
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db
THAI = "คุณลงทะเบียนแล้ว: ปันน้ำใจให้กัน ๑๐๐%"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def letter(monkeypatch):
    """Return a letter whose template says something in Thai."""
    monkeypatch.setattr(outbox, "render_to_string", lambda _name, context: f"{THAI}\n\nสวัสดี {context['name']}\n")
    return Letter(template="any", to="somebody@example.org", language="th", about={"name": "น้ำใจ"})


def at(moment):
    """Return a clock that stands still."""
    return lambda: moment


def test_a_mail_goes_out_with_its_thai_subject_and_text(server, letter):
    now = timezone.now()
    queue_letter(letter, key="registered:1", at=now)
    assert send_due(clock=at(now)) == 1
    [(recipients, message)] = server.received
    row = Outbox.objects.get()
    assert recipients == ["somebody@example.org"]
    assert message["Subject"].strip() == THAI, "folded lines begin with a blank"
    assert message.get_content().strip() == "สวัสดี น้ำใจ"
    assert message["Message-ID"] == f"<{row.message_id}@expo.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert (row.state, row.attempts, row.last_error) == ("sent", 1, "")
    assert send_due(clock=at(now + MINUTE)) == 0


def test_one_event_is_one_mail_and_who_gave_no_e_mail_gets_none(letter):
    now = timezone.now()
    for _ in range(2):
        queue_letter(letter, key="registered:1", at=now)
    queue_letter(Letter("any", "", "th", {}), key="registered:2", at=now)
    assert [row.key for row in Outbox.objects.all()] == ["registered:1"]


def test_a_subject_is_one_line_that_fits(letter, monkeypatch):
    monkeypatch.setattr(outbox, "render_to_string", lambda *_: "Hello\rBcc: all@example.org" + "x" * 300 + "\nText")
    queue_letter(letter, key="k", at=timezone.now())
    subject = Outbox.objects.get().subject
    assert subject.startswith("Hello Bcc:")
    assert len(subject) == 250


def test_work_that_is_rolled_back_leaves_no_mail(server, letter):
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 (the block is what is rolled back)
        queue_letter(letter, key="registered:1", at=timezone.now())
        raise RuntimeError
    assert send_due() == 0
    assert server.received == []
    assert not Outbox.objects.exists()


@pytest.mark.parametrize("step", ["at_recipient", "at_text"])
def test_a_mail_put_off_is_sent_again_within_a_minute_under_the_same_message_id(server, step):
    setattr(server, step, ["451 try again later"])
    now = timezone.now()
    row = OutboxFactory(due_at=now)
    assert send_due(clock=at(now)) == 0
    row.refresh_from_db()
    assert row.state == "queued"
    assert now < row.due_at <= now + MINUTE - dt.timedelta(seconds=30), "a sweep every 30 s makes it within the minute"
    assert "451" in row.last_error or "Recipients" in row.last_error
    assert send_due(clock=at(row.due_at)) == 1
    assert {message["Message-ID"] for _, message in server.received} == {f"<{row.message_id}@expo.example.org>"}


@pytest.mark.parametrize("step", ["at_recipient", "at_text"])
def test_a_mail_refused_for_good_is_given_up_until_somebody_asks_again(server, step):
    setattr(server, step, ["550 no such user"])
    now = timezone.now()
    row = OutboxFactory(due_at=now)
    assert send_due(clock=at(now)) == 0
    assert send_due(clock=at(now + dt.timedelta(days=1))) == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("failed", 1)
    assert outbox.again(row.pk, at=now)
    assert not outbox.again(row.pk, at=now), "it waits already"
    assert send_due(clock=at(now)) == 1


def test_a_server_that_is_away_gets_the_mail_when_it_is_back(port):
    now = timezone.now()
    row = OutboxFactory(due_at=now)
    assert send_due(clock=at(now)) == 0
    row.refresh_from_db()
    assert (row.state, row.last_error) == ("queued", "ConnectionRefusedError")
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert send_due(clock=at(now + MINUTE)) == 1
    finally:
        controller.stop()
    assert len(handler.received) == 1


def test_gaps_stay_within_a_minute_and_end_after_the_last_attempt():
    now, away = timezone.now(), ConnectionRefusedError()
    gaps = []
    for attempts in range(1, outbox.MOST_ATTEMPTS):
        fate = outbox.after_failure(Outbox(attempts=attempts), away, at=now)
        assert fate["state"] == "queued"
        gaps.append(fate["due_at"] - now)
    assert gaps[0] <= MINUTE / 2
    assert gaps == sorted(gaps)
    assert max(gaps) < MINUTE
    assert sum(gaps, dt.timedelta()) > dt.timedelta(days=1)
    assert outbox.after_failure(Outbox(attempts=outbox.MOST_ATTEMPTS), away, at=now)["state"] == "failed"


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(server):
    now = timezone.now()
    broken = OutboxFactory(due_at=now, recipient="nobody@" + "x" * 64 + ".น้ำใจ.ไทย")
    fine = OutboxFactory(due_at=now)
    assert send_due(clock=at(now)) == 1
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, fine.state) == ("failed", "sent")


def test_a_sender_that_died_gives_its_mail_free_again(server):
    now = timezone.now()
    row = OutboxFactory(due_at=now)
    assert Outbox.objects.claim(row.pk, at=now, until=now + outbox.LEASE)
    assert send_due(clock=at(now + outbox.LEASE / 2)) == 0, "somebody may still be sending it"
    assert send_due(clock=at(now + outbox.LEASE)) == 1
    assert len(server.received) == 1


@pytest.mark.django_db(transaction=True)
def test_two_drains_at_once_send_every_mail_once(server):
    server.pause = 0.02
    now = timezone.now()
    rows = OutboxFactory.create_batch(12, due_at=now)
    start, sent = threading.Barrier(2), []

    def drain():
        start.wait()
        try:
            sent.append(send_due())
        finally:
            connection.close()

    drains = [threading.Thread(target=drain) for _ in range(2)]
    for drain_of_two in drains:
        drain_of_two.start()
    for drain_of_two in drains:
        drain_of_two.join()
    assert sum(sent) == len(rows)
    assert len({message["Message-ID"] for _, message in server.received}) == len(server.received) == len(rows)


def test_texts_and_addresses_go_when_they_were_kept_long_enough():
    now = timezone.now()
    long_ago = now - tidying.KEEP_BODIES - MINUTE
    old = OutboxFactory(state="sent", created_at=long_ago)
    given_up = OutboxFactory(state="failed", created_at=long_ago)
    young = OutboxFactory(state="sent", created_at=now - tidying.KEEP_BODIES + MINUTE)
    tidying.tidy(at=now)
    for row in (old, given_up, young):
        row.refresh_from_db()
    assert [(row.body, row.recipient) for row in (old, given_up)] == [("", "erased@example.org")] * 2
    assert young.body
    assert young.recipient == "somebody@example.org"
    assert not outbox.again(given_up.pk, at=now), "there is nothing left to send"


def test_answers_are_forgotten_after_three_days():
    now = timezone.now()
    IdempotencyKeyFactory(at=now - tidying.KEEP_ANSWERS - MINUTE)
    young = IdempotencyKeyFactory(at=now - tidying.KEEP_ANSWERS + MINUTE)
    tasks.tidy()
    assert [row.pk for row in IdempotencyKey.objects.all()] == [young.pk]


def test_a_worker_is_woken_after_the_commit_where_there_is_one(
    settings, monkeypatch, letter, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(outbox, "waking", outbox.Waking())
    monkeypatch.setattr(tasks.send_outbox, "apply_async", lambda **options: woken.append(options))
    for url, times in (("", 0), ("redis://127.0.0.1:1/15", 1)):
        settings.REDIS_URL = url
        with django_capture_on_commit_callbacks(execute=True):
            queue_letter(letter, key=f"registered:{times}", at=timezone.now())
            assert woken == []
        assert woken == [{"countdown": 1, "retry": False}] * times


def test_a_worker_is_told_once_for_all_mail_of_a_second():
    waking = outbox.Waking()
    assert [waking.is_due(at) for at in (100.0, 100.5, 100.999, 101.0, 101.5)] == [True, False, False, True, False]
    assert waking.is_due(7.0), "a clock that went back keeps nobody from being told"


def test_a_broker_that_is_away_is_no_error(settings, monkeypatch, caplog):
    def away(**_options):
        raise OperationalError

    settings.REDIS_URL = "redis://127.0.0.1:1/15"
    monkeypatch.setattr(tasks.send_outbox, "apply_async", away)
    monkeypatch.setattr(outbox, "waking", outbox.Waking())
    outbox.wake_sender()
    assert "the next sweep sends it" in caplog.text


def test_the_task_and_the_command_send_what_is_due(server, capsys):
    OutboxFactory()
    assert tasks.send_outbox() == 1
    OutboxFactory()
    call_command("send_outbox")
    assert "1 sent" in capsys.readouterr().out
    assert len(server.received) == 2


def test_the_command_goes_on_for_ever_until_it_is_stopped(monkeypatch):
    sweeps, stopped = [], threading.Event()

    def sweep(*, is_round, is_tidying):
        sweeps.append((is_round, is_tidying))
        if len(sweeps) == 3:
            stopped.set()

    monkeypatch.setattr(send_outbox, "sweep", sweep)
    monkeypatch.setattr(send_outbox, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(send_outbox, "SWEEPS_A_MINUTE", 2)
    monkeypatch.setattr(send_outbox.threading, "Event", lambda: stopped)
    monkeypatch.setattr(send_outbox.signal, "signal", lambda *_: None)
    call_command("send_outbox", "--forever")
    assert sweeps == [(True, True), (False, False), (True, False)], "rounds by the minute, tidying once an hour"


def test_a_database_that_is_away_does_not_end_the_command(monkeypatch, caplog):
    def away():
        raise DatabaseError

    monkeypatch.setattr(send_outbox, "send_due", away)
    send_outbox.sweep(is_round=False, is_tidying=True)
    assert "could not be read" in caplog.text
