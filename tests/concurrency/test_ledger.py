"""Money that comes and promises that go, in the same moment."""

import os
from functools import partial

import pytest

from donations.actions import confirm_pledge, importing, ledger, record_payment, reverse_payment, withdraw_pledge
from donations.actions.importing import Account, import_statement
from donations.actions.reconciling import Share, settle_certain, settle_line
from donations.models import Payment, Pledge, Statement, StatementLine
from donations.statements import BankFile
from goodsociety.common.audit import VISITOR
from goodsociety.common.dates import local_day
from goodsociety.common.sheets import Row
from goodsociety.operations.invariants_of_money import money_findings
from tests import factories as make
from tests.concurrency.crowd import at_once, tally

pytestmark = [pytest.mark.race]
ROUNDS = 50
AMOUNT = 50_000
#: `make drill` asks for many more.
DRILL_ROUNDS = int(os.environ.get("DRILL_ROUNDS", "25"))


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


@pytest.fixture
def bank(moment):
    """Return the format of a bank and a call that makes a file of it that pays a pledge."""
    format_ = make.StatementFormatFactory(columns={"date": "Date", "amount": "Amount", "words": ["Words"]})

    def file_for(*pledges):
        lines = [(f"{local_day(moment):%d/%m/%Y}", "500.00", pledge.reference) for pledge in pledges]
        rows = [Row(number, cells) for number, cells in enumerate([("Date", "Amount", "Words"), *lines], 1)]
        return BankFile("bank.csv", f"{pledges[0].pk:064}", tuple(rows))

    return format_, file_for


def importing_for(pledges, bank, finance, moment):
    """Return the call that imports a file with a line for each of the pledges."""
    format_, file_for = bank
    account = Account(pledges[0].campaign.edition, pledges[0].campaign.organization)
    return partial(import_statement, account=account, file=file_for(*pledges), format_=format_, by=finance, at=moment)


def test_a_file_imported_by_many_at_once_is_kept_once(finance, bank, moment):
    call = importing_for(make.PledgeFactory.create_batch(5, campaign=make.CampaignFactory()), bank, finance, moment)
    assert tally(at_once([call] * 10)) == {"Statement": 1, "AlreadyImported": 9}
    assert (Statement.objects.count(), StatementLine.objects.count()) == (1, 5)


def test_without_waiting_for_each_other_imports_collide_and_still_keep_one_set(finance, bank, moment, monkeypatch):
    """The control: what is taken away here is what the sentence of the test above comes from."""
    monkeypatch.setattr(importing, "hold", lambda _organization: None)
    call = importing_for(make.PledgeFactory.create_batch(5, campaign=make.CampaignFactory()), bank, finance, moment)
    outcomes = tally(at_once([call] * 10))
    assert outcomes.pop("Statement") == 1
    assert set(outcomes) <= {"AlreadyImported", "IntegrityError", "NothingNew", "OperationalError"}
    assert StatementLine.objects.count() == 5


def imported_and_settled(pledge, bank, finance, moment):
    """Import the file that pays a pledge, and enter at once what is certain of it."""
    statement = importing_for([pledge], bank, finance, moment)()
    keys = set(statement.lines.values_list("pk", flat=True))
    return settle_certain(statement=statement, keys=keys, by=finance, at=moment)


def round_for(pledge, bank, finance, moment):
    """Return what two people of finance, an import by a third and the donor do to one pledge at once."""
    statement = make.StatementFactory(organization=pledge.campaign.organization, format=bank[0])
    line = make.StatementLineFactory(statement=statement, happened_at=moment)
    share = Share(pledge.campaign, AMOUNT, pledge)
    one, other = make.UserFactory(is_staff=True), make.UserFactory(is_staff=True)
    return [
        confirming(pledge, one, moment),
        partial(settle_line, line=line, shares=[share], by=other, at=moment),
        partial(imported_and_settled, pledge, bank, finance, moment),
        partial(withdraw_pledge, pledge=pledge, by=VISITOR, at=moment),
    ]


def test_finance_an_import_and_the_donor_at_once_make_one_entry_or_none(finance, bank, moment):
    campaign, person = make.CampaignFactory(), make.PersonFactory()
    for number, pledge in enumerate(make.PledgeFactory.create_batch(DRILL_ROUNDS, campaign=campaign, person=person)):
        calls = round_for(pledge, bank, finance, moment)
        outcomes = at_once(calls[number % 4 :] + calls[: number % 4])
        assert set(tally(outcomes)) <= {"Payment", "list", "int", "NoneType", "WrongStep"}, outcomes
        pledge.refresh_from_db()
        entries = list(Payment.objects.filter(pledge=pledge).values_list("amount_satang", flat=True))
        assert entries == ([AMOUNT] if pledge.status == "paid" else [])
        assert pledge.status in {"paid", "withdrawn"}
        assert Payment.objects.total_satang() == AMOUNT * Pledge.objects.filter(status="paid").count()
    assert list(money_findings()) == []


def test_without_a_second_look_under_the_lock_a_pledge_would_be_paid_twice(finance, moment, monkeypatch):
    """The control: two who both saw it unpaid enter it twice as soon as nobody looks at its state again."""
    monkeypatch.setattr(ledger, "payable", lambda money: Pledge.objects.get(pk=money.pledge.pk))
    pledge = make.PledgeFactory()
    money = ledger.Money(pledge.campaign, AMOUNT, moment, method=Payment.Method.TRANSFER, pledge=pledge)
    assert tally(at_once([partial(record_payment, money=money, by=finance, at=moment)] * 2)) == {"Payment": 2}
    # What is recounted after each race has to be right again.
    Pledge.objects.update(received_satang=Payment.objects.total_satang(), status="paid")
