"""The waiting list of a shift, and stand-ins."""

import datetime as dt

import pytest

from accounts.contact import Contact
from activities.models import Commitment
from activities.refusals import Clash, TooLateToCancel
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.models import Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.tables import refused
from volunteers import actions, refusals
from volunteers.actions import Applicant, Guardian, settling
from volunteers.models import HandOver, Shift, SignUp

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def everything_adds_up(db):
    """Recount everything after each test."""
    yield
    assert list(findings()) == []


@pytest.fixture
def shift(edition):
    """A shift for one."""
    return read(make.ShiftFactory(capacity=1, largest_party=3))


@pytest.fixture
def holder(shift, now):
    """Whose place it is."""
    return actions.sign_up(shift=shift, contact=who(0), by=VISITOR, at=now)


def read(shift):
    """Return a shift as it is now."""
    return Shift.objects.for_page().get(pk=shift.pk)


def who(number):
    """Return a contact of its own."""
    return Contact(f"P{number}", f"p{number}@example.org")


def wait(shift, number, *, at, **said):
    """Join the list."""
    applicant = Applicant(who(number), **{"is_of_age": True, **said})
    return actions.join_shift_list(shift=read(shift), applicant=applicant, by=VISITOR, at=at)


def now_of(row):
    """Return a sign-up as it is now."""
    return SignUp.objects.for_page().get(pk=row.pk)


def test_the_first_in_the_queue_is_offered_the_place(shift, holder, now):
    first, second = wait(shift, 1, at=now), wait(shift, 2, at=now + MINUTE)
    actions.cancel_sign_up(sign_up=holder, by=VISITOR, at=now + HOUR)
    assert [now_of(row).status for row in (first, second)] == ["offered", "waiting"]
    assert now_of(first).expires_at == now + HOUR + 12 * HOUR
    # The public can take neither what is offered nor what is waited for.
    with refused(refusals.ShiftFull):
        actions.sign_up(shift=read(shift), contact=who(3), by=VISITOR, at=now + HOUR)
    row = actions.accept_place(sign_up=first, by=VISITOR, at=now + 2 * HOUR)
    assert (row.status, read(shift).seats_taken, read(shift).parties_waiting) == ("confirmed", 1, 1)


def test_an_offer_lapses_whether_or_not_a_job_has_run(shift, holder, now):
    first, second = wait(shift, 1, at=now), wait(shift, 2, at=now + MINUTE)
    actions.cancel_sign_up(sign_up=holder, by=VISITOR, at=now)
    late = now_of(first).expires_at
    assert now_of(first).status_at(late) == "lapsed"
    with refused(refusals.OfferOver):
        actions.accept_place(sign_up=first, by=VISITOR, at=late)
    assert actions.settle_due_shifts(by=SYSTEM, at=late) == 1
    assert [now_of(row).status for row in (first, second)] == ["lapsed", "offered"]


def test_who_declines_lets_it_go_on(shift, holder, now):
    first, second = wait(shift, 1, at=now), wait(shift, 2, at=now + MINUTE)
    actions.cancel_sign_up(sign_up=holder, by=VISITOR, at=now)
    actions.decline_place(sign_up=first, by=VISITOR, at=now)
    assert [now_of(row).status for row in (first, second)] == ["cancelled", "offered"]


def test_a_group_that_does_not_fit_keeps_its_place(shift, holder, now):
    Shift.objects.update(capacity=2)
    make.SignUpFactory(shift=read(shift))
    group, one = wait(shift, 1, at=now, party_size=2), wait(shift, 2, at=now + MINUTE)
    actions.cancel_sign_up(sign_up=holder, by=VISITOR, at=now)
    assert [now_of(row).status for row in (group, one)] == ["waiting", "offered"]


def test_times_are_judged_when_the_place_is_accepted(shift, holder, now):
    row = wait(shift, 1, at=now)
    actions.cancel_sign_up(sign_up=holder, by=VISITOR, at=now)
    other = read(make.ShiftFactory(starts_at=shift.starts_at + HOUR))
    actions.sign_up(shift=other, contact=who(1), by=VISITOR, at=now)
    with refused(Clash):
        actions.accept_place(sign_up=row, by=VISITOR, at=now)


def test_a_minor_who_accepts_waits_for_the_guardian(shift, holder, now):
    born_on = shift.starts_at.date().replace(year=shift.starts_at.year - 17)
    row = wait(shift, 1, at=now, is_of_age=False, born_on=born_on, guardian=Guardian("แม่", "mother@example.org"))
    actions.cancel_sign_up(sign_up=holder, by=VISITOR, at=now)
    row = actions.accept_place(sign_up=row, by=VISITOR, at=now)
    assert (row.status, read(shift).seats_held) == ("guardian", 1)


def test_no_list_where_there_is_none(now):
    shift = make.ShiftFactory(has_waiting_list=False)
    with refused(refusals.NoWaitingList):
        wait(shift, 1, at=now)


def test_one_shift_that_cannot_be_settled_keeps_no_other_from_it(shift, holder, now, monkeypatch):
    other = read(make.ShiftFactory(capacity=1, starts_at=shift.starts_at + 24 * HOUR))
    actions.sign_up(shift=other, contact=who(9), by=VISITOR, at=now)
    waiting = [wait(each, number, at=now) for number, each in enumerate((shift, other), start=1)]
    for row in SignUp.objects.live().for_page():
        actions.cancel_sign_up(sign_up=row, by=VISITOR, at=now)
    settle = settling.settle_shift

    def settle_but_one(each, *, at):
        if each.pk == shift.pk:
            raise RuntimeError
        settle(each, at=at)

    monkeypatch.setattr(settling, "settle_shift", settle_but_one)
    with pytest.raises(ExceptionGroup):
        actions.settle_due_shifts(by=SYSTEM, at=now + 12 * HOUR)
    assert [now_of(row).status for row in waiting] == ["offered", "lapsed"]


# Stand-ins


@pytest.fixture
def sought(holder, now):
    """The holder looks for a stand-in."""
    return actions.seek_stand_in(sign_up=holder, by=VISITOR, at=now)


def stand_in(sought, number, *, at, **said):
    """Take a shift over."""
    applicant = Applicant(who(number), **{"is_of_age": True, **said})
    return actions.take_over(hand_over=sought, applicant=applicant, by=VISITOR, at=at)


def test_who_looks_for_a_stand_in_stays_responsible(shift, holder, sought, now):
    assert (now_of(holder).status, read(shift).seats_taken) == ("confirmed", 1)
    with refused(refusals.AlreadySought):
        actions.seek_stand_in(sign_up=holder, by=VISITOR, at=now)


def test_the_stand_in_takes_the_place(shift, holder, sought, now):
    row = stand_in(sought, 1, at=now)
    sought.refresh_from_db()
    assert [now_of(each).status for each in (holder, row)] == ["handed_over", "confirmed"]
    assert (sought.state, sought.taken_by) == ("taken", row)
    assert read(shift).seats_taken == 1
    assert list(Commitment.objects.values_list("person", flat=True)) == [row.person_id]
    assert Outbox.objects.get(key=f"handed_over:{holder.pk}").recipient == holder.email
    with refused(refusals.HandOverOver):
        stand_in(sought, 2, at=now)


def test_nobody_is_their_own_stand_in(sought, now):
    with refused(refusals.OwnShift):
        stand_in(sought, 0, at=now)


def test_a_stand_in_is_judged_as_everybody(shift, sought, now):
    busy = read(make.ShiftFactory(starts_at=shift.starts_at + HOUR))
    actions.sign_up(shift=busy, contact=who(1), by=VISITOR, at=now)
    with refused(Clash):
        stand_in(sought, 1, at=now)
    born_on = shift.starts_at.date().replace(year=shift.starts_at.year - 17)
    with refused(refusals.GuardianFirst):
        stand_in(sought, 2, at=now, is_of_age=False, born_on=born_on)


def test_a_search_that_was_withdrawn_is_over(holder, sought, now):
    actions.withdraw_hand_over(hand_over=sought, by=VISITOR, at=now)
    with refused(WrongStep):
        actions.withdraw_hand_over(hand_over=sought, by=VISITOR, at=now)
    with refused(refusals.HandOverOver):
        stand_in(sought, 1, at=now)
    assert actions.seek_stand_in(sign_up=holder, by=VISITOR, at=now).state == HandOver.State.SOUGHT


def test_no_search_once_the_shift_has_begun(shift, holder):
    with refused(TooLateToCancel):
        actions.seek_stand_in(sign_up=holder, by=VISITOR, at=shift.starts_at)


def test_cancelling_ends_the_search(holder, sought, now):
    actions.cancel_sign_up(sign_up=holder, by=VISITOR, at=now)
    sought.refresh_from_db()
    assert sought.state == HandOver.State.WITHDRAWN


def test_a_group_is_not_handed_over(now):
    shift = read(make.ShiftFactory(largest_party=3))
    applicant = Applicant(who(1), is_of_age=True, party_size=2)
    row = actions.sign_up_volunteer(shift=shift, applicant=applicant, by=VISITOR, at=now)
    with refused(refusals.GroupsStay):
        actions.seek_stand_in(sign_up=row, by=VISITOR, at=now)


def test_who_became_a_group_while_looking_is_not_handed_over(now):
    shift = read(make.ShiftFactory(largest_party=3))
    row = actions.sign_up(shift=shift, contact=who(1), by=VISITOR, at=now)
    sought = actions.seek_stand_in(sign_up=row, by=VISITOR, at=now)
    actions.change_party(sign_up=row, party_size=2, by=VISITOR, at=now)
    with refused(refusals.GroupsStay):
        stand_in(sought, 2, at=now)
