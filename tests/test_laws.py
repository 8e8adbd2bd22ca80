"""Every law of the database refuses what it forbids, by its name, whatever the program checked before.

Rows are written without validation: as a copy of a row that is allowed, and by updating that row.
"""

import copy
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import UniqueConstraint
from django.utils import timezone

from activities.models import Commitment
from goodsociety.common.laws import broken_law
from goodsociety.operations.invariants import overlapping_commitments
from tests import factories as make
from tests.breach import DAY, HOUR, MOMENT, Breach
from tests.breaches import CASES
from tests.conftest import SET_ASIDE
from tests.tables import APPEND_ONLY, our_models

pytestmark = pytest.mark.django_db

ONLY_ONE = {law.name for model in our_models() for law in model._meta.constraints if isinstance(law, UniqueConstraint)}
#: Two rows are needed to break a law of which there is only one: those are tried by a copy alone.
CHECKED = {law: breaches for law, breaches in CASES.items() if breaches[0].wrong and law not in ONLY_ONE}


def each(cases_by_law: dict[str, list[Breach]]) -> list[Any]:
    """Return the cases one by one, under the names of their laws."""
    numbered = [(law, n, breach) for law, breaches in cases_by_law.items() for n, breach in enumerate(breaches)]
    return [pytest.param(law, breach, id=f"{law}-{n}") for law, n, breach in numbered]


def twin(row: Any, values: dict[str, Any]) -> Any:
    """Return an unsaved copy of a row with other values, and its own of what every row has one of."""
    new = copy.copy(row)
    new.pk = None
    for column in row._meta.concrete_fields:
        if column.unique and not column.primary_key and not column.is_relation:
            setattr(new, column.attname, unlike(getattr(row, column.attname), column))
    for name, value in values.items():
        setattr(new, name, value)
    return new


def unlike(value: Any, column: Any) -> Any:
    """Return a value that no other row has."""
    if column.has_default():
        return column.get_default()
    return f"{uuid4().hex[:8]}{value}"[: column.max_length] if isinstance(value, str) else value


def test_every_law_is_tried():
    ours = {law.name for model in our_models() for law in model._meta.constraints}
    assert ours - set(CASES) == set(), "laws nobody tries to break"
    assert set(CASES) - ours == set(), "cases of laws that are no more"


@pytest.mark.parametrize(("law", "breach"), each(CASES))
def test_no_row_is_written_against_a_law(law, breach):
    row = breach.row()
    new = twin(row, breach.values(row))
    model = type(row)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model._default_manager.bulk_create([new])
    assert broken_law(caught.value, model) == law


@pytest.mark.parametrize(("law", "breach"), each(CHECKED))
def test_no_row_is_changed_against_a_law(law, breach):
    row = breach.row()
    model = type(row)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model._default_manager.filter(pk=row.pk).update(**breach.values(row))
    if model._meta.db_table in APPEND_ONLY:
        assert "append-only" in str(caught.value)
    else:
        assert broken_law(caught.value, model) == law


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_law_is_not_part_of_another_ones_name(model):
    names = [law.name for law in model._meta.constraints if isinstance(law, models.CheckConstraint)]
    assert [(one, other) for one in names for other in names if one != other and one in other] == []


def test_an_error_that_broke_no_law_of_the_table_is_not_named():
    row = make.SessionFactory()
    new = twin(row, {"code": row.code, "starts_at": row.starts_at + DAY, "ends_at": row.ends_at + DAY})
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        type(row).objects.bulk_create([new])
    assert broken_law(caught.value, type(row)) == ""


def test_an_erased_person_need_not_be_reached():
    person = make.PersonFactory()
    type(person).objects.filter(pk=person.pk).update(email=None, erased_at=timezone.now())
    person.refresh_from_db()
    assert person.email is None


APPENDED = {
    "activities_checkin": (make.CheckInFactory, {"heads": 2}),
    "activities_draw": (make.DrawFactory, {"seed": "another"}),
    "activities_headcount": (make.HeadCountFactory, {"heads": 11}),
    "common_auditentry": (make.AuditEntryFactory, {"verb": "nothing"}),
    "donations_payment": (make.PaymentFactory, {"amount_satang": 1}),
    "reports_snapshot": (make.SnapshotFactory, {"digest": "1" * 64}),
}


def test_every_append_only_table_is_tried():
    assert set(APPENDED) == set(APPEND_ONLY)


@pytest.mark.parametrize("table", APPENDED)
def test_append_only_rows_never_change(table):
    factory, change = APPENDED[table]
    row = factory()
    rows = type(row)._default_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(**change)
    for name, value in change.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.save()
    assert rows.filter(**change).count() == 0


#: Where SQLite refuses deletions too: the ledger.
KEPT_BY_SQLITE = {"donations_payment"}


@pytest.mark.parametrize("table", APPENDED)
def test_append_only_rows_stay(table):
    row = APPENDED[table][0]()
    rows = type(row)._default_manager.filter(pk=row.pk)
    if connection.vendor == "sqlite":
        assert (table in SET_ASIDE) == (table in KEPT_BY_SQLITE)
        if table not in KEPT_BY_SQLITE:
            return
        with connection.cursor() as cursor:
            cursor.execute(SET_ASIDE[table])
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.delete()
    assert rows.exists()


def exclusive(person, first, last):
    """Return an exclusive commitment of a person from one hour of the day to another, not yet written."""
    return Commitment(
        person=person,
        starts_at=MOMENT + first * HOUR,
        ends_at=MOMENT + last * HOUR,
        what=Commitment.What.REGISTRATION,
        what_key=uuid4().int % 10**9,
    )


@pytest.mark.parametrize(("first", "last"), [(0, 2), (-1, 1), (1, 3), (-1, 3), (0.5, 1)])
def test_overlapping_commitments_are_refused_by_postgresql(first, last):
    person = make.PersonFactory()
    rows = [exclusive(person, 0, 2), exclusive(person, first, last)]
    if connection.vendor == "sqlite":
        # SQLite has no exclusion constraints; the invariants name what the action would have to let through.
        Commitment.objects.bulk_create(rows)
        assert len(list(overlapping_commitments())) == 2
        return
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Commitment.objects.bulk_create(rows)
    assert caught.value.__cause__.diag.constraint_name == "commitment_no_overlap"
    assert not Commitment.objects.exists()


def test_commitments_that_touch_are_accepted():
    person, other = make.PersonFactory.create_batch(2)
    overridden = exclusive(person, 1, 3)
    overridden.is_exclusive, overridden.override_reason = False, "leads both"
    rows = [exclusive(person, 0, 2), exclusive(person, 2, 4), exclusive(person, -2, 0), exclusive(other, 0, 2)]
    Commitment.objects.bulk_create([*rows, overridden])
    assert list(overlapping_commitments()) == []


def test_triggers_outlive_all_migrations():
    """SQLite changes a table by making it anew, and the triggers of the old one go with it."""
    if connection.vendor == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert set(cursor.fetchall()) == {(f"{table}_append_only", table) for table in APPEND_ONLY}
