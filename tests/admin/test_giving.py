"""Campaigns, the rules of giving and gifts in kind in the workspace."""

import datetime as dt

import pytest

from donations.models import Campaign, GivingRules, InKindGift, PayeeChange, Pledge
from donations.models.rules import giving_rules
from goodsociety.common.models import AuditEntry, Outbox
from tests import factories as make
from tests.admin.pages import errors, messages_of, send
from tests.admin.rows import page
from tests.pages import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def act(browser, row, name, **answers):
    """Fill in the page of an act and confirm what it foresees; return what was shown before and after."""
    address = page(type(row), name, row.pk)
    seen = browser.post(address, answers)
    foreseen = seen.context["foreseen"] if seen.context else None
    done = browser.post(address, {**answers, "seen": foreseen.mark if foreseen else "", "confirmed": "1"})
    return text(seen), done


# Campaigns


def typed_campaign(edition, **changes):
    """Return what an organiser types about a new campaign."""
    organization = make.OrganizationFactory()
    usual = {
        "edition": edition.pk, "organization": organization.pk, "name_th": "ทุนใหม่", "slug": "new", "goal": "money",
        "goal_satang": "฿120,000.50", "opens_on": "2026-11-01", "closes_on": "2026-11-30", "licence_number": "12/2569",
    }  # fmt: skip
    return usual | changes


def test_a_campaign_is_added_with_its_goal_in_baht(edition, organiser):
    zone = make.ZoneFactory(edition=edition)
    assert errors(send(organiser, page(Campaign, "add"), **typed_campaign(edition, zone=zone.pk))) == ""
    row = Campaign.objects.get()
    assert (row.goal_satang, row.zone, row.licence_number) == (12_000_050, zone, "12/2569")
    assert (row.opens_on, row.closes_on) == (dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert not row.can_be_paid, "two people of finance write the payee"


@pytest.mark.parametrize(("goal", "unit"), [("goods", "boxes"), ("hours", "")])
def test_a_goal_in_things_or_hours_is_a_number(edition, organiser, goal, unit):
    asked = typed_campaign(edition, goal=goal, goal_satang="", goal_quantity="40", unit_en=unit, unit_th=unit)
    assert errors(send(organiser, page(Campaign, "add"), **asked)) == ""
    assert Campaign.objects.values_list("goal", "goal_satang", "goal_quantity").get() == (goal, None, 40)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"goal": "goods", "goal_satang": ""}, "Please fill this in"),
        ({"goal": "goods", "goal_quantity": "5"}, "in baht or in things or hours"),
        ({"goal": "hours", "goal_satang": "", "goal_quantity": "0"}, "more than nothing"),
        ({"goal": "hours", "goal_satang": "", "goal_quantity": "-3"}, "greater than or equal"),
        ({"closes_on": "2026-10-01"}, "The last day must not lie before the first."),
        ({"goal_satang": "1.234"}, "at most two decimals"),
    ],
)
def test_a_campaign_that_makes_no_sense_is_told_so(edition, organiser, changes, complaint):
    assert complaint in errors(send(organiser, page(Campaign, "add"), **typed_campaign(edition, **changes)))
    assert not Campaign.objects.exists()


def test_a_zone_of_another_edition_is_not_taken(edition, organiser):
    zone = make.ZoneFactory(edition=make.EditionFactory(year=2031))
    response = send(organiser, page(Campaign, "add"), **typed_campaign(edition, zone=zone.pk))
    assert "another edition" in errors(response)


def test_a_campaign_leads_to_the_page_on_which_another_payee_is_proposed(edition, organiser):
    campaign = make.CampaignFactory()
    shown = organiser.get(page(Campaign, "change", campaign.pk)).content.decode()
    link = f"{page(PayeeChange, 'add')}?campaign={campaign.pk}"
    assert f'href="{link}"' in shown
    assert f'value="{campaign.pk}" selected' in organiser.get(link).content.decode()


# The rules


def test_the_rules_are_typed_in_baht_and_hold(edition, organiser):
    answers = {"edition": edition.pk, "two_people_from_satang": "20,000", "most_reminders": "0"}
    assert errors(send(organiser, page(GivingRules, "add"), **answers)) == ""
    rules = giving_rules(edition)
    assert (rules.two_people_from_satang, rules.most_reminders, rules.pledge_days) == (2_000_000, 0, 14)
    assert [rules.needs_two(satang) for satang in (1_999_999, 2_000_000)] == [False, True]


@pytest.mark.parametrize(
    "answers", [{"two_people_from_satang": "0"}, {"two_people_from_satang": "-1"}, {"pledge_days": "0"}]
)
def test_rules_of_nothing_are_not_taken(edition, organiser, answers):
    response = send(organiser, page(GivingRules, "add"), edition=edition.pk, **answers)
    assert "more than nothing" in errors(response)
    assert not GivingRules.objects.exists()


# Gifts in kind


@pytest.fixture
def gift(edition):
    """Return ten boxes that were promised."""
    return make.InKindGiftFactory()


def test_what_came_is_noted_after_a_look_at_what_follows(organiser, gift):
    seen, done = act(organiser, gift, "receive", quantity="7")
    assert "7 boxes count as received" in seen
    assert "10 boxes were promised" in seen
    assert "received" in messages_of(organiser, done)
    gift.refresh_from_db()
    assert (gift.status, gift.received_quantity) == ("received", 7)
    assert Outbox.objects.filter(recipient=gift.email).count() == 1
    assert AuditEntry.objects.filter(verb="receive_in_kind").count() == 1


@pytest.mark.parametrize("quantity", ["", "0", "-1", "1.5", "1000001", "x"])
def test_no_other_number_comes(organiser, gift, quantity):
    act(organiser, gift, "receive", quantity=quantity)
    assert InKindGift.objects.get().status == "promised"


def test_a_gift_is_declined_and_that_is_undone(organiser, gift):
    act(organiser, gift, "decline")
    assert InKindGift.objects.get().status == "declined"
    act(organiser, gift, "undo")
    assert InKindGift.objects.get().status == "promised"
    assert Outbox.objects.count() == 1, "an undoing writes to nobody"


def test_who_only_looks_decides_on_nothing(gift, may):
    for browser in (may(), may("view_inkindgift")):
        assert browser.post(page(InKindGift, "receive", gift.pk), {"quantity": "7"}).status_code == 403
    assert InKindGift.objects.get().status == "promised"


# The donors' wall


def test_abuse_is_hidden_and_shown_again_by_acts_on_rows(edition, organiser):
    pledge = make.PledgeFactory(message="คำหยาบ")
    for name, is_hidden in (("hide", True), ("show", False)):
        answers = {"action": name, "_selected_action": [pledge.pk], "confirmed": "1"}
        organiser.post(page(Pledge, "changelist"), answers)
        assert Pledge.objects.get().is_hidden is is_hidden
    assert AuditEntry.objects.filter(verb__in=("hide_pledge", "show_pledge")).count() == 2
