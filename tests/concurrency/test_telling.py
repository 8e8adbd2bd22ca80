"""Several workers that tell and remind in the same moment: everybody gets each mail once."""

import datetime as dt
from functools import partial

import pytest

from activities.actions.commitments import Span
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.models import Outbox
from tests import factories as make
from tests.concurrency.crowd import at_once, tally
from volunteers import actions
from volunteers.models import Shift, ShiftChange, SignUp

pytestmark = [pytest.mark.race]
HOUR = dt.timedelta(hours=1)
WORKERS = 6


@pytest.fixture
def shifts(moment):
    """Two shifts that begin in two days, each with five volunteers who signed up a week ago."""
    begins = moment + dt.timedelta(days=2)
    rows = [make.ShiftFactory(starts_at=begins + hours * HOUR / 60) for hours in range(2)]
    for row in rows:
        make.SignUpFactory.create_batch(5, shift=row, created_at=moment - dt.timedelta(days=7))
    return list(Shift.objects.for_page().filter(pk__in=[row.pk for row in rows]))


def test_everybody_is_reminded_once_and_nobody_who_cancels_meanwhile_after_it(shifts, moment):
    at = moment + HOUR
    rows = list(SignUp.objects.for_page()[:3])
    leaving = [partial(actions.cancel_sign_up, sign_up=row, by=VISITOR, at=at) for row in rows]
    outcomes = at_once([partial(actions.remind_volunteers, by=SYSTEM, at=at) for _worker in range(WORKERS)] + leaving)
    assert set(tally(outcomes)) == {"int", "NoneType"}
    reminded = Outbox.objects.filter(key__startswith="reminder:2d:")
    assert 7 <= reminded.count() <= 10
    assert reminded.values("recipient").distinct().count() == reminded.count()
    for row in SignUp.objects.live():
        assert Outbox.objects.filter(key=f"reminder:2d:{row.pk}").exists()


def test_a_change_is_told_once(shifts, moment):
    staff = make.UserFactory(is_staff=True)
    for shift in shifts:
        span = Span(shift.starts_at + 24 * HOUR, shift.ends_at + 24 * HOUR)
        actions.reschedule_shift(shift=shift, slot=actions.ShiftSlot(span), by=staff, at=moment)
    at = moment + HOUR
    outcomes = at_once([partial(actions.tell_shift_changes, by=SYSTEM, at=at) for _worker in range(WORKERS)])
    assert set(tally(outcomes)) == {"int"}
    assert Outbox.objects.filter(key__startswith="shift_change:").count() == 10
    assert sorted(ShiftChange.objects.values_list("people_told", flat=True)) == [5, 5]
