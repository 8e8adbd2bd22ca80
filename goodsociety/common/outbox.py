"""Mail: written with the thing it tells about, sent after the commit, tried again until it went.

At least once, never lost: a crash between sending and noting it repeats the mail under the same Message-ID.
"""

import datetime as dt
import logging
import math
import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from kombu.exceptions import OperationalError

from goodsociety.common.inserting import insert_new
from goodsociety.common.models import Outbox

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=50)
#: A mail that failed is due again after 10, 20 and then always 30 seconds, for a day; with a sweep each 30 seconds
#: it is tried again within a minute.
FIRST_GAP = dt.timedelta(seconds=10)
LONGEST_GAP = dt.timedelta(seconds=30)
MOST_ATTEMPTS = 3000
WAKE_AFTER_SECONDS = 1
ROUND = 500
PERMANENT = range(500, 600)
METHOD = re.compile(r"^METHOD:(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """A mail to be written: which template, to whom, in which language, about what."""

    template: str
    to: str
    language: str
    about: dict[str, object]
    #: Writes the calendar entry that goes along, in the mail's language, at the moment the mail is written.
    calendar: Callable[[dt.datetime], str] | None = None


def queue_letter(letter: Letter, *, key: str, at: dt.datetime) -> None:
    """Write a mail into the outbox, once for each key; the first line of its template is the subject.

    Does nothing for a person who gave no e-mail.
    """
    if not letter.to:
        return
    with translation.override(letter.language):
        text = render_to_string(f"mail/{letter.template}.txt", {**letter.about, "site_url": settings.SITE_URL})
        calendar = letter.calendar(at) if letter.calendar else ""
    subject, _, body = text.strip().partition("\n")
    row = Outbox(key=key, recipient=letter.to, subject=" ".join(subject.split())[:250], body=body.strip() + "\n")
    row.due_at, row.created_at, row.calendar = at, at, calendar
    insert_new(row)
    transaction.on_commit(wake_sender)


@dataclass
class Waking:
    """When this process last told a worker that mail is waiting.

    What the worker was told it does a second later, so that it finds whatever was written within that second too.
    """

    told_at: float = -math.inf

    def is_due(self, at: float) -> bool:
        """Say whether a worker has to be told again, and note that it was."""
        if 0 <= at - self.told_at < WAKE_AFTER_SECONDS:
            return False
        self.told_at = at
        return True


waking = Waking()


def wake_sender() -> None:
    """Tell a worker that mail is waiting. Where none can be told, the next sweep finds it within 30 seconds."""
    if not settings.REDIS_URL or not waking.is_due(monotonic()):
        return
    from goodsociety.common.tasks import send_outbox  # noqa: PLC0415 (tasks import this module)

    try:
        send_outbox.apply_async(countdown=WAKE_AFTER_SECONDS, retry=False)
    except OperationalError:
        logger.warning("No broker to wake the sender with; the next sweep sends it.")


def send_due(*, clock: Callable[[], dt.datetime] = timezone.now) -> int:
    """Send whatever is due; return how many mails went.

    The clock is read for every mail, since a lease that began with a long round would be over before its mail is sent.
    """
    due = Outbox.objects.due_at(clock()).values_list("pk", flat=True)[:ROUND]
    return sum(send_one(pk, at=clock()) for pk in list(due))


def send_one(pk: int, *, at: dt.datetime) -> bool:
    """Send one due mail, unless somebody else has taken it; say whether it went."""
    lease = Outbox.objects.claim(pk, at=at, until=at + LEASE)
    if lease is None:
        return False
    mine = Outbox.objects.filter(pk=pk, lease=lease)
    row = mine.get()
    try:
        compose(row).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        mine.update(**after_failure(row, error, at=at))
        logger.warning("Mail %s was not sent (%s), attempt %s", row.pk, type(error).__name__, row.attempts)
        return False
    mine.update(state=Outbox.State.SENT, sent_at=timezone.now(), last_error="")
    return True


def after_failure(row: Outbox, error: Exception, *, at: dt.datetime) -> dict[str, object]:
    """Return what a failed mail becomes: due again after a growing gap, or given up when the refusal is permanent."""
    is_hopeless = is_permanent(error) or row.attempts >= MOST_ATTEMPTS
    gap = min(FIRST_GAP * row.attempts, LONGEST_GAP)
    return {
        "state": Outbox.State.FAILED if is_hopeless else Outbox.State.QUEUED,
        "due_at": at + gap,
        "last_error": f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()[:100],
    }


def is_permanent(error: Exception) -> bool:
    """Say whether the mail server refused this mail for good (RFC 5321: codes 5xx), or it cannot be written at all."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
        return error.smtp_code in PERMANENT
    return isinstance(error, ValueError)


def compose(row: Outbox) -> EmailMessage:
    """Return the mail of a row, under a Message-ID that stays the same however often it is sent."""
    host = settings.SITE_URL.partition("://")[2].partition(":")[0].partition("/")[0]
    mail = EmailMultiAlternatives(
        subject=row.subject,
        body=row.body,
        to=[row.recipient],
        headers={"Message-ID": f"<{row.message_id}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    if row.calendar:
        add_calendar(mail, row.calendar)
    return mail


def add_calendar(mail: EmailMultiAlternatives, calendar: str) -> None:
    """Add a calendar entry as programs look for it: Google and Microsoft beside the text (RFC 6047), others as a file.

    What the text is for stands in its own first lines, and has to stand in the name of its kind too.
    """
    found = METHOD.search(calendar)
    method = found[1] if found else "PUBLISH"
    mail.attach_alternative(calendar.replace("\r\n", "\n"), f"text/calendar; method={method}")
    mail.attach("invite.ics", calendar.encode(), "application/ics")


def again(pk: int, *, at: dt.datetime) -> bool:
    """Queue a mail that was given up once more; say whether it was one."""
    rows = Outbox.objects.filter(pk=pk, state=Outbox.State.FAILED).exclude(body="")
    return rows.update(state=Outbox.State.QUEUED, due_at=at, attempts=0) == 1
