"""Scans at the desk: what a code, a reference or a device that was without network says, and what comes of it.

Nothing is refused with an error: every scan of somebody known is a row with its result, and the same scan sent again
is the same row.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from uuid import UUID

from django.db import transaction

from accounts.models import User
from activities.actions.attendance import Noted, heads_in, written_once
from activities.models import CheckIn, Pass, Registration, Session
from activities.passes import TOKEN, code_of
from goodsociety.common import audit
from goodsociety.common.codes import REFERENCE_ALPHABET, REFERENCE_LENGTH
from goodsociety.common.dates import local_day
from zones.models import Edition

Reason = CheckIn.Reason
Result = CheckIn.Result
REGISTRATION_PAGE = re.compile(r"/registrations/([\w-]{22})/")
REFERENCE = re.compile(rf"[{REFERENCE_ALPHABET}]{{{REFERENCE_LENGTH}}}")


class Strange(StrEnum):
    """What a text is that stands for nobody in an edition."""

    OTHER_EDITION = "other_edition"
    FORGED = "forged"
    NOT_FOUND = "not_found"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Scan:
    """What a device read, under its own name of the scan; of a party all who are missing, unless heads are counted."""

    text: str
    client_key: UUID
    device: str = ""
    heads: int | None = None
    #: When it was, as the server counts time, where the device was without network; and whether it let them in.
    came_at: dt.datetime | None = None
    was_let_in: bool = False

    @property
    def noted(self) -> Noted:
        """How the device noted it."""
        return Noted(self.client_key, self.device, self.came_at)


@dataclass(frozen=True)
class Found:
    """Whom a scan is about: a pass or a registration of an edition; whether the pass was revoked."""

    person: int
    registration: Registration | None = None
    is_revoked: bool = False


@dataclass(frozen=True)
class Verdict:
    """What comes of a scan."""

    result: CheckIn.Result
    reason: str = ""
    heads: int = 0
    is_conflict: bool = False


def scan(*, session: Session, read: Scan, by: User, at: dt.datetime) -> CheckIn | None:
    """Write down a scan and what comes of it; None for a code that is not of this edition or not of ours."""
    write = partial(add_scan, session=session, read=read, by=by, at=at)
    return written_once(CheckIn.objects.all(), read.client_key, write)


def add_scan(*, session: Session, read: Scan, by: User, at: dt.datetime) -> CheckIn | None:
    """Write down a scan of somebody who is known, and what comes of it."""
    with transaction.atomic():
        found = whom(read.text, session)
        if found is None:
            return None
        registration = found.registration or party_of(found.person, session)
        verdict = judge(found, registration, session, read)
        row = CheckIn.objects.create(
            session=session,
            person_id=found.person,
            registration=registration if registration and registration.session_id == session.pk else None,
            result=verdict.result,
            reason=verdict.reason,
            heads=verdict.heads,
            by=by,
            is_conflict=verdict.is_conflict,
            **read.noted.columns(at=at),
        )
        audit.record("scan", session, by=by, at=at, check_in=row.pk, result=row.result, heads=row.heads)
    return row


def by_our_clock(scanned_at: dt.datetime, *, device_clock: dt.datetime, at: dt.datetime) -> dt.datetime:
    """Return the moment of a scan by our clock, from what the device's clock said then and says now."""
    try:
        return at - (device_clock - scanned_at)
    except OverflowError:
        # The clock has jumped by thousands of years in between.
        return at


def whom(text: str, session: Session) -> Found | None:
    """Return whom a text stands for in a session's edition: a signed pass, a registration's page, or a reference."""
    code = code_of(text)
    if code:
        held = Pass.objects.filter(code=code, edition=session.edition).first()
        return Found(held.person_id, is_revoked=held.revoked_at is not None) if held else None
    keys = keys_of(text)
    if keys is None:
        return None
    rows = Registration.objects.filter(session__activity__edition=session.edition, **keys)
    registration = rows.select_for_update(of=("self",)).select_related("session__activity__edition").first()
    return Found(registration.person_id, registration) if registration else None


def keys_of(text: str) -> dict[str, str] | None:
    """Return by which column a text that is no pass finds a registration; None where it can be none's."""
    page = REGISTRATION_PAGE.search(text)
    typed = "".join(text.split()).upper().replace("-", "")
    return {"code": page[1]} if page else {"reference": typed} if REFERENCE.fullmatch(typed) else None


def what_is(text: str) -> tuple[Strange, Edition | None]:
    """Return what a text is that stands for nobody in the edition of the scan, and of which other edition it is."""
    code, keys = code_of(text), keys_of(text)
    other: Pass | Registration | None = None
    if code:
        other = Pass.objects.filter(code=code).select_related("edition").first()
    elif keys:
        other = Registration.objects.filter(**keys).select_related("session__activity__edition").first()
    if other is not None:
        return Strange.OTHER_EDITION, other.edition if isinstance(other, Pass) else other.session.edition
    if code or TOKEN.search(text):
        return Strange.FORGED, None
    return (Strange.NOT_FOUND if keys else Strange.FOREIGN), None


def party_of(person: int, session: Session) -> Registration | None:
    """Return a person's registration, locked: the one in the session, else the one that comes nearest to it."""
    theirs = Registration.objects.filter(person=person, session__activity__edition=session.edition)
    rows = list(theirs.select_for_update(of=("self",)).select_related("session").order_by("pk"))
    here = [row for row in rows if row.session_id == session.pk]
    live, active = [row for row in here if row.is_live], [row for row in here if row.is_active]
    elsewhere = [row for row in rows if row.is_live]
    for candidates in (live, active, elsewhere, here):
        if candidates:
            return min(candidates, key=lambda row: abs(row.session.starts_at - session.starts_at))
    return None


def judge(found: Found, registration: Registration | None, session: Session, read: Scan) -> Verdict:
    """Say what comes of a scan; whom a device without network let in stays in, and is marked."""
    reason = why_not(found, registration, session)
    is_of_here = registration is not None and registration.session_id == session.pk
    if reason and not (is_of_here and reason == Reason.CANCELLED and read.was_let_in):
        return Verdict(Result.REFUSED, reason, is_conflict=read.was_let_in)
    assert registration is not None  # noqa: S101 (without one there is a reason)
    missing = registration.party_size - heads_in(registration)
    heads = min(read.heads or missing, missing)
    if heads < 1:
        return Verdict(Result.ALREADY_IN, is_conflict=read.was_let_in)
    return Verdict(Result.WELCOME, heads=heads, is_conflict=bool(reason))


def why_not(found: Found, registration: Registration | None, session: Session) -> str:
    """Return why somebody is not let in, or nothing."""
    if found.is_revoked or registration is None:
        return Reason.REVOKED if found.is_revoked else Reason.NOT_REGISTERED
    if registration.session_id != session.pk:
        is_today = local_day(registration.session.starts_at) == local_day(session.starts_at)
        return Reason.WRONG_SESSION if is_today else Reason.WRONG_DAY
    if registration.is_active and not registration.is_live:
        return Reason.NOT_CONFIRMED
    return "" if registration.is_live else Reason.CANCELLED
