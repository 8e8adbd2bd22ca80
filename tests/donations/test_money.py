"""Money that comes in parts, late, twice or too much, and what takes two people."""

import datetime as dt

import pytest

from accounts.models import Consent
from donations import actions, refusals
from donations.actions import Money, Paper, Wishes
from donations.actions.numbering import next_number, next_numbers
from donations.actions.pledging import due_days, parts_of
from donations.models import (
    Instalment,
    MoneyOrder,
    PayeeChange,
    Payment,
    Pledge,
    Recipient,
    Series,
    StatementLine,
)
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.models import Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.donations.test_actions import PRANEE
from tests.tables import refused

DAY = dt.timedelta(days=1)
LARGE = 5_000_000


@pytest.fixture
def campaign(edition):
    """A campaign of the open edition."""
    return make.CampaignFactory()


@pytest.fixture
def pledge(campaign):
    """A promise of 500 baht."""
    return make.PledgeFactory(campaign=campaign)


@pytest.fixture
def finance(edition):
    """Who sees the bank account."""
    return make.UserFactory(is_staff=True)


@pytest.fixture
def second(edition):
    """Another one who does."""
    return make.UserFactory(is_staff=True)


def came(campaign, satang, *, at, **more):
    """Return money that came."""
    return Money(campaign, satang, at, **more)


def state(pledge):
    """Return what is stored of a pledge: its state and what came."""
    return Pledge.objects.values_list("status", "received_satang").get(pk=pledge.pk)


# Parts, too much, late and twice


def test_parts_add_up_until_the_pledge_is_paid(campaign, pledge, finance, now):
    actions.record_payment(money=came(campaign, 20_000, at=now, pledge=pledge), by=finance, at=now)
    assert state(pledge) == ("partly", 20_000)
    actions.record_payment(money=came(campaign, 30_000, at=now, pledge=pledge), by=finance, at=now)
    assert state(pledge) == ("paid", 50_000)
    assert [mail.key.split(":")[0] for mail in Outbox.objects.order_by("pk")] == ["paid", "paid"]
    assert list(findings()) == []


def test_more_than_was_promised_counts_whole(campaign, pledge, finance, now):
    actions.record_payment(money=came(campaign, 70_000, at=now, pledge=pledge), by=finance, at=now)
    assert state(pledge) == ("paid", 70_000)
    assert Payment.objects.total_satang() == 70_000
    assert list(findings()) == []


def test_what_came_twice_is_entered_without_the_pledge(campaign, pledge, finance, now):
    money = came(campaign, 50_000, at=now, pledge=pledge)
    actions.record_payment(money=money, by=finance, at=now)
    with refused(WrongStep):
        actions.record_payment(money=money, by=finance, at=now)
    actions.record_payment(money=came(campaign, 50_000, at=now), by=finance, at=now)
    assert Payment.objects.total_satang() == 100_000


def test_money_for_what_expired_is_taken_and_for_what_was_withdrawn_not(campaign, finance, now):
    expired = make.PledgeFactory(campaign=campaign, status="expired")
    actions.record_payment(money=came(campaign, 10_000, at=now, pledge=expired), by=finance, at=now)
    assert state(expired) == ("partly", 10_000)
    withdrawn = make.PledgeFactory(campaign=campaign, status="withdrawn")
    with refused(WrongStep):
        actions.record_payment(money=came(campaign, 10_000, at=now, pledge=withdrawn), by=finance, at=now)


def test_money_goes_to_the_campaign_of_its_pledge(pledge, finance, now):
    other = make.CampaignFactory()
    with refused(WrongStep):
        actions.record_payment(money=came(other, 50_000, at=now, pledge=pledge), by=finance, at=now)


@pytest.mark.parametrize("satang", [0, -1])
def test_nothing_is_not_entered(campaign, finance, now, satang):
    with refused(refusals.AmountOutOfRange):
        actions.record_payment(money=came(campaign, satang, at=now), by=finance, at=now)


# Slips and lines


def test_a_payment_confirms_the_slip_and_its_reversal_opens_it_again(campaign, pledge, finance, now):
    slip = make.SlipFactory(pledge=pledge)
    payment = actions.confirm_pledge(pledge=pledge, method="transfer", by=finance, at=now)
    slip.refresh_from_db()
    assert (payment.slip, slip.state, slip.decided_at, slip.decided_by) == (slip, "confirmed", now, finance)
    actions.reverse_payment(payment=payment, by=finance, at=now)
    slip.refresh_from_db()
    assert (slip.state, slip.decided_at) == ("submitted", None)


def test_a_slip_of_its_own_confirms_nothing(pledge, now):
    make.SlipFactory(pledge=pledge)
    assert state(pledge) == ("promised", 0)
    assert not Payment.objects.exists()
    with refused(refusals.SlipInReview):
        actions.withdraw_pledge(pledge=pledge, by=VISITOR, at=now)


def test_a_line_is_split_and_never_used_beyond_its_amount(campaign, pledge, finance, now):
    line = make.StatementLineFactory(amount_satang=60_000)
    actions.record_payment(money=came(campaign, 50_000, at=now, pledge=pledge, line=line), by=finance, at=now)
    assert StatementLine.objects.get().state == "unmatched"
    with refused(refusals.LineUsedUp):
        actions.record_payment(money=came(campaign, 10_001, at=now, line=line), by=finance, at=now)
    rest = actions.record_payment(money=came(campaign, 10_000, at=now, line=line), by=finance, at=now)
    assert StatementLine.objects.get().state == "matched"
    with refused(refusals.LineUsedUp):
        actions.record_payment(money=came(campaign, 1, at=now, line=line), by=finance, at=now)
    actions.reverse_payment(payment=rest, by=finance, at=now)
    assert StatementLine.objects.get().state == "unmatched"
    assert list(findings()) == []


# Two people


def test_a_large_amount_waits_for_a_second_person(campaign, finance, second, now):
    pledge = make.PledgeFactory(campaign=campaign, amount_satang=LARGE)
    money = came(campaign, LARGE, at=now, pledge=pledge)
    order = actions.record_payment(money=money, by=finance, at=now)
    assert (type(order), order.state, state(pledge)) == (MoneyOrder, "waiting", ("promised", 0))
    with refused(refusals.OrderWaits):
        actions.record_payment(money=money, by=second, at=now)
    with refused(refusals.SecondPerson):
        actions.agree_order(order=order, by=finance, at=now)
    payment = actions.agree_order(order=order, by=second, at=now)
    assert (payment.by, payment.agreed_by, payment.amount_satang) == (finance, second, LARGE)
    assert state(pledge) == ("paid", LARGE)
    with refused(WrongStep):
        actions.agree_order(order=order, by=second, at=now)
    assert list(findings()) == []


def test_one_satang_less_takes_one_person(campaign, finance, now):
    assert isinstance(actions.record_payment(money=came(campaign, LARGE - 1, at=now), by=finance, at=now), Payment)


def test_an_edition_may_ask_for_two_people_sooner(campaign, finance, now):
    make.GivingRulesFactory(edition=campaign.edition, two_people_from_satang=100)
    pledge = make.PledgeFactory(campaign=campaign)
    with refused(refusals.TwoPeople):
        actions.confirm_pledge(pledge=pledge, method="cash", by=finance, at=now)
    assert isinstance(actions.record_payment(money=came(campaign, 100, at=now), by=finance, at=now), MoneyOrder)


def test_an_order_is_refused_once(campaign, finance, second, now):
    order = actions.record_payment(money=came(campaign, LARGE, at=now), by=finance, at=now)
    actions.refuse_order(order=order, by=finance, at=now)
    with refused(WrongStep):
        actions.agree_order(order=order, by=second, at=now)
    assert not Payment.objects.exists()


def test_a_refund_takes_two_people_and_gives_back_no_more_than_came(campaign, pledge, finance, second, now):
    payment = actions.confirm_pledge(pledge=pledge, method="transfer", by=finance, at=now)
    paper = make.AcknowledgementFactory(payment=payment)
    with refused(refusals.MoreThanCame):
        actions.propose_refund(payment=payment, amount_satang=50_001, by=finance, at=now)
    order = actions.propose_refund(payment=payment, amount_satang=20_000, by=finance, at=now)
    with refused(refusals.OrderWaits):
        actions.propose_refund(payment=payment, amount_satang=1, by=finance, at=now)
    with refused(refusals.SecondPerson):
        actions.agree_order(order=order, by=finance, at=now)
    minus = actions.agree_order(order=order, by=second, at=now)
    assert (minus.amount_satang, minus.why, minus.refunds, minus.agreed_by) == (-20_000, "refund", payment, second)
    assert state(pledge) == ("partly", 30_000)
    paper.refresh_from_db()
    assert (paper.voided_at, paper.voided_reason) == (now, "taken_back")
    with refused(refusals.MoreThanCame):
        actions.propose_refund(payment=payment, amount_satang=30_001, by=finance, at=now)
    for row in (payment, minus):
        with refused(refusals.AlreadyReversed):
            actions.reverse_payment(payment=row, by=finance, at=now)
    assert list(findings()) == []


def test_what_was_entered_by_mistake_is_not_given_back(campaign, pledge, finance, now):
    payment = actions.confirm_pledge(pledge=pledge, method="transfer", by=finance, at=now)
    actions.reverse_payment(payment=payment, by=finance, at=now)
    with refused(refusals.AlreadyReversed):
        actions.propose_refund(payment=payment, amount_satang=1, by=finance, at=now)


def test_a_payee_is_changed_by_two_people_and_is_news_for_a_day(campaign, finance, second, now):
    version = campaign.edition.content_version
    change = PayeeChange(campaign=campaign, promptpay_id="0994000617721")
    actions.propose_payee(change=change, by=finance, at=now)
    with refused(refusals.OrderWaits):
        actions.propose_payee(change=PayeeChange(campaign=campaign, promptpay_id="0812345678"), by=second, at=now)
    with refused(refusals.SecondPerson):
        actions.approve_payee(change=change, by=finance, at=now)
    campaign.refresh_from_db()
    assert campaign.promptpay_id == "0000000000"
    actions.approve_payee(change=change, by=second, at=now)
    campaign.refresh_from_db()
    assert campaign.promptpay_id == "0994000617721"
    assert campaign.has_new_payee(now + DAY - dt.timedelta(seconds=1))
    assert not campaign.has_new_payee(now + DAY)
    campaign.edition.refresh_from_db()
    assert campaign.edition.content_version > version
    with refused(WrongStep):
        actions.refuse_payee(change=change, by=second, at=now)


@pytest.mark.parametrize("payee", [{}, {"promptpay_id": "123"}, {"biller_id": "1"}, {"bank": "KBank"}])
def test_a_payee_can_be_paid(campaign, finance, now, payee):
    with refused(refusals.NoPayee):
        actions.propose_payee(change=PayeeChange(campaign=campaign, **payee), by=finance, at=now)


def test_whoever_proposed_a_payee_may_call_it_off(campaign, finance, now):
    change = actions.propose_payee(
        change=PayeeChange(campaign=campaign, promptpay_id="0994000617721"), by=finance, at=now
    )
    actions.refuse_payee(change=change, by=finance, at=now)
    campaign.refresh_from_db()
    assert campaign.promptpay_id == "0000000000"


# Promises in parts


@pytest.mark.parametrize(("satang", "count"), [(100_000, 3), (1_001, 10), (1_200, 12), (99_999_999, 7)])
def test_parts_add_up_to_the_satang(satang, count):
    parts = parts_of(satang, count)
    assert (sum(parts), len(parts)) == (satang, count)
    assert max(parts) - min(parts) <= 1


def test_parts_are_due_on_the_same_day_of_each_month():
    assert due_days(dt.date(2026, 11, 30), 4) == [
        dt.date(2026, 11, 30), dt.date(2026, 12, 30), dt.date(2027, 1, 30), dt.date(2027, 2, 28),
    ]  # fmt: skip


def test_wishes_are_kept_with_a_consent_for_each(campaign, now):
    wishes = Wishes(
        instalments=3, shown_as="nickname", nickname="ปลา", is_amount_shown=True, in_honour_of="คุณยาย",
        message="ขอให้ทุกคนอิ่ม", is_shared=True, paper=Paper("ปราณี", "กรุงเทพฯ", "1234545678781"),
    )  # fmt: skip
    row = actions.make_pledge(
        campaign=campaign, contact=PRANEE, amount_satang=100_000, wishes=wishes, by=VISITOR, at=now
    )
    assert sum(Instalment.objects.values_list("amount_satang", flat=True)) == 100_000
    assert Recipient.objects.get().tax_number == "1234545678781"
    assert set(Consent.objects.values_list("purpose", flat=True)) == {
        "giving", "publishing", "acknowledgement", "sharing",
    }  # fmt: skip
    assert row.shown_name == "ปลา"
    changed = actions.change_pledge(pledge=row, amount_satang=60_000, wishes=Wishes(), by=VISITOR, at=now)
    assert (changed.amount_satang, changed.shown_as, changed.message) == (60_000, "anonymous", "")
    assert not Instalment.objects.exists()
    assert not Recipient.objects.exists()


@pytest.mark.parametrize(("satang", "count"), [(100_000, 13), (100_000, 0), (1_199, 12)])
def test_there_are_not_too_many_parts(campaign, now, satang, count):
    with refused(refusals.TooManyParts):
        actions.make_pledge(
            campaign=campaign, contact=PRANEE, amount_satang=satang, wishes=Wishes(count), by=VISITOR, at=now
        )


@pytest.mark.parametrize("days", [{"opens_on": 1}, {"closes_on": -1}])
def test_a_campaign_takes_gifts_within_its_days(campaign, now, days):
    for name, after in days.items():
        setattr(campaign, name, now.date() + after * DAY)
    with refused(refusals.CampaignClosed):
        actions.make_pledge(campaign=campaign, contact=PRANEE, amount_satang=50_000, by=VISITOR, at=now)


def test_a_promise_with_money_or_a_slip_is_not_changed(campaign, pledge, now):
    slip = make.SlipFactory(pledge=pledge)
    with refused(refusals.SlipInReview):
        actions.change_pledge(pledge=pledge, amount_satang=100, wishes=Wishes(), by=VISITOR, at=now)
    slip.delete()
    partly = make.PledgeFactory(campaign=campaign, status="partly", received_satang=1)
    with refused(WrongStep):
        actions.change_pledge(pledge=partly, amount_satang=100, wishes=Wishes(), by=VISITOR, at=now)


def test_promises_expire_after_their_last_day_unless_a_slip_is_in_review(campaign, now):
    today = now.date()
    make.PledgeFactory(campaign=campaign, expires_on=today)
    over = make.PledgeFactory(campaign=campaign, expires_on=today - DAY)
    reviewed = make.SlipFactory(pledge=make.PledgeFactory(campaign=campaign, expires_on=today - DAY)).pledge
    make.PledgeFactory(campaign=campaign, expires_on=today - DAY, status="paid")
    assert actions.expire_pledges(by=SYSTEM, at=now) == 1
    assert set(Pledge.objects.filter(status="expired")) == {over}
    assert Outbox.objects.get().recipient == over.email
    assert state(reviewed)[0] == "promised"
    assert actions.expire_pledges(by=SYSTEM, at=now) == 0


# Numbers


def test_numbers_follow_each_other_in_each_series(edition):
    assert [next_number("a"), next_number("a"), next_number("b")] == [1, 2, 1]
    assert list(next_numbers("a", 3)) == [3, 4, 5]
    assert dict(Series.objects.values_list("key", "last")) == {"a": 5, "b": 1}


def test_the_ledger_has_no_gaps(campaign, pledge, finance, now):
    payment = actions.confirm_pledge(pledge=pledge, method="cash", by=finance, at=now)
    with refused(WrongStep):
        actions.confirm_pledge(pledge=pledge, method="cash", by=finance, at=now)
    actions.reverse_payment(payment=payment, by=finance, at=now)
    assert list(Payment.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]
