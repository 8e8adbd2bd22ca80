"""The ledger in the workspace is searched by what finance types: a number, a reference, a name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def payments(edition):
    """Three payments, of which one is for a pledge."""
    pledge = make.PledgeFactory(status="paid", person__name="สมหญิง ใจดี", campaign__name_en="Clean Rivers")
    return [make.PaymentFactory(pledge=pledge), *make.PaymentFactory.create_batch(2)]


def found(browser, typed):
    """Return the numbers that a search finds."""
    response = browser.get("/admin/donations/payment/", {"q": typed})
    assert response.status_code == 200
    return sorted(row.number for row in response.context["cl"].result_list)


def test_by_number_reference_name_and_campaign(organiser, payments):
    one = payments[0]
    assert found(organiser, "2") == found(organiser, " 2 ") == [payments[1].number]
    reference = one.pledge.reference
    for typed in (reference, reference.lower(), f"{reference[:4]} {reference[4:]}", "สมหญิง", "rivers"):
        assert found(organiser, typed) == [one.number]
    assert found(organiser, "") == sorted(row.number for row in payments)


@pytest.mark.parametrize("typed", ["999", "9" * 15, "9" * 40, "๙๙", "-1", "1.5", "%", "nobody", "²"])
def test_what_finds_nothing(organiser, payments, typed):
    assert found(organiser, typed) == []


def test_a_number_is_found_without_a_look_at_names(organiser, payments):
    with CaptureQueriesContext(connection) as seen:
        found(organiser, "2")
    assert not [query for query in seen.captured_queries if "LIKE" in query["sql"].upper()]
