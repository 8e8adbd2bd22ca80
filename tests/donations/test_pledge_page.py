"""The page of a pledge: how it stands, what is due, how it is paid, and the slip that says so."""

import datetime as dt
from io import BytesIO
from uuid import uuid4

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from donations import actions, refusals
from donations.actions.slips import Shown, reject_slip, send_slip
from donations.models import Slip
from donations.paying import due_satang, parts_by
from donations.promptpay import bill_payload, payload
from donations.views.slips import OF_ONE_PLEDGE
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.pictures.refusals import NotAPicture
from tests import factories as make
from tests.conftest import NOON
from tests.donations.slip_pictures import mini_qr, slip_picture
from tests.pages import alert, is_under_strict_rules, queries, text, value_of

DAY = dt.timedelta(days=1)


@pytest.fixture
def pledge(edition):
    """A promise of 500 baht."""
    return make.PledgeFactory()


def page(name, pledge):
    """Return the address of a page about a pledge."""
    return reverse(name, args=[pledge.code])


def seen_on(response):
    """Return what a phone reads on a picture."""
    return zxingcpp.read_barcode(Image.open(BytesIO(response.content))).text


def in_parts(pledge, today, *satang):
    """Divide a pledge into monthly parts, the first of them due today."""
    return [
        make.InstalmentFactory(pledge=pledge, number=n, amount_satang=part, due_on=today + 30 * DAY * (n - 1))
        for n, part in enumerate(satang, 1)
    ]


def receive(pledge, satang, at):
    """Enter money that came."""
    money = actions.Money(pledge.campaign, satang, at, pledge=pledge)
    return actions.record_payment(money=money, by=make.UserFactory(), at=at)


# How it is paid


def test_the_picture_is_saved_under_a_name_that_says_what_it_is(client, pledge, language):
    address = page("pledge_code", pledge)
    html = client.get(page("pledge_detail", pledge)).content.decode()
    assert f'src="{address}"' in html
    assert f'href="{address}?save" download' in html
    shown, saved = client.get(address), client.get(f"{address}?save")
    assert seen_on(shown) == seen_on(saved) == payload(pledge.campaign.promptpay_id, 50_000)
    assert saved["Content-Disposition"] == f'attachment; filename="promptpay-{pledge.reference}-500.00.png"'
    assert shown["Content-Disposition"].startswith("inline")
    for response in (shown, saved):
        assert response["Content-Type"] == "image/png"
        assert "no-store" in response["Cache-Control"]


def test_a_biller_is_paid_with_the_pledges_reference(client, edition, language):
    campaign = make.CampaignFactory(biller_id="099400016550100", account_number="123-4-56789-0", bank="KBank")
    pledge = make.PledgeFactory(campaign=campaign)
    expected = bill_payload("099400016550100", [pledge.reference], 50_000)
    assert seen_on(client.get(page("pledge_code", pledge))) == expected
    said = text(client.get(page("pledge_detail", pledge)))
    for word in ("099400016550100", pledge.reference, "123-4-56789-0", "KBank"):
        assert word in said


def test_a_campaign_with_an_account_alone_has_no_code(client, edition):
    campaign = make.CampaignFactory(promptpay_id="", account_number="1234567890", bank="SCB", account_name="มูลนิธิ")
    pledge = make.PledgeFactory(campaign=campaign)
    html = client.get(page("pledge_detail", pledge)).content.decode()
    assert 'class="qr"' not in html
    assert 'data-copies="account-number" hidden' in html
    assert "มูลนิธิ" in html
    assert client.get(page("pledge_code", pledge)).status_code == 404


def test_a_campaign_without_a_payee_says_so(client, edition):
    pledge = make.PledgeFactory(campaign=make.CampaignFactory(promptpay_id=""))
    html = client.get(page("pledge_detail", pledge)).content.decode()
    assert 'class="qr"' not in html
    assert page("slip_send", pledge) not in html


@pytest.mark.parametrize(("hours", "is_told"), [(23, True), (25, False)])
def test_a_new_payee_is_told_of_for_a_day(client, edition, now, hours, is_told):
    campaign = make.CampaignFactory(payee_changed_at=now - dt.timedelta(hours=hours))
    html = client.get(page("pledge_detail", make.PledgeFactory(campaign=campaign))).content.decode()
    assert ("notice-warn" in html) is is_told


# Parts


@pytest.mark.parametrize(
    ("received", "day", "due", "paid"),
    [
        (0, 0, 20_000, 0),
        (0, 29, 20_000, 0),
        (0, 30, 35_000, 0),
        (0, 90, 50_000, 0),
        (5_000, 0, 15_000, 0),
        (20_000, 0, 15_000, 1),
        (20_000, 30, 15_000, 1),
        (25_000, 60, 25_000, 1),
        (35_000, 0, 15_000, 2),
    ],
)
def test_what_is_due_is_what_has_come_due_or_else_the_next_part(edition, received, day, due, paid):
    today = NOON.date()
    status = "partly" if received else "promised"
    pledge = make.PledgeFactory(received_satang=received, status=status)
    rows = in_parts(pledge, today, 20_000, 15_000, 15_000)
    parts = parts_by(pledge, rows, today + day * DAY)
    assert due_satang(pledge, parts) == due
    assert sum(part.is_paid for part in parts) == paid
    assert sum(part.left_satang for part in parts) == pledge.remaining_satang


def test_the_page_asks_for_the_part_and_offers_the_whole_rest(client, pledge, now, language):
    in_parts(pledge, now.date(), 16_667, 16_667, 16_666)
    html = client.get(page("pledge_detail", pledge))
    assert "166.67" in text(html)
    assert 'href="?all"' in html.content.decode()
    assert seen_on(client.get(page("pledge_code", pledge))) == payload(pledge.campaign.promptpay_id, 16_667)
    whole = client.get(page("pledge_code", pledge), {"all": ""})
    assert seen_on(whole) == payload(pledge.campaign.promptpay_id, 50_000)


# How it stands


def test_every_state_is_told_with_its_steps(client, pledge, now, language):
    address = page("pledge_detail", pledge)
    titles = [text(client.get(address))]
    receive(pledge, 20_000, now)
    titles.append(text(client.get(address)))
    assert "200" in titles[-1]
    assert seen_on(client.get(page("pledge_code", pledge))) == payload(pledge.campaign.promptpay_id, 30_000)
    receive(pledge, 30_000, now)
    titles.append(text(client.get(address)))
    assert client.get(page("pledge_code", pledge)).status_code == 404
    withdrawn, expired = make.PledgeFactory(), make.PledgeFactory(expires_on=now.date() - DAY)
    actions.withdraw_pledge(pledge=withdrawn, by=VISITOR, at=now)
    actions.expire_pledges(by=SYSTEM, at=now)
    titles += [text(client.get(page("pledge_detail", row))) for row in (withdrawn, expired)]
    assert len(set(titles)) == len(titles)
    assert client.get(page("pledge_code", withdrawn)).status_code == 404
    assert client.get(page("pledge_code", expired)).status_code == 200
    assert client.get(address).content.decode().count("<li") > 2


def test_the_page_takes_as_many_queries_for_three_payments_slips_and_parts_as_for_one(client, pledge, now):
    def add(n):
        make.SlipFactory(pledge=pledge, state="rejected", reason="no_money", decided_at=now, picture=b"jpeg")
        make.InstalmentFactory(pledge=pledge, number=n, amount_satang=10_000)
        receive(pledge, 1_000, now)

    add(1)
    one = queries(client, page("pledge_detail", pledge))
    add(2)
    add(3)
    assert queries(client, page("pledge_detail", pledge)) == one
    assert one <= 8


def test_who_may_still_change_withdraws_and_prints(client, pledge, language):
    response = client.get(page("pledge_detail", pledge))
    assert page("pledge_withdraw", pledge) in response.content.decode()
    assert "data-print-page" in response.content.decode()
    assert is_under_strict_rules(response)


# Slips


def sent(client, pledge, **answers):
    """Send the form of a slip."""
    return client.post(page("slip_send", pledge), {"key": str(uuid4()), "amount": "500", **answers})


def picture(content, name="slip.png"):
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_a_picture_with_its_code_is_handed_in_and_seen_by_the_donor_alone(client, pledge, language):
    response = sent(client, pledge, picture=picture(slip_picture(mini_qr())))
    assert (response.status_code, response.url) == (302, page("pledge_detail", pledge))
    slip = Slip.objects.get()
    assert (slip.bank, slip.bank_reference, slip.amount_satang) == ("004", "014111222333ABC0001", 50_000)
    html = client.get(page("pledge_detail", pledge)).content.decode()
    assert 'class="qr"' not in html, "nobody pays twice"
    assert page("pledge_withdraw", pledge) not in html
    assert client.get(page("pledge_code", pledge)).status_code == 404
    shown = client.get(page("slip_picture", pledge))
    assert Image.open(BytesIO(shown.content)).format == "JPEG"
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "no-store" in shown["Cache-Control"]
    other = make.PledgeFactory()
    for guess in (pledge.reference, str(pledge.pk), "x" * 22, other.code):
        assert client.get(reverse("slip_picture", args=[guess])).status_code == 404


def test_a_number_alone_is_taken(client, pledge):
    sent(client, pledge, reference=" 0141-2345 6789 ", bank="014")
    assert Slip.objects.values_list("bank", "bank_reference", "picture").get() == ("014", "014123456789", None)
    assert client.get(page("slip_picture", pledge)).status_code == 404


def test_the_form_sent_twice_is_one_slip(client, pledge):
    key = str(uuid4())
    addresses = {sent(client, pledge, key=key, reference="REF12345").url for _ in range(2)}
    assert addresses == {page("pledge_detail", pledge)}
    assert Slip.objects.count() == 1


def test_the_same_slip_for_another_pledge_is_refused_with_a_sentence(client, pledge, language):
    sent(client, pledge, picture=picture(slip_picture(mini_qr())))
    response = sent(client, make.PledgeFactory(), picture=picture(slip_picture(mini_qr(), "JPEG")))
    assert response.status_code == 409
    assert str(refusals.SlipSeen()) in alert(response)
    assert Slip.objects.count() == 1


def test_what_is_no_picture_is_said_and_what_was_typed_is_kept(client, pledge, language):
    response = sent(
        client, pledge, picture=picture(b"<script>alert(1)</script>"), amount="499.50", reference="REF123456"
    )
    assert response.status_code == 200
    assert str(NotAPicture()) in text(response)
    assert (value_of(response, "amount"), value_of(response, "reference")) == ("499.50", "REF123456")
    assert not Slip.objects.exists()


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"amount": ""},
        {"amount": "1e3"},
        {"amount": "1.234", "reference": "REF12345"},
        {"reference": "abc"},
        {"reference": "<script>"},
        {"reference": "R" * 41},
        {"reference": "REF12345", "bank": "999"},
        {"reference": "a\x00bcdef"},
        {"picture": picture(b"")},
    ],
)
def test_what_cannot_be_meant_is_said(client, pledge, language, answers):
    response = sent(client, pledge, **answers)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert "<script>" not in text(response)
    assert not Slip.objects.exists()


@pytest.mark.parametrize("amount", ["0", "-500", "2000000.01", "1000000000"])
def test_an_amount_beyond_belief_is_refused(client, pledge, amount):
    response = sent(client, pledge, amount=amount, reference="REF12345")
    assert response.status_code == 409
    assert not Slip.objects.exists()


def test_a_thousand_forged_slips_are_stopped_and_what_was_typed_is_kept(client, pledge, language):
    for number in range(OF_ONE_PLEDGE.most):
        assert sent(client, pledge, reference=f"FORGED{number:05}").status_code in {302, 409}
    response = sent(client, pledge, picture=picture(slip_picture()), reference="REF12345")
    assert response.status_code == 409
    assert str(refusals.TooManySlips()) in text(response)
    assert value_of(response, "reference") == "REF12345"
    assert Slip.objects.count() == 1


def test_a_slip_is_taken_back_by_a_button_and_not_by_looking(client, pledge, language):
    sent(client, pledge, reference="REF12345")
    assert page("slip_take_back", pledge) in client.get(page("pledge_detail", pledge)).content.decode()
    assert client.get(page("slip_take_back", pledge)).status_code == 405
    assert [client.post(page("slip_take_back", pledge)).url for _ in range(2)] == [page("pledge_detail", pledge)] * 2
    assert Slip.objects.get().state == "taken_back"
    assert client.get(page("slip_send", pledge)).status_code == 200


def test_a_slip_that_was_not_accepted_is_told_with_its_reason(client, pledge, now, language):
    slip = send_slip(pledge=pledge, shown=Shown(50_000, "004", "REF12345"), by=VISITOR, at=now)
    reject_slip(slip=slip, reason=Slip.Reason.ANOTHER_PAYEE, by=make.UserFactory(), at=now)
    response = client.get(page("pledge_detail", pledge))
    assert str(Slip.Reason.ANOTHER_PAYEE.label) in text(response)
    assert 'class="qr"' in response.content.decode()


@pytest.mark.parametrize("name", ["pledge_code", "slip_send", "slip_picture", "slip_take_back"])
def test_strangers_find_nothing(client, pledge, name):
    for guess in (pledge.reference, pledge.code[:-1], "x" * 22):
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=[guess])).status_code in {404, 405}


@pytest.mark.parametrize("status", ["paid", "withdrawn"])
def test_no_slip_is_asked_for_what_is_settled(client, edition, status):
    row = make.PledgeFactory(status=status)
    assert client.get(page("slip_send", row)).url == page("pledge_detail", row)
