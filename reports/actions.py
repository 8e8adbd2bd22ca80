"""What reports change: only their own snapshots."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction

from accounts.models import User
from goodsociety.common import audit
from reports.models import Snapshot
from reports.outcomes import outcome_report
from zones.models import Edition


def digest_of(report: Any) -> str:
    """Return the SHA-256 of a report's canonical JSON, by which a change would show."""
    return hashlib.sha256(json.dumps(report, sort_keys=True).encode()).hexdigest()


def take_snapshot(*, edition: Edition, by: User, at: dt.datetime) -> Snapshot:
    """Freeze an edition's outcome report as it is counted now, with the SHA-256 of its canonical JSON."""
    with transaction.atomic():
        report = outcome_report(edition, at=at)
        snapshot = Snapshot.objects.create(edition=edition, taken_at=at, by=by, report=report, digest=digest_of(report))
        audit.record("take_snapshot", snapshot, by=by, at=at, edition=edition.year)
    return snapshot
