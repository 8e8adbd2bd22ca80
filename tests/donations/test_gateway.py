"""Paying through a payment provider: what it says is believed when we ask, and counts once."""

import datetime as dt
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from donations import gateway, refusals
from donations.actions import Money, record_payment, withdraw_pledge
from donations.actions.charging import ask_about_open_charges, open_charge, settle_charge
from donations.gateway import ProviderAway, ProviderRefused, asking
from donations.models import Charge, GatewayEvent, Payment
from donations.views import charging as views
from goodsociety import environment
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants_of_money import money_findings
from tests import factories as make
from tests.fakes.provider import BROKEN, KEY, SECRET, event, running, signed
from tests.pages import is_under_strict_rules, text

EVENTS = "/gateway/events/"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def provider(settings, monkeypatch):
    """A provider that is set up and answers on this machine."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with running() as fake:
        settings.GATEWAY_URL, settings.GATEWAY_KEY, settings.GATEWAY_WEBHOOK_SECRET = fake.url, KEY, SECRET
        yield fake


@pytest.fixture
def pledge(edition):
    """A promise of 500 baht."""
    return make.PledgeFactory()


@pytest.fixture
def charge(provider, pledge, now):
    """A charge that was opened for all of it."""
    return opened(pledge, now)


def opened(pledge, at, method="promptpay", satang=50_000):
    """Open a charge."""
    return open_charge(pledge=pledge, method=method, amount_satang=satang, by=VISITOR, at=at)


def tell(client, body, headers=None):
    """Send a message as the provider does."""
    return client.post(EVENTS, body, content_type="application/json", headers=headers or signed(body))


def settled(charge, at):
    """Ask the provider about a charge."""
    return settle_charge(charge=Charge.objects.get(pk=charge.pk), provider=gateway.provider_in_use(), by=VISITOR, at=at)


def amounts():
    """Return what the ledger holds."""
    return list(Payment.objects.values_list("amount_satang", flat=True))


# Opening


@pytest.mark.parametrize("method", ["card", "promptpay"])
def test_a_charge_is_opened_paid_and_entered_once(client, provider, pledge, now, method):
    charge = opened(pledge, now, method)
    assert charge.pay_at.startswith(provider.url)
    about = provider.pay(charge.key)
    assert tell(client, event(about)).status_code == 200
    payment = Payment.objects.get()
    assert (payment.amount_satang, payment.method, payment.source) == (50_000, method, "gateway")
    assert (payment.pledge, payment.charge, payment.by) == (pledge, charge, None)
    charge.refresh_from_db()
    assert (charge.state, charge.fee_satang, charge.settled_at) == ("paid", 1953, now)
    pledge.refresh_from_db()
    assert pledge.status == "paid"
    assert list(money_findings()) == []


def test_nobody_is_named_to_the_provider(provider, pledge, now):
    opened(pledge, now)
    opened(pledge, now, "card")
    said = str(provider.asked)
    assert pledge.reference in said
    for word in (pledge.name, pledge.email, pledge.phone):
        assert not word or word not in said


def test_who_asks_twice_goes_on_with_the_same_charge(provider, pledge, now):
    first = opened(pledge, now)
    assert opened(pledge, now + HOUR / 6) == first
    assert opened(pledge, now + HOUR) != first
    assert len(provider.asked) == 2


@pytest.mark.parametrize("status", [500, 503, 401, 302])
def test_a_provider_that_is_away_leaves_nothing_behind(client, provider, pledge, now, status):
    provider.status = status
    with pytest.raises(ProviderAway):
        opened(pledge, now)
    response = client.post(reverse("charge_open", args=[pledge.code]), {"method": "card"})
    assert response.status_code == 409
    assert str(ProviderAway()) in text(response)
    assert not Charge.objects.exists()
    assert not AuditEntry.objects.exists()
    assert all("elsewhere" not in path for _method, path, _form in provider.asked)


@pytest.mark.parametrize("broken", BROKEN)
def test_what_cannot_be_understood_is_no_answer(provider, pledge, now, broken):
    provider.broken = broken
    with pytest.raises(ProviderAway):
        opened(pledge, now)


def test_a_provider_that_is_slow_is_not_waited_for(provider, pledge, now, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    provider.pause = 1
    with pytest.raises(ProviderAway):
        opened(pledge, now)


def test_a_provider_that_nobody_reaches(settings, provider, pledge, now):
    settings.GATEWAY_URL = "http://127.0.0.1:9"
    with pytest.raises(ProviderAway):
        opened(pledge, now)


def test_a_provider_that_says_no(provider, pledge, now):
    provider.status = 400
    with pytest.raises(ProviderRefused):
        opened(pledge, now)


def test_an_answer_without_end_is_left(provider, pledge, now, monkeypatch):
    monkeypatch.setattr(asking, "LARGEST_ANSWER", 10)
    with pytest.raises(ProviderAway):
        opened(pledge, now)


def test_what_is_not_to_be_paid_opens_no_charge(provider, pledge, now):
    for satang in (0, -1, 50_001):
        with pytest.raises(WrongStep):
            opened(pledge, now, satang=satang)
    with pytest.raises(refusals.NoGateway):
        opened(make.PledgeFactory(campaign__is_sample=True), now)
    make.SlipFactory(pledge=pledge)
    with pytest.raises(refusals.SlipInReview):
        opened(pledge, now)
    withdrawn = make.PledgeFactory(status="withdrawn")
    with pytest.raises(WrongStep):
        opened(withdrawn, now)
    assert provider.asked == []


# Messages


def test_a_message_that_comes_again_and_again_counts_once(client, provider, charge):
    body = event(provider.pay(charge.key))
    assert {tell(client, body).status_code for _ in range(5)} == {200}
    assert {tell(client, event(provider.charges[charge.key], n)).status_code for n in range(2, 5)} == {200}
    assert amounts() == [50_000]
    assert GatewayEvent.objects.count() == 4
    assert not GatewayEvent.objects.filter(handled_at=None).exists()
    assert Outbox.objects.filter(key=f"paid:{Payment.objects.get().pk}").count() == 1


def test_messages_out_of_order_end_where_the_provider_is(client, provider, charge):
    paid = event({**provider.pay(charge.key)}, 2)
    assert tell(client, paid).status_code == 200
    late = event({**provider.charges[charge.key], "status": "pending"}, 1, key="charge.create")
    assert tell(client, late).status_code == 200
    charge.refresh_from_db()
    assert (charge.state, amounts()) == ("paid", [50_000])


def test_a_message_is_not_believed(client, provider, charge):
    """It says paid and a million; the provider, asked, says that it waits."""
    lie = event({**provider.charges[charge.key], "status": "successful", "paid": True, "amount": 100_000_000})
    assert tell(client, lie).status_code == 200
    charge.refresh_from_db()
    assert (charge.state, amounts()) == ("pending", [])


@pytest.mark.parametrize("what", ["fail", "expire"])
def test_what_fails_or_expires_can_still_be_paid(client, provider, charge, now, what):
    assert tell(client, event(getattr(provider, what)(charge.key))).status_code == 200
    charge.refresh_from_db()
    assert charge.state == {"fail": "failed", "expire": "expired"}[what]
    assert amounts() == []
    provider.pay(charge.key)
    assert settled(charge, now).state == "paid"
    assert amounts() == [50_000]


def test_a_card_that_was_refused_can_be_tried_again(provider, pledge, now):
    charge = opened(pledge, now, "card")
    provider.fail(charge.key)
    assert settled(charge, now).state == "pending"
    provider.pay(charge.key)
    assert settled(charge, now).state == "paid"


def test_who_signs_wrongly_is_not_heard(client, provider, charge, caplog):
    body = event(provider.pay(charge.key))
    right = signed(body)
    for headers in (
        {"Omise-Signature": "", "Omise-Signature-Timestamp": ""},
        {**right, "Omise-Signature": "0" * 64},
        {**right, "Omise-Signature": "ลายเซ็น".encode().decode("latin-1")},
        {**right, "Omise-Signature-Timestamp": "1"},
        signed(body, secret="YW5vdGhlcg=="),
        signed(body + b" "),
    ):
        assert tell(client, body, headers).status_code == 401
    assert (amounts(), GatewayEvent.objects.count()) == ([], 0)
    assert charge.key not in caplog.text
    both = {**right, "Omise-Signature": f"{'0' * 64}, {right['Omise-Signature']}"}
    assert tell(client, body, both).status_code == 200, "one of two secrets is being changed"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"key": "charge.complete"}', b'{"key": 1, "id": "x", "data": {}}', b"[" * 100_000]
    + [event({"object": "charge", "id": bad}) for bad in ("../links", "a" * 101, "", None, 7, "ก")]
    + [event({"object": "charge", "id": "chrg_1"}, id=None)],
)  # fmt: skip
def test_what_is_signed_and_says_nothing_is_refused(client, provider, db, body):
    assert tell(client, body).status_code == 400
    assert not GatewayEvent.objects.exists()


def test_a_message_larger_than_any_is_refused(client, provider, db):
    assert tell(client, b" " * (views.LARGEST_EVENT + 1)).status_code == 400


def test_messages_about_other_things_are_answered_and_left(client, provider, db):
    assert tell(client, event({"object": "customer", "id": "cust_1"}, key="customer.create")).status_code == 200
    assert not GatewayEvent.objects.exists()
    assert client.get(EVENTS).status_code == 405


def test_many_unsigned_messages_are_not_even_read(client, provider, charge, monkeypatch):
    monkeypatch.setattr(views, "UNSIGNED", views.Limit("unsigned_events", 3, views.MINUTE))
    assert [tell(client, b"{}", {"x": "y"}).status_code for _ in range(4)] == [401, 401, 401, 429]


def test_a_message_about_a_charge_of_somebody_else_waits(client, provider, db):
    assert tell(client, event({"object": "charge", "id": "chrg_other"})).status_code == 200
    assert GatewayEvent.objects.get().handled_at is None
    assert provider.asked == []


def test_a_message_while_the_provider_is_away_is_followed_by_the_round(client, provider, charge, now):
    settled_key = event(provider.fail(charge.key))
    tell(client, settled_key)
    provider.pay(charge.key)
    provider.status = 503
    assert tell(client, event(provider.charges[charge.key], 2)).status_code == 200
    assert (amounts(), GatewayEvent.objects.filter(handled_at=None).count()) == ([], 1)
    provider.status = 200
    ask_about_open_charges(by=SYSTEM, at=now)
    assert (amounts(), GatewayEvent.objects.filter(handled_at=None).count()) == ([50_000], 0)


# Money that does not fit


@pytest.mark.parametrize("wrong", [{"amount": 49_999}, {"amount": 50_001}, {"currency": "USD"}])
def test_another_amount_or_currency_is_kept_apart_and_shown(client, provider, charge, wrong, caplog):
    caplog.set_level(logging.ERROR)
    about = provider.pay(charge.key, **wrong)
    tell(client, event(about))
    tell(client, event(about, 2))
    charge.refresh_from_db()
    assert (charge.state, amounts()) == ("paid", [])
    entry = AuditEntry.objects.get(verb="charge_kept_apart")
    assert entry.numbers["satang"] == wrong.get("amount", 50_000)
    assert "not entered" in caplog.text
    client.force_login(make.UserFactory(is_staff=True, is_superuser=True))
    shown = client.get(reverse("admin:donations_charge_changelist"), {"apart": "1"})
    assert charge.key in text(shown)
    page = client.get(reverse("charge", args=[charge.pledge.code]))
    assert "notice-warn" in page.content.decode()


def test_what_comes_after_the_pledge_was_withdrawn_counts_for_the_campaign(provider, charge, pledge, now):
    withdraw_pledge(pledge=pledge, by=VISITOR, at=now)
    provider.pay(charge.key)
    settled(charge, now)
    payment = Payment.objects.get()
    assert (payment.pledge, payment.campaign, payment.charge) == (None, pledge.campaign, charge)
    pledge.refresh_from_db()
    assert (pledge.status, pledge.received_satang) == ("withdrawn", 0)
    mail = Outbox.objects.get(key=f"charge-besides:{charge.pk}")
    assert (mail.recipient, "500" in mail.body) == (pledge.email, True)
    assert list(money_findings()) == []


def test_what_comes_twice_counts_for_the_campaign(provider, charge, pledge, now):
    money = Money(pledge.campaign, 50_000, now, pledge=pledge)
    record_payment(money=money, by=make.UserFactory(), at=now)
    provider.pay(charge.key)
    settled(charge, now)
    assert Payment.objects.get(source="gateway").pledge is None
    assert amounts() == [50_000, 50_000]


def test_what_comes_after_the_pledge_expired_pays_it(provider, charge, pledge, now):
    type(pledge).objects.update(status="expired")
    provider.pay(charge.key)
    settled(charge, now)
    pledge.refresh_from_db()
    assert pledge.status == "paid"


@pytest.mark.parametrize(("paid_at", "kept"), [("2026-11-02T04:00:00Z", -1), ("2099-01-01T00:00:00Z", 0), ("x", 0)])
def test_when_it_was_paid_is_what_the_provider_says_unless_that_is_to_come(provider, charge, now, paid_at, kept):
    provider.pay(charge.key, paid_at=paid_at)
    settled(charge, now)
    assert Payment.objects.get().received_at == now + kept * HOUR


@pytest.mark.parametrize("amount", [500.0, "50000", None, True, -5])
def test_an_amount_that_is_no_whole_number_of_satang_is_no_answer(provider, charge, now, amount):
    provider.pay(charge.key, amount=amount)
    with pytest.raises(ProviderAway):
        settled(charge, now)
    assert amounts() == []


def test_an_answer_about_another_charge_is_no_answer(provider, charge, now):
    provider.pay(charge.key, id="chrg_other")
    with pytest.raises(ProviderAway):
        settled(charge, now)
    assert amounts() == []


# The round


def test_the_round_asks_each_minute_then_each_hour_then_gives_up(provider, charge, now):
    provider.asked.clear()

    def asked_in_an_hour(begin):
        for minute in range(60):
            ask_about_open_charges(by=SYSTEM, at=begin + dt.timedelta(minutes=minute))
        found = len(provider.asked)
        provider.asked.clear()
        return found

    assert asked_in_an_hour(now) == 60
    assert asked_in_an_hour(now + 3 * HOUR) == 1
    assert asked_in_an_hour(now + 8 * 24 * HOUR) == 1
    charge.refresh_from_db()
    assert charge.state == "expired"
    assert asked_in_an_hour(now + 9 * 24 * HOUR) == 0


def test_the_round_stops_asking_a_provider_that_is_away(provider, edition, now):
    for _ in range(3):
        opened(make.PledgeFactory(), now)
    provider.asked.clear()
    provider.status = 503
    ask_about_open_charges(by=SYSTEM, at=now)
    assert len(provider.asked) == 1


def test_a_charge_that_the_provider_forgot_keeps_no_other_waiting(provider, edition, now):
    first, second = opened(make.PledgeFactory(), now), opened(make.PledgeFactory(), now)
    provider.pay(first.key)
    del provider.charges[second.key]
    ask_about_open_charges(by=SYSTEM, at=now)
    assert amounts() == [50_000]


# Pages


def test_off_by_default(client, pledge, now):
    assert not gateway.is_on()
    assert gateway.provider_in_use() is None
    assert ask_about_open_charges(by=SYSTEM, at=now) == 0
    assert reverse("charge_open", args=[pledge.code]) not in pledge_page(client, pledge)
    assert client.post(EVENTS).status_code == 404
    assert client.post(reverse("charge_open", args=[pledge.code]), {"method": "card"}).status_code == 409


def pledge_page(client, pledge):
    """Return the page of a pledge."""
    return client.get(reverse("pledge_detail", args=[pledge.code])).content.decode()


def test_from_the_pledge_to_the_provider_and_back(client, provider, pledge, language):
    begin, page = reverse("charge_open", args=[pledge.code]), reverse("charge", args=[pledge.code])
    assert f'action="{begin}"' in pledge_page(client, pledge)
    assert client.get(page).status_code == 404
    assert client.post(begin, {"method": "card"})["Location"] == page
    waits = client.get(page)
    charge = Charge.objects.get()
    assert charge.pay_at in waits.content.decode()
    assert f'href="{page}"' in pledge_page(client, pledge)
    assert is_under_strict_rules(waits)
    assert "no-store" in waits["Cache-Control"]
    provider.pay(charge.key)
    assert client.post(page).status_code == 302
    paid = client.get(page).content.decode()
    assert "notice-good" in paid
    assert charge.pay_at not in paid
    assert begin not in pledge_page(client, pledge)


def test_a_page_says_what_failed(client, provider, charge, now):
    provider.fail(charge.key)
    settled(charge, now)
    assert "notice-bad" in client.get(reverse("charge", args=[charge.pledge.code])).content.decode()


def test_strangers_unknown_ways_and_looking_find_nothing(client, provider, pledge):
    assert client.post(reverse("charge_open", args=["x" * 22]), {"method": "card"}).status_code == 404
    assert client.post(reverse("charge_open", args=[pledge.code]), {"method": "gold"}).status_code == 404
    looked = client.get(reverse("charge_open", args=[pledge.code]))
    assert looked["Location"] == reverse("pledge_detail", args=[pledge.code])


def test_no_part_is_offered_for_a_sample(client, provider, edition):
    sample = make.PledgeFactory(campaign__is_sample=True)
    assert reverse("charge_open", args=[sample.code]) not in pledge_page(client, sample)


def test_nobody_opens_charges_in_heaps(client, provider, pledge, monkeypatch):
    monkeypatch.setattr(views, "OF_ONE_PLEDGE", views.Limit("charges_of_pledge", 2, HOUR))
    page = reverse("charge_open", args=[pledge.code])
    answers = [client.post(page, {"method": "card"}).status_code for _ in range(3)]
    assert answers == [302, 302, 409]


def test_the_page_takes_as_many_queries_for_one_charge_as_for_three(client, provider, charge):
    page = reverse("charge", args=[charge.pledge.code])
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    make.ChargeFactory.create_batch(2, pledge=charge.pledge)
    with CaptureQueriesContext(connection) as three:
        client.get(page)
    assert len(one) == len(three)


def test_two_of_three_settings_are_refused_by_name(monkeypatch):
    names = ("GATEWAY_URL", "GATEWAY_KEY", "GATEWAY_WEBHOOK_SECRET")
    for name in names:
        monkeypatch.delenv(name, raising=False)
    environment.all_or_none(*names)
    monkeypatch.setenv("GATEWAY_URL", "https://api.example.org")
    with pytest.raises(ImproperlyConfigured, match="unset is: GATEWAY_KEY, GATEWAY_WEBHOOK_SECRET"):
        environment.all_or_none(*names)
    for name in names:
        monkeypatch.setenv(name, "x")
    environment.all_or_none(*names)
