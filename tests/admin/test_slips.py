"""Slips in the workspace: looked at beside the bank account, entered into the ledger or not accepted."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.roles import Role
from donations.models import MoneyOrder, Payment, Pledge, Slip
from goodsociety.common.models import Outbox
from tests import factories as make
from tests.admin.conftest import signed_in
from tests.admin.pages import messages_of
from tests.admin.rows import page
from tests.pages import queries, text

pytestmark = pytest.mark.usefixtures("english")
RIGHTS = ("view_slip", "change_slip")


@pytest.fixture
def slip(edition):
    """A slip with a picture for a promise of 500 baht."""
    return make.SlipFactory(picture=b"jpeg")


def staff(*rights, **appointed):
    """Return the browser of somebody with rights in the workspace and an appointment, if any."""
    user = make.UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    if appointed:
        make.AppointmentFactory(user=user, zone=None, **appointed)
    return signed_in(user)


def act(browser, slip, name, **answers):
    """Fill in the page of an act, and confirm what it foresees."""
    address = page(Slip, name, slip.pk)
    seen = browser.post(address, answers)
    mark = seen.context["foreseen"].mark if seen.context and seen.context["foreseen"] else ""
    return seen, browser.post(address, {**answers, "seen": mark, "confirmed": "1"})


def entered(amount="500", **more):
    """Return what finance types."""
    day = {"received_at_0": "2026-11-02", "received_at_1": "11:30"}
    return {"amount": amount, "method": "promptpay", "is_seen": "on", **day, **more}


def test_finance_sees_the_picture_and_enters_the_payment(slip):
    browser = staff(*RIGHTS, role=Role.FINANCE, edition=slip.pledge.campaign.edition)
    shown = browser.get(page(Slip, "change", slip.pk))
    assert page(Slip, "picture", slip.pk) in shown.content.decode()
    picture = browser.get(page(Slip, "picture", slip.pk))
    assert (picture.content, picture["Content-Type"]) == (b"jpeg", "image/jpeg")
    assert (picture["X-Content-Type-Options"], "no-store" in picture["Cache-Control"]) == ("nosniff", True)
    seen, done = act(browser, slip, "enter", **entered())
    assert "are written into the ledger" in text(seen)
    assert "in the ledger under number" in messages_of(browser, done)
    slip.refresh_from_db()
    payment = Payment.objects.get()
    assert (payment.slip, payment.pledge, payment.amount_satang, slip.state) == (slip, slip.pledge, 50_000, "confirmed")
    assert payment.received_at == dt.datetime(2026, 11, 2, 4, 30, tzinfo=dt.UTC)
    assert Pledge.objects.get().status == "paid"


@pytest.mark.parametrize(("amount", "words"), [("200", "this is a part"), ("700", "more came than was promised")])
def test_another_amount_is_warned_of(slip, organiser, amount, words):
    seen, _done = act(organiser, slip, "enter", **entered(amount))
    assert words in text(seen)
    assert "The donor said 500 baht" in text(seen)


def test_nothing_is_entered_that_nobody_has_seen(slip, organiser):
    seen, _done = act(organiser, slip, "enter", **entered(is_seen=""))
    assert seen.context["form"].errors["is_seen"]
    assert not Payment.objects.exists()


def test_a_large_amount_waits_for_a_second_person(edition, organiser):
    slip = make.SlipFactory(pledge=make.PledgeFactory(amount_satang=6_000_000))
    seen, done = act(organiser, slip, "enter", **entered("60000"))
    assert "wait until a second person agrees" in text(seen)
    assert "needs two people" in messages_of(organiser, done)
    assert MoneyOrder.objects.get().slip == slip
    assert not Payment.objects.exists()
    for name in ("enter", "reject"):
        assert "waiting for a second person" in text(organiser.get(page(Slip, name, slip.pk)))


def test_a_slip_is_not_accepted_with_a_reason(slip, organiser):
    seen, done = act(organiser, slip, "reject", reason="no_money")
    assert "this money has not come to the account" in text(seen)
    assert done.status_code == 302
    slip.refresh_from_db()
    assert (slip.state, slip.reason) == ("rejected", "no_money")
    assert Outbox.objects.get().key == f"slip-rejected:{slip.pk}"
    assert "decided on already" in text(organiser.get(page(Slip, "reject", slip.pk)))


def test_only_who_looks_after_this_editions_money_sees_and_decides(slip):
    edition, other = slip.pledge.campaign.edition, make.EditionFactory(year=2030)
    strangers = [
        staff(*RIGHTS),
        staff(*RIGHTS, role=Role.ORGANISER, edition=edition),
        staff(*RIGHTS, role=Role.DESK, edition=edition),
        staff(*RIGHTS, role=Role.FINANCE, edition=other),
    ]
    for browser in strangers:
        assert browser.get(page(Slip, "picture", slip.pk)).status_code == 404
        for name in ("enter", "reject"):
            assert browser.get(page(Slip, name, slip.pk)).status_code == 403
    nobody = staff(role=Role.FINANCE, edition=edition)
    assert nobody.get(page(Slip, "picture", slip.pk)).status_code == 403
    assert nobody.get(page(Slip, "changelist")).status_code == 403
    assert staff(*RIGHTS).get(page(Slip, "picture", 99)).status_code == 404


def test_a_slip_without_a_picture_has_none(organiser, edition):
    slip = make.SlipFactory()
    assert organiser.get(page(Slip, "picture", slip.pk)).status_code == 404
    assert "slip-picture" not in organiser.get(page(Slip, "change", slip.pk)).content.decode()


def test_the_list_never_loads_pictures_and_shows_first_what_waits(organiser, slip, django_assert_max_num_queries):
    make.SlipFactory(state="rejected", reason="no_money", decided_at=slip.sent_at, sent_at=slip.sent_at)
    address = reverse("admin:donations_slip_changelist")
    listed = organiser.get(address).context["cl"].result_list
    assert [row.state for row in listed] == ["submitted", "rejected"]
    assert all("picture" in row.get_deferred_fields() for row in listed)
    one = queries(organiser, address)
    make.SlipFactory(picture=b"jpeg")
    assert queries(organiser, address) == one
