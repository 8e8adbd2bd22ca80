"""The third journey: a visitor finds a campaign, promises a gift, sees how to pay, takes the promise back."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from accounts.models import Consent, Person
from donations import actions, promptpay, refusals
from donations.forms.pledging import SUGGESTED_BAHT
from donations.models import Payment, Pledge
from goodsociety.common.models import Outbox
from goodsociety.common.refusals import KeyUsedForAnother
from tests.factories import (
    CampaignFactory,
    EditionFactory,
    PaymentFactory,
    PersonFactory,
    PledgeFactory,
    RegistrationFactory,
    UserFactory,
)
from tests.pages import HOSTILE, alert, has_form, is_under_strict_rules, queries, text, typed, value_of

pytestmark = pytest.mark.django_db


def seen_on(response):
    """Return what a phone reads on a picture."""
    return zxingcpp.read_barcode(Image.open(BytesIO(response.content))).text


@pytest.fixture
def campaign(edition):
    """Return a campaign for 100,000 baht."""
    return CampaignFactory()


def list_of(edition):
    """Return the address of an edition's campaigns, in the active language."""
    return reverse("campaign_list", args=[edition.year])


def about(campaign):
    """Return the address of a campaign, in the active language."""
    return reverse("campaign_detail", args=[campaign.edition.year, campaign.slug])


def form_of(campaign):
    """Return the address of a campaign's form, in the active language."""
    return reverse("pledge", args=[campaign.edition.year, campaign.slug])


def page_of(row):
    """Return the address of a pledge, in the active language."""
    return reverse("pledge_detail", args=[row.code])


def pledge(client, campaign, **answers):
    """Send the form."""
    return client.post(form_of(campaign), typed(**{"amount": "500", **answers}))


# Campaigns


def test_campaigns_show_what_they_received_and_hope_for(client, campaign, language):
    first = PaymentFactory(campaign=campaign, amount_satang=3_000_050)
    back = {"why": "mistake", "by": UserFactory()}
    PaymentFactory(campaign=campaign, amount_satang=-3_000_050, reverses=first, **back)
    PaymentFactory(campaign=campaign, amount_satang=2_500_075)
    PaymentFactory(campaign=CampaignFactory(), amount_satang=700)
    PledgeFactory(campaign=campaign, amount_satang=99_900)
    for page in (client.get(list_of(campaign.edition)), client.get(about(campaign))):
        for word in (campaign.name, campaign.organization.name, campaign.summary, "25,000.75", "100,000"):
            assert word in text(page)
        assert 'viewBox="0 0 10000000 1"' in page.content.decode()
        assert '<rect class="piece-received" x="0" width="2500075"' in page.content.decode()
        assert '<rect class="piece-pledged" x="2500075" width="99900"' in page.content.decode()
        assert is_under_strict_rules(page)


def test_a_campaign_leads_to_its_form_with_suggested_amounts(client, campaign, language):
    page = client.get(about(campaign)).content.decode()
    for amount in SUGGESTED_BAHT:
        link = f"{form_of(campaign)}?amount={amount}"
        assert f'href="{link}"' in page
        assert value_of(client.get(link), "amount") == str(amount)


def test_an_amount_in_the_address_is_shown_and_judged_like_a_typed_one(client, campaign):
    page = client.get(form_of(campaign), {"amount": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.content.decode()
    assert value_of(page, "amount") == '"><script>alert(1)</script>'


def test_only_what_the_public_may_see_is_shown(client, campaign):
    hidden = CampaignFactory(edition=EditionFactory(year=2030, status="draft"))
    for address in (about(hidden), form_of(hidden), list_of(hidden.edition)):
        assert client.get(address).status_code == 404
    EditionFactory(year=2019)
    assert client.get(reverse("campaign_detail", args=[2019, campaign.slug])).status_code == 404
    assert client.get(reverse("pledge", args=[campaign.edition.year, "nothing"])).status_code == 404


def test_the_list_takes_as_many_queries_for_three_campaigns_as_for_one(client, campaign):
    one = queries(client, list_of(campaign.edition))
    CampaignFactory.create_batch(2)
    assert queries(client, list_of(campaign.edition)) == one
    assert one <= 5


def test_an_edition_without_campaigns_has_a_list_all_the_same(client, edition):
    assert client.get(list_of(edition)).status_code == 200


# The form


def test_a_donor_promises_and_lands_on_the_page_with_the_code_to_pay(client, campaign, language):
    assert is_under_strict_rules(client.get(form_of(campaign)))
    response = pledge(client, campaign, amount="1,234.50")
    row = Pledge.objects.get()
    assert (response.status_code, response.url) == (302, page_of(row))
    assert (row.amount_satang, row.language, row.status) == (123_450, language, "promised")
    page = client.get(response.url)
    for word in (row.reference, "1,234.50", campaign.name, campaign.organization.name, "000-000-0000"):
        assert word in text(page)
    payload = promptpay.payload(campaign.promptpay_id, 123_450)
    assert "54071234.50" in payload
    assert seen_on(client.get(reverse("pledge_code", args=[row.code]))) == payload
    assert re.search(r'<img class="qr" [^>]*alt="[^"]*1,234\.50[^"]*"', page.content.decode())
    assert Consent.objects.get().purpose == "giving"
    assert is_under_strict_rules(page)


def test_the_same_form_sent_twice_is_one_pledge_and_the_same_page(client, campaign, language):
    key = str(uuid4())
    first, second = (pledge(client, campaign, key=key) for _ in range(2))
    assert first.url == second.url
    assert Pledge.objects.count() == Outbox.objects.count() == 1
    response = pledge(client, campaign, key=key, amount="501")
    assert response.status_code == 409
    assert str(KeyUsedForAnother()) in alert(response)
    assert Pledge.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "satang"),
    [("1", 100), ("๑๐๐", 10_000), ("2,000,000", 200_000_000), ("฿99.50", 9_950), (" 20 ", 2_000), ("300 บาท", 30_000)],
)
def test_amounts_are_read_as_people_type_them(client, campaign, amount, satang):
    pledge(client, campaign, amount=amount)
    assert Pledge.objects.get().amount_satang == satang


@pytest.mark.parametrize("amount", ["0", "-5", "0.99", "2000000.01", "1000000000", "-0.01", "999,999,999,999"])
def test_an_amount_beyond_belief_is_refused(client, campaign, language, amount):
    response = pledge(client, campaign, amount=amount)
    assert response.status_code == 409
    assert str(refusals.AmountOutOfRange()) in alert(response)
    assert value_of(response, "amount") == amount
    assert value_of(response, "name") == "ใจดี มีสุข"
    assert not Pledge.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        *[("amount", answer) for answer in ("", "0.001", "1e9", "1E2", "much", "1,50", "NaN", "10 000", "9" * 31)],
        ("email", "jaidee"),
        ("phone", "081"),
        ("name", ""),
        ("consent", ""),
    ],
)
def test_what_cannot_be_meant_is_said_at_the_field(client, campaign, language, field, answer):
    response = pledge(client, campaign, **{field: answer})
    assert response.status_code == 200
    assert f'href="#id_{field}"' in response.content.decode()
    if answer:
        assert value_of(response, field) == answer
    assert not Person.objects.exists()


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("field", ["amount", "name", "email", "phone", "consent", "key"])
def test_no_field_stumbles(client, campaign, field, what):
    response = pledge(client, campaign, **{field: HOSTILE[what]})
    assert response.status_code in {200, 302, 409}
    assert "<script>alert" not in response.content.decode()


def test_an_edition_that_is_over_takes_no_pledges(client, now, language):
    campaign = CampaignFactory(edition=EditionFactory(year=2019, status="over"))
    assert form_of(campaign) not in client.get(about(campaign)).content.decode()
    page = client.get(form_of(campaign))
    assert not has_form(page)
    assert str(refusals.CampaignClosed()) in text(page)
    response = pledge(client, campaign)
    assert response.status_code == 409
    assert str(refusals.CampaignClosed()) in alert(response)
    assert not Pledge.objects.exists()


# The page of a pledge


@pytest.mark.parametrize("name", ["pledge_detail", "pledge_withdraw"])
def test_a_pledge_opens_by_its_secret_code_alone(client, campaign, name):
    row, other = PledgeFactory(campaign=campaign), RegistrationFactory()
    for guess in (row.reference, str(row.pk), row.code[:-1], row.code.swapcase(), campaign.slug, other.code, "x" * 22):
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=[guess])).status_code == 404
    assert Pledge.objects.get().is_promised
    response = client.get(reverse(name, args=[row.code]))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"


def test_the_page_of_a_pledge_shows_nothing_of_the_person(client, campaign, language):
    person = PersonFactory(name="นามสมมติ", phone="+66899999999")
    response = client.get(page_of(PledgeFactory(campaign=campaign, person=person)))
    for secret in (person.name, person.email, "899999999"):
        assert secret not in response.content.decode()


@pytest.mark.parametrize(("is_sample", "warnings"), [(True, 1), (False, 0)])
def test_a_sample_campaign_says_not_to_pay(client, edition, is_sample, warnings):
    row = PledgeFactory(campaign=CampaignFactory(is_sample=is_sample))
    assert client.get(page_of(row)).content.decode().count('role="note"') == warnings


def test_a_paid_pledge_says_so_and_asks_for_nothing_more(client, campaign, language, now):
    pledge(client, campaign)
    row = Pledge.objects.get()
    before = text(client.get(page_of(row)))
    by = UserFactory()
    actions.confirm_pledge(pledge=row, method=Payment.Method.PROMPTPAY, by=by, at=timezone.now())
    page = client.get(page_of(row))
    withdraw = reverse("pledge_withdraw", args=[row.code])
    assert text(page) != before
    assert client.get(reverse("pledge_code", args=[row.code])).status_code == 404
    assert withdraw not in page.content.decode()
    assert [client.get(withdraw).url, client.post(withdraw).url] == [page_of(row)] * 2
    assert Pledge.objects.get().status == "paid"
    mail = Outbox.objects.get(key__startswith="paid:")
    for word in (campaign.name, row.reference, "500", f"\n{settings.SITE_URL}{page_of(row)}\n"):
        assert word in mail.body


def test_a_pledge_is_withdrawn_after_a_question_and_once(client, campaign, language):
    row = PledgeFactory(campaign=campaign)
    address = reverse("pledge_withdraw", args=[row.code])
    assert address in client.get(page_of(row)).content.decode()
    assert client.get(address).status_code == 200
    assert Pledge.objects.get().is_promised, "a look changes nothing"
    assert [client.post(address).url for _ in range(2)] == [page_of(row)] * 2
    assert Pledge.objects.get().status == "withdrawn"
    page = client.get(page_of(row)).content.decode()
    assert address not in page
    assert client.get(reverse("pledge_code", args=[row.code])).status_code == 404


# Mail


@pytest.mark.parametrize("is_sample", [True, False])
def test_the_mail_says_how_much_for_what_and_where_to_pay(client, edition, language, is_sample):
    campaign = CampaignFactory(is_sample=is_sample)
    pledge(client, campaign, amount="99.50")
    row, mail = Pledge.objects.get(), Outbox.objects.get()
    assert campaign.name in mail.subject
    for word in ("ใจดี มีสุข", campaign.name, campaign.organization.name, "99.50", row.reference):
        assert word in mail.body
    assert f"\n{settings.SITE_URL}{page_of(row)}\n" in mail.body
    warning = _("This campaign is a sample and its PromptPay number does not exist. Please do not pay.")
    assert (warning in mail.body) is is_sample
    assert "\n\n\n" not in mail.body


def test_a_name_brings_no_link_into_the_mail(client, campaign):
    pledge(client, campaign, name="https://evil.example.com\r\n\r\nwww.evil.com")
    mail = Outbox.objects.get()
    assert mail.body.count("://") == mail.body.count(settings.SITE_URL)
    assert "evil.example.com" not in mail.body
    assert "www.evil.com" not in mail.body
