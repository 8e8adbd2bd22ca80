"""Campaigns as visitors see them: early, open, full, ended, newly paid elsewhere; and who gave, as each chose."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from donations import refusals
from donations.actions.hiding import hide_pledge
from donations.models import Campaign
from goodsociety.common.dates import show_day
from goodsociety.pages.ways import open_ways
from tests import factories as make
from tests.pages import has_form, queries, text

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 2)
EARLY = {"opens_on": DAY + dt.timedelta(days=1)}
ENDED = {"closes_on": DAY - dt.timedelta(days=1)}
TODAY = {"opens_on": DAY, "closes_on": DAY}
THINGS = {"goal": "goods", "goal_satang": None, "goal_quantity": 100, "unit_th": "กล่อง", "unit_en": "boxes"}


def about(campaign, name="campaign_detail"):
    """Return the address of a campaign, in the active language."""
    return reverse(name, args=[campaign.edition.year, campaign.slug])


def list_of(edition):
    """Return the address of an edition's campaigns, in the active language."""
    return reverse("campaign_list", args=[edition.year])


def given(campaign, **wishes):
    """Return a gift of 500 baht that arrived."""
    pledge = make.PledgeFactory(campaign=campaign, status="paid", **wishes)
    make.PaymentFactory(pledge=pledge)
    return pledge


# Days


def test_a_campaign_takes_gifts_on_its_first_and_last_day(client, edition):
    campaign = make.CampaignFactory(**TODAY)
    assert about(campaign, "pledge") in client.get(about(campaign)).content.decode()
    assert has_form(client.get(about(campaign, "pledge")))


@pytest.mark.parametrize("days", [EARLY, ENDED])
def test_outside_its_days_a_campaign_says_so_and_takes_nothing(client, edition, language, days):
    campaign = make.CampaignFactory(**days)
    day = show_day(next(iter(days.values())))
    for page in (client.get(about(campaign)), client.get(about(campaign, "pledge"))):
        assert day in text(page)
        assert not has_form(page)
    page = text(client.get(about(campaign)))
    assert _("The first gift will stand here, as its giver wishes.") not in page
    words = pgettext("campaign", "Opens later" if days == EARLY else "Ended")
    assert words in text(client.get(list_of(edition)))


def test_those_that_take_gifts_are_listed_first_and_alone_counted(client, edition, now):
    ended, early, usual = [make.CampaignFactory(**days) for days in (ENDED, EARLY, TODAY)]
    page = client.get(list_of(edition)).content.decode()
    places = [page.index(about(campaign)) for campaign in (usual, early, ended)]
    assert places == sorted(places)
    assert open_ways(edition, at=now).campaigns == 1
    opened = list(Campaign.objects.open_on(DAY))
    assert opened == [row for row in Campaign.objects.all() if row.is_open_on(DAY)] == [usual]


@pytest.mark.parametrize("status", ["over", "cancelled"])
def test_what_came_in_a_past_or_cancelled_edition_stands_and_nothing_is_asked(client, now, language, status):
    campaign = make.CampaignFactory(edition=make.EditionFactory(year=2019, status=status))
    given(campaign, shown_as="name", name="สมชาย ใจดี")
    page = client.get(about(campaign))
    assert "สมชาย ใจดี" in text(page)
    assert about(campaign, "pledge") not in page.content.decode()
    listed = text(client.get(list_of(campaign.edition)))
    assert _("This expo takes no gifts now. What came before is counted here.") in listed
    assert pgettext("campaign", "Ended") not in listed


def test_a_campaign_without_a_payee_asks_for_nothing_yet(client, edition, language):
    campaign = make.CampaignFactory(promptpay_id="")
    for name in ("campaign_detail", "pledge"):
        page = client.get(about(campaign, name))
        assert str(refusals.CannotBePaid()) in text(page)
        assert not has_form(page)


# Progress


def test_received_in_review_and_pledged_are_three_things(client, edition, language):
    campaign = make.CampaignFactory(goal_satang=400_000)
    given(campaign)
    make.PledgeFactory(campaign=campaign, amount_satang=70_000)
    make.SlipFactory(pledge=make.PledgeFactory(campaign=campaign, amount_satang=110_000), amount_satang=90_000)
    make.PledgeFactory(campaign=campaign, amount_satang=999_900, status="withdrawn")
    page = client.get(about(campaign)).content.decode()
    for piece in (
        'received" x="0" width="50000"',
        'review" x="50000" width="90000"',
        'pledged" x="140000" width="90000"',
    ):
        assert f'<rect class="piece-{piece}' in page
    words = text(client.get(list_of(edition)))
    for label, amount in ((pgettext("campaign", "Received"), "500"), (_("In review"), "900"), (_("Pledged"), "900")):
        assert f"{label} {_('%(amount)s baht') % {'amount': amount}}" in words


def test_a_reached_goal_is_thanked_for_and_more_is_welcome(client, edition, language):
    campaign, other = make.CampaignFactory(goal_satang=50_000), make.CampaignFactory(goal_satang=50_000)
    given(campaign)
    make.PledgeFactory(campaign=other)
    page = client.get(about(campaign))
    assert _("Further gifts are welcome and go to this campaign too.") in text(page)
    assert about(campaign, "pledge") in page.content.decode()
    assert _("The goal is reached. Thank you!") not in text(client.get(about(other))), "a promise is no money"
    assert text(client.get(list_of(edition))).count(pgettext("campaign", "Goal reached")) == 1


def test_things_are_counted_in_their_unit_and_never_as_money(client, edition, language):
    campaign = make.CampaignFactory(**THINGS)
    make.InKindGiftFactory(campaign=campaign)
    make.InKindGiftFactory(campaign=campaign, status="received", received_quantity=7)
    page = client.get(about(campaign))
    for words in (f"7 {campaign.unit}", f"10 {campaign.unit}", f"100 {campaign.unit}"):
        assert words in text(page)
    assert about(campaign, "give_in_kind") in page.content.decode()
    assert _("Donors' wall") not in text(page)
    assert client.get(about(campaign, "pledge")).url == about(campaign, "give_in_kind")


def test_the_facts_of_a_campaign_stand_below(client, edition, language):
    organization = make.OrganizationFactory(edonation_url="https://example.org/e-donation")
    campaign = make.CampaignFactory(licence_number="กทม. 12/2569", organization=organization, **TODAY)
    page = client.get(about(campaign))
    for words in ("กทม. 12/2569", show_day(DAY), _("Licence for public collection")):
        assert words in text(page)
    assert 'href="https://example.org/e-donation"' in page.content.decode()


# A new payee


@pytest.mark.parametrize(("hours", "is_news"), [(0, True), (23, True), (24, False)])
def test_a_new_payee_is_told_for_a_day_wherever_somebody_pays(client, now, language, hours, is_news):
    campaign = make.CampaignFactory(payee_changed_at=now - dt.timedelta(hours=hours))
    pledge = make.PledgeFactory(campaign=campaign)
    for address in (about(campaign), about(campaign, "pledge"), reverse("pledge_detail", args=[pledge.code])):
        assert (_("New account") in text(client.get(address))) is is_news


def test_nobody_is_warned_of_a_payee_who_has_nothing_to_pay(client, edition, now, language):
    campaign = make.CampaignFactory(payee_changed_at=now, **ENDED)
    paid = given(campaign)
    for address in (about(campaign), reverse("pledge_detail", args=[paid.code])):
        assert _("New account") not in text(client.get(address))


# The donors' wall


def test_each_donor_is_shown_as_they_chose(client, edition, language):
    campaign = make.CampaignFactory()
    given(campaign, name="สมชาย ใจดี", shown_as="name", is_amount_shown=True, message="ให้ด้วยใจ", in_honour_of="คุณยาย")
    given(campaign, name="สมหญิง ลับ", shown_as="nickname", nickname="พี่หมี")
    given(campaign, name="มานะ ลับ", shown_as="anonymous", nickname="ไม่แสดง")
    given(campaign, name="", shown_as="name")
    make.PledgeFactory(campaign=campaign, name="ชูใจ ยังไม่จ่าย", shown_as="name")
    page = text(client.get(about(campaign)))
    for words in ("สมชาย ใจดี", "ให้ด้วยใจ", "คุณยาย", "พี่หมี"):
        assert words in page
    for secret in ("ลับ", "ไม่แสดง", "ยังไม่จ่าย"):
        assert secret not in page
    assert page.count(_("A kind donor")) == 2
    amount = _("%(amount)s baht") % {"amount": "500"}
    wall = page[page.index(_("Donors' wall")) :]
    assert wall.count(amount) == 1, "only one of them shows how much"


def test_staff_take_abuse_off_the_wall_and_the_gift_counts_on(client, edition, now):
    campaign = make.CampaignFactory(goal_satang=200_000)
    gift = given(campaign, name="ตัวร้าย", shown_as="name", message="คำหยาบ", in_honour_of="ใครบางคน")
    hide_pledge(pledge=gift, is_hidden=True, by=make.UserFactory(), at=now)
    page = client.get(about(campaign))
    for words in ("ตัวร้าย", "คำหยาบ", "ใครบางคน"):
        assert words not in text(page)
    assert 'piece-received" x="0" width="50000"' in page.content.decode()


def test_words_of_donors_are_no_markup(client, edition):
    campaign = make.CampaignFactory()
    given(campaign, shown_as="nickname", nickname="<b>x</b>", message="<script>alert(1)</script>")
    page = client.get(about(campaign)).content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page


def test_a_long_wall_has_pages(client, edition):
    campaign = make.CampaignFactory()
    for number in range(21):
        given(campaign, shown_as="nickname", nickname=f"คนที่ {number:02}")
    assert "คนที่ 20" in text(client.get(about(campaign)))
    assert "คนที่ 00" not in text(client.get(about(campaign)))
    assert "คนที่ 00" in text(client.get(about(campaign), {"page": "2"}))
    assert "คนที่ 00" in text(client.get(about(campaign), {"page": "99"}))
    assert client.get(about(campaign), {"page": "x"}).status_code == 200


@pytest.mark.parametrize("gifts", [1, 3])
def test_the_pages_take_few_queries_however_many_gave(client, edition, gifts):
    campaign = make.CampaignFactory()
    for number in range(gifts):
        given(campaign, shown_as="nickname", nickname=f"{number}", message="ขอบคุณ")
        make.SlipFactory(pledge=make.PledgeFactory(campaign=campaign))
    assert queries(client, about(campaign)) == 3
    assert queries(client, about(campaign, "pledge")) <= 6


# Totals elsewhere


@pytest.mark.parametrize("name", ["edition_home", "wall"])
def test_the_live_total_is_what_was_received(client, edition, language, name):
    campaign = make.CampaignFactory()
    given(campaign)
    make.PaymentFactory(campaign=campaign, amount_satang=123_400)
    make.PledgeFactory(campaign=campaign, amount_satang=9_900)
    page = text(client.get(reverse(name, args=[edition.year])))
    assert _("Money raised") in page
    assert "1,734" in page
    assert "1,833" not in page
