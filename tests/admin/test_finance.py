"""Money in the workspace: entered, given back and paid elsewhere by two people of finance, and by nobody else."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from donations.models import Campaign, MoneyOrder, PayeeChange, Payment, Pledge
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.admin.conftest import signed_in
from tests.admin.pages import messages_of
from tests.admin.rows import page
from tests.pages import plain, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RIGHTS = ("view_payment", "change_payment", "view_pledge", "change_pledge", "view_campaign", "change_campaign")
LARGE = 5_000_000
PAYEE = "0994000617721"


def staff(edition=None, role="finance"):
    """Return the browser of staff with the rights of the lists, and of a role in an edition, if any."""
    user = make.UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=RIGHTS))
    if edition:
        make.AppointmentFactory(user=user, edition=edition, role=role)
    return signed_in(user)


@pytest.fixture
def finance(edition):
    """Return the browser of one who looks after the money of the usual edition."""
    return staff(edition)


@pytest.fixture
def second(edition):
    """Return the browser of another one who does."""
    return staff(edition)


@pytest.fixture
def others(edition):
    """Return the browsers of staff who look after no money here, whatever else they may do."""
    elsewhere = make.EditionFactory(year=2031)
    return [staff(), staff(elsewhere), staff(edition, "organiser"), staff(edition, "desk")]


@pytest.fixture
def payment(edition):
    """Return 500 baht that paid a pledge."""
    return make.PaymentFactory(pledge=make.PledgeFactory(status="paid"))


def act(browser, row, name, **answers):
    """Fill in the page of an act and confirm what it foresees; return what was shown before and after."""
    address = page(type(row), name, row.pk)
    seen = browser.post(address, answers)
    foreseen = seen.context["foreseen"] if seen.context else None
    done = browser.post(address, {**answers, "seen": foreseen.mark if foreseen else "", "confirmed": "1"})
    return text(seen), done


def said(browser, done):
    """Return what was said after an act, whether it was done or refused."""
    return messages_of(browser, done) if done.status_code == 302 else text(done)


def came(amount, **more):
    """Return what finance types about money that came."""
    day = {"received_at_0": "2026-11-02", "received_at_1": "11:30"}
    return {"amount": amount, "method": "transfer", "is_seen": "on", **day, **more}


# The ledger


def test_the_ledger_lists_what_came_and_what_was_taken_back(finance, payment):
    row = make.PaymentFactory(
        pledge=payment.pledge, amount_satang=-50_000, why="mistake", reverses=payment, by=make.UserFactory()
    )
    listed = plain(finance.get(page(Payment, "changelist")).content.decode())
    assert all(words in listed for words in (str(row.by), "-500", payment.pledge.reference, "PromptPay"))


def test_a_row_of_the_ledger_is_shown_and_never_saved(finance, payment):
    shown = finance.get(page(Payment, "change", payment.pk)).content.decode()
    assert page(Payment, "refund", payment.pk) in shown
    assert 'name="_save"' not in shown
    assert finance.post(page(Payment, "change", payment.pk), {"amount_satang": "1"}).status_code == 403


def test_nobody_else_takes_back_or_gives_back(others, payment):
    for browser in others:
        assert page(Payment, "refund", payment.pk) not in text(browser.get(page(Payment, "change", payment.pk)))
        assert browser.get(page(Payment, "refund", payment.pk)).status_code == 403
        chosen = {"action": "reverse", "_selected_action": [payment.pk], "confirmed": "1"}
        answer = browser.post(page(Payment, "changelist"), chosen)
        assert "do not look after the money" in messages_of(browser, answer)
    assert Client().get(page(Payment, "refund", payment.pk)).status_code == 302
    assert Payment.objects.count() == 1
    assert not MoneyOrder.objects.exists()


# Given back by two people


def test_money_is_given_back_when_a_second_person_agrees(finance, second, payment):
    seen, done = act(finance, payment, "refund", amount="200")
    assert "200 baht of payment 1 are to be given back" in seen
    assert "waits until somebody else" in said(finance, done)
    order = MoneyOrder.objects.get()
    assert Payment.objects.total_satang() == 50_000
    _seen, own = act(finance, order, "agree")
    assert "You proposed this yourself" in said(finance, own)
    assert Payment.objects.total_satang() == 50_000
    _seen, agreed = act(second, order, "agree")
    assert "in the ledger under number 2" in said(second, agreed)
    assert Payment.objects.total_satang() == 30_000
    payment.pledge.refresh_from_db()
    assert (payment.pledge.status, payment.pledge.received_satang) == ("partly", 30_000)
    assert "decided on this already" in text(second.get(page(MoneyOrder, "agree", order.pk)))
    assert list(findings()) == []


@pytest.mark.parametrize("amount", ["0", "-5", "500.01", "100.001", "1,50", "", "1e3"])
def test_an_amount_that_cannot_be_given_back_is_refused(finance, payment, amount):
    act(finance, payment, "refund", amount=amount)
    assert not MoneyOrder.objects.exists()


def test_a_refused_order_writes_nothing_and_is_over(finance, second, payment):
    act(finance, payment, "refund", amount="500")
    order = MoneyOrder.objects.get()
    _seen, done = act(second, order, "refuse")
    assert "refused" in said(second, done)
    order.refresh_from_db()
    assert (order.state, Payment.objects.count()) == ("refused", 1)
    act(second, order, "agree")
    assert Payment.objects.count() == 1
    act(finance, payment, "refund", amount="500")
    assert MoneyOrder.objects.waiting().count() == 1


def test_a_superuser_is_one_person_too(organiser, payment):
    act(organiser, payment, "refund", amount="500")
    act(organiser, MoneyOrder.objects.get(), "agree")
    assert Payment.objects.count() == 1


# Entered


def test_a_satang_below_the_threshold_takes_one_person(finance, edition):
    seen, _done = act(finance, make.PledgeFactory(amount_satang=LARGE), "enter", **came("49,999.99"))
    assert "are written into the ledger" in seen
    assert "50,000 baht are still to come: this is a part" in seen
    assert Payment.objects.get().amount_satang == LARGE - 1


@pytest.mark.parametrize("amount", ["50,000", "฿\u0e55\u0e50,\u0e50\u0e50\u0e50"])
def test_from_the_threshold_on_a_second_person_agrees(finance, second, edition, amount):
    seen, _done = act(finance, make.PledgeFactory(amount_satang=LARGE), "enter", **came(amount))
    assert "wait until a second person agrees" in seen
    order = MoneyOrder.objects.get()
    act(finance, order, "agree")
    assert not Payment.objects.exists()
    act(second, order, "agree")
    assert (Payment.objects.get().amount_satang, Pledge.objects.get().status) == (LARGE, "paid")
    assert list(findings()) == []


def test_an_editions_own_threshold_holds(finance, edition):
    make.GivingRulesFactory(edition=edition, two_people_from_satang=10_000)
    act(finance, make.PledgeFactory(), "enter", **came("500"))
    assert (Payment.objects.count(), MoneyOrder.objects.count()) == (0, 1)


def test_a_gift_without_a_pledge_is_entered_for_its_campaign(finance, edition):
    campaign = make.CampaignFactory()
    assert page(Campaign, "enter", campaign.pk) in finance.get(page(Campaign, "change", campaign.pk)).content.decode()
    seen, _done = act(finance, campaign, "enter", **came("99.50", method="cash"))
    assert "99.50 baht" in seen
    row = Payment.objects.get()
    assert (row.campaign, row.pledge, row.amount_satang, row.method) == (campaign, None, 9_950, "cash")


@pytest.mark.parametrize("amount", ["0", "-500", "0.001", "5 hundred"])
def test_what_is_no_amount_is_not_entered(finance, edition, amount):
    for thing in (make.PledgeFactory(), make.CampaignFactory()):
        seen, _done = act(finance, thing, "enter", **came(amount))
        assert "written into the ledger" not in seen
    assert not Payment.objects.exists()


def test_nobody_else_enters_money(others, edition):
    for thing in (make.PledgeFactory(), make.CampaignFactory()):
        for browser in others:
            address = page(type(thing), "enter", thing.pk)
            assert address not in browser.get(page(type(thing), "change", thing.pk)).content.decode()
            assert browser.post(address, {**came("500"), "confirmed": "1"}).status_code == 403
    assert not Payment.objects.exists()


def test_other_peoples_orders_are_not_seen(others, payment):
    order = make.MoneyOrderFactory(campaign=payment.campaign)
    for browser in others:
        listed = browser.get(page(MoneyOrder, "changelist"))
        assert listed.status_code == 403 or not listed.context["cl"].queryset
        for name in ("agree", "refuse"):
            answer = browser.post(page(MoneyOrder, name, order.pk), {"confirmed": "1", "seen": "waiting"})
            assert answer.status_code in {403, 404}
    order.refresh_from_db()
    assert order.state == "waiting"


# Paid elsewhere by two people


def proposed(browser, campaign, **payee):
    """Propose a payee by the page, and return the answer."""
    empty = dict.fromkeys(("promptpay_id", "biller_id", "bank", "account_number", "account_name"), "")
    return browser.post(page(PayeeChange, "add"), {"campaign": campaign.pk, **empty, **payee})


def test_a_payee_changes_when_a_second_person_approves(finance, second, edition):
    campaign = make.CampaignFactory()
    assert proposed(finance, campaign, promptpay_id=PAYEE).status_code == 302
    change = PayeeChange.objects.get()
    act(finance, change, "approve")
    campaign.refresh_from_db()
    assert campaign.promptpay_id != PAYEE
    seen, done = act(second, change, "approve")
    assert campaign.promptpay_id in seen
    assert PAYEE in seen
    assert "new payee" in said(second, done)
    campaign.refresh_from_db()
    assert campaign.promptpay_id == PAYEE
    assert campaign.payee_changed_at
    assert "decided on this already" in text(second.get(page(PayeeChange, "refuse", change.pk)))


def test_a_refused_payee_changes_nothing_and_another_can_be_proposed(finance, second, edition):
    campaign = make.CampaignFactory()
    proposed(finance, campaign, promptpay_id=PAYEE)
    again = proposed(second, campaign, promptpay_id="0812345678")
    assert (again.status_code, PayeeChange.objects.count()) == (200, 1)
    act(second, PayeeChange.objects.get(), "refuse")
    before = campaign.promptpay_id
    campaign.refresh_from_db()
    assert campaign.promptpay_id == before
    assert proposed(second, campaign, promptpay_id="0812345678").status_code == 302


@pytest.mark.parametrize("payee", [{}, {"promptpay_id": "0212345678"}, {"biller_id": "1"}, {"bank": "KBank"}])
def test_nobody_can_be_paid_at_what_is_no_payee(finance, edition, payee):
    assert proposed(finance, make.CampaignFactory(), **payee).status_code == 200
    assert not PayeeChange.objects.exists()


def test_nobody_else_proposes_or_approves_a_payee(others, edition):
    campaign = make.CampaignFactory()
    change = make.PayeeChangeFactory(campaign=make.CampaignFactory())
    for browser in others:
        assert proposed(browser, campaign, promptpay_id=PAYEE).status_code == 403
        listed = browser.get(page(PayeeChange, "changelist"))
        assert listed.status_code == 403 or not listed.context["cl"].queryset
        assert browser.post(page(PayeeChange, "approve", change.pk), {"confirmed": "1"}).status_code in {403, 404}
    assert set(PayeeChange.objects.values_list("state", flat=True)) == {"proposed"}


def test_the_page_of_a_campaign_changes_no_payee(organiser, edition):
    shown = organiser.get(page(Campaign, "change", make.CampaignFactory().pk)).content.decode()
    assert 'name="summary_th"' in shown
    for name in ("promptpay_id", "biller_id", "account_number"):
        assert f'name="{name}"' not in shown
