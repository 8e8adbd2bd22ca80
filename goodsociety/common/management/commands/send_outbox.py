"""Do what is due and send the mail that waits, once or for ever, where no Celery worker does it."""

import logging
import signal
import threading
from itertools import count
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from goodsociety.common.outbox import send_due
from goodsociety.common.rounds import go_round
from goodsociety.common.tidying import tidy

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 2
SWEEPS_A_MINUTE, SWEEPS_AN_HOUR = 30, 1800


class Command(BaseCommand):
    """``manage.py send_outbox`` for cron, ``--forever`` beside a server without Redis."""

    help = "Hand on places whose offer is over, tell changes of sessions, and send the mail that waits in the outbox."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --forever."""
        parser.add_argument("--forever", action="store_true", help="Go on until stopped, looking every two seconds.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do and send what is due; with --forever again and again, until SIGTERM or Ctrl-C."""
        if not options["forever"]:
            self.once()
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        for sweeps in count():
            if stopped.wait(PAUSE_SECONDS):
                return
            sweep(is_round=sweeps % SWEEPS_A_MINUTE == 0, is_tidying=sweeps % SWEEPS_AN_HOUR == 0)

    def once(self) -> None:
        """Do what is due, send the mail that waits, and say so to cron where a job failed."""
        failed = go_round(at=timezone.now())
        self.stdout.write(f"{send_due()} sent")
        tidy(at=timezone.now())
        if failed:
            raise CommandError(f"Jobs that failed: {failed}. The log says why; the next round tries again.")


def sweep(*, is_round: bool, is_tidying: bool) -> None:
    """Do and send what is due; a database that is away is noted and tried again at the next sweep."""
    try:
        close_old_connections()
        if is_round:
            go_round(at=timezone.now())
        send_due()
        if is_tidying:
            tidy(at=timezone.now())
    except DatabaseError:
        logger.exception("The outbox could not be read; trying again")
