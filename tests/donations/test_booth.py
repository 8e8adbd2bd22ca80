"""The booth: gifts in cash and by card, once however often they are sent, undone for five minutes, added up."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.contact import Contact
from donations import actions
from donations import paper_refusals as refusals
from donations.actions.acknowledging import issue_wanted
from donations.actions.booth import UNDO_WITHIN, Gift, take_gift, undo_gift
from donations.actions.pledging import Paper, Wishes
from donations.booth import key_of, token_of
from donations.models import MoneyOrder, Payment, Pledge
from donations.refusals import AlreadyReversed, AmountOutOfRange, CampaignClosed
from goodsociety.common.audit import SYSTEM
from goodsociety.common.models import Outbox
from tests import factories as make
from tests.pages import queries, text
from tests.tables import refused

DONOR = {"name": "ใจดี มีสุข", "phone": "081 234 5678", "email": "jaidee@example.org", "consent": "on"}


@pytest.fixture
def campaign(edition):
    """A campaign for money."""
    return make.CampaignFactory(edition=edition, slug="lunches")


@pytest.fixture
def helper(edition, campaign):
    """Somebody at a desk in a zone."""
    return make.AppointmentFactory(edition=edition, role="desk", zone=make.ZoneFactory(edition=edition)).user


@pytest.fixture
def finance(edition):
    """Somebody who looks after the money."""
    return make.AppointmentFactory(edition=edition, role="finance", zone=None).user


def browser(user):
    """Return the browser of a user."""
    client = Client()
    client.force_login(user)
    return client


def english(name, **options):
    """Return an address in English."""
    with translation.override("en"):
        return reverse(name, **options)


def sent(**more):
    """Return the form of a gift of 500 baht in cash, confirmed."""
    return {"key": str(uuid4()), "campaign": "lunches", "amount": "500", "method": "cash", "confirmed": "yes", **more}


# Taking a gift


def test_an_anonymous_gift_is_a_row_of_the_ledger(campaign, helper, now):
    row = take_gift(gift=Gift(campaign, 50_000, "cash"), by=helper, at=now)
    assert (row.source, row.method, row.pledge, row.by, row.amount_satang) == ("booth", "cash", None, helper, 50_000)


def test_a_donors_gift_is_promised_and_paid_at_once(campaign, helper, now):
    data = sent(**DONOR, wants_paper="on", is_shared="on", address="99 ถนนพระราม 1", tax_number="1 2345 45678 78 1")
    browser(helper).post(reverse("booth"), data)
    pledge = Pledge.objects.get()
    assert (pledge.status, pledge.received_satang, pledge.is_shared) == ("paid", 50_000, True)
    assert (pledge.recipient.tax_number, pledge.recipient.name) == ("1234545678781", "ใจดี มีสุข")
    assert Payment.objects.get().pledge == pledge
    # One mail of thanks; nobody is asked to pay what lies on the table.
    assert [row.key.split(":")[0] for row in Outbox.objects.all()] == ["paid"]
    assert set(pledge.person.consents.values_list("purpose", flat=True)) == {"giving", "acknowledgement", "sharing"}


def test_it_is_shown_in_large_before_it_is_entered(campaign, helper, now):
    client, data = browser(helper), sent(amount="1,250.50")
    del data["confirmed"]
    page = client.post(english("booth"), data)
    assert "1,250.50 baht" in text(page)
    assert f'value="{data["key"]}"' in page.content.decode()
    assert not Payment.objects.exists()
    again = client.post(reverse("booth"), {**data, "change": "yes"})
    assert 'value="1,250.50"' in again.content.decode()
    done = client.post(english("booth"), {**data, "confirmed": "yes"}, follow=True)
    assert "Entered. Thank you!" in text(done)


def test_a_double_tap_is_one_gift(campaign, helper, now):
    client, data = browser(helper), sent()
    places = {client.post(reverse("booth"), data).url for _ in range(3)}
    assert len(places) == 1
    assert Payment.objects.total_satang() == 50_000


def test_a_large_gift_waits_for_a_second_person(campaign, helper, finance, now):
    page = browser(helper).post(english("booth"), sent(amount="50000", **DONOR), follow=True)
    order = MoneyOrder.objects.get()
    assert "A second person must agree" in text(page)
    assert (order.state, order.source, Payment.objects.count(), Outbox.objects.count()) == ("waiting", "booth", 0, 0)
    payment = actions.agree_order(order=order, by=finance, at=now)
    assert (payment.by, payment.agreed_by, payment.pledge.status) == (helper, finance, "paid")


@pytest.mark.parametrize("amount", ["0", "0.99", "-5", "1.234", "2000001", "abc", ""])
def test_amounts_that_make_no_sense_are_refused(campaign, helper, amount, now):
    page = browser(helper).post(reverse("booth"), sent(amount=amount))
    assert page.status_code in (200, 409)
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    "missing",
    [{"name": ""}, {"phone": "", "email": ""}, {"consent": ""}, {"tax_number": "1234545678782"}, {"phone": "12"}],
)
def test_a_donor_is_reached_and_has_agreed(campaign, helper, missing, now):
    page = browser(helper).post(reverse("booth"), sent(**{**DONOR, **missing}))
    assert page.status_code == 200
    assert not Payment.objects.exists()
    assert not Pledge.objects.exists()


def test_closed_campaigns_and_those_for_things_take_no_money(edition, campaign, helper, now):
    things = make.CampaignFactory(edition=edition, goal="goods", goal_satang=None, goal_quantity=5)
    over = make.CampaignFactory(edition=edition, closes_on=now.date() - dt.timedelta(days=1))
    with refused(refusals.NotForMoney):
        take_gift(gift=Gift(things, 50_000, "cash"), by=helper, at=now)
    with refused(CampaignClosed):
        take_gift(gift=Gift(over, 50_000, "cash"), by=helper, at=now)
    with refused(AmountOutOfRange):
        take_gift(gift=Gift(campaign, 99, "cash"), by=helper, at=now)
    page = browser(helper).get(reverse("booth")).content.decode()
    assert campaign.name in page
    assert things.name not in page
    assert over.name not in page


# Undoing it


def test_a_helper_undoes_their_own_gift_for_five_minutes(campaign, helper, now):
    wishes = Wishes(paper=Paper("ใจดี", ""))
    gift = Gift(campaign, 50_000, "cash", Contact("ใจดี", "jaidee@example.org"), wishes)
    row = take_gift(gift=gift, by=helper, at=now)
    with refused(refusals.UndoTooLate):
        undo_gift(payment=row, by=make.UserFactory.build(pk=0), at=now)
    with refused(refusals.UndoTooLate):
        undo_gift(payment=row, by=helper, at=now + UNDO_WITHIN)
    undo_gift(payment=row, by=helper, at=now + UNDO_WITHIN - dt.timedelta(seconds=1))
    assert Payment.objects.total_satang() == 0
    # Nobody is reminded of it.
    assert Pledge.objects.get().status == "withdrawn"
    with refused(AlreadyReversed):
        undo_gift(payment=row, by=helper, at=now)


def test_what_others_entered_is_not_there(campaign, helper, finance, now):
    row = take_gift(gift=Gift(campaign, 50_000, "cash"), by=helper, at=now)
    for name in ("booth_taken", "booth_undo"):
        client = browser(finance)
        address = reverse(name, args=[token_of(row)])
        assert (client.post if name == "booth_undo" else client.get)(address).status_code == 404
    order = take_gift(gift=Gift(campaign, 5_000_000, "cash"), by=helper, at=now)
    assert browser(finance).get(reverse("booth_waiting", args=[token_of(order)])).status_code == 404
    by_hand = make.PaymentFactory(campaign=campaign, by=helper)
    assert browser(helper).get(reverse("booth_taken", args=[token_of(by_hand)])).status_code == 404


def test_undoing_by_the_page(campaign, helper, now):
    client = browser(helper)
    page = client.post(reverse("booth"), sent(), follow=True)
    row = Payment.objects.get()
    assert reverse("booth_undo", args=[token_of(row)]) in page.content.decode()
    page = client.post(english("booth_undo", args=[token_of(row)]), follow=True)
    assert "This gift was taken back" in text(page)
    assert reverse("booth_undo", args=[token_of(row)]) not in page.content.decode()
    with time_machine.travel(now + UNDO_WITHIN, tick=False):
        row = take_gift(gift=Gift(campaign, 50_000, "cash"), by=helper, at=now)
        assert client.post(reverse("booth_undo", args=[token_of(row)])).status_code == 409


# Counting the cash box


def test_a_day_adds_up_by_method(campaign, helper, finance, now):
    other = make.AppointmentFactory(edition=campaign.edition, role="desk", zone=None).user
    for satang, method, by in (
        (50_000, "cash", helper),
        (9_950, "cash", helper),
        (10_000, "card", helper),
        (700, "cash", other),
    ):
        take_gift(gift=Gift(campaign, satang, method), by=by, at=now)
    wrong = take_gift(gift=Gift(campaign, 123_400, "cash"), by=helper, at=now)
    actions.reverse_payment(payment=wrong, by=finance, at=now)
    make.PaymentFactory(campaign=campaign, by=helper, method="cash")
    take_gift(gift=Gift(campaign, 80_000, "cash"), by=helper, at=now - dt.timedelta(days=1))
    mine = text(browser(helper).get(english("booth_day")))
    assert "In the cash box (baht) 599.50" in mine
    assert "By card (baht) 100" in mine
    assert "Together 699.50" in mine
    assert "taken back" in mine
    assert "All helpers" not in mine
    every = text(browser(finance).get(english("booth_day")))
    assert f"{helper.email} 3 599.50 100" in every
    assert f"{other.email} 1 7 0" in every


def test_a_list_takes_as_many_queries_for_three_as_for_one(campaign, finance, now):
    client = browser(finance)
    for number in (1, 2):
        take_gift(gift=Gift(campaign, 50_000, "cash"), by=finance, at=now)
        take_gift(gift=Gift(campaign, 5_000_000, "cash"), by=finance, at=now)
        if number == 1:
            queries(client, reverse("booth_day"))
            one = queries(client, reverse("booth_day"))
    assert queries(client, reverse("booth_day")) == one


# Who may


def test_strangers_are_led_to_the_sign_in_and_others_are_told(client, edition, campaign):
    for name in ("booth", "booth_day"):
        response = client.get(reverse(name))
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("desk_sign_in"))
    for role in ("organiser", "report_viewer"):
        user = make.AppointmentFactory(edition=edition, role=role, zone=None).user
        assert browser(user).get(reverse("booth")).status_code == 403
        assert browser(user).post(reverse("booth"), sent()).status_code == 403
    assert not Payment.objects.exists()


def test_the_desk_leads_to_the_booth(helper, finance, edition):
    link = f'href="{reverse("booth")}"'
    assert link in browser(helper).get(reverse("desk")).content.decode()
    assert link in browser(finance).get(reverse("desk")).content.decode()
    organiser = make.AppointmentFactory(edition=edition, role="organiser", zone=None).user
    assert link not in browser(organiser).get(reverse("desk")).content.decode()


def test_a_draft_has_no_booth(helper, edition):
    edition.status = "draft"
    edition.save()
    assert browser(helper).get(reverse("booth")).status_code == 403


@pytest.mark.parametrize("query", ["edition=x", "edition=99999999999999999999", "day=nothing", "day=9999-99-99"])
def test_hostile_addresses(helper, campaign, query):
    assert browser(helper).get(f"{reverse('booth_day')}?{query}").status_code == 200


def test_a_paper_is_issued_when_the_undo_is_over(campaign, helper, now):
    browser(helper).post(reverse("booth"), sent(**DONOR, wants_paper="on"))
    assert issue_wanted(by=SYSTEM, at=now + UNDO_WITHIN - dt.timedelta(seconds=1)) == 0
    assert issue_wanted(by=SYSTEM, at=now + UNDO_WITHIN) == 1


@pytest.mark.parametrize("token", ["1", "1:x", ":", "x" * 500])
def test_nobody_counts_through_entries(campaign, helper, token, now):
    take_gift(gift=Gift(campaign, 50_000, "cash"), by=helper, at=now)
    assert key_of(token) is None
    assert browser(helper).get(reverse("booth_taken", args=[token])).status_code == 404
