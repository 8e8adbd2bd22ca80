"""A frozen report: what was counted and how, never changed afterwards."""

import datetime as dt
import hashlib
import json

import pytest
from django.db import DatabaseError, connection, transaction

from goodsociety.common.models import AuditEntry
from reports.actions import digest_of, take_snapshot
from reports.metrics import METRICS
from reports.models import Snapshot
from reports.outcomes import outcome_report
from tests import factories as make

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 11, 2, 5, tzinfo=dt.UTC)


@pytest.fixture
def snapshot():
    """Return a snapshot of an edition with some rows."""
    make.CheckInFactory(registration__party_size=3)
    make.PublishedFigureFactory(metric="attendees", value=3)
    return take_snapshot(edition=make.usual_edition(), by=make.UserFactory(), at=MOMENT)


def test_it_holds_the_report_of_its_moment(snapshot):
    report = outcome_report(snapshot.edition, at=MOMENT)
    stored = Snapshot.objects.get()
    assert {key: value for key, value in stored.report.items() if key != "definitions"} == report
    assert report["metrics"][0]["counted"] == 3
    assert stored.taken_at == MOMENT
    make.CheckInFactory(registration__party_size=2)
    assert outcome_report(snapshot.edition, at=MOMENT) != report


def test_it_holds_the_definitions_in_both_languages(snapshot):
    definitions = Snapshot.objects.get().report["definitions"]
    assert set(definitions) == set(METRICS)
    assert definitions["volunteers"]["version"] == METRICS["volunteers"].version
    assert definitions["volunteers"]["en"] == (
        "Distinct people with approved hours; a group counts as the most of it who came to one of its shifts."
    )
    assert definitions["volunteers"]["th"]


def test_its_digest_is_the_sha_256_of_its_canonical_json(snapshot):
    stored = Snapshot.objects.get()
    canonical = json.dumps(stored.report, sort_keys=True).encode()
    assert stored.digest == hashlib.sha256(canonical).hexdigest() == digest_of(stored.report)
    changed = json.loads(canonical)
    changed["metrics"][0]["counted"] += 1
    assert digest_of(changed) != stored.digest


def test_it_is_in_the_audit_log(snapshot):
    entry = AuditEntry.objects.get(verb="take_snapshot")
    assert (entry.subject_key, entry.actor_key, entry.numbers) == (
        snapshot.pk,
        snapshot.by_id,
        {"edition": snapshot.edition.year},
    )


def test_it_is_never_changed(snapshot):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Snapshot.objects.update(report={})
    snapshot.digest = "0" * 64
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        snapshot.save()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            snapshot.delete()
    stored = Snapshot.objects.get()
    assert stored.digest == digest_of(stored.report)


def test_a_second_one_leaves_the_first(snapshot):
    later = take_snapshot(edition=snapshot.edition, by=snapshot.by, at=MOMENT + dt.timedelta(hours=1))
    assert list(Snapshot.objects.all()) == [later, snapshot]
    assert later.digest == snapshot.digest
