"""Money that comes and promises that go, in the same moment."""

from functools import partial

import pytest

from donations.actions import confirm_pledge, reverse_payment, withdraw_pledge
from donations.models import Payment, Pledge
from goodsociety.common.audit import VISITOR
from tests import factories as make
from tests.concurrency.crowd import at_once, tally

pytestmark = [pytest.mark.race]
ROUNDS = 50
AMOUNT = 50_000


@pytest.fixture
def finance(moment):
    """Who sees the bank account."""
    return make.UserFactory(is_staff=True)


def confirming(pledge, finance, moment):
    """Return the call by which finance confirms a pledge."""
    return partial(confirm_pledge, pledge=pledge, method=Payment.Method.TRANSFER, by=finance, at=moment)


def test_a_pledge_is_either_paid_or_withdrawn(finance, moment):
    campaign, person = make.CampaignFactory(), make.PersonFactory()
    pledges = make.PledgeFactory.create_batch(ROUNDS, campaign=campaign, person=person)
    for number, pledge in enumerate(pledges):
        calls = [confirming(pledge, finance, moment), partial(withdraw_pledge, pledge=pledge, by=VISITOR, at=moment)]
        first, second = at_once(calls if number % 2 else calls[::-1])
        assert sorted(tally([first, second]).items()) in (
            [("NoneType", 1), ("WrongStep", 1)],
            [("Payment", 1), ("WrongStep", 1)],
        )
    paid = Pledge.objects.filter(status="paid")
    assert paid.count() + Pledge.objects.filter(status="withdrawn").count() == ROUNDS
    assert set(Payment.objects.values_list("pledge", "amount_satang")) == {(pledge.pk, AMOUNT) for pledge in paid}
    assert Payment.objects.count() == paid.count()
    assert Payment.objects.total_satang() == paid.count() * AMOUNT


def test_all_pledges_at_once_are_either_paid_or_withdrawn(finance, moment):
    pledges = make.PledgeFactory.create_batch(ROUNDS, campaign=make.CampaignFactory(), person=make.PersonFactory())
    calls = [confirming(pledge, finance, moment) for pledge in pledges]
    calls += [partial(withdraw_pledge, pledge=pledge, by=VISITOR, at=moment) for pledge in pledges]
    outcomes = tally(at_once(calls))
    assert outcomes["WrongStep"] == ROUNDS
    assert outcomes.get("Payment", 0) + outcomes.get("NoneType", 0) == ROUNDS
    assert Payment.objects.count() == Pledge.objects.filter(status="paid").count() == outcomes.get("Payment", 0)


def test_a_pledge_is_paid_once(finance, moment):
    pledge = make.PledgeFactory()
    assert tally(at_once([confirming(pledge, finance, moment)] * 20)) == {"Payment": 1, "WrongStep": 19}
    assert Payment.objects.total_satang() == AMOUNT


def test_a_payment_is_reversed_once(finance, moment):
    payment = confirming(make.PledgeFactory(), finance, moment)()
    outcomes = at_once([partial(reverse_payment, payment=payment, by=finance, at=moment)] * 20)
    assert tally(outcomes) == {"Payment": 1, "AlreadyReversed": 19}
    assert Payment.objects.total_satang() == 0
    assert Pledge.objects.get().status == "promised"
