"""Acknowledgements and tax numbers in the organisers' workspace."""

import csv
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from donations.models import Acknowledgement
from goodsociety.common.models import AuditEntry
from tests import factories as make
from tests.admin.rows import page
from tests.pages import text

ISSUING = ("view_acknowledgement", "add_acknowledgement", "change_acknowledgement", "view_payment")


@pytest.fixture
def payment(edition):
    """A gift of nobody who gave a name."""
    return make.PaymentFactory()


@pytest.fixture
def finance(may, edition):
    """The browser of somebody with the rights of the workspace who looks after the edition's money."""
    browser = may(*ISSUING)
    make.AppointmentFactory(edition=edition, role="finance", zone=None, user_id=browser.session["_auth_user_id"])
    return browser


def issued(browser, payment, **more):
    """Issue a paper by the page."""
    typed = {"payment": payment.pk, "name": "ใจดี", "address": "", "tax_number": "", "language": "th", **more}
    return browser.post(page(Acknowledgement, "add"), typed)


def voided(browser, paper, **more):
    """Go to the page that voids a paper, look ahead, and confirm."""
    address = page(Acknowledgement, "void", paper.pk)
    seen = browser.post(address, {"reason": "wrong_name", **more})
    mark = seen.context["foreseen"].mark if seen.context["foreseen"] else ""
    return seen, browser.post(address, {"reason": "wrong_name", "confirmed": "1", "seen": mark, **more})


def test_finance_issues_one_in_a_typed_name(finance, payment, english):
    issued(finance, payment, tax_number="1-2345-45678-78-1")
    paper = Acknowledgement.objects.get()
    assert (paper.name, paper.tax_number, paper.amount_satang, paper.number) == ("ใจดี", "1234545678781", 50_000, 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"tax_number": "1234545678782"}, "13 digits"),
        ({"name": ""}, "Write in whose name"),
        ({"payment": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said(finance, payment, typed, sentence):
    response = finance.post(
        "/en" + page(Acknowledgement, "add").removeprefix("/en"),
        {"payment": payment.pk, "name": "ใจดี", "language": "th", **typed},
    )
    assert sentence in text(response)
    assert not Acknowledgement.objects.exists()


def test_voiding_is_shown_first_and_then_a_new_one_is_issued(finance, payment, english):
    issued(finance, payment)
    issued(finance, payment)
    paper = Acknowledgement.objects.get()
    voided(finance, paper, reason="taken_back")
    assert Acknowledgement.objects.valid().exists()
    voided(finance, paper)
    paper.refresh_from_db()
    assert paper.voided_reason == "wrong_name"
    issued(finance, payment, name="สมใจ")
    assert list(Acknowledgement.objects.order_by("number").values_list("number", "name")) == [(1, "ใจดี"), (2, "สมใจ")]


def test_without_the_money_role_nobody_issues_voids_or_prints(may, payment, edition):
    browser = may(*ISSUING)
    assert issued(browser, payment).status_code == 403
    paper = make.AcknowledgementFactory(payment=payment)
    assert browser.get(page(Acknowledgement, "void", paper.pk)).status_code == 403
    assert browser.get(page(Acknowledgement, "paper", paper.pk)).status_code == 404
    assert Acknowledgement.objects.valid().count() == 1


def test_the_paper_is_printed_from_here(finance, payment):
    paper = make.AcknowledgementFactory(payment=payment)
    assert (
        page(Acknowledgement, "paper", paper.pk)
        in finance.get(page(Acknowledgement, "change", paper.pk)).content.decode()
    )
    assert finance.get(page(Acknowledgement, "paper", paper.pk)).content.startswith(b"%PDF")
    paper.refresh_from_db()
    assert paper.copies == 1


def test_the_list_is_taken_as_a_file(organiser, payment, english):
    make.AcknowledgementFactory(payment=payment, name="=1+1", amount_satang=12_345)
    body = b"".join(organiser.get(page(Acknowledgement, "file", "csv"))).decode("utf-8-sig")
    heads, row = csv.reader(io.StringIO(body))
    line = dict(zip(heads, row, strict=True))
    assert len(row) == len(heads)
    assert "'=1+1" in line.values()
    assert "123.45" in line.values()
    book = openpyxl.load_workbook(io.BytesIO(organiser.get(page(Acknowledgement, "file", "xlsx")).content))
    cells = [cell for cell in book.active[2] if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert AuditEntry.objects.filter(verb="export_acknowledgements").count() == 2
    assert organiser.get(page(Acknowledgement, "file", "pdf")).status_code == 404


def test_the_file_is_nobodys_without_the_right(may):
    assert may().get(page(Acknowledgement, "file", "csv")).status_code == 403
    assert Client().get(page(Acknowledgement, "file", "csv")).status_code == 302


@pytest.mark.parametrize(("typed", "kept"), [("0 9940 00617 72 1", "0994000617721"), ("0994000617722", ""), ("", "")])
def test_an_organizations_tax_number_is_checked(organiser, typed, kept):
    row = make.OrganizationFactory(description_th="", description_en="")
    address = reverse("admin:organizations_organization_change", args=[row.pk])
    form = organiser.get(address).context["adminform"].form
    values = {name: value for name, value in form.initial.items() if value is not None}
    sets = {
        f"{prefix}-{name}": "0"
        for prefix in ("participations", "appointments")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    organiser.post(address, {**values, **sets, "tax_number": typed, "edonation_url": "https://edonation.rd.go.th/"})
    row.refresh_from_db()
    assert (row.tax_number, bool(row.edonation_url)) == (kept, bool(kept) or not typed)
