"""The part of the site with one of everything that is about giving: campaigns, pledges, slips, papers, things."""

import datetime as dt

from django.utils import timezone

from tests import factories as make

#: How campaigns stand, and gifts of things.
CAMPAIGNS = ("early", "ended", "full", "moved", "unpaid")
GIFTS = ("promised", "received", "declined", "withdrawn")


def add_gifts(site, name):
    """Add a campaign with a payment, and a pledge of each status."""
    site.campaign = make.CampaignFactory(organization=site.organization, is_sample=True)
    make.PaymentFactory(campaign=site.campaign)
    site.pledges = {
        status: make.PledgeFactory(campaign=site.campaign, status=status)
        for status in ("promised", "paid", "withdrawn", "expired")
    }
    # One whose slip is looked at, and one that is paid in parts, of which a slip was not accepted.
    site.in_review, site.in_parts, site.slip_again = make.PledgeFactory.create_batch(3, campaign=site.campaign)
    make.SlipFactory(pledge=site.in_review, picture=b"jpeg", bank_reference="REF12345")
    for number in (1, 2):
        make.InstalmentFactory(pledge=site.in_parts, number=number)
    make.SlipFactory(pledge=site.in_parts, state="rejected", reason="no_money", decided_at=timezone.now())
    add_gifts_in_kind(site, name)
    site.paper = make.AcknowledgementFactory(
        name=name,
        payment__pledge=site.pledges["paid"],
        address="99 ถนนพระราม 1\nกรุงเทพฯ 10330",
    )


def add_gifts_in_kind(site, name):
    """Add campaigns for things and for hours, a gift of each status, and campaigns early, ended, full and moved."""
    things = {"goal": "goods", "goal_satang": None, "goal_quantity": 5, "promptpay_id": ""}
    site.things = make.CampaignFactory(unit_th="กล่อง", unit_en="boxes", **things)
    site.hours = make.CampaignFactory(**{**things, "goal": "hours"})
    site.gifts = {
        status: make.InKindGiftFactory(
            campaign=site.things, status=status, what=name,
            received_quantity=7 if status == "received" else None,
        )
        for status in GIFTS
    }  # fmt: skip
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    site.campaigns = {
        "early": make.CampaignFactory(opens_on=today + day),
        "ended": make.CampaignFactory(closes_on=today - day, licence_number="12/2569"),
        "full": make.CampaignFactory(goal_satang=50_000),
        "moved": make.CampaignFactory(payee_changed_at=timezone.now()),
        "unpaid": make.CampaignFactory(promptpay_id=""),
    }
    wishes = {"shown_as": "nickname", "nickname": name, "is_amount_shown": True}
    words = {"in_honour_of": name, "message": name}
    given = make.PledgeFactory(campaign=site.campaigns["full"], status="paid", **wishes, **words)
    make.PaymentFactory(pledge=given)
