"""Pledges and the ledger."""

import datetime as dt

import pytest

from accounts.contact import Contact
from accounts.models import Consent
from donations import actions, refusals
from donations.models import Payment, Pledge
from goodsociety.common.audit import VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.statements import noted
from tests.tables import refused, row_counts, written
from zones.models import Edition

MINUTE = dt.timedelta(minutes=1)
PRANEE = Contact("ปราณี มีใจ", "pranee@example.org", "+66812345678", "th")
CASH = Payment.Method.CASH


@pytest.fixture
def campaign(edition):
    """A campaign of the open edition."""
    return make.CampaignFactory()


@pytest.fixture
def finance(edition):
    """Who sees the bank account."""
    return make.UserFactory(is_staff=True)


@pytest.fixture
def pledge(campaign):
    """A promise of 500 baht."""
    return make.PledgeFactory(campaign=campaign)


def promise(campaign, contact=PRANEE, *, at, satang=50_000):
    """Pledge."""
    return actions.make_pledge(campaign=campaign, contact=contact, amount_satang=satang, by=VISITOR, at=at)


def confirm(pledge, *, by, at):
    """Confirm what finance has seen."""
    return actions.confirm_pledge(pledge=pledge, method=CASH, by=by, at=at)


def status(pledge):
    """Return the pledge's state as it is stored."""
    return Pledge.objects.get(pk=pledge.pk).status


# Promising


def test_a_pledge_is_one_row_of_everything_that_belongs_to_it(campaign, now):
    before = row_counts()
    row = promise(campaign, at=now)
    row.refresh_from_db()
    assert (row.campaign, row.amount_satang, row.status, row.created_at) == (campaign, 50_000, "promised", now)
    assert (row.name, row.email, row.phone, row.language) == (PRANEE.name, PRANEE.email, PRANEE.phone, "th")
    assert written(before, row_counts()) == {
        "accounts.Person": 1,
        "accounts.Consent": 1,
        "donations.Pledge": 1,
        "common.Outbox": 1,
        "common.AuditEntry": 1,
    }
    assert Consent.objects.values_list("person", "purpose").get() == (row.person.pk, "giving")
    assert list(findings()) == []


def test_a_pledge_is_told_by_mail_and_in_the_log(campaign, now):
    row = promise(campaign, at=now)
    mail, entry = Outbox.objects.get(), AuditEntry.objects.get()
    assert (mail.key, mail.recipient, mail.due_at) == (f"pledged:{row.pk}", PRANEE.email, now)
    assert row.code in mail.body
    assert (entry.verb, entry.subject, entry.subject_key) == ("make_pledge", "donations.pledge", row.pk)
    assert entry.numbers == {"satang": 50_000}


def test_who_gave_a_phone_gets_no_mail(campaign, now):
    promise(campaign, Contact("ปราณี", phone="+66812345678"), at=now)
    assert not Outbox.objects.exists()


def test_a_person_may_promise_again(campaign, now):
    first = promise(campaign, at=now)
    assert promise(campaign, at=now + MINUTE).person == first.person
    assert Pledge.objects.count() == 2


@pytest.mark.parametrize("state", ["over", "draft", "cancelled"])
def test_a_campaign_takes_pledges_while_its_edition_is_open(campaign, now, state):
    Edition.objects.update(status=state, cancelled_reason_th="เหตุสุดวิสัย")
    campaign.edition.refresh_from_db()
    with refused(refusals.CampaignClosed):
        promise(campaign, at=now)


@pytest.mark.parametrize("satang", [99, 0, -50_000, 200_000_001, 10**30])
def test_amounts_nobody_believes_are_refused(campaign, now, satang):
    with refused(refusals.AmountOutOfRange):
        promise(campaign, at=now, satang=satang)


@pytest.mark.parametrize("satang", [100, 200_000_000])
def test_the_smallest_and_the_largest_amount_are_taken(campaign, now, satang):
    assert promise(campaign, at=now, satang=satang).amount_satang == satang


def test_a_pledge_asks_the_database_so_often(campaign, now):
    with noted() as statements:
        promise(campaign, at=now)
    assert "accounts_person" in statements[0]
    assert len(statements) == 6, "\n".join(statements)


# Withdrawing


def test_a_promise_can_be_withdrawn(pledge, now):
    before = row_counts()
    actions.withdraw_pledge(pledge=pledge, by=VISITOR, at=now)
    assert status(pledge) == "withdrawn"
    assert written(before, row_counts()) == {"common.AuditEntry": 1}
    assert AuditEntry.objects.values_list("verb", "subject_key", "actor").get() == (
        "withdraw_pledge",
        pledge.pk,
        "visitor",
    )


def test_only_a_promise_can_be_withdrawn(pledge, finance, now):
    confirm(pledge, by=finance, at=now)
    with refused(WrongStep):
        actions.withdraw_pledge(pledge=pledge, by=VISITOR, at=now)
    other = make.PledgeFactory(status="withdrawn")
    with refused(WrongStep):
        actions.withdraw_pledge(pledge=other, by=VISITOR, at=now)


# Confirming


def test_confirming_writes_the_ledger(pledge, finance, now):
    before = row_counts()
    payment = confirm(pledge, by=finance, at=now)
    payment.refresh_from_db()
    assert status(pledge) == "paid"
    assert (payment.campaign, payment.pledge, payment.amount_satang) == (pledge.campaign, pledge, 50_000)
    assert (payment.method, payment.received_at, payment.recorded_at, payment.by) == ("cash", now, now, finance)
    assert payment.reverses is None
    assert written(before, row_counts()) == {
        "donations.Payment": 1, "donations.Series": 1, "common.Outbox": 1, "common.AuditEntry": 1,
    }  # fmt: skip
    assert Outbox.objects.get().key == f"paid:{payment.pk}"
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject_key, entry.actor_key) == ("enter_payment", payment.pk, finance.pk)
    assert entry.numbers == {"satang": 50_000}
    assert list(findings()) == []


@pytest.mark.parametrize("state", ["paid", "withdrawn"])
def test_only_a_promise_is_confirmed(campaign, finance, now, state):
    pledge = make.PledgeFactory(campaign=campaign, status=state)
    with refused(WrongStep):
        confirm(pledge, by=finance, at=now)


def test_a_pledge_is_confirmed_once(pledge, finance, now):
    confirm(pledge, by=finance, at=now)
    with refused(WrongStep):
        confirm(pledge, by=finance, at=now)
    assert Payment.objects.total_satang() == 50_000


def test_money_that_came_is_written_down_when_the_edition_is_over(pledge, finance, now):
    Edition.objects.update(status="over")
    assert confirm(pledge, by=finance, at=now).amount_satang == 50_000


# Reversing


def test_a_reversal_is_a_row_with_minus(pledge, finance, now):
    payment = confirm(pledge, by=finance, at=now)
    before = row_counts()
    reversal = actions.reverse_payment(payment=payment, by=finance, at=now + MINUTE)
    reversal.refresh_from_db()
    assert (reversal.amount_satang, reversal.reverses, reversal.method) == (-50_000, payment, "cash")
    assert (reversal.campaign, reversal.pledge, reversal.by) == (pledge.campaign, pledge, finance)
    assert (reversal.received_at, reversal.recorded_at) == (now + MINUTE, now + MINUTE)
    assert status(pledge) == "promised"
    assert Payment.objects.total_satang() == 0
    assert written(before, row_counts()) == {"donations.Payment": 1, "common.AuditEntry": 1}
    entry = AuditEntry.objects.get(verb="reverse_payment")
    assert (entry.subject_key, entry.numbers) == (payment.pk, {"satang": -50_000})
    assert list(findings()) == []


def test_a_payment_is_reversed_once_and_a_reversal_never(pledge, finance, now):
    payment = confirm(pledge, by=finance, at=now)
    reversal = actions.reverse_payment(payment=payment, by=finance, at=now)
    for row in (payment, reversal):
        with refused(refusals.AlreadyReversed):
            actions.reverse_payment(payment=row, by=finance, at=now)


def test_a_pledge_may_be_paid_again_after_a_reversal(pledge, finance, now):
    first = confirm(pledge, by=finance, at=now)
    actions.reverse_payment(payment=first, by=finance, at=now)
    second = confirm(pledge, by=finance, at=now)
    assert Payment.objects.total_satang() == 50_000
    with refused(refusals.AlreadyReversed):
        actions.reverse_payment(payment=first, by=finance, at=now)
    actions.reverse_payment(payment=second, by=finance, at=now)
    assert Payment.objects.total_satang() == 0
    assert list(findings()) == []


def test_a_gift_without_a_pledge_can_be_reversed(finance, now):
    payment = make.PaymentFactory()
    reversal = actions.reverse_payment(payment=payment, by=finance, at=now)
    assert (reversal.pledge, reversal.amount_satang) == (None, -payment.amount_satang)


def test_pledge_and_payment_are_locked_before_they_are_reversed(pledge, finance, now):
    payment = confirm(pledge, by=finance, at=now)
    with noted() as statements:
        actions.reverse_payment(payment=payment, by=finance, at=now)
    assert [statement.split()[0] for statement in statements[:2]] == ["SELECT", "SELECT"]
    assert 'FROM "donations_pledge"' in statements[0]
    assert 'FROM "donations_payment"' in statements[1]
