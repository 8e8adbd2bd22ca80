"""Slips: what stands in their small code, sending them in, taking them back, and what finance says."""

import datetime as dt

import pytest

from accounts.models import Consent
from donations import actions, refusals
from donations.actions.slips import Shown, forget_pictures, reject_slip, send_slip, take_slip_back
from donations.models import Payment, Slip
from donations.promptpay import checksum
from donations.slips import SlipCode, first_slip_code, slip_code
from goodsociety.common.audit import VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from tests import factories as make
from tests.donations.slip_pictures import mini_qr
from tests.tables import refused, row_counts, written

DAY = dt.timedelta(days=1)


@pytest.fixture
def pledge(edition):
    """A promise of 500 baht."""
    return make.PledgeFactory()


def shown(satang=50_000, bank="004", reference="REF12345", picture=None):
    """Return what a donor shows."""
    return Shown(satang, bank, reference, picture)


def send(pledge, at, **options):
    """Send in a slip."""
    return send_slip(pledge=pledge, shown=shown(**options), by=VISITOR, at=at)


# The small code


def test_bank_and_reference_are_read():
    assert slip_code(mini_qr("014", "2019110112345678")) == SlipCode("014", "2019110112345678")
    assert slip_code(mini_qr("002", "A" * 25)) == SlipCode("002", "A" * 25)


def with_sum(body):
    """Return a text with its checksum."""
    return body + checksum(body)


def true_money(reference="50000012345678"):
    """Return the code on a slip of TrueMoney: no country, the checksum in lower case."""
    inner = f"0002010102010203P2P03{len(reference):02}{reference}040802112019"
    body = f"00{len(inner):02}{inner}9104"
    return body + checksum(body).lower()


def test_the_kind_of_true_money_is_read():
    assert slip_code(true_money()) == SlipCode("", "50000012345678")


def leading_zeros():
    """Return a code whose checksum begins with zeros."""
    return next(text for text in (mini_qr(reference=f"REF{n:07}") for n in range(10_000)) if text[-4:].startswith("00"))


def test_a_checksum_without_its_leading_zeros_is_read():
    whole = leading_zeros()
    for cut in (whole[:-4] + whole[-3:], whole[:-4] + whole[-2:], whole[:-6] + "02" + whole[-2:]):
        assert slip_code(cut) == slip_code(whole) != None  # noqa: E711 (both at once)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/",
        "สลิป",
        mini_qr()[:-1] + ("0" if mini_qr()[-1] != "0" else "1"),
        mini_qr().replace("014111", "014112"),
        mini_qr("04"),
        mini_qr("KBK"),
        mini_qr(reference="A-B-C-D-E"),
        mini_qr(reference="A1"),
        mini_qr(reference="A" * 26),
        mini_qr(end="5102LA"),
        with_sum("00" * 40 + "9104"),
        with_sum("0099" + "9104"),
        with_sum("00020101021129370016A000000677010111011300668012345675802TH53037649104"),
        "9" * 300,
    ],
)
def test_what_is_no_code_of_a_slip_is_none(text):
    assert slip_code(text) is None


def test_the_slips_code_is_found_among_others():
    assert first_slip_code(("https://example.org", mini_qr(), true_money())) == slip_code(mini_qr())
    assert first_slip_code(("https://example.org",)) is None


# Sending one in


def test_a_slip_is_one_row_and_confirms_nothing(pledge, now):
    before = row_counts()
    slip = send(pledge, now, picture=b"jpeg")
    assert written(before, row_counts()) == {"donations.Slip": 1, "common.AuditEntry": 1}
    slip.refresh_from_db()
    assert (slip.pledge, slip.bank, slip.bank_reference, slip.amount_satang) == (pledge, "004", "REF12345", 50_000)
    assert (slip.state, slip.sent_at, bytes(slip.picture)) == ("submitted", now, b"jpeg")
    pledge.refresh_from_db()
    assert (pledge.status, pledge.received_satang) == ("promised", 0)
    assert "REF" not in str(AuditEntry.objects.get().numbers)


def test_a_slip_counts_once_for_whichever_pledge(pledge, now):
    send(pledge, now)
    other = make.PledgeFactory()
    for bank, reference in (("004", "REF12345"), ("", "REF12345"), ("004", "ref12345")):
        with refused(refusals.SlipSeen):
            send(other, now, bank=bank, reference=reference)
    send(other, now, bank="014")
    assert Slip.objects.count() == 2


def test_a_slip_that_counts_for_money_is_never_taken_again(pledge, now):
    slip = send(pledge, now)
    money = actions.Money(pledge.campaign, 50_000, now, pledge=pledge, slip=slip)
    actions.record_payment(money=money, by=make.UserFactory(), at=now)
    slip.refresh_from_db()
    assert slip.state == "confirmed"
    other = make.PledgeFactory()
    with refused(refusals.SlipSeen):
        send(other, now)


def test_a_slip_without_bank_stands_in_the_way_of_the_same_number_with_one(pledge, now):
    send(pledge, now, bank="")
    other = make.PledgeFactory()
    with refused(refusals.SlipSeen):
        send(other, now, bank="004")


def test_pictures_without_a_number_are_not_the_same_slip(pledge, now):
    for row in (pledge, make.PledgeFactory()):
        send(row, now, bank="", reference="", picture=b"jpeg")
    assert Slip.objects.count() == 2


def test_one_slip_of_a_pledge_is_looked_at_at_a_time(pledge, now):
    send(pledge, now)
    with refused(refusals.SlipInReview):
        send(pledge, now, reference="OTHER123")


@pytest.mark.parametrize("status", ["paid", "withdrawn"])
def test_nothing_is_sent_in_for_what_is_settled(edition, now, status):
    settled = make.PledgeFactory(status=status)
    with refused(WrongStep):
        send(settled, now)


def test_who_paid_too_late_can_still_say_so(edition, now):
    assert send(make.PledgeFactory(status="expired"), now)


@pytest.mark.parametrize("satang", [0, -1, 200_000_001])
def test_an_amount_beyond_belief_is_refused(pledge, now, satang):
    with refused(refusals.AmountOutOfRange):
        send(pledge, now, satang=satang)


def test_nothing_is_no_slip(pledge, now):
    with refused(refusals.EmptySlip):
        send(pledge, now, reference="")


def test_a_thousand_forged_slips_change_no_money(edition, now):
    campaign, person = make.CampaignFactory(), make.PersonFactory()
    pledges = make.PledgeFactory.create_batch(20, campaign=campaign, person=person)
    for number in range(1000):
        try:
            send(pledges[number % 20], now, reference=f"FORGED{number:06}")
        except refusals.SlipInReview:
            continue
    assert Slip.objects.count() == 20
    assert not Payment.objects.exists()
    assert {(row.status, row.received_satang) for row in campaign.pledges.all()} == {("promised", 0)}


# Taken back, and not accepted


def test_a_slip_is_taken_back_with_its_picture_and_can_be_sent_in_again(pledge, now):
    slip = send(pledge, now, picture=b"jpeg")
    take_slip_back(slip=slip, by=VISITOR, at=now)
    slip.refresh_from_db()
    assert (slip.state, slip.picture, slip.decided_at) == ("taken_back", None, now)
    with refused(WrongStep):
        take_slip_back(slip=slip, by=VISITOR, at=now)
    assert send(pledge, now)


def test_a_slip_that_is_not_accepted_is_told_with_the_reason_once(pledge, now):
    finance, slip = make.UserFactory(), send(pledge, now)
    reject_slip(slip=slip, reason=Slip.Reason.NO_MONEY, by=finance, at=now)
    slip.refresh_from_db()
    assert (slip.state, slip.reason, slip.decided_by, slip.decided_at) == ("rejected", "no_money", finance, now)
    mail = Outbox.objects.get()
    for word in (pledge.reference, pledge.campaign.name, str(Slip.Reason.NO_MONEY.label), f"/pledges/{pledge.code}/"):
        assert word in mail.body
    with refused(WrongStep):
        reject_slip(slip=slip, reason=Slip.Reason.NO_MONEY, by=finance, at=now)
    pledge.refresh_from_db()
    assert pledge.status == "promised"
    assert send(pledge, now)


def test_what_waits_for_a_second_person_is_decided_there(edition, now):
    pledge, finance = make.PledgeFactory(amount_satang=6_000_000), make.UserFactory()
    slip = send(pledge, now, satang=6_000_000)
    money = actions.Money(pledge.campaign, 6_000_000, now, pledge=pledge, slip=slip)
    order = actions.record_payment(money=money, by=finance, at=now)
    with refused(refusals.OrderForSlip):
        take_slip_back(slip=slip, by=VISITOR, at=now)
    with refused(refusals.OrderForSlip):
        reject_slip(slip=slip, reason=Slip.Reason.NO_MONEY, by=finance, at=now)
    actions.agree_order(order=order, by=make.UserFactory(), at=now)
    slip.refresh_from_db()
    assert slip.state == "confirmed"


# Kept no longer than needed


def test_pictures_are_let_go_of_some_time_after_the_decision(edition, now):
    make.GivingRulesFactory(edition=edition, slips_kept_days=30)
    old = {"state": "rejected", "reason": "no_money", "decided_at": now - 31 * DAY}
    rows = [
        make.SlipFactory(picture=b"jpeg", **old),
        make.SlipFactory(picture=b"jpeg", **{**old, "decided_at": now - 29 * DAY}),
        make.SlipFactory(picture=b"jpeg", sent_at=now - 100 * DAY),
        make.SlipFactory(**old),
    ]
    assert forget_pictures(at=now) == 1
    assert [Slip.objects.get(pk=row.pk).picture is None for row in rows] == [True, False, False, True]
    assert forget_pictures(at=now) == 0


def test_no_consent_is_made_up_by_a_slip(pledge, now):
    send(pledge, now)
    assert not Consent.objects.exists()
