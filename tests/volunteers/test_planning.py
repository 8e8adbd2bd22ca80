"""Shifts made by a pattern and copied; plans that are carried out whole or not at all; acts beside them."""

import datetime as dt

import pytest

from accounts.contact import Contact
from activities.models import Commitment
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.tables import row_counts, written
from volunteers import actions
from volunteers.actions.setting_aside import rules_against
from volunteers.models import Duty, Qualified, Shift, SignUp
from volunteers.planning import Pattern, Plan, Verdict, copy_of_day, copy_of_edition, shifts_by
from zones.models import Edition

HOUR = dt.timedelta(hours=1)
MALEE = Contact("มาลี รักดี", "malee@example.org", "", "th")


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def duty(edition):
    """A duty without shifts."""
    return make.DutyFactory()


@pytest.fixture
def organiser(edition):
    """Who plans."""
    return make.UserFactory(is_staff=True)


def pattern(duty, *, every=4, minutes=0, days=1):
    """Return a pattern from ten to eight on the first days of the duty's edition."""
    first = duty.edition.days[:days]
    return Pattern(tuple(first), dt.time(10), dt.time(20), every * HOUR, dt.timedelta(minutes=minutes))


def carry_out(plan, by, at):
    """Carry a plan out."""
    actions.carry_out_plan(plan=plan, by=by, at=at)


def times(plan_or_rows):
    """Return from when to when shifts are, by the expo's clocks."""
    rows = [line.row for line in plan_or_rows.lines] if isinstance(plan_or_rows, Plan) else plan_or_rows
    zone = dt.timezone(7 * HOUR)
    return [f"{row.starts_at.astimezone(zone):%d %H:%M}-{row.ends_at.astimezone(zone):%H:%M}" for row in rows]


def verdicts(plan):
    """Return the verdicts of a plan's lines."""
    return [line.verdict for line in plan.lines]


# By a pattern


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["02 10:00-14:00", "02 14:00-18:00", "02 18:00-20:00"]),
        ({"minutes": 15}, ["02 10:00-14:15", "02 14:00-18:15", "02 18:00-20:00"]),
        ({"every": 10}, ["02 10:00-20:00"]),
        ({"every": 12, "minutes": 30}, ["02 10:00-20:00"]),
        ({"every": 5, "days": 2}, ["02 10:00-15:00", "02 15:00-20:00", "03 10:00-15:00", "03 15:00-20:00"]),
    ],
)
def test_a_pattern_makes_shifts_that_overlap_for_change_over(given, expected, duty):
    plan = shifts_by(pattern(duty, **given), duty, {"capacity": 3})
    assert times(plan) == expected
    assert pattern(duty, **given).count == len(expected)


def test_shifts_by_a_pattern_are_written_once(duty, organiser, now):
    plan = shifts_by(pattern(duty, days=2), duty, {"capacity": 3, "needed": 2})
    before, version = row_counts(), Edition.objects.get().content_version
    carry_out(plan, organiser, now)
    assert written(before, row_counts()) == {"volunteers.Shift": 6, "common.AuditEntry": 1}
    assert AuditEntry.objects.get().numbers == {"added": 6, "changed": 0}
    assert Edition.objects.get().content_version == version + 1
    again = shifts_by(pattern(duty, days=2), duty, {"capacity": 9})
    assert set(verdicts(again)) == {Verdict.SAME}
    assert not again.does_something
    with pytest.raises(WrongStep):
        carry_out(again, organiser, now)


def test_only_what_is_missing_is_added(duty, organiser, now):
    make.ShiftFactory(duty=duty, starts_at=duty.edition.moment(1, dt.time(14)), capacity=7)
    plan = shifts_by(pattern(duty), duty, {"capacity": 3})
    assert verdicts(plan) == [Verdict.ADDED, Verdict.SAME, Verdict.ADDED]
    assert plan.places == 6
    carry_out(plan, organiser, now)
    assert list(Shift.objects.values_list("capacity", flat=True)) == [3, 7, 3]


def test_a_plan_is_written_whole_or_not_at_all(duty, organiser, now):
    plan = shifts_by(pattern(duty), duty, {"capacity": 3})
    # Somebody else was quicker with the last of them.
    make.ShiftFactory(duty=duty, starts_at=plan.lines[-1].row.starts_at)
    with pytest.raises(WrongStep):
        carry_out(plan, organiser, now)
    assert Shift.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_the_mark_changes_with_what_is_there(duty):
    first = shifts_by(pattern(duty), duty, {"capacity": 3}).mark
    assert shifts_by(pattern(duty), duty, {"capacity": 3}).mark == first
    make.ShiftFactory(duty=duty, starts_at=duty.edition.moment(1, dt.time(14)))
    assert shifts_by(pattern(duty), duty, {"capacity": 3}).mark != first


# Copies of a day


def test_a_day_is_copied_as_drafts_with_all_it_has(duty, organiser, now):
    place = make.PlaceFactory(zone=duty.zone)
    starts_at = duty.edition.moment(1, dt.time(9, 30))
    first = make.ShiftFactory(
        duty=duty, place=place, capacity=7, needed=3, largest_party=4, is_by_approval=True, briefing_th="เสื้อฟ้า",
        starts_at=starts_at, opens_at=starts_at - 48 * HOUR, closes_at=starts_at - HOUR,
    )  # fmt: skip
    make.ShiftFactory(duty=duty, state="cancelled", starts_at=starts_at + 6 * HOUR)
    make.SignUpFactory(shift=first)
    plan = copy_of_day(Shift.objects.for_page(), duty.edition.days[1:3])
    assert times(plan) == ["03 09:30-13:30", "04 09:30-13:30"]
    carry_out(plan, organiser, now)
    copy = Shift.objects.get(starts_at=starts_at + 24 * HOUR)
    same = ("place_id", "capacity", "needed", "largest_party", "is_by_approval", "briefing_th", "has_waiting_list")
    assert [getattr(copy, name) for name in same] == [getattr(first, name) for name in same]
    assert (copy.opens_at, copy.closes_at) == (copy.starts_at - 48 * HOUR, copy.starts_at - HOUR)
    assert (copy.state, copy.seats_taken, copy.code == first.code) == ("draft", 0, False)
    assert set(verdicts(copy_of_day(Shift.objects.for_page().filter(pk=first.pk), duty.edition.days[1:3]))) == {"same"}


# Copies of an edition


@pytest.fixture
def coming(edition):
    """Another edition of three days, with the zone and one place of the same address."""
    return make.EditionFactory(year=2027, status="draft", starts_on=dt.date(2027, 11, 5), ends_on=dt.date(2027, 11, 7))


def duties(edition):
    """Return an edition's duties as they are copied."""
    return Duty.objects.filter(edition=edition).select_related("edition", "zone").prefetch_related(
        "shifts__place", "needs"
    )  # fmt: skip


@pytest.fixture
def gate(duty, coming):
    """A duty with shifts on days 1, 3 and 4, the first at a place that the other edition has too; that place there."""
    places = (make.PlaceFactory(zone=duty.zone, slug="gate"), make.PlaceFactory(zone=duty.zone, slug="elsewhere"), None)
    for number, place in zip((1, 3, 4), places, strict=True):
        make.ShiftFactory(duty=duty, starts_at=duty.edition.moment(number, dt.time(9)), place=place)
    return make.PlaceFactory(zone=make.ZoneFactory(edition=coming, slug=duty.zone.slug), slug="gate")


def test_duties_and_shifts_go_to_another_edition(duty, coming, gate, organiser, now):
    training = make.QualificationFactory(kind="training")
    duty.needs.add(training)
    carry_out(copy_of_edition(duties(duty.edition), coming), organiser, now)
    copy = Duty.objects.get(edition=coming, slug=duty.slug)
    assert (copy.zone, list(copy.needs.all()), copy.name_th) == (gate.zone, [training], duty.name_th)
    assert [(times([row])[0], row.place, row.state) for row in copy.shifts.all()] == [
        ("05 09:00-13:00", gate, "draft"),
        ("07 09:00-13:00", None, "draft"),
    ]
    assert not copy_of_edition(duties(duty.edition), coming).does_something


def test_what_cannot_come_along_is_named_before_anything_is_written(duty, coming, gate):
    lost = make.DutyFactory(zone=make.ZoneFactory(slug="gone"))
    make.ShiftFactory(duty=lost)
    make.DutyFactory(zone=None)
    plan = copy_of_edition(duties(duty.edition).order_by("pk"), coming)
    assert verdicts(plan) == ["added", "added", "added", "left_out", "left_out", "added"]
    notes = [note for line in plan.lines for note in line.notes]
    assert [word in note for word, note in zip(("elsewhere", "5", "gone"), notes, strict=True)] == [True] * 3


def test_copying_asks_no_more_for_many_duties(duty, coming, gate, django_assert_num_queries):
    for _number in range(3):
        with django_assert_num_queries(7):
            copy_of_edition(duties(duty.edition), coming)
        place = make.PlaceFactory(zone=duty.zone)
        make.ShiftFactory(duty=make.DutyFactory(zone=duty.zone, edition=duty.edition), place=place)


# Acts beside plans


def test_a_shift_is_a_draft_again_only_before_anybody_came(duty, organiser, now):
    shift, taken = make.ShiftFactory(duty=duty), make.ShiftFactory()
    make.SignUpFactory(shift=taken, status="cancelled")
    actions.withdraw_shift(shift=shift, by=organiser, at=now)
    shift.refresh_from_db()
    assert shift.state == "draft"
    for other in (shift, taken):
        with pytest.raises(WrongStep):
            actions.withdraw_shift(shift=other, by=organiser, at=now)


def test_free_places_go_on_when_somebody_says_so(duty, organiser, now):
    shift = make.ShiftFactory(duty=duty, capacity=1)
    over = make.SignUpFactory(shift=shift, status="offered", expires_at=now - HOUR)
    waiting = make.SignUpFactory(shift=shift, status="waiting", queued_at=now)
    actions.settle_now(shift=shift, by=organiser, at=now)
    assert [SignUp.objects.get(pk=row.pk).status for row in (over, waiting)] == ["lapsed", "offered"]
    assert Outbox.objects.filter(key=f"place_offered:{waiting.pk}").exists()
    with pytest.raises(WrongStep):
        actions.settle_now(shift=make.ShiftFactory(), by=organiser, at=now)


def test_a_training_that_is_noted_again_replaces_what_was_noted(duty, organiser, now):
    row = make.QualifiedFactory(noted_by=None)
    held = actions.Held(row.qualification, dt.date(2026, 3, 1), dt.date(2027, 3, 1))
    for _twice in range(2):
        actions.note_qualification(person=row.person, held=held, by=organiser, at=now)
    now_held = Qualified.objects.get()
    assert (now_held.since_on, now_held.until_on, now_held.noted_by) == (held.since_on, held.until_on, organiser)
    assert AuditEntry.objects.filter(verb="note_qualification").count() == 2


def test_rules_that_would_be_set_aside_are_named_and_kept(duty, organiser, now):
    shift = make.ShiftFactory(duty=duty, ends_at=duty.edition.moment(1, dt.time(19)))
    duty.needs.add(make.QualificationFactory())
    Duty.objects.update(minimum_age=30)
    person = make.PersonFactory(email=MALEE.email)
    other = make.SignUpFactory(person=person)
    applicant = actions.Applicant(MALEE, born_on=dt.date(2003, 1, 1))
    shift = Shift.objects.for_page().get(pk=shift.pk)
    names = ["Clash", "NeedsQualification", "TooYoung"]
    before = row_counts()
    assert sorted(rule.name for rule in rules_against(applicant, shift)) == sorted([*names, "TooManyHours"])
    assert row_counts() == before
    row = actions.place_volunteer(shift=shift, applicant=applicant, reason="ไม่มีใครแทน", by=organiser, at=now)
    kept = AuditEntry.objects.get(verb="place_volunteer").numbers["rules"]
    assert sorted(kept.split(",")) == sorted([*names, "TooManyHours"])
    assert row.override_reason == "ไม่มีใครแทน"
    assert Commitment.objects.filter(person=person).count() == 2
    assert other.is_live


def test_nothing_stands_against_somebody_new_but_what_the_duty_needs(duty, now):
    shift = make.ShiftFactory(duty=duty)
    stranger = actions.Applicant(Contact("ใหม่", "new@example.org"), is_of_age=True)
    assert rules_against(stranger, shift) == []
    duty.needs.add(make.QualificationFactory())
    assert [rule.name for rule in rules_against(stranger, shift)] == ["NeedsQualification"]
