"""Campaigns for machines, and promising money, things or hours to them."""

from donations.api.campaigns import CampaignViewSet, read_donors
from donations.api.gifts import promise_gift, read_gift, withdraw_gift
from donations.api.pledges import read_or_change_pledge, withdraw_own_pledge
from donations.api.pledging import pledge_to_campaign

__all__ = [
    "CampaignViewSet", "pledge_to_campaign", "promise_gift", "read_donors", "read_gift", "read_or_change_pledge",
    "withdraw_gift", "withdraw_own_pledge",
]  # fmt: skip
