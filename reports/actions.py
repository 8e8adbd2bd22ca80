"""What reports change: only their own snapshots."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils.translation import override

from accounts.models import User
from goodsociety.common import audit
from reports.metrics import METRICS
from reports.models import Snapshot
from reports.outcomes import outcome_report
from zones.models import Edition


def digest_of(report: Any) -> str:
    """Return the SHA-256 of a report's canonical JSON, by which a change would show."""
    return hashlib.sha256(json.dumps(report, sort_keys=True).encode()).hexdigest()


def definitions() -> dict[str, Any]:
    """Return how each metric is counted, in English and Thai, with the version of the definition."""
    texts: dict[str, Any] = {key: {"version": metric.version} for key, metric in METRICS.items()}
    for language in ("en", "th"):
        with override(language):
            for key, metric in METRICS.items():
                texts[key][language] = str(metric.definition)
    return texts


def take_snapshot(*, edition: Edition, by: User, at: dt.datetime) -> Snapshot:
    """Freeze an edition's outcome report as it is counted now, with its definitions and a digest of all of it."""
    with transaction.atomic():
        report = {**outcome_report(edition, at=at), "definitions": definitions()}
        snapshot = Snapshot.objects.create(edition=edition, taken_at=at, by=by, report=report, digest=digest_of(report))
        audit.record("take_snapshot", snapshot, by=by, at=at, edition=edition.year)
    return snapshot
