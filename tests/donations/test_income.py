"""What an organization received: donors who agreed are named, all others are a sum, every baht is in the statement."""

import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from donations import actions
from donations.actions.acknowledging import issue_acknowledgement
from donations.actions.pledging import Paper
from donations.income import Income, income_workbook
from donations.models import Payment
from goodsociety.common.audit import SYSTEM
from goodsociety.common.dates import local_day
from goodsociety.common.models import AuditEntry
from tests import factories as make
from tests.pages import queries, text

DAY = dt.timedelta(days=1)


@pytest.fixture
def campaign(edition):
    """A campaign with a licence."""
    return make.CampaignFactory(edition=edition, licence_number="กท. 12/2569")


@pytest.fixture
def income(campaign):
    """What its organization received."""
    return Income(campaign.organization, campaign.edition)


@pytest.fixture
def editor(campaign):
    """A partner editor of the organization."""
    return make.OrganizationAppointmentFactory(edition=campaign.edition, organization=campaign.organization).user


@pytest.fixture
def give(campaign, now):
    """Return what makes a donor and their gift."""

    def do(name="ใจดี มีสุข", *, is_shared=True, agreed=True, **more):
        pledge = make.PledgeFactory(campaign=campaign, status="paid", is_shared=is_shared, name=name)
        if agreed:
            make.ConsentFactory(person=pledge.person, purpose="sharing")
        return make.PaymentFactory(pledge=pledge, **more)

    return do


def browser(user):
    """Return the browser of a user."""
    client = Client()
    client.force_login(user)
    return client


def sheets(body):
    """Return the rows of both sheets."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


def test_only_donors_who_agreed_are_named(give, income, campaign, now):
    named = give(amount_satang=120_050, method="transfer")
    paper = issue_acknowledgement(payment=named, recipient=Paper("ใจดี", ""), by=SYSTEM, at=now)
    give("ไม่บอก", is_shared=False)
    give("ถอนแล้ว", agreed=False)
    withdrawn = give("เปลี่ยนใจ", agreed=False)
    make.ConsentFactory(person=withdrawn.pledge.person, purpose="sharing", withdrawn_at=now)
    make.PaymentFactory(campaign=campaign, amount_satang=700)
    body = income_workbook(income)
    donors, _statement = sheets(body)
    assert donors[1] == [
        "ใจดี มีสุข", named.pledge.email, named.pledge.phone, campaign.name_th,
        dt.datetime.combine(local_day(now), dt.time()), "โอนผ่านธนาคาร", 1200.5, f"2569/{paper.number:05}",
    ]  # fmt: skip
    assert donors[2][6] == 1507
    assert "4" in donors[2][0]
    assert donors[3][6] == 2707.5
    assert len(donors) == 4
    for hidden in ("ไม่บอก", "ถอนแล้ว", "เปลี่ยนใจ"):
        assert hidden not in str(donors)


def test_the_statement_adds_up_to_the_ledger(give, income, campaign, now):
    one = give(amount_satang=50_000, method="cash")
    give(amount_satang=30_000, method="cash", received_at=now + DAY)
    give(amount_satang=9_999, method="card")
    wrong = make.PaymentFactory(campaign=campaign, amount_satang=77_700, method="cash")
    actions.reverse_payment(payment=wrong, by=make.UserFactory(), at=now + DAY)
    order = actions.propose_refund(payment=one, amount_satang=20_000, by=make.UserFactory(), at=now)
    actions.agree_order(order=order, by=make.UserFactory(), at=now + DAY)
    make.PaymentFactory()
    days = [(str(day.day), day.gifts, day.received_satang, day.returned_satang) for day in income.days()]
    assert days == [
        ("2026-11-02", 1, 9_999, 0), ("2026-11-02", 1, 50_000, 0), ("2026-11-03", 1, 30_000, 20_000),
    ]  # fmt: skip
    ledger = Payment.objects.filter(campaign=campaign).total_satang()
    assert income.totals().net_satang == ledger == 69_999
    donors, statement = sheets(income_workbook(income))
    assert donors[-1][6] == statement[-1][7] == 699.99
    assert statement[1][1] == "กท. 12/2569"


def test_a_day_ends_at_midnight_in_bangkok(give, income, edition):
    give(received_at=dt.datetime(2026, 12, 2, 16, 59, tzinfo=dt.UTC))
    give(received_at=dt.datetime(2026, 12, 2, 17, 0, tzinfo=dt.UTC))
    assert [str(day.day) for day in income.days()] == ["2026-12-02", "2026-12-03"]


@pytest.mark.parametrize("name", ["=1+1", "+66", "-2", "@SUM(A1)", "{=1}", "https://example.org/", "internal:x"])
def test_no_cell_is_a_formula(give, income, name):
    give(name)
    book = openpyxl.load_workbook(io.BytesIO(income_workbook(income)))
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


def test_an_editor_sees_and_takes_it_and_that_is_noted(give, editor, campaign, edition):
    give()
    address = [edition.year, campaign.organization.slug]
    page = browser(editor).get(reverse("income", args=address))
    assert campaign.licence_number in text(page)
    assert "ใจดี มีสุข" not in text(page)
    file = browser(editor).get(reverse("income_file", args=address))
    assert sheets(file.content)[0][1][0] == "ใจดี มีสุข"
    assert file["Cache-Control"] == "no-store, private"
    entry = AuditEntry.objects.get(verb="export_gifts")
    assert (entry.actor_key, entry.subject_key) == (editor.pk, campaign.organization_id)
    assert entry.numbers == {"year": edition.year, "rows": 1}


def test_it_is_nobody_elses(client, editor, campaign, edition):
    mine, other = campaign.organization, make.OrganizationFactory()
    other_year = make.EditionFactory(year=2025)
    finance = make.AppointmentFactory(edition=edition, role="finance", zone=None).user
    organiser = make.AppointmentFactory(edition=edition, role="organiser", zone=None).user
    for name in ("income", "income_file"):
        assert browser(editor).get(reverse(name, args=[edition.year, other.slug])).status_code == 404
        assert browser(editor).get(reverse(name, args=[other_year.year, mine.slug])).status_code == 404
        assert browser(finance).get(reverse(name, args=[edition.year, mine.slug])).status_code == 200
        assert browser(finance).get(reverse(name, args=[other_year.year, mine.slug])).status_code == 404
        assert browser(organiser).get(reverse(name, args=[edition.year, mine.slug])).status_code == 404
        assert client.get(reverse(name, args=[edition.year, mine.slug])).status_code == 302
    assert AuditEntry.objects.filter(verb="export_gifts").count() == 1


def test_it_takes_as_many_queries_for_three_as_for_one(give, editor, campaign, edition):
    give()
    client, address = browser(editor), reverse("income", args=[edition.year, campaign.organization.slug])
    one = queries(client, address)
    give()
    make.PaymentFactory(campaign=make.CampaignFactory(edition=edition, organization=campaign.organization))
    assert queries(client, address) == one
