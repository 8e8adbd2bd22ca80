"""The form to promise a gift, and to change it: parts, the donors' wall, papers, and a consent for each purpose."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Consent
from donations import refusals
from donations.models import Pledge, Recipient
from tests import factories as make
from tests.pages import alert, text, typed, value_of

pytestmark = pytest.mark.django_db
WALL = {"shown_as": "name", "message": "ขอให้เด็ก ๆ อิ่มท้อง", "in_honour_of": "คุณยาย", "publishing": "on"}
PAPER = {
    "wants_paper": "on", "paper_name": "บริษัท ใจดี จำกัด", "address": "99 ถนนพระราม 1 กรุงเทพฯ 10330",
    "tax_number": "0105536112014", "acknowledgement": "on",
}  # fmt: skip


@pytest.fixture
def campaign(edition):
    """Return a campaign for 100,000 baht."""
    return make.CampaignFactory()


def pledge(client, campaign, **answers):
    """Send the form."""
    address = reverse("pledge", args=[campaign.edition.year, campaign.slug])
    return client.post(address, typed(**{"amount": "500", **answers}))


def change(client, row, **answers):
    """Send the form that changes a promise."""
    return client.post(reverse("pledge_change", args=[row.code]), {"key": typed()["key"], "amount": "500", **answers})


def complains(response, field):
    """Say whether the summary leads to a field and nothing was promised."""
    return response.status_code == 200 and f'href="#id_{field}"' in response.content.decode()


# Amounts


@pytest.mark.parametrize(
    ("amount", "satang"),
    [("1,000", 100_000), ("๑,๒๓๔.๕๐", 123_450), ("1.00", 100), ("99.5", 9_950), ("2000000", 200_000_000)],
)
def test_commas_and_thai_digits_are_read(client, campaign, amount, satang):
    pledge(client, campaign, amount=amount)
    assert Pledge.objects.get().amount_satang == satang


@pytest.mark.parametrize("amount", ["-500", "-๕๐๐", "0", "0.00", "\u0e50", "0.01", "1,000,000,000", "1000000000.00"])
def test_no_amount_beyond_belief_is_promised(client, campaign, language, amount):
    response = pledge(client, campaign, amount=amount, **WALL)
    assert response.status_code == 409
    assert str(refusals.AmountOutOfRange()) in alert(response)
    assert value_of(response, "amount") == amount
    assert not Pledge.objects.exists()


@pytest.mark.parametrize("amount", ["1.234", "๑.๒๓๔", "10,00", "1,0000", "1.5.0", "5 baht", "--5", "+5", "0x10", "½"])
def test_what_is_no_amount_is_said_and_kept(client, campaign, language, amount):
    response = pledge(client, campaign, amount=amount)
    assert complains(response, "amount")
    assert value_of(response, "amount") == amount
    assert not Pledge.objects.exists()


# What was typed


@pytest.mark.parametrize("broken", [{"email": "jaidee"}, {"amount": "3000000"}])
def test_everything_that_was_typed_is_kept(client, campaign, language, broken):
    answers = {**WALL, **PAPER, "shown_as": "nickname", "nickname": "พี่หมี", "instalments": "3", "is_shared": "on"}
    page = pledge(client, campaign, **{**answers, "is_amount_shown": "on", **broken}).content.decode()
    for words in (WALL["message"], WALL["in_honour_of"], "พี่หมี", PAPER["paper_name"], PAPER["address"]):
        assert words in page
    assert PAPER["tax_number"] in page
    assert '<option value="3" selected' in page
    for name in ("publishing", "wants_paper", "acknowledgement", "is_shared", "is_amount_shown", "consent"):
        box = next(piece for piece in page.split("<input")[1:] if f'name="{name}"' in piece.split(">")[0])
        assert "checked" in box.split(">")[0], name
    chosen = [piece.split(">")[0] for piece in page.split("<input")[1:] if 'name="shown_as"' in piece.split(">")[0]]
    assert ["checked" in box for box in chosen] == ['value="nickname"' in box for box in chosen]


# Parts


def test_parts_add_up_to_the_satang(client, campaign):
    pledge(client, campaign, amount="1000.01", instalments="3")
    parts = list(Pledge.objects.get().instalments.values_list("amount_satang", flat=True))
    assert parts == [33_334, 33_334, 33_333]
    assert sum(parts) == 100_001


@pytest.mark.parametrize("instalments", ["0", "13", "-1", "x", "1.5"])
def test_no_other_number_of_parts_is_taken(client, campaign, language, instalments):
    assert complains(pledge(client, campaign, instalments=instalments), "instalments")


def test_parts_of_less_than_a_baht_are_refused(client, campaign, language):
    response = pledge(client, campaign, amount="11.99", instalments="12")
    assert response.status_code == 409
    assert str(refusals.TooManyParts(most=12)) in alert(response)


# Wishes, and a consent for each


def test_a_plain_gift_is_shown_without_a_name_and_consents_to_giving_alone(client, campaign):
    pledge(client, campaign, nickname="ไม่แสดง")
    row = Pledge.objects.get()
    assert (row.shown_as, row.nickname, row.message, row.is_shared) == ("anonymous", "", "", False)
    assert [consent.purpose for consent in Consent.objects.all()] == ["giving"]


def test_each_wish_has_its_own_consent(client, campaign):
    pledge(client, campaign, **WALL, **PAPER, is_shared="on")
    row = Pledge.objects.get()
    assert {consent.purpose for consent in Consent.objects.all()} == {
        "giving",
        "publishing",
        "acknowledgement",
        "sharing",
    }
    assert (row.shown_name, row.message, row.is_shared) == ("ใจดี มีสุข", WALL["message"], True)
    paper = Recipient.objects.get()
    assert (paper.name, paper.address, paper.tax_number) == tuple(
        PAPER[name] for name in ("paper_name", "address", "tax_number")
    )


@pytest.mark.parametrize("wish", [{"shown_as": "name"}, {"message": "x"}, {"in_honour_of": "x"}])
def test_nothing_is_published_without_consent(client, campaign, language, wish):
    assert complains(pledge(client, campaign, **wish), "publishing")
    assert not Pledge.objects.exists()


def test_a_nickname_must_be_written(client, campaign, language):
    assert complains(pledge(client, campaign, shown_as="nickname", publishing="on", nickname="  "), "nickname")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("paper_name", ""),
        ("address", ""),
        ("acknowledgement", ""),
        ("tax_number", "0105536112015"),
        ("tax_number", "123"),
        ("tax_number", "x" * 13),
    ],
)
def test_a_paper_needs_name_address_consent_and_a_right_number(client, campaign, language, field, value):
    response = pledge(client, campaign, **{**PAPER, field: value})
    assert complains(response, field)
    assert not Pledge.objects.exists()


def test_a_paper_without_a_number_will_do(client, campaign):
    pledge(client, campaign, **{**PAPER, "tax_number": ""})
    assert Recipient.objects.get().tax_number == ""


def test_words_for_a_paper_that_nobody_wants_are_asked_about(client, campaign, language):
    assert complains(pledge(client, campaign, paper_name="ใจดี"), "wants_paper")


def test_an_unknown_choice_is_said(client, campaign, language):
    assert complains(pledge(client, campaign, shown_as="everybody"), "shown_as_0")


# A change


def test_a_promise_begins_its_change_with_what_was_chosen(client, campaign, language):
    pledge(client, campaign, **WALL, **PAPER, instalments="2")
    row = Pledge.objects.get()
    page = client.get(reverse("pledge_change", args=[row.code]))
    assert value_of(page, "amount") == "500"
    for words in (WALL["message"], PAPER["address"], '<option value="2" selected'):
        assert words in page.content.decode()
    response = change(client, row, amount="700")
    assert response.url == reverse("pledge_detail", args=[row.code])
    row.refresh_from_db()
    assert (row.amount_satang, row.shown_as, row.message, row.instalments.count()) == (70_000, "anonymous", "", 0)
    assert not Recipient.objects.exists()


def test_a_wrong_change_changes_nothing(client, campaign, language):
    row = make.PledgeFactory(campaign=campaign)
    response = change(client, row, amount="1.234", message="ใหม่")
    assert complains(response, "amount")
    assert value_of(response, "amount") == "1.234"
    assert "ใหม่" in text(response)
    refused = change(client, row, amount="-1")
    assert (refused.status_code, value_of(refused, "amount")) == (409, "-1")
    row.refresh_from_db()
    assert row.amount_satang == 50_000


@pytest.mark.parametrize("status", ["paid", "withdrawn", "expired"])
def test_what_is_settled_is_not_changed(client, campaign, language, status):
    row = make.PledgeFactory(campaign=campaign, status=status)
    address = reverse("pledge_change", args=[row.code])
    assert address not in client.get(reverse("pledge_detail", args=[row.code])).content.decode()
    assert client.get(address).url == reverse("pledge_detail", args=[row.code])
    assert change(client, row, amount="700").status_code == 409
    row.refresh_from_db()
    assert row.amount_satang == 50_000


def test_nothing_changes_while_a_slip_is_looked_at(client, campaign, language):
    row = make.SlipFactory(pledge=make.PledgeFactory(campaign=campaign)).pledge
    response = change(client, row, amount="700")
    assert response.status_code == 409
    assert str(refusals.SlipInReview()) in alert(response)


def test_strangers_change_nothing(client, campaign):
    row = make.PledgeFactory(campaign=campaign)
    for guess in (row.reference, str(row.pk), row.code[:-1], "x" * 22):
        for ask in (client.get, client.post):
            assert ask(reverse("pledge_change", args=[guess])).status_code == 404


def test_the_title_says_that_something_is_wrong(client, campaign, language):
    assert _("Please look again") in text(pledge(client, campaign, amount=""))
