"""How campaigns stand on a day: which take gifts, and why the others do not, in words for visitors."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from donations import refusals
from donations.models import Campaign
from goodsociety.common.dates import show_day


@dataclass(frozen=True)
class Listed:
    """A campaign on a list of its edition, on a day; campaigns come with their totals."""

    campaign: Campaign
    day: dt.date

    @property
    def is_early(self) -> bool:
        """Whether it takes gifts later."""
        return self.campaign.opens_on is not None and self.day < self.campaign.opens_on

    @property
    def is_over(self) -> bool:
        """Whether it takes gifts no more, while others of its edition may."""
        return self.campaign.closes_on is not None and self.campaign.closes_on < self.day

    @property
    def badge(self) -> tuple[str, str]:
        """A word for what sets it apart from the others, and its tone; nothing for most."""
        if self.campaign.progress.is_reached:
            return pgettext("campaign", "Goal reached"), "good"
        if self.is_over and self.campaign.edition.is_open:
            return pgettext("campaign", "Ended"), ""
        if self.is_early and self.campaign.edition.is_open:
            return pgettext("campaign", "Opens later"), "warn"
        return "", ""


def listed(campaigns: Iterable[Campaign], day: dt.date) -> list[Listed]:
    """Return campaigns as they stand on a day: those that take gifts first, those that ended last."""
    return sorted((Listed(campaign, day) for campaign in campaigns), key=lambda one: (one.is_over, one.is_early))


def why_closed(campaign: Campaign, day: dt.date) -> str:
    """Return why a campaign takes no gifts on a day; nothing where it does."""
    if not campaign.is_open_on(day):
        return when_open(campaign, day) or str(refusals.CampaignClosed())
    is_unpaid = campaign.is_for_money and not campaign.can_be_paid
    return str(refusals.CannotBePaid()) if is_unpaid else ""


def when_open(campaign: Campaign, day: dt.date) -> str:
    """Return from when a campaign of an open edition takes gifts, or since when no more."""
    if campaign.edition.is_open and campaign.opens_on and day < campaign.opens_on:
        return _("This campaign takes gifts from %(day)s on.") % {"day": show_day(campaign.opens_on)}
    if campaign.edition.is_open and campaign.closes_on:
        ended = _("This campaign ended on %(day)s. Thank you to everybody who gave.")
        return ended % {"day": show_day(campaign.closes_on)}
    return ""
