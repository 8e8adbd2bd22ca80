"""Statements: imported once however often they come, and their lines entered as finance says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from donations import refusals
from donations.actions import agree_order, reverse_payment
from donations.actions.importing import Account, import_statement, look_at
from donations.actions.reconciling import (
    Share,
    certain_in,
    forget_words,
    free_of,
    ignore_line,
    send_back,
    settle_certain,
    settle_line,
    take_up_line,
)
from donations.models import MoneyOrder, Payment, Pledge, Statement, StatementFormat, StatementLine
from donations.statements import read_file
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make

pytestmark = pytest.mark.django_db
COLUMNS = {"date": "Date", "amount": "Amount", "words": ["Description"]}


@pytest.fixture
def finance(db):
    """Who looks after the money."""
    return make.UserFactory(is_staff=True)


@pytest.fixture
def pledge(now):
    """Return a promise of 500 baht, made today (2 November 2026)."""
    return make.PledgeFactory(reference="ACDE2346")


def account_of(pledge):
    """Return the account that a pledge is paid into."""
    return Account(pledge.campaign.edition, pledge.campaign.organization)


def bank_file(*rows):
    """Return a file of lines."""
    text = "\n".join(["Date,Amount,Description", *rows])
    return read_file(SimpleUploadedFile("bank.csv", text.encode()))


def imported(pledge, finance, now, *rows):
    """Import a file."""
    format_, _made = StatementFormat.objects.get_or_create(name="bank", defaults={"columns": COLUMNS})
    return import_statement(account=account_of(pledge), file=bank_file(*rows), format_=format_, by=finance, at=now)


def states(statement):
    """Return the states of the lines."""
    return list(statement.lines.order_by("row").values_list("state", flat=True))


EXACT = "2/11/2569,500.00,ACDE2346"


def test_each_line_gets_the_state_that_follows(pledge, finance, now):
    make.PledgeFactory.create_batch(2, campaign=pledge.campaign, amount_satang=77_700)
    rows = [
        EXACT,
        "2/11/2569,777.00,?",
        "2/11/2569,12.00,?",
        "2/11/2569,-9.00,fee",
        "2/11/2569,x,?",
        "2/11/2569,0.00,?",
    ]
    statement = imported(pledge, finance, now, *rows)
    assert states(statement) == ["new", "ambiguous", "unmatched", "ignored", "refused", "ignored"]
    refused = statement.lines.get(state="refused")
    assert (refused.amount_satang, refused.checksum) == (None, None)
    assert "x" in refused.problem
    assert not Payment.objects.exists()


def test_looking_writes_nothing(pledge, finance, now):
    format_ = StatementFormat(name="bank", columns=COLUMNS)
    judged = look_at(account=account_of(pledge), file=bank_file(EXACT), format_=format_)
    assert [line.state for line in judged] == ["new"]
    assert judged[0].suggestions[0].is_certain
    assert not Statement.objects.exists()


def test_the_same_file_changes_nothing(pledge, finance, now):
    imported(pledge, finance, now, EXACT)
    with pytest.raises(refusals.AlreadyImported, match="2569"):
        imported(pledge, finance, now, EXACT)
    assert StatementLine.objects.count() == 1


def test_another_file_with_the_same_lines_changes_nothing(pledge, finance, now):
    imported(pledge, finance, now, EXACT)
    with pytest.raises(refusals.NothingNew):
        imported(pledge, finance, now, "2026-11-02, 500 ,  ACDE2346")
    assert StatementLine.objects.count() == Statement.objects.count() == 1


def test_overlapping_periods_bring_only_what_is_new(pledge, finance, now):
    same = "2/11/2569,20.00,coffee"
    imported(pledge, finance, now, EXACT, same)
    later = imported(pledge, finance, now, EXACT, same, same, "3/11/2569,20.00,coffee")
    assert states(later) == ["duplicate", "duplicate", "unmatched", "unmatched"]
    assert StatementLine.objects.exclude(checksum=None).count() == 4


def test_another_organizations_account_holds_its_own_lines(pledge, finance, now):
    imported(pledge, finance, now, EXACT)
    other = make.PledgeFactory()
    assert states(imported(other, finance, now, EXACT)) == ["ambiguous"] or Statement.objects.count() == 2


def share(pledge, satang=None):
    """Return a share for a pledge."""
    return Share(pledge.campaign, satang or pledge.remaining_satang, pledge)


def line_for(pledge, satang=50_000):
    """Return an open line in the account of a pledge."""
    statement = make.StatementFactory(organization=pledge.campaign.organization)
    return make.StatementLineFactory(statement=statement, amount_satang=satang)


def settle(line, finance, now, *shares):
    """Enter a line and return it as it stands then."""
    settle_line(line=line, shares=shares, by=finance, at=now)
    line.refresh_from_db()
    return line.state


def test_a_line_pays_a_pledge_and_is_matched(pledge, finance, now):
    line = line_for(pledge)
    assert settle(line, finance, now, share(pledge)) == "matched"
    payment = Payment.objects.get()
    assert (payment.source, payment.line, payment.received_at) == ("statement", line, line.happened_at)
    pledge.refresh_from_db()
    assert pledge.status == "paid"
    with pytest.raises(refusals.LineUsedUp):
        settle_line(line=line, shares=[Share(pledge.campaign, 1)], by=finance, at=now)
    assert list(findings()) == []


def test_one_transfer_pays_two_pledges_all_or_nothing(pledge, finance, now):
    other, line = make.PledgeFactory(campaign=pledge.campaign), line_for(pledge, 100_000)
    Pledge.objects.filter(pk=other.pk).update(status="withdrawn")
    with pytest.raises(WrongStep):
        settle(line, finance, now, share(pledge), share(other))
    assert not Payment.objects.exists()
    Pledge.objects.filter(pk=other.pk).update(status="promised")
    assert settle(line, finance, now, share(pledge), share(other)) == "matched"
    assert set(Pledge.objects.values_list("status", flat=True)) == {"paid"}


def test_less_stays_open_and_more_counts_wholly(pledge, finance, now):
    assert settle(line_for(pledge, 20_000), finance, now, share(pledge, 20_000)) == "matched"
    pledge.refresh_from_db()
    assert (pledge.status, pledge.remaining_satang) == ("partly", 30_000)
    assert settle(line_for(pledge, 90_000), finance, now, share(pledge, 90_000)) == "matched"
    pledge.refresh_from_db()
    assert (pledge.status, pledge.received_satang) == ("paid", 110_000)
    assert list(findings()) == []


def test_what_is_left_of_a_line_stays_open_and_is_a_gift(pledge, finance, now):
    line = line_for(pledge, 60_000)
    assert settle(line, finance, now, share(pledge)) == "unmatched"
    assert settle(line, finance, now, Share(pledge.campaign, free_of(line))) == "matched"
    assert Payment.objects.get(pledge=None).amount_satang == 10_000


@pytest.mark.parametrize("satang", [0, -1])
def test_shares_are_more_than_nothing(pledge, finance, now, satang):
    with pytest.raises(refusals.NothingToEnter):
        settle(line_for(pledge), finance, now, Share(pledge.campaign, satang))
    with pytest.raises(refusals.NothingToEnter):
        settle(line_for(pledge), finance, now)


def test_money_is_not_entered_for_another_organization(pledge, finance, now):
    with pytest.raises(refusals.AnotherAccount):
        settle(line_for(pledge), finance, now, share(make.PledgeFactory()))


def test_large_amounts_wait_for_a_second_person_and_hold_the_line(finance, now):
    pledge = make.PledgeFactory(amount_satang=6_000_000)
    line = line_for(pledge, 6_000_000)
    assert settle(line, finance, now, share(pledge)) == "new"
    assert (free_of(line), Payment.objects.count()) == (0, 0)
    for refused in (Share(pledge.campaign, 100), share(pledge)):
        with pytest.raises(refusals.LineUsedUp):
            settle(line, finance, now, refused)
    with pytest.raises(refusals.OrderWaits):
        ignore_line(line=line, by=finance, at=now)
    agree_order(order=MoneyOrder.objects.get(), by=make.UserFactory(), at=now)
    line.refresh_from_db()
    assert line.state == "matched"
    assert list(findings()) == []


def test_certain_lines_are_entered_at_once_and_only_once(pledge, finance, now):
    statement = imported(pledge, finance, now, EXACT, "2/11/2569,12.00,?")
    [(line, first)] = certain_in(statement)
    assert first.keys == {pledge.pk}
    assert settle_certain(statement=statement, keys=set(), by=finance, at=now) == 0
    assert settle_certain(statement=statement, keys={line.pk}, by=finance, at=now) == 1
    assert settle_certain(statement=statement, keys={line.pk}, by=finance, at=now) == 0
    assert states(statement) == ["matched", "unmatched"]


def test_a_pledge_paid_twice_is_certain_for_neither_line(pledge, finance, now):
    assert certain_in(imported(pledge, finance, now, EXACT, "3/11/2569,500.00,ACDE2346")) == []


def test_a_double_payment_is_entered_and_proposed_to_be_given_back(pledge, finance, now):
    line = line_for(pledge)
    order = send_back(line=line, campaign=pledge.campaign, by=finance, at=now)
    assert (order.kind, order.amount_satang, Payment.objects.get().pledge) == ("refund", 50_000, None)
    agree_order(order=order, by=make.UserFactory(), at=now)
    line.refresh_from_db()
    assert (line.state, Payment.objects.total_satang(), free_of(line)) == ("matched", 0, 0)
    assert list(findings()) == []


def test_a_mistake_opens_the_line_again(pledge, finance, now):
    line = line_for(pledge)
    settle(line, finance, now, share(pledge))
    reverse_payment(payment=Payment.objects.get(), by=finance, at=now)
    line.refresh_from_db()
    assert (line.state, free_of(line)) == ("unmatched", 50_000)


def test_a_line_is_left_out_and_taken_up_again(pledge, finance, now):
    line = line_for(pledge)
    ignore_line(line=line, by=finance, at=now)
    with pytest.raises(refusals.LineUsedUp):
        settle(line, finance, now, share(pledge))
    take_up_line(line=line, by=finance, at=now)
    assert settle(line, finance, now, share(pledge)) == "matched"
    with pytest.raises(WrongStep):
        take_up_line(line=line, by=finance, at=now)


def test_money_that_went_is_not_taken_up(pledge, finance, now):
    line = line_for(pledge, -100)
    StatementLine.objects.update(state="ignored")
    with pytest.raises(WrongStep):
        take_up_line(line=line, by=finance, at=now)


def test_what_banks_wrote_is_forgotten_after_a_year(pledge, finance, now):
    statement = imported(pledge, finance, now, EXACT)
    assert forget_words(at=now) == 0
    Statement.objects.update(read_at=now.replace(year=2025, month=10))
    assert forget_words(at=now) == 1
    assert (statement.lines.get().words, statement.lines.get().amount_satang) == ("", 50_000)
    assert forget_words(at=now) == 0
