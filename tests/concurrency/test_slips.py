"""The same slip for two pledges in the same moment, and a slip while its money is entered."""

from functools import partial

import pytest

from donations.actions import Money, record_payment
from donations.actions.slips import Shown, reject_slip, send_slip, take_slip_back
from donations.models import Payment, Slip
from goodsociety.common.audit import VISITOR
from tests import factories as make
from tests.concurrency.crowd import at_once, tally

pytestmark = [pytest.mark.race]
ROUNDS = 25


def sending(pledge, reference, moment):
    """Return the call that sends a slip in."""
    shown = Shown(50_000, "004", reference)
    return partial(send_slip, pledge=pledge, shown=shown, by=VISITOR, at=moment)


def test_one_slip_counts_once_however_many_send_it(moment):
    pledges = make.PledgeFactory.create_batch(20, campaign=make.CampaignFactory(), person=make.PersonFactory())
    outcomes = at_once([sending(pledge, "REF12345", moment) for pledge in pledges])
    assert tally(outcomes) == {"Slip": 1, "SlipSeen": 19}
    assert Slip.objects.count() == 1


def test_slips_of_their_own_all_count(moment):
    """The control: what is refused above is the same slip, not the crowd."""
    pledges = make.PledgeFactory.create_batch(20, campaign=make.CampaignFactory(), person=make.PersonFactory())
    outcomes = at_once([sending(pledge, f"REF{n:06}", moment) for n, pledge in enumerate(pledges)])
    assert tally(outcomes) == {"Slip": 20}


def test_a_pledge_has_one_slip_in_review(moment):
    pledge = make.PledgeFactory()
    outcomes = tally(at_once([sending(pledge, f"REF{n:06}", moment) for n in range(20)]))
    assert outcomes == {"Slip": 1, "SlipInReview": 19}


def test_a_slip_is_entered_rejected_or_taken_back(moment):
    campaign, person, finance = make.CampaignFactory(), make.PersonFactory(), make.UserFactory()
    for number in range(ROUNDS):
        slip = make.SlipFactory(pledge=make.PledgeFactory(campaign=campaign, person=person))
        money = Money(campaign, 50_000, moment, pledge=slip.pledge, slip=slip)
        calls = [
            partial(record_payment, money=money, by=finance, at=moment),
            partial(take_slip_back, slip=slip, by=VISITOR, at=moment),
            partial(reject_slip, slip=slip, reason=Slip.Reason.NO_MONEY, by=finance, at=moment),
        ]
        outcomes = tally(at_once(calls[number % 3 :] + calls[: number % 3]))
        # Money that was seen counts, whatever is said about its slip; of the two others one at most has a say.
        assert outcomes["Payment"] == 1
        slip.refresh_from_db()
        assert slip.state in {"confirmed", "taken_back", "rejected"}
        assert outcomes.get("NoneType", 0) == (slip.state != "confirmed")
    assert Payment.objects.count() == ROUNDS
