"""What a device keeps so that it can go on without network: only what is needed to know people by, and until when."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from activities.desk.numbers import numbers_of
from activities.desk.watching import Watch
from activities.models import Pass, Registration
from zones.models import Edition

#: So much of a digest tells the codes of an edition apart; nobody makes a code from it.
KEPT = 16
#: What is over without anybody having been let in is told as cancelled.
OVER = dict.fromkeys(("declined", "lost", "lapsed"), "cancelled")


def digest_of(code: str | None) -> str:
    """Return what a device knows a code by: the beginning of its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(code.encode()).hexdigest()[:KEPT] if code else ""


def wipe_after(edition: Edition) -> dt.datetime | None:
    """Return when a device forgets what it keeps: at the end of the edition's last day."""
    if edition.ends_on is None:
        return None
    return timezone.make_aware(dt.datetime.combine(edition.ends_on + dt.timedelta(days=1), dt.time()))


def kept_list(watch: Watch, *, at: dt.datetime) -> dict[str, Any]:
    """Return who is expected at the doors that are watched, without the moment of the list."""
    numbers = [row for row in numbers_of(watch, at=at) if row.session]
    end = wipe_after(watch.edition)
    return {
        "edition": watch.edition.year,
        "wipeAfter": end.isoformat() if end else None,
        "sessions": [
            {"code": row.session.code, "expected": row.expected, "in": row.inside, "free": row.free,
             "capacity": row.capacity}
            for row in numbers if row.session
        ],
        "entries": [entry_of(row) for row in entries(watch)],
    }  # fmt: skip


def entries(watch: Watch) -> "QuerySet[Registration, Any]":
    """Return who is registered for the sessions that are watched, with the code of the pass they hold."""
    held = Pass.objects.filter(person=OuterRef("person"), edition=watch.edition, revoked_at=None)
    rows = Registration.objects.filter(session__in=watch.sessions).order_by("session", "pk")
    return rows.annotate(inside=Sum("check_ins__heads", default=0), held=Subquery(held.values("code")[:1])).values(
        "session__code", "reference", "code", "name", "party_size", "status", "inside", "held"
    )


def entry_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return one party as a device keeps it."""
    return {
        "session": row["session__code"],
        "reference": row["reference"],
        "pass": digest_of(row["held"]),
        "page": digest_of(row["code"]),
        "name": row["name"],
        "size": row["party_size"],
        "in": row["inside"],
        "status": OVER.get(row["status"], row["status"]),
    }


def tag_of(listed: dict[str, Any]) -> str:
    """Return by what a device knows that a list has not changed."""
    return hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()[:32]
