"""Reminders before a shift: two days and three hours ahead, once each, however often the job runs."""

import datetime as dt

import pytest

from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.rounds import go_round
from tests import factories as make
from volunteers import actions
from volunteers.actions import reminding
from volunteers.models import Shift, SignUp
from zones.models import Edition

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def sign_up(edition, now):
    """Somebody confirmed a month ahead."""
    return make.SignUpFactory(shift__starts_at=now + 30 * DAY)


def run(at):
    """Let the job run at a moment, twice."""
    for _again in range(2):
        actions.remind_volunteers(by=SYSTEM, at=at)


def keys():
    """Return the keys of the reminders that were written."""
    return list(Outbox.objects.filter(key__startswith="reminder:").order_by("pk").values_list("key", flat=True))


def test_each_reminder_goes_once_however_often_the_job_runs(sign_up):
    begins = sign_up.shift.starts_at
    run(begins - 2 * DAY - MINUTE)
    assert keys() == []
    first, second = f"reminder:2d:{sign_up.pk}", f"reminder:3h:{sign_up.pk}"
    for at in (begins - 2 * DAY, begins - 2 * DAY + MINUTE, begins - DAY - HOUR, begins - 3 * HOUR - MINUTE):
        run(at)
        assert keys() == [first]
    for at in (begins - 3 * HOUR, begins - HOUR, begins - MINUTE, begins, begins + DAY):
        run(at)
        assert keys() == [first, second]
    assert AuditEntry.objects.filter(verb="remind_volunteers").count() == 2


def test_what_was_missed_is_made_up_for_while_it_is_of_use(sign_up):
    begins = sign_up.shift.starts_at
    run(begins - DAY)
    assert keys() == []
    run(begins)
    assert keys() == []
    run(begins - MINUTE)
    assert keys() == [f"reminder:3h:{sign_up.pk}"]


@pytest.mark.parametrize(("before", "reminded"), [(2 * DAY, ["2d", "3h"]), (2 * DAY - MINUTE, ["3h"]), (HOUR, [])])
def test_whoever_signs_up_later_than_a_reminder_goes_does_not_get_it(edition, now, before, reminded):
    begins = now + 30 * DAY
    row = make.SignUpFactory(shift__starts_at=begins, created_at=begins - before)
    for at in (begins - 2 * DAY + MINUTE, begins - 2 * HOUR):
        run(at)
    assert keys() == [f"reminder:{name}:{row.pk}" for name in reminded]


def test_whoever_waited_and_got_a_place_in_the_last_days_has_just_been_told(edition, now, make_offer):
    begins = now + 30 * DAY
    row = make_offer(begins)
    actions.accept_place(sign_up=row, by=VISITOR, at=begins - 2 * DAY + HOUR)
    run(begins - 2 * DAY + 2 * HOUR)
    assert keys() == []
    run(begins - 2 * HOUR)
    assert keys() == [f"reminder:3h:{row.pk}"]


@pytest.fixture
def make_offer(edition, now):
    """Return what makes somebody to whom a place is offered that they may accept until the shift begins."""

    def offer(begins):
        shift = make.ShiftFactory(starts_at=begins)
        row = make.SignUpFactory(shift=shift, status="offered", queued_at=now, expires_at=begins)
        Shift.objects.filter(pk=shift.pk).update(seats_held=1)
        return row

    return offer


@pytest.mark.parametrize("status", sorted(set(SignUp.Status) - {"confirmed"}))
def test_only_who_is_confirmed_is_reminded(edition, now, status):
    begins = now + 30 * DAY
    held = {"queued_at": now, "expires_at": begins}
    make.SignUpFactory(shift__starts_at=begins, status=status, **held)
    run(begins - 2 * DAY)
    assert keys() == []


def test_nobody_is_reminded_of_what_does_not_take_place(sign_up, edition):
    begins = sign_up.shift.starts_at
    for status in ("cancelled", "over", "draft"):
        Edition.objects.update(status=status, cancelled_reason_th="น้ำท่วม")
        run(begins - 2 * DAY)
    Edition.objects.update(status="open", cancelled_reason_th="")
    Shift.objects.update(state="cancelled")
    run(begins - 2 * DAY)
    assert keys() == []


def test_a_move_is_told_before_anybody_is_reminded_of_it(sign_up):
    begins = sign_up.shift.starts_at
    shift = Shift.objects.for_page().get()
    at = begins - 3 * DAY
    slot = actions.ShiftSlot(reminding_span(begins - 2 * HOUR - DAY))
    actions.reschedule_shift(shift=shift, slot=slot, by=make.UserFactory(), at=at)
    run(at)
    assert keys() == []
    actions.tell_shift_changes(by=SYSTEM, at=at + 10 * MINUTE)
    run(at + 10 * MINUTE)
    assert keys() == [f"reminder:2d:{sign_up.pk}"]


def test_a_shift_that_moved_past_the_moment_sends_nothing_and_one_that_moved_on_not_twice(sign_up):
    shift, staff = Shift.objects.for_page().get(), make.UserFactory()
    begins = shift.starts_at
    run(begins - 2 * DAY)
    later = actions.ShiftSlot(reminding_span(begins + 5 * DAY))
    actions.reschedule_shift(shift=shift, slot=later, by=staff, at=begins - DAY)
    actions.tell_shift_changes(by=SYSTEM, at=begins)
    run(begins - HOUR)
    run(begins + 3 * DAY)
    assert keys() == [f"reminder:2d:{sign_up.pk}"]


def reminding_span(begins):
    """Return four hours from a moment."""
    return actions.moving.Span(begins, begins + 4 * HOUR)


def test_whoever_gave_no_address_is_passed_over(edition, now):
    begins = now + 30 * DAY
    make.SignUpFactory(shift__starts_at=begins, person__email=None, person__phone="+66812345678")
    run(begins - 2 * DAY)
    assert keys() == []


def test_one_shift_that_fails_keeps_no_other_from_being_reminded(sign_up, monkeypatch, caplog):
    other = make.SignUpFactory(shift__duty=sign_up.shift.duty, shift__starts_at=sign_up.shift.starts_at + MINUTE)
    at = sign_up.shift.starts_at - 2 * DAY + MINUTE
    real = reminding.letter

    def fail_for_first(template, row, **about):
        if row.pk == sign_up.pk:
            raise ValueError("broken")
        return real(template, row, **about)

    monkeypatch.setattr(reminding, "letter", fail_for_first)
    assert go_round(at=at) == 1
    assert keys() == [f"reminder:2d:{other.pk}"]
    assert f"remind failed for ('2d', {sign_up.shift_id})" in caplog.text
    monkeypatch.undo()
    assert go_round(at=at) == 0
    assert len(keys()) == 2


def test_a_round_asks_as_much_for_many_volunteers_as_for_one_when_nothing_is_due(sign_up, django_assert_num_queries):
    make.SignUpFactory.create_batch(3, shift=sign_up.shift)
    with django_assert_num_queries(2):
        actions.remind_volunteers(by=SYSTEM, at=sign_up.shift.starts_at - 5 * DAY)
