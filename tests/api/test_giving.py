"""Giving by machine: campaigns and donors, pledging with the page's rules and sentences, one's own pledge, gifts."""

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.utils import translation

from accounts.models import Consent, Person
from donations import refusals
from donations.forms.pledging import PledgeForm
from donations.models import Campaign, InKindGift, Payment, Pledge
from goodsociety.common.models import IdempotencyKey, Outbox
from goodsociety.common.refusals import WrongStep
from tests import factories as make
from tests.api.asking import read, rows

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def campaign(edition):
    """A campaign for 100,000 baht that can be paid."""
    return make.CampaignFactory(slug="lunches")


@pytest.fixture
def books(edition):
    """A campaign for things."""
    return make.CampaignFactory(
        slug="books", goal="goods", goal_satang=None, goal_quantity=100, unit_th="กล่อง", unit_en="boxes"
    )


def somebody(**changes):
    """Return a body that pledges; a change to None leaves the field out."""
    body = {"name": "ใจดี มีสุข", "email": "jaidee@example.org", "amount_satang": 50_000, "consent": True, **changes}
    return {name: value for name, value in body.items() if value is not None}


def boxes(**changes):
    """Return a body that promises things."""
    return somebody(**{"amount_satang": None, "quantity": 10, "what": "หนังสือ", **changes})


def send(client, path, body=None, *, key=None, language="en"):
    """Return the response to a change."""
    headers = {"Accept-Language": language} | ({"Idempotency-Key": key} if key else {})
    return client.post(f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json", headers=headers)


def give(client, body=None, *, to="2026-lunches", **options):
    """Return the response to a pledge."""
    return send(client, f"campaigns/{to}/pledges/", somebody() if body is None else body, **options)


def change(client, code, **body):
    """Return the response to a change of a pledge."""
    headers, kind = {"Accept-Language": "en"}, "application/json"
    return client.patch(f"/api/v1/pledges/{code}/", json.dumps(body), content_type=kind, headers=headers)


def refused(response, refusal):
    """Check that a rule says no by name, with its sentence."""
    assert response.status_code == 409
    with translation.override("en"):
        assert response.json() == {"refusal": refusal.name, "detail": str(refusal)}


# Reading


def test_received_in_review_and_pledged_are_three_things(client, campaign):
    make.PledgeFactory(campaign=campaign, amount_satang=10_000)
    make.SlipFactory(pledge=make.PledgeFactory(campaign=campaign, amount_satang=20_000))
    make.PaymentFactory(pledge=make.PledgeFactory(campaign=campaign, amount_satang=40_000, status="paid"))
    found = read(client, "campaigns/2026-lunches/")
    assert found["progress"] == {
        "goal": 10_000_000, "received": 40_000, "in_review": 20_000, "pledged": 10_000, "unit": "satang",
    }  # fmt: skip
    assert (found["key"], found["goal"], found["is_open"], found["why_closed"]) == ("2026-lunches", "money", True, "")
    assert found["url"] == "http://testserver/en/2026/give/lunches/"
    assert campaign.promptpay_id not in json.dumps(found)


def test_things_are_counted_in_their_unit(client, books):
    make.InKindGiftFactory(campaign=books, quantity=7)
    make.InKindGiftFactory(campaign=books, status="received", received_quantity=3)
    expected = {"goal": 100, "received": 3, "in_review": 0, "pledged": 7}
    assert read(client, "campaigns/2026-books/")["progress"] == {**expected, "unit": "boxes"}
    assert read(client, "campaigns/2026-books/", language="th")["progress"]["unit"] == "กล่อง"


def test_a_campaign_says_why_it_is_closed_and_that_the_payee_is_new(client, campaign, now):
    today = now.date()
    Campaign.objects.update(opens_on=today + DAY, payee_changed_at=now - DAY / 2)
    found = read(client, "campaigns/2026-lunches/", language="th")
    assert (found["is_open"], found["has_new_payee"]) == (False, True)
    assert "3 พฤศจิกายน" in found["why_closed"]
    Campaign.objects.update(opens_on=None, payee_changed_at=now - 2 * DAY)
    found = read(client, "campaigns/2026-lunches/")
    assert (found["is_open"], found["has_new_payee"]) == (True, False)


def test_the_list_is_narrowed(client, campaign, books):
    zone = make.ZoneFactory(edition=campaign.edition)
    Campaign.objects.filter(pk=campaign.pk).update(zone=zone)

    def keys(**query):
        return [row["key"] for row in rows(client, "campaigns/", **query)]

    assert keys() == keys(edition=2569) == ["2026-lunches", "2026-books"]
    assert keys(zone=zone.slug) == keys(goal="money") == keys(organization=campaign.organization.slug) == [keys()[0]]
    assert keys(goal="hours") == []
    for wrong in ({"goal": "love"}, {"edition": "1999"}, {"zone": "nowhere"}, {"organization": "x" * 61}):
        assert set(read(client, "campaigns/", status=400, **wrong)) == set(wrong)


def test_donors_are_shown_as_each_chose(client, campaign):
    def gift(**given):
        make.PledgeFactory(campaign=campaign, status="paid", person__name="Secret Name", **given)

    gift(shown_as="name", is_amount_shown=True, in_honour_of="Grandmother", message="For lunches")
    gift(shown_as="nickname", nickname="Ying")
    gift(shown_as="anonymous", nickname="Hidden nick")
    gift(shown_as="name", is_hidden=True, message="Hidden words", in_honour_of="Hidden honour")
    make.PledgeFactory(campaign=campaign, shown_as="name")
    kind = {"name": "A kind donor", "in_honour_of": "", "message": "", "amount_satang": None}
    named = {"name": "Secret Name", "in_honour_of": "Grandmother", "message": "For lunches", "amount_satang": 50_000}
    assert rows(client, "campaigns/2026-lunches/donors/") == [kind, kind, {**kind, "name": "Ying"}, named]
    thai = read(client, "campaigns/2026-lunches/donors/", language="th", page_size=1)
    assert (thai["count"], len(thai["results"])) == (4, 1)


def test_drafts_are_hidden_and_take_nothing(client, edition):
    draft = make.EditionFactory(year=2033, status="draft")
    make.CampaignFactory(edition=draft, slug="lunches")
    assert rows(client, "campaigns/") == []
    for path in ("campaigns/2033-lunches/", "campaigns/2033-lunches/donors/", "campaigns/2026-nothing/donors/"):
        read(client, path, status=404)
    assert give(client, to="2033-lunches").status_code == 404
    assert send(client, "campaigns/2033-lunches/gifts/", boxes()).status_code == 404
    assert not Pledge.objects.exists()


@pytest.mark.parametrize("path", ["campaigns/", "campaigns/2026-lunches/donors/"])
def test_constant_queries(client, campaign, django_assert_max_num_queries, django_assert_num_queries, path):
    def more():
        make.CampaignFactory(zone=make.ZoneFactory(edition=campaign.edition))
        make.PledgeFactory(campaign=campaign, status="paid")

    more()
    with django_assert_max_num_queries(4) as once:
        rows(client, path)
    more()
    more()
    with django_assert_num_queries(len(once)):
        assert len(rows(client, path)) >= 3


# Pledging


def test_somebody_pledges_and_learns_how_to_pay(client, campaign):
    response = give(client)
    made = Pledge.objects.get()
    assert (response.status_code, response["Cache-Control"]) == (201, "no-store, private")
    said = response.json()
    assert (said["code"], said["reference"], said["status"]) == (made.code, made.reference, "promised")
    assert said["pay"]["amount_satang"] == 50_000
    assert "5406500.00" in said["pay"]["payload"]
    assert said["url"] == f"http://testserver/en/pledges/{made.code}/"
    assert (made.name, made.email, made.language, made.amount_satang) == (
        "ใจดี มีสุข", "jaidee@example.org", "en", 50_000,
    )  # fmt: skip
    assert Outbox.objects.get().recipient == "jaidee@example.org"
    assert not Payment.objects.exists()
    for secret in ("ใจดี", "jaidee"):
        assert secret not in response.content.decode()


def test_wishes_are_kept_with_a_consent_for_each(client, campaign):
    body = somebody(
        amount_satang=600_001, instalments=3, shown_as="nickname", nickname="หญิง", publishing=True, wants_paper=True,
        paper_name="สมหญิง", address="99 ถนนพระราม 1", tax_number="1-2345-45678-78-1", acknowledgement=True,
        is_shared=True,
    )  # fmt: skip
    said = give(client, body).json()
    made = Pledge.objects.get()
    assert [part["amount_satang"] for part in said["parts"]] == [200_001, 200_000, 200_000]
    assert said["pay"]["amount_satang"] == 200_001
    assert (made.recipient.tax_number, made.nickname, made.is_shared) == ("1234545678781", "หญิง", True)
    assert set(Consent.objects.values_list("purpose", flat=True)) == {
        "giving", "publishing", "acknowledgement", "sharing",
    }  # fmt: skip


#: Negative, nothing, one satang, a satang too little and too much, a billion baht, and numbers beyond all numbers.
OUT_OF_RANGE = [-50_000, 0, 1, 99, 200_000_001, 100_000_000_000, 10**30]
#: As people type amounts on the page, which machines do not: with commas, Thai digits, three decimals, a fraction.
NO_WHOLE_NUMBER = ["1,000", "๕๐๐", "500.125", "500", 500.125, 500.0, 1e3, True, [500], {"baht": 500}]


@pytest.mark.parametrize("amount", OUT_OF_RANGE)
def test_an_amount_out_of_range_is_named(client, campaign, amount):
    response = give(client, somebody(amount_satang=amount))
    with translation.override("en"):
        expected = {"amount_satang": [str(refusals.AmountOutOfRange())]}
    assert (response.status_code, response.json()) == (400, expected)
    assert not Person.objects.exists()


@pytest.mark.parametrize("amount", [*NO_WHOLE_NUMBER, None])
def test_what_is_no_whole_number_of_satang_is_named(client, campaign, amount):
    response = give(client, somebody(amount_satang=amount))
    assert (response.status_code, list(response.json())) == (400, ["amount_satang"])
    assert not Person.objects.exists()


@pytest.mark.parametrize("amount", [100, 101, 9_950, 200_000_000])
def test_amounts_are_kept_to_the_satang(client, campaign, amount):
    assert give(client, somebody(amount_satang=amount)).status_code == 201
    assert Pledge.objects.get().amount_satang == amount


WRONG = [
    ("name", None), ("name", ""), ("name", 12), ("name", "a\x00b"), ("email", None), ("email", "x"), ("email", ["a"]),
    ("phone", "12345"), ("instalments", 0), ("instalments", 13), ("instalments", "2"), ("shown_as", "loudly"),
    ("nickname", "x" * 101), ("message", "x" * 501), ("publishing", "perhaps"), ("consent", False), ("consent", None),
    ("consent", "true"), ("shown_as", "nickname"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_wrong_field_is_named(client, campaign, field, value):
    response = give(client, somebody(**{field: value}, **({"publishing": True} if value == "nickname" else {})))
    named = "nickname" if value == "nickname" else field
    assert (response.status_code, list(response.json())) == (400, [named])
    assert not Person.objects.exists()


PAPER = {"wants_paper": True, "paper_name": "สมหญิง", "address": "99", "acknowledgement": True}


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        ({"shown_as": "name"}, "publishing"),
        ({"message": "Hello"}, "publishing"),
        ({**PAPER, "paper_name": None}, "paper_name"),
        ({**PAPER, "acknowledgement": None}, "acknowledgement"),
        ({**PAPER, "tax_number": "1234567890123"}, "tax_number"),
        ({"paper_name": "A"}, "wants_paper"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_as_on_the_page(client, campaign, wishes, field):
    body = somebody(**wishes)
    typed = {name: value for name, value in body.items() if name != "amount_satang"}
    form = PledgeForm({**typed, "amount": "500", "key": str(uuid4())})
    for language in ("en", "th"):
        with translation.override(language):
            form.full_clean()
            expected = {name: [str(sentence) for sentence in wrong] for name, wrong in form.errors.items()}
        response = give(client, body, language=language)
        assert (response.status_code, response.json(), list(expected)) == (400, expected, [field])
    assert not Person.objects.exists()


def test_rules_say_no_by_name(client, campaign, books, now):
    refused(give(client, somebody(amount_satang=1_000, instalments=12)), refusals.TooManyParts(most=12))
    refused(give(client, to="2026-books"), refusals.CannotBePaid())
    Campaign.objects.update(promptpay_id="")
    refused(give(client), refusals.CannotBePaid())
    Campaign.objects.update(promptpay_id="0000000000", closes_on=now.date() - DAY)
    refused(give(client), refusals.CampaignClosed())
    assert not Pledge.objects.exists()


def test_the_same_key_and_body_are_done_once(client, campaign):
    first = give(client, key="k-1")
    again = give(client, somebody(email=" JAIDEE@example.org", phone=""), key="k-1")
    assert (first.status_code, again.json()) == (201, first.json())
    assert Pledge.objects.count() == Outbox.objects.count() == 1
    other = give(client, somebody(amount_satang=50_001), key="k-1")
    assert (other.status_code, other.json()["refusal"]) == (422, "KeyUsedForAnother")
    assert give(client, key="k-2").status_code == 201
    kept = json.dumps(list(IdempotencyKey.objects.values()), default=str)
    assert "jaidee" not in kept
    assert "ใจดี" not in kept


def test_a_repeated_request_tells_the_payee_of_today(client, campaign):
    first = give(client, key="k-1").json()
    Campaign.objects.update(promptpay_id="0994000617721")
    again = give(client, key="k-1").json()
    assert again["code"] == first["code"]
    assert again["pay"]["payload"] != first["pay"]["payload"]


def test_a_refusal_is_judged_anew(client, campaign, now):
    Campaign.objects.update(closes_on=now.date() - DAY)
    assert give(client, key="k-1").status_code == 409
    assert not IdempotencyKey.objects.exists()
    Campaign.objects.update(closes_on=None)
    assert give(client, key="k-1").status_code == 201


# One's own pledge


def test_the_code_alone_reads_changes_and_withdraws(client, campaign):
    row = make.PledgeFactory(campaign=campaign)
    for guess in (row.reference, row.code[:-1], row.code.swapcase(), str(row.pk)):
        read(client, f"pledges/{guess}/", status=404)
        assert change(client, guess, amount_satang=100).status_code == 404
        assert send(client, f"pledges/{guess}/withdrawal/").status_code == 404
    found = read(client, f"pledges/{row.code}/")
    assert (found["amount_satang"], found["campaign"], found["may_change"]) == (50_000, "2026-lunches", True)
    for secret in (row.person.name, row.email):
        assert secret not in json.dumps(found)
    for _ in range(2):
        response = send(client, f"pledges/{row.code}/withdrawal/")
        assert (response.status_code, response.json()["status"], response.json()["pay"]) == (200, "withdrawn", None)
    assert Pledge.objects.get().status == "withdrawn"


def test_what_is_not_sent_stays(client, campaign):
    code = give(client, somebody(
        instalments=2, shown_as="name", message="Hello", publishing=True, wants_paper=True, paper_name="สมหญิง",
        address="99", acknowledgement=True,
    )).json()["code"]  # fmt: skip
    row = Pledge.objects.get(code=code)
    said = change(client, row.code, amount_satang=70_000).json()
    assert [part["amount_satang"] for part in said["parts"]] == [35_000, 35_000]
    row.refresh_from_db()
    assert (row.amount_satang, row.message, row.recipient.name) == (70_000, "Hello", "สมหญิง")
    assert change(client, row.code, wants_paper=False, shown_as="anonymous", message="").status_code == 200
    row = Pledge.objects.get()
    assert (row.amount_satang, row.shown_as, row.message) == (70_000, "anonymous", "")
    assert not hasattr(row, "recipient")


def test_a_change_is_judged_as_on_the_page(client, campaign):
    row = make.PledgeFactory(campaign=campaign)
    for body, field in (
        ({"amount_satang": 0}, "amount_satang"), ({"amount_satang": None}, "amount_satang"),
        ({"amount_satang": "1,000"}, "amount_satang"), ({"shown_as": "name"}, "publishing"),
        ({"wants_paper": True}, "paper_name"), ({"instalments": None}, "instalments"),
    ):  # fmt: skip
        response = change(client, row.code, **body)
        assert (response.status_code, next(iter(response.json()))) == (400, field)
    refused(change(client, row.code, amount_satang=1_000, instalments=12), refusals.TooManyParts(most=12))
    assert Pledge.objects.get().amount_satang == 50_000


def test_money_and_slips_stand_in_the_way_of_changes(client, campaign):
    paid = make.PledgeFactory(campaign=campaign, status="paid")
    refused(change(client, paid.code, amount_satang=100), WrongStep())
    refused(send(client, f"pledges/{paid.code}/withdrawal/"), WrongStep())
    slip = make.SlipFactory(pledge=make.PledgeFactory(campaign=campaign), amount_satang=30_000)
    refused(change(client, slip.pledge.code, amount_satang=100), refusals.SlipInReview())
    refused(send(client, f"pledges/{slip.pledge.code}/withdrawal/"), refusals.SlipInReview())
    found = read(client, f"pledges/{slip.pledge.code}/")
    assert (found["in_review_satang"], found["pay"], found["may_withdraw"]) == (30_000, None, False)


# Things and hours


def test_things_are_promised_read_and_withdrawn(client, books):
    response = send(client, "campaigns/2026-books/gifts/", boxes(), key="k-1")
    again = send(client, "campaigns/2026-books/gifts/", boxes(), key="k-1")
    made = InKindGift.objects.get()
    assert (response.status_code, response["Cache-Control"]) == (201, "no-store, private")
    assert response.json() == again.json()
    assert response.json() == {
        "code": made.code, "reference": made.reference, "campaign": "2026-books", "kind": "goods", "what": "หนังสือ",
        "quantity": 10, "unit": "boxes", "received_quantity": None, "status": "promised",
        "url": f"http://testserver/en/gifts/{made.code}/",
    }  # fmt: skip
    assert read(client, f"gifts/{made.code}/") == response.json()
    for _ in range(2):
        assert send(client, f"gifts/{made.code}/withdrawal/").json()["status"] == "withdrawn"
    read(client, f"gifts/{made.reference}/", status=404)
    assert send(client, f"gifts/{made.reference}/withdrawal/").status_code == 404


def test_what_came_is_not_withdrawn(client, books):
    gift = make.InKindGiftFactory(campaign=books, status="received", received_quantity=3)
    refused(send(client, f"gifts/{gift.code}/withdrawal/"), WrongStep())


@pytest.mark.parametrize(
    ("field", "value"),
    [("quantity", 0), ("quantity", -1), ("quantity", 1_000_001), ("quantity", "10"), ("quantity", 1.5),
     ("quantity", None), ("what", ""), ("what", None), ("email", "x"), ("consent", "yes")],
)  # fmt: skip
def test_a_wrong_gift_is_named(client, books, field, value):
    response = send(client, "campaigns/2026-books/gifts/", boxes(**{field: value}))
    assert (response.status_code, list(response.json())) == (400, [field])
    assert not Person.objects.exists()


def test_things_are_never_money(client, campaign):
    refused(send(client, "campaigns/2026-lunches/gifts/", boxes()), refusals.MoneyWanted())
    assert not InKindGift.objects.exists()
