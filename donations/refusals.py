"""What the rules of giving say no with."""

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal


class CampaignClosed(Refusal):
    """The campaign's edition takes no pledges now."""

    sentence = _("This campaign no longer takes pledges here.")


class AmountOutOfRange(Refusal):
    """Less than one baht, or more than is believable without a talk."""

    sentence = _("Pledge between 1 and 2,000,000 baht. For more, please write to us.")


class AlreadyReversed(Refusal):
    """A payment is reversed once."""

    sentence = _("This payment is already reversed, or is itself a reversal.")
