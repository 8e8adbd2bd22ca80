"""Acknowledgements: numbers without gaps, what is left of a gift, voided and issued anew, on paper and by link."""

import datetime as dt
import random

import pytest
from bahttext import bahttext
from django.core import mail
from django.urls import reverse

from donations import actions
from donations import paper_refusals as refusals
from donations.acknowledged import Printed, shown_number, shown_tax_number
from donations.actions.acknowledging import (
    SETTLED_AFTER,
    issue_acknowledgement,
    issue_wanted,
    take_copy,
    void_acknowledgement,
)
from donations.actions.numbering import next_number
from donations.actions.pledging import Paper
from donations.models import Acknowledgement, Payment, Series
from donations.thai_words import amount_in_thai
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.common.tax_numbers import normal_tax_number
from tests import factories as make
from tests.pages import queries, text
from tests.tables import refused

TAX = "1234545678781"


@pytest.fixture
def finance(edition):
    """Somebody who looks after the money."""
    return make.AppointmentFactory(edition=edition, role="finance", zone=None).user


@pytest.fixture
def paid(edition, finance, now):
    """Return what makes a pledge whose donor wants a paper, and pays it."""

    def pay(satang=50_000, **recipient):
        pledge = make.PledgeFactory(amount_satang=satang)
        make.RecipientFactory(pledge=pledge, **recipient)
        return actions.confirm_pledge(pledge=pledge, method="transfer", by=finance, at=now)

    return pay


@pytest.fixture
def refund(edition, now):
    """Return what gives back a part of a payment."""

    def give_back(payment, satang):
        one, other = make.UserFactory(), make.UserFactory()
        order = actions.propose_refund(payment=payment, amount_satang=satang, by=one, at=now)
        return actions.agree_order(order=order, by=other, at=now)

    return give_back


def issue(payment, at, **more):
    """Issue a paper."""
    return issue_acknowledgement(payment=payment, by=SYSTEM, at=at, **more)


# What it says, and when there is one


def test_it_says_what_came_in_the_name_that_was_asked_for(paid, now):
    payment = paid(120_000)
    paper = issue(payment, now)
    assert (paper.amount_satang, paper.name, paper.tax_number) == (120_000, "สมหญิง ใจดี", TAX)
    assert (paper.year, paper.number, paper.organization) == (2026, 1, payment.campaign.organization)
    assert shown_number(paper) == "2569/00001"
    entry = AuditEntry.objects.get(verb="issue_acknowledgement")
    assert entry.numbers == {"satang": 120_000, "number": 1}


def test_numbers_go_on_for_each_organization_and_year(paid, now):
    first, second = paid(), paid()
    later = make.PaymentFactory(campaign=first.campaign)
    named = Paper("ใจดี", "")
    assert [issue(first, now).number, issue(second, now).number] == [1, 1]
    assert issue(later, now, recipient=named).number == 2
    year_later = make.PaymentFactory(campaign=first.campaign)
    paper = issue(year_later, now + dt.timedelta(days=366), recipient=named)
    assert (paper.year, paper.number) == (2027, 1)


def test_a_payment_has_one_valid_paper(paid, now):
    payment = paid()
    issue(payment, now)
    with refused(refusals.AlreadyAcknowledged):
        issue(payment, now)
    assert Acknowledgement.objects.count() == Series.objects.get(key__startswith="acknowledgement").last == 1


def test_there_is_none_of_what_was_taken_back(paid, finance, refund, now):
    reversed_one, returned = paid(), paid()
    reversal = actions.reverse_payment(payment=reversed_one, by=finance, at=now)
    refund(returned, 50_000)
    for payment in (reversed_one, reversal, returned):
        with refused(refusals.NothingToAcknowledge):
            issue(payment, now)
    assert not Series.objects.filter(key__startswith="acknowledgement").exists()


def test_without_a_name_there_is_none(edition, now):
    for payment in (make.PaymentFactory(), make.PaymentFactory(pledge=make.PledgeFactory(status="paid"))):
        with refused(refusals.NoRecipient):
            issue(payment, now)


def test_after_a_part_refund_the_rest_is_acknowledged_anew(paid, refund, now):
    payment = paid()
    first = issue(payment, now)
    refund(payment, 20_000)
    first.refresh_from_db()
    assert (first.voided_reason, first.voided_at) == ("taken_back", now)
    assert issue_wanted(by=SYSTEM, at=now + SETTLED_AFTER) == 1
    second = Acknowledgement.objects.valid().get()
    assert (second.number, second.amount_satang) == (2, 30_000)


# By themselves


def test_they_are_issued_once_with_a_mail_when_the_gift_is_settled(paid, now):
    payment = paid()
    make.PaymentFactory(pledge=make.PledgeFactory(status="paid"))
    assert issue_wanted(by=SYSTEM, at=now + SETTLED_AFTER - dt.timedelta(seconds=1)) == 0
    assert issue_wanted(by=SYSTEM, at=now + SETTLED_AFTER) == 1
    assert issue_wanted(by=SYSTEM, at=now + 2 * SETTLED_AFTER) == 0
    paper = Acknowledgement.objects.get()
    row = Outbox.objects.get(key=f"acknowledgement:{paper.pk}")
    assert row.recipient == payment.pledge.email
    assert reverse("acknowledgement_detail", args=[paper.code]) in row.body
    assert not mail.outbox


@pytest.mark.parametrize("reason", ["wrong_name", "wrong_amount"])
def test_what_finance_voided_waits_for_finance(paid, finance, reason, now):
    paper = issue(paid(), now)
    void_acknowledgement(acknowledgement=paper, reason=reason, by=finance, at=now)
    assert issue_wanted(by=SYSTEM, at=now + SETTLED_AFTER) == 0
    assert issue(paper.payment, now, recipient=Paper("ชื่อใหม่", "")).number == 2


def test_what_was_taken_back_or_erased_gets_none(paid, finance, refund, now):
    actions.reverse_payment(payment=paid(), by=finance, at=now)
    refund(paid(), 50_000)
    paid(name="", address="", tax_number="")
    assert issue_wanted(by=SYSTEM, at=now + SETTLED_AFTER) == 0


def test_voiding_happens_once_and_keeps_the_number(paid, finance, now):
    paper = issue(paid(), now)
    void_acknowledgement(acknowledgement=paper, reason="wrong_name", by=finance, at=now)
    with refused(WrongStep):
        void_acknowledgement(acknowledgement=paper, reason="wrong_amount", by=finance, at=now)
    paper.refresh_from_db()
    assert (paper.number, paper.voided_reason, paper.voided_by) == (1, "wrong_name", finance)
    assert AuditEntry.objects.get(verb="void_acknowledgement").numbers == {"reason": "wrong_name"}


# On paper


def test_the_paper_says_amount_in_words_and_that_it_is_no_tax_receipt(paid, now):
    paper = issue(paid(120_000), now)
    paper.organization.tax_number, paper.organization.edonation_url = "0994000617721", "https://edonation.example.org/"
    printed = Printed(paper)
    facts = printed.facts
    assert (facts["amount"], facts["amount_in_words"]) == ("1,200.00", "หนึ่งพันสองร้อยบาทถ้วน")
    assert facts["organization_tax"] == "0 9940 00617 72 1"
    assert facts["link"] == "https://edonation.example.org/"
    assert facts["no_tax"]
    assert (facts["void"], facts["copy"]) == ("", "")
    assert printed.pdf().startswith(b"%PDF")


def test_hostile_names_are_drawn(paid, now):
    paper = issue(paid(name='#panic("x") $x$ @label <b> \\ "' + "ป" * 150, address="ก\n" * 200), now)
    assert Printed(paper, copies=3).pdf().startswith(b"%PDF")


def test_each_one_after_the_first_is_a_copy(client, paid, now):
    paper = issue(paid(), now)
    assert [take_copy(acknowledgement=paper, by=VISITOR, at=now) for _ in range(3)] == [0, 1, 2]
    assert Printed(paper, copies=1).facts["copy"]
    response = client.get(reverse("acknowledgement_pdf", args=[paper.code]))
    paper.refresh_from_db()
    assert (response["Content-Type"], paper.copies) == ("application/pdf", 4)
    assert client.head(reverse("acknowledgement_pdf", args=[paper.code])).status_code == 405


def test_the_page_belongs_to_whoever_has_its_secret(client, paid, finance, now):
    paper = issue(paid(120_000), now)
    address = reverse("acknowledgement_detail", args=[paper.code])
    response = client.get(address)
    assert "หนึ่งพันสองร้อยบาทถ้วน" in text(response)
    assert "2569/00001" in text(response)
    assert response["Cache-Control"] == "no-store, private"
    assert client.get(f"/en{address}").status_code == 200
    assert "2026/00001" in text(client.get(f"/en{address}"))
    assert client.get(reverse("acknowledgement_detail", args=["nothing"])).status_code == 404
    void_acknowledgement(acknowledgement=paper, reason="wrong_name", by=finance, at=now)
    assert "This acknowledgement is void" in text(client.get(f"/en{address}"))
    assert Printed(Acknowledgement.objects.for_page().get()).facts["void"]


def test_the_pledge_leads_to_papers_that_hold(client, paid, finance, now):
    payment = paid()
    page = reverse("pledge_detail", args=[payment.pledge.code])
    one = queries(client, page)
    paper = issue(payment, now)
    link = reverse("acknowledgement_detail", args=[paper.code])
    assert link in client.get(page).content.decode()
    assert queries(client, page) == one
    void_acknowledgement(acknowledgement=paper, reason="wrong_name", by=finance, at=now)
    assert link not in client.get(page).content.decode()


# Words and numbers


@pytest.mark.parametrize(
    ("satang", "words"),
    [
        (120_000, "หนึ่งพันสองร้อยบาทถ้วน"),
        (100, "หนึ่งบาทถ้วน"),
        (1, "หนึ่งสตางค์"),
        (25, "ยี่สิบห้าสตางค์"),
        (101, "หนึ่งบาทหนึ่งสตางค์"),
        (1_100, "สิบเอ็ดบาทถ้วน"),
        (2_125, "ยี่สิบเอ็ดบาทยี่สิบห้าสตางค์"),
        (10_100, "หนึ่งร้อยเอ็ดบาทถ้วน"),
        (100_000_100, "หนึ่งล้านเอ็ดบาทถ้วน"),
        (123_456_789, "หนึ่งล้านสองแสนสามหมื่นสี่พันห้าร้อยหกสิบเจ็ดบาทแปดสิบเก้าสตางค์"),
        (1_000_000_000_000 * 100, "หนึ่งล้านล้านบาทถ้วน"),
        (2_100_000_011, "ยี่สิบเอ็ดล้านบาทสิบเอ็ดสตางค์"),
    ],
)
def test_amounts_are_said_in_thai(satang, words):
    assert amount_in_thai(satang) == words


def test_thousands_of_amounts_agree_with_another_program():
    rng = random.Random(6)  # noqa: S311 (the same amounts every time)
    whole = [*range(1, 3_000), *(rng.randrange(1, 10 ** rng.randrange(1, 12)) for _ in range(3_000))]
    assert [baht for baht in whole if amount_in_thai(baht * 100) != bahttext(baht)] == []
    # The other program says one satang as the last one of eleven, and so is asked for those alone from two on.
    assert [
        rest for rest in range(2, 100) if amount_in_thai(700 + rest) != bahttext(7).removesuffix("ถ้วน") + said(rest)
    ] == []


def said(rest):
    """Return satang as the other program says them."""
    return bahttext(rest).removesuffix("บาทถ้วน") + "สตางค์"


@pytest.mark.parametrize("typed", ["0994000617721", "0-9940-00617-72-1", "๐ ๙๙๔๐ ๐๐๖๑๗ ๗๒ ๑"])  # noqa: RUF001 (Thai digits)
def test_tax_numbers_are_read_as_they_are_written(typed):
    assert normal_tax_number(typed) == "0994000617721"
    assert shown_tax_number("0994000617721") == "0 9940 00617 72 1"


@pytest.mark.parametrize("typed", ["0994000617722", "099400061772", "09940006177210", "abc", "x" * 100, ""])
def test_wrong_tax_numbers_are_refused(typed):
    with pytest.raises(ValueError, match="13"):
        normal_tax_number(typed)


def test_a_number_is_given_back_with_its_transaction(edition, paid, now, monkeypatch):
    payment = paid()
    monkeypatch.setattr("donations.actions.acknowledging.audit.record", lambda *_a, **_k: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        issue(payment, now)
    monkeypatch.undo()
    assert issue(payment, now).number == 1
    assert next_number(f"acknowledgement:{payment.campaign.organization_id}:2026") == 2
    assert Payment.objects.count() == 1
