"""Things and hours: promised on a page, looked at and taken back by a secret link, never added to money."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.contact import Contact
from donations import refusals
from donations.actions.in_kind import Goods, decline_in_kind, promise_in_kind, receive_in_kind, reopen_in_kind
from donations.models import Campaign, InKindGift
from goodsociety.common.audit import VISITOR
from goodsociety.common.models import Outbox
from goodsociety.common.refusals import WrongStep
from reports.metrics import METRICS
from tests import factories as make
from tests.pages import alert, has_form, queries, text, typed, value_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(edition):
    """Return a campaign for a hundred boxes."""
    return make.CampaignFactory(
        goal="goods", goal_satang=None, goal_quantity=100, unit_th="กล่อง", unit_en="boxes", promptpay_id=""
    )


@pytest.fixture
def gift(campaign):
    """Return ten boxes that were promised."""
    return make.InKindGiftFactory(campaign=campaign)


def form_of(campaign):
    """Return the address of a campaign's form, in the active language."""
    return reverse("give_in_kind", args=[campaign.edition.year, campaign.slug])


def page_of(gift, name="in_kind_detail"):
    """Return the address of a gift, in the active language."""
    return reverse(name, args=[gift.code])


def promise(client, campaign, **answers):
    """Send the form."""
    return client.post(form_of(campaign), typed(**{"quantity": "12", "what": "นิทานภาพ", **answers}))


def test_things_are_promised_and_have_a_page_by_secret_link(client, campaign, language):
    assert campaign.unit in text(client.get(form_of(campaign)))
    key = str(uuid4())
    response, again = promise(client, campaign, key=key), promise(client, campaign, key=key)
    row = InKindGift.objects.get()
    assert (response.status_code, response.url, again.url) == (302, page_of(row), page_of(row))
    assert (row.kind, row.quantity, row.what, row.unit) == ("goods", 12, "นิทานภาพ", campaign.unit)
    page = client.get(response.url)
    for words in (row.reference, f"12 {campaign.unit}", "นิทานภาพ", campaign.name, campaign.organization.name):
        assert words in text(page)
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    mail = Outbox.objects.get()
    for words in (row.reference, campaign.name, "12", f"{settings.SITE_URL}{page_of(row)}"):
        assert words in mail.body


def test_hours_are_asked_for_in_their_own_words(client, edition, language):
    campaign = make.CampaignFactory(goal="hours", goal_satang=None, goal_quantity=40)
    page = text(client.get(form_of(campaign)))
    assert _("How many hours") in page
    promise(client, campaign, quantity="8")
    assert InKindGift.objects.values_list("kind", "quantity").get() == ("hours", 8)


@pytest.mark.parametrize("quantity", ["", "0", "-1", "1.5", "1e3", "1000001", "many", "9" * 40, "a\x00b"])
def test_a_number_that_cannot_be_meant_is_said_and_the_rest_kept(client, campaign, language, quantity):
    response = promise(client, campaign, quantity=quantity)
    assert response.status_code == 200
    assert 'href="#id_quantity"' in response.content.decode()
    assert value_of(response, "what") == "นิทานภาพ"
    assert value_of(response, "name") == "ใจดี มีสุข"
    assert not InKindGift.objects.exists()


@pytest.mark.parametrize("quantity", ["1", "๑๒", " 5 ", "1000000"])
def test_numbers_are_read_as_people_type_them(client, campaign, quantity):
    assert promise(client, campaign, quantity=quantity).status_code == 302


def test_only_campaigns_for_things_or_hours_take_them(client, edition, now):
    money, hidden = make.CampaignFactory(), make.CampaignFactory(edition=make.EditionFactory(year=2030, status="draft"))
    for campaign in (money, hidden):
        assert client.get(form_of(campaign)).status_code == 404
        assert promise(client, campaign).status_code == 404
    goods = Goods("goods", "หนังสือ", 1)
    with pytest.raises(refusals.MoneyWanted):
        promise_in_kind(campaign=money, contact=Contact("ใจดี", "jaidee@example.org"), goods=goods, by=VISITOR, at=now)


def test_a_closed_campaign_says_why_and_refuses_what_is_sent(client, now, language):
    campaign = make.CampaignFactory(
        edition=make.EditionFactory(year=2019, status="over"), goal="goods", goal_satang=None, goal_quantity=5
    )
    page = client.get(form_of(campaign))
    assert not has_form(page)
    assert str(refusals.CampaignClosed()) in text(page)
    response = promise(client, campaign)
    assert response.status_code == 409
    assert str(refusals.CampaignClosed()) in alert(response)


@pytest.mark.parametrize("name", ["in_kind_detail", "in_kind_withdraw"])
def test_strangers_find_nothing(client, gift, name):
    for guess in (gift.reference, str(gift.pk), gift.code[:-1], "x" * 22):
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=[guess])).status_code == 404
    assert InKindGift.objects.get().status == "promised"


def test_a_promise_is_withdrawn_after_a_question_and_once(client, gift, language):
    address = page_of(gift, "in_kind_withdraw")
    assert address in client.get(page_of(gift)).content.decode()
    assert client.get(address).status_code == 200
    assert InKindGift.objects.get().status == "promised", "a look changes nothing"
    assert [client.post(address).url for _time in range(2)] == [page_of(gift)] * 2
    assert InKindGift.objects.get().status == "withdrawn"
    assert address not in client.get(page_of(gift)).content.decode()


def test_what_came_is_told_thanked_for_and_counted_apart_from_money(client, gift, now, language):
    by, before = make.UserFactory(), text(client.get(page_of(gift)))
    receive_in_kind(gift=gift, quantity=7, by=by, at=now)
    campaign = Campaign.objects.with_totals().get()
    assert (campaign.progress.received, campaign.progress.pledged) == (7, 0)
    assert sum(row["amount"] for row in METRICS["funds_raised"].rows(gift.campaign.edition, now).values("amount")) == 0
    page = text(client.get(page_of(gift)))
    assert f"7 {campaign.unit}" in page
    assert page != before
    assert page_of(gift, "in_kind_withdraw") not in client.get(page_of(gift)).content.decode()
    assert Outbox.objects.filter(key__startswith="in-kind-received:").count() == 1
    with pytest.raises(WrongStep):
        decline_in_kind(gift=gift, by=by, at=now)
    reopen_in_kind(gift=gift, by=by, at=now)
    assert InKindGift.objects.values_list("status", "received_quantity", "decided_at").get() == ("promised", None, None)


def test_a_gift_that_cannot_be_used_is_declined_with_thanks(client, gift, now, language):
    decline_in_kind(gift=gift, by=make.UserFactory(), at=now)
    assert _("Thank you, but this gift cannot be used") in text(client.get(page_of(gift)))
    assert Outbox.objects.get().key.startswith("in-kind-declined:")


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001])
def test_nothing_and_too_much_never_come(gift, now, quantity):
    with pytest.raises(refusals.QuantityOutOfRange):
        receive_in_kind(gift=gift, quantity=quantity, by=make.UserFactory(), at=now)


def test_the_form_takes_few_queries(client, campaign, gift):
    make.InKindGiftFactory.create_batch(3, campaign=campaign)
    assert queries(client, form_of(campaign)) <= 5
    assert queries(client, page_of(gift)) <= 5
