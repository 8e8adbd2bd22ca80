"""Shifts that move: everybody concerned moves along and is told once."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from accounts.contact import Contact
from activities.actions.commitments import Span
from activities.models import Commitment
from activities.refusals import PastMoment
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.dates import show_times
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.tables import refused
from volunteers import actions, refusals
from volunteers.models import Shift, ShiftChange, SignUp

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
TEN_MINUTES = dt.timedelta(minutes=10)


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def staff(db):
    """Return somebody of the staff."""
    return make.UserFactory(is_staff=True)


@pytest.fixture
def shift(now):
    """A shift with two volunteers in it, one to whom the last place is offered, and one who waits."""
    shift = make.ShiftFactory(capacity=3)
    make.SignUpFactory.create_batch(2, shift=shift)
    held = {"status": "offered", "queued_at": now, "expires_at": now + HOUR}
    make.SignUpFactory(shift=shift, **held)
    make.SignUpFactory(shift=shift, status="waiting", queued_at=now)
    Shift.objects.filter(pk=shift.pk).update(seats_held=1, parties_waiting=1)
    return Shift.objects.for_page().get(pk=shift.pk)


def slot(shift, hours, place=None):
    """Return the slot some hours later, in its own place or another."""
    span = Span(shift.starts_at + hours * HOUR, shift.ends_at + hours * HOUR)
    return actions.ShiftSlot(span, place or shift.place)


def move(shift, to, staff, at):
    """Move a shift."""
    return actions.reschedule_shift(shift=shift, slot=to, by=staff, at=at)


def tell(at):
    """Tell what is due."""
    return actions.tell_shift_changes(by=SYSTEM, at=at)


def told():
    """Return the mails about changes."""
    return Outbox.objects.filter(key__startswith="shift_change:").order_by("pk")


def test_everybody_moves_along_and_is_told_once_after_ten_minutes(shift, now, staff):
    moved = move(shift, slot(shift, 1), staff, now)
    assert (moved.starts_at, moved.sequence) == (shift.starts_at + HOUR, 1)
    assert set(Commitment.objects.values_list("starts_at", flat=True)) == {shift.starts_at + HOUR}
    assert tell(now + TEN_MINUTES - dt.timedelta(seconds=1)) == 0
    assert tell(now + TEN_MINUTES) == 1
    assert tell(now + TEN_MINUTES) == 0
    assert told().count() == ShiftChange.objects.get().people_told == 4
    assert AuditEntry.objects.filter(verb__in=["reschedule_shift", "tell_shift_change"]).count() == 2


def test_only_who_holds_a_place_gets_the_entry_for_the_calendar_which_replaces_the_one_before(shift, now, staff):
    move(shift, slot(shift, 1), staff, now)
    tell(now + TEN_MINUTES)
    entries = [mail.calendar for mail in told() if mail.calendar]
    assert len(entries) == 2
    assert all(
        "METHOD:REQUEST" in entry and "SEQUENCE:1" in entry and f"shift-{shift.code}" in entry for entry in entries
    )


def test_changes_within_ten_minutes_go_into_one_mail_that_says_what_was_at_first(shift, now, staff, language):
    SignUp.objects.update(language=language)
    other = make.PlaceFactory(edition=shift.edition, zone=shift.duty.zone)
    move(shift, slot(shift, 1), staff, now)
    move(shift, slot(shift, 2, other), staff, now + TEN_MINUTES / 2)
    assert tell(now + TEN_MINUTES) == 1
    mail = told().first()
    with translation.override(language):
        is_now, was = mail.body.split(str(translation.gettext("This is how it was:")))
        assert [show_times(shift.starts_at + 2 * HOUR, shift.ends_at + 2 * HOUR) in is_now, other.name in is_now] == [
            True,
            True,
        ]
        assert [show_times(shift.starts_at, shift.ends_at) in was, shift.duty.zone.name in was] == [True, True]
        assert shift.duty.name in mail.subject
    assert Shift.objects.get(pk=shift.pk).sequence == 2


def test_a_shift_that_moves_back_in_time_disturbs_nobody(shift, now, staff):
    move(shift, slot(shift, 1), staff, now)
    move(shift, slot(shift, 0), staff, now)
    tell(now + TEN_MINUTES)
    assert (told().count(), ShiftChange.objects.get().people_told) == (0, 0)


def test_a_later_change_is_told_again(shift, now, staff):
    move(shift, slot(shift, 1), staff, now)
    tell(now + TEN_MINUTES)
    move(shift, slot(shift, 2), staff, now + HOUR)
    tell(now + HOUR + TEN_MINUTES)
    assert told().count() == 8


def test_whoever_is_gone_by_then_is_not_told(shift, now, staff):
    move(shift, slot(shift, 1), staff, now)
    actions.cancel_sign_up(sign_up=SignUp.objects.live().first(), by=VISITOR, at=now)
    tell(now + TEN_MINUTES)
    assert told().count() == 3


def test_whoever_then_has_two_promises_keeps_both_with_the_reason(shift, now, staff):
    person = shift.sign_ups.live().first().person
    make.RegistrationFactory(session=make.SessionFactory(starts_at=shift.ends_at), person=person)
    move(shift, slot(shift, 1), staff, now)
    overlapping = Commitment.objects.get(person=person, is_exclusive=False)
    assert overlapping.override_reason == actions.moving.WHY_IT_MAY_OVERLAP


def test_a_place_is_kept_no_longer_than_until_the_shift_begins(shift, now, staff):
    soon = actions.ShiftSlot(Span(now + HOUR / 2, now + HOUR))
    moved = move(shift, soon, staff, now)
    assert shift.sign_ups.get(status="offered").expires_at == moved.starts_at


def test_sign_up_closes_no_later_than_the_shift_begins(shift, now, staff):
    Shift.objects.update(closes_at=shift.starts_at - HOUR)
    assert move(shift, slot(shift, 0.5), staff, now).closes_at == shift.starts_at - HOUR
    assert move(shift, slot(shift, -5), staff, now).closes_at is None


@pytest.mark.parametrize(("begins", "ends"), [(0, 0), (0, -1)])
def test_a_shift_does_not_end_before_it_starts(shift, now, staff, begins, ends):
    span = Span(shift.starts_at + begins * HOUR, shift.starts_at + ends * HOUR)
    with refused(refusals.EndsBeforeItStarts):
        move(shift, actions.ShiftSlot(span), staff, now)


def test_nothing_moves_into_the_past(shift, now, staff):
    with refused(PastMoment):
        move(shift, actions.ShiftSlot(Span(now - HOUR, now + HOUR)), staff, now)


def test_two_shifts_of_a_duty_do_not_begin_in_the_same_moment(shift, now, staff):
    make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + HOUR)
    with refused(refusals.ShiftThereAlready):
        move(shift, slot(shift, 1), staff, now)


def test_what_was_called_off_stays_where_it_was_and_is_told_as_that_alone(shift, now, staff):
    to = slot(shift, 1)
    move(shift, to, staff, now)
    actions.cancel_shift(shift=shift, by=staff, at=now)
    with refused(WrongStep):
        move(shift, to, staff, now)
    tell(now + TEN_MINUTES)
    assert (told().count(), Outbox.objects.filter(key__startswith="shift_cancelled:").count()) == (0, 4)


def test_what_is_over_does_not_move(shift, now, staff):
    with refused(WrongStep):
        move(shift, slot(shift, 24), staff, shift.ends_at)


@pytest.mark.parametrize("born_on", [None, dt.date(2009, 1, 1)], ids=["of age", "with a guardian"])
def test_who_signs_up_in_the_moment_of_a_move_is_asked_to_look_again(now, staff, born_on):
    read = Shift.objects.for_page().get(pk=make.ShiftFactory().pk)
    move(read, slot(read, 1), staff, now)
    guardian = actions.Guardian("แม่", "mother@example.org") if born_on else None
    applicant = actions.Applicant(
        Contact("มาลี", "malee@example.org"), born_on=born_on, is_of_age=born_on is None, guardian=guardian
    )
    stale = Shift.objects.for_page().get(pk=read.pk)
    stale.starts_at, stale.ends_at = read.starts_at - HOUR, read.ends_at - HOUR
    with refused(WrongStep):
        actions.sign_up_volunteer(shift=stale, applicant=applicant, by=VISITOR, at=now)


def test_drafts_move_without_a_word(now, staff):
    shift = make.ShiftFactory(state="draft")
    assert move(shift, slot(shift, 1), staff, now).starts_at == shift.starts_at + HOUR
    assert ShiftChange.objects.count() == 0


def test_one_change_that_fails_keeps_no_other_from_being_told(shift, now, staff, monkeypatch, caplog):
    other = make.SignUpFactory(shift__duty=shift.duty, shift__starts_at=shift.starts_at + 24 * HOUR).shift
    for each in (shift, other):
        move(each, slot(each, 1), staff, now)
    real = actions.moving.letter

    def fail_for_first(template, sign_up, **about):
        if sign_up.shift_id == shift.pk:
            raise ValueError("broken")
        return real(template, sign_up, **about)

    monkeypatch.setattr(actions.moving, "letter", fail_for_first)
    with pytest.raises(ExceptionGroup):
        tell(now + TEN_MINUTES)
    assert (told().count(), ShiftChange.objects.untold().get().shift_id) == (1, shift.pk)
    assert "tell_shift_change failed for" in caplog.text
    monkeypatch.undo()
    assert tell(timezone.now() + TEN_MINUTES) == 1
