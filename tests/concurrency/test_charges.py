"""A charge of the payment provider that is settled by many at once: messages, the round, and the donor who looks."""

import json
from functools import partial

import pytest

from donations import gateway
from donations.actions import charging, withdraw_pledge
from donations.actions.charging import ask_about_open_charges, hear_event, open_charge, settle_charge
from donations.models import Charge, GatewayEvent, Payment, Pledge
from goodsociety.common.audit import SYSTEM, VISITOR
from tests import factories as make
from tests.concurrency.crowd import at_once, tally
from tests.fakes.provider import KEY, SECRET, event, running, signed

pytestmark = [pytest.mark.race]
ROUNDS = 10


@pytest.fixture
def fake(settings, monkeypatch):
    """A provider that is set up and answers on this machine."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with running() as fake:
        settings.GATEWAY_URL, settings.GATEWAY_KEY, settings.GATEWAY_WEBHOOK_SECRET = fake.url, KEY, SECRET
        yield fake


@pytest.fixture
def provider(fake):
    """The provider as the site knows it."""
    return gateway.provider_in_use()


def opened(pledge, moment):
    """Open a charge for a pledge."""
    return open_charge(pledge=pledge, method="promptpay", amount_satang=50_000, by=VISITOR, at=moment)


def hearing(provider, about, number, moment):
    """Return the call that hears a message."""
    body = event(about, number)
    return partial(hear_event, heard=provider.heard(body, signed(body)), provider=provider, at=moment)


def all_at_once(fake, provider, charge, moment):
    """Return the same message five times, five others, two rounds and the donor who looks."""
    about = json.loads(json.dumps(fake.pay(charge.key)))
    calls = [hearing(provider, about, f"{charge.pk}_0", moment)] * 5
    calls += [hearing(provider, about, f"{charge.pk}_{n}", moment) for n in range(1, 6)]
    calls += [partial(ask_about_open_charges, by=SYSTEM, at=moment)] * 2
    return [*calls, partial(settle_charge, charge=charge, provider=provider, by=VISITOR, at=moment)]


def test_two_messages_at_once_enter_the_money_once(fake, provider, moment):
    campaign, person = make.CampaignFactory(), make.PersonFactory()
    for pledge in make.PledgeFactory.create_batch(ROUNDS, campaign=campaign, person=person):
        charge = opened(pledge, moment)
        outcomes = at_once(all_at_once(fake, provider, charge, moment))
        assert tally(outcomes) == {"GatewayEvent": 10, "int": 2, "Charge": 1}
        assert Payment.objects.filter(charge=charge).count() == 1
    assert Payment.objects.total_satang() == ROUNDS * 50_000
    assert set(Charge.objects.values_list("state", flat=True)) == {"paid"}
    assert GatewayEvent.objects.count() == ROUNDS * 6
    assert not GatewayEvent.objects.filter(handled_at=None).exists()


def test_a_message_and_a_withdrawal_at_once_leave_the_money_in_the_ledger_once(fake, provider, moment):
    campaign, person = make.CampaignFactory(), make.PersonFactory()
    for number, pledge in enumerate(make.PledgeFactory.create_batch(ROUNDS, campaign=campaign, person=person)):
        charge = opened(pledge, moment)
        calls = [
            hearing(provider, fake.pay(charge.key), charge.pk, moment),
            partial(withdraw_pledge, pledge=pledge, by=VISITOR, at=moment),
        ]
        at_once(calls if number % 2 else calls[::-1])
        pledge.refresh_from_db()
        payment = Payment.objects.get(charge=charge)
        assert (pledge.status, payment.pledge) in (("paid", pledge), ("withdrawn", None))
    assert Payment.objects.total_satang() == ROUNDS * 50_000


def test_without_a_look_under_the_lock_the_crowd_collides(fake, provider, moment, monkeypatch):
    """The control: without the look at the charge's state only the law of the database is left, and it is needed."""
    follow = charging.follow

    def blind(*, charge, **more):
        charge.state = Charge.State.PENDING
        follow(charge=charge, **more)

    monkeypatch.setattr(charging, "follow", blind)
    monkeypatch.setattr(charging, "is_settled", lambda _charge: False)
    charge = opened(make.PledgeFactory(amount_satang=100_000), moment)
    outcomes = tally(at_once(all_at_once(fake, provider, charge, moment)))
    assert outcomes.get("IntegrityError") or outcomes.get("ExceptionGroup")
    assert Payment.objects.filter(charge=charge).count() == 1
    assert Pledge.objects.get().received_satang == 50_000
