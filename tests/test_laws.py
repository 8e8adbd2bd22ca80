"""Every law of the database refuses what it forbids, by its name, whatever the program checked before.

Rows are written without validation: as a copy of a row that is allowed, and by updating that row.
"""

import copy
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from activities.models import Commitment
from goodsociety.common.laws import LAST_MOMENT, broken_law
from goodsociety.common.models import IdempotencyKey
from goodsociety.common.money import SATANG
from goodsociety.operations.invariants import overlapping_commitments
from tests import factories as make
from tests.tables import APPEND_ONLY, our_models

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MOMENT = dt.datetime(2026, 11, 2, 5, tzinfo=dt.UTC)
Row = Callable[[], Any]
Wrongs = list[dict[str, Any]]


@dataclass(frozen=True)
class Breach:
    """A row that is allowed, and what must not be written into it or into a copy of it.

    A value may be a function of the row. Nothing at all is wrong with the second of rows that there may be one of.
    """

    row: Row
    wrong: dict[str, Any] = field(default_factory=dict)

    def values(self, row):
        """Return what to write."""
        return {name: value(row) if callable(value) else value for name, value in self.wrong.items()}


def later(name, gap):
    """Return the row's own moment or day, moved."""
    return lambda row: getattr(row, name) + gap


def same(name):
    """Return another value of the row."""
    return lambda row: getattr(row, name)


def cases(row: Row, laws: dict[str, Wrongs]) -> dict[str, list[Breach]]:
    """Return the breaches of one table's laws, all in copies of the same row."""
    return {law: [Breach(row, wrong) for wrong in wrongs] for law, wrongs in laws.items()}


#: The same row again, where there may be one.
TWICE: Wrongs = [{}]
NO_LONGER_THAN_NOTHING: Wrongs = [{"ends_at": same("starts_at")}, {"ends_at": later("starts_at", -HOUR)}]
BUDDHIST_YEARS = {
    "starts_at": lambda row: row.starts_at.replace(year=row.starts_at.year + 543),
    "ends_at": lambda row: row.ends_at.replace(year=row.ends_at.year + 543),
}
NOT_COMMON_ERA: Wrongs = [
    BUDDHIST_YEARS,
    {"ends_at": LAST_MOMENT},
    {"starts_at": dt.datetime(1899, 12, 31, 23, tzinfo=dt.UTC)},
]
CANCELLED_WITHOUT_MOMENT: Wrongs = [{"status": "cancelled"}, {"cancelled_at": MOMENT}]


def commitment():
    """Return the commitment of a registration."""
    return make.RegistrationFactory().person.commitments.get()


def way():
    """Return a way to take part that an activity opens."""
    return make.ActivityFactory(ways=["daily"]).ways.get()


def answer():
    """Return an answer already given."""
    return IdempotencyKey.objects.create(endpoint="here", key="key", digest="0" * 64, at=MOMENT)


def dayless_edition():
    """Return a draft whose days are not known yet."""
    return make.EditionFactory(year=2030, status="draft", starts_on=None, ends_on=None)


def draft_edition():
    """Return a draft with its days."""
    return make.EditionFactory(year=2030, status="draft")


def zone_appointment():
    """Return a role in one zone."""
    return make.AppointmentFactory(zone=make.ZoneFactory())


def zone_participation():
    """Return a part in one zone."""
    return make.ParticipationFactory(zone=make.ZoneFactory())


CASES: dict[str, list[Breach]] = {
    # goodsociety.common
    **cases(
        make.OutboxFactory,
        {
            "outbox_state_known": [{"state": "lost"}],
            "outbox_sent_has_moment": [{"state": "sent"}, {"sent_at": MOMENT}],
        },
    ),
    **cases(
        make.AuditEntryFactory,
        {
            "audit_actor_known": [{"actor": "robot"}],
            "audit_user_has_key": [{"actor": "user"}, {"actor_key": 1}],
        },
    ),
    **cases(answer, {"idempotency_key_once": TWICE}),
    # accounts
    **cases(
        make.PersonFactory,
        {
            "person_can_be_reached": [{"email": None}],
            "person_email_normal": [{"email": "Somchai@example.org"}],
            "person_phone_normal": [{"phone": "0812345678"}],
        },
    ),
    **cases(make.UserFactory, {"user_email_normal": [{"email": "Staff@example.org"}]}),
    **cases(
        make.ConsentFactory,
        {
            "consent_purpose_known": [{"purpose": "marketing"}],
            "consent_given_once": TWICE,
            "consent_withdrawn_after_given": [{"withdrawn_at": later("given_at", -HOUR)}],
        },
    ),
    # zones
    **cases(
        make.EditionFactory,
        {
            "edition_status_known": [{"status": "soon"}],
            "edition_begins_in_its_year": [{"year": 2031}],
            "edition_open_has_days": [{"starts_on": None, "ends_on": None}],
            "edition_closes_after_opening": [{"closes_at": same("opens_at")}],
            "edition_cancelled_with_reason": [{"status": "cancelled"}],
        },
    ),
    **cases(dayless_edition, {"edition_year_common_era": [{"year": 2562}, {"year": 1899}, {"year": 2201}]}),
    **cases(
        draft_edition,
        {"edition_days_together": [{"starts_on": None}, {"ends_on": None}, {"ends_on": later("starts_on", -DAY)}]},
    ),
    **cases(
        make.ZoneFactory,
        {
            "zone_slug_once": TWICE,
            "zone_colour_hex": [{"colour": "red"}, {"colour": "#12345g"}, {"colour": ""}],
        },
    ),
    **cases(make.PlaceFactory, {"place_slug_once": TWICE, "place_kind_known": [{"kind": "tent"}]}),
    **cases(
        make.AppointmentFactory,
        {
            "appointment_once_for_the_edition": TWICE,
            "appointment_zone_coordinator_has_zone": [{"role": "zone_coordinator"}],
            "appointment_role_known": [{"role": "partner_editor"}, {"role": "king"}],
        },
    ),
    **cases(zone_appointment, {"appointment_once": TWICE}),
    # organizations
    **cases(
        make.OrganizationFactory,
        {
            "organization_sector_known": [{"sector": "secret"}],
            "organization_kind_known": [{"kind": "club"}],
        },
    ),
    **cases(
        make.ParticipationFactory,
        {"participation_once_zoneless": TWICE, "participation_part_known": [{"part": "guest"}]},
    ),
    **cases(zone_participation, {"participation_once": TWICE}),
    **cases(make.MediaCoverageFactory, {"coverage_once": TWICE}),
    **cases(
        make.OrganizationAppointmentFactory,
        {
            "organization_appointment_once": TWICE,
            "organization_appointment_role_known": [{"role": "organiser"}],
        },
    ),
    # activities
    **cases(make.ActivityFactory, {"activity_slug_once": TWICE, "activity_kind_known": [{"kind": "party"}]}),
    **cases(way, {"activity_way_once": TWICE, "activity_way_known": [{"way": "pray"}]}),
    **cases(
        make.SessionFactory,
        {
            "session_once": TWICE,
            "session_never_overbooked": [
                {"seats_taken": 21},
                {"seats_held": 21},
                {"seats_taken": 20, "seats_held": 1},
                {"seats_taken": 10, "capacity": 9},
            ],
            "session_ends_after_start": NO_LONGER_THAN_NOTHING,
            "session_in_common_era": NOT_COMMON_ERA,
            "session_state_known": [{"state": "hidden"}],
            "session_entry_known": [{"entry": "ticket"}],
            "session_registration_has_capacity": [{"capacity": None}],
            "session_party_of_one_or_more": [{"largest_party": 0}],
        },
    ),
    **cases(
        make.RegistrationFactory,
        {
            "registration_once_a_person": TWICE,
            "registration_party_of_one_or_more": [{"party_size": 0}],
            "registration_status_known": [{"status": "waiting"}],
            "registration_cancelled_has_moment": CANCELLED_WITHOUT_MOMENT,
        },
    ),
    **cases(
        commitment,
        {
            "commitment_once": [{"starts_at": later("starts_at", DAY), "ends_at": later("ends_at", DAY)}],
            "commitment_ends_after_start": NO_LONGER_THAN_NOTHING,
            "commitment_in_common_era": NOT_COMMON_ERA,
            "commitment_what_known": [{"what": "nap"}],
            "commitment_overlaps_with_reason": [{"is_exclusive": False}],
        },
    ),
    **cases(
        make.PassFactory,
        {
            "pass_one_a_person_and_edition": TWICE,
            "pass_revoked_after_issued": [{"revoked_at": later("issued_at", -HOUR)}],
        },
    ),
    **cases(
        make.CheckInFactory,
        {
            "check_in_heads_fit_result": [
                {"heads": 0},
                {"heads": -1},
                {"undoes_id": same("pk")},
                {"result": "undone", "heads": -1},
                {"result": "undone", "undoes_id": same("pk")},
                {"result": "refused"},
                {"result": "already_in", "heads": 0, "undoes_id": same("pk")},
                {"result": "unheard_of"},
            ]
        },
    ),
    **cases(make.HeadCountFactory, {"head_count_counts": [{"heads": 0}]}),
    # volunteers
    **cases(make.DutyFactory, {"duty_slug_once": TWICE}),
    **cases(
        make.ShiftFactory,
        {
            "shift_once": TWICE,
            "shift_never_overbooked": [{"seats_taken": 6}, {"seats_taken": 5, "seats_held": 1}],
            "shift_has_capacity": [{"capacity": None}],
            "shift_ends_after_start": NO_LONGER_THAN_NOTHING,
            "shift_in_common_era": NOT_COMMON_ERA,
            "shift_state_known": [{"state": "hidden"}],
        },
    ),
    **cases(
        make.SignUpFactory,
        {
            "sign_up_once_a_person": TWICE,
            "sign_up_status_known": [{"status": "waiting"}],
            "sign_up_hours_approved_at": [{"approved_minutes": 60}, {"approved_at": MOMENT}],
            "sign_up_cancelled_has_moment": CANCELLED_WITHOUT_MOMENT,
            "sign_up_hours_of_a_day": [{"approved_minutes": 24 * 60 + 1, "approved_at": MOMENT}],
        },
    ),
    # donations
    **cases(
        make.CampaignFactory,
        {
            "campaign_slug_once": TWICE,
            "campaign_goal_positive": [{"goal_satang": 0}, {"goal_satang": -1}],
            "campaign_payee_can_be_paid": [{"promptpay_id": payee} for payee in ("", "1000000000", "08123", "x" * 13)],
        },
    ),
    **cases(
        make.PledgeFactory,
        {
            "pledge_amount_sensible": [{"amount_satang": SATANG - 1}, {"amount_satang": 2_000_000 * SATANG + 1}],
            "pledge_status_known": [{"status": "late"}],
        },
    ),
    **cases(
        make.PaymentFactory,
        {
            "payment_minus_only_reverses": [
                {"amount_satang": 0},
                {"amount_satang": -50_000},
                {"reverses_id": same("pk")},
            ],
            "payment_method_known": [{"method": "barter"}],
        },
    ),
    # reports
    **cases(
        make.PublishedFigureFactory,
        {
            "published_figure_once": TWICE,
            "published_figure_qualifier_known": [{"qualifier": "maybe"}],
            "published_figure_not_negative": [{"value": -1}],
        },
    ),
    **cases(make.SnapshotFactory, {"snapshot_one_a_moment": TWICE}),
}
#: A law of "only one" is not broken by changing a row to what it is.
CHECKED = {law: breaches for law, breaches in CASES.items() if breaches[0].wrong and law != "commitment_once"}


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
    return f"{uuid4().hex[:8]}{value}" if isinstance(value, str) else value


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


@pytest.mark.parametrize("table", APPENDED)
def test_append_only_rows_stay_on_postgresql(table):
    row = APPENDED[table][0]()
    rows = type(row)._default_manager.filter(pk=row.pk)
    if connection.vendor == "sqlite":
        # Django's flush between tests deletes rows, and SQLite has no role to let it alone: here the trigger is for
        # updates only.
        assert rows.delete()[0] == 1
        return
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
