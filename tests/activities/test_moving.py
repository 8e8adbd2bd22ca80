"""Sessions that move and activities that are renamed: everybody concerned is told once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from activities import actions, refusals
from activities.actions.commitments import Span
from activities.actions.moving import tell
from activities.models import Change, Commitment, Session
from goodsociety.common.audit import SYSTEM
from goodsociety.common.models import Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.tables import refused

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
def session(now):
    """A session with two parties in it and one that waits."""
    session = make.SessionFactory(capacity=3)
    make.RegistrationFactory(session=session, party_size=2)
    make.RegistrationFactory(session=session)
    make.WaitingFactory(session=session)
    return Session.objects.for_programme().get(pk=session.pk)


def later(session, hours, place=None):
    """Return the slot some hours later, in its own place or another."""
    span = Span(session.starts_at + hours * HOUR, session.ends_at + hours * HOUR)
    return actions.Slot(span, place or session.place)


def move(session, slot, staff, at):
    """Move a session."""
    return actions.reschedule_session(session=session, slot=slot, by=staff, at=at)


def told():
    """Return the mails about changes."""
    return Outbox.objects.filter(key__startswith="change:")


def test_everybody_moves_along_and_is_told_once_after_ten_minutes(session, now, staff):
    move(session, later(session, 1), staff, now)
    assert set(Commitment.objects.values_list("starts_at", flat=True)) == {session.starts_at + HOUR}
    assert actions.tell_changes(by=SYSTEM, at=now + TEN_MINUTES - dt.timedelta(seconds=1)) == 0
    assert actions.tell_changes(by=SYSTEM, at=now + TEN_MINUTES) == 1
    assert actions.tell_changes(by=SYSTEM, at=now + TEN_MINUTES) == 0
    assert told().count() == Change.objects.get().people_told == 3


def test_changes_within_ten_minutes_go_into_one_mail_that_says_what_was_at_first(session, now, staff):
    other = make.PlaceFactory(edition=session.edition)
    move(session, later(session, 1), staff, now)
    move(session, later(session, 2, other), staff, now + TEN_MINUTES / 2)
    actions.rename_activity(activity=session.activity, name_th="ชื่อใหม่", name_en="New", by=staff, at=now)
    assert actions.tell_changes(by=SYSTEM, at=now + TEN_MINUTES) == 1
    body = told().first().body
    with translation.override("th"):
        assert [word in body for word in ("13.00", "15.00", other.name, session.place.name, "14.00")] == [
            True, True, True, True, True,
        ]  # fmt: skip
    assert "ชื่อใหม่" in told().first().subject
    assert Session.objects.get(pk=session.pk).sequence == 3


def test_a_session_that_moves_back_in_time_disturbs_nobody(session, now, staff):
    move(session, later(session, 1), staff, now)
    move(session, later(session, 0), staff, now)
    actions.tell_changes(by=SYSTEM, at=now + TEN_MINUTES)
    assert (told().count(), Change.objects.get().people_told) == (0, 0)


def test_a_later_change_is_told_again(session, now, staff):
    move(session, later(session, 1), staff, now)
    actions.tell_changes(by=SYSTEM, at=now + TEN_MINUTES)
    move(session, later(session, 2), staff, now + HOUR)
    actions.tell_changes(by=SYSTEM, at=now + HOUR + TEN_MINUTES)
    assert told().count() == 6


def test_whoever_then_has_two_promises_keeps_both(session, now, staff):
    person = session.registrations.live().first().person
    make.RegistrationFactory(session=make.SessionFactory(starts_at=session.starts_at + HOUR), person=person)
    move(session, later(session, 1), staff, now)
    overlapping = Commitment.objects.filter(person=person, is_exclusive=False)
    assert overlapping.get().override_reason != ""


def test_where_something_else_is_nothing_moves_to(session, now, staff):
    other = make.SessionFactory(place__is_shared=False, starts_at=session.starts_at + HOUR)
    with refused(refusals.PlaceTaken):
        move(session, later(session, 1, other.place), staff, now)


def test_nothing_moves_into_the_past(session, now, staff):
    slot = actions.Slot(Span(now - HOUR, now + HOUR), session.place)
    with refused(refusals.PastMoment):
        move(session, slot, staff, now)


def test_what_was_called_off_stays_where_it_was_and_is_told_as_that_alone(session, now, staff):
    slot = later(session, 1)
    move(session, slot, staff, now)
    actions.cancel_session(session=session, by=staff, at=now)
    with refused(WrongStep):
        move(session, slot, staff, now)
    actions.tell_changes(by=SYSTEM, at=now + TEN_MINUTES)
    assert (told().count(), Outbox.objects.filter(key__startswith="called-off:").count()) == (0, 3)


def test_drafts_move_without_a_word(now, staff):
    session = make.SessionFactory(state="draft")
    move(session, later(session, 1), staff, now)
    assert Change.objects.count() == 0


def test_a_change_that_breaks_a_law_is_not_passed_over(session, staff, now, monkeypatch):
    monkeypatch.setattr("activities.actions.moving.COLLECTED_FOR", -HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        move(session, later(session, 1), staff, now)


def test_one_change_that_cannot_be_told_keeps_no_other_from_its_turn(now, monkeypatch):
    def fail_at_the_first(*, change, **rest):
        if change == first:
            raise ValueError
        return tell(change=change, **rest)

    first, second = (make.ChangeFactory(made_at=now - HOUR) for _ in range(2))
    monkeypatch.setattr("activities.actions.moving.tell", fail_at_the_first)
    with pytest.raises(ExceptionGroup):
        actions.tell_changes(by=SYSTEM, at=now)
    assert list(Change.objects.untold()) == [first]
    assert Change.objects.get(pk=second.pk).told_at == now
