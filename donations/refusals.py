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


class TooManyParts(Refusal):
    """More parts than a year has months, or parts of less than one baht."""

    sentence = _("A gift can be paid in up to %(most)s parts of at least 1 baht.")


class SlipInReview(Refusal):
    """A slip says that this pledge is paid; finance looks at it first."""

    sentence = _("A slip for this pledge is being looked at. Please wait for the answer, or take the slip back.")


class LineUsedUp(Refusal):
    """A line of a statement is entered already, or for less than this."""

    sentence = _("This line of the statement is already entered, or holds less than this amount.")


class TwoPeople(Refusal):
    """An amount so large takes a second person of finance."""

    sentence = _("An amount as large as this needs a second person: enter it by itself, and let somebody else agree.")


class SecondPerson(Refusal):
    """Who proposed something with money cannot agree to it."""

    sentence = _("You proposed this yourself: somebody else of finance must agree.")


class OrderWaits(Refusal):
    """One such order or change waits already."""

    sentence = _("Something like this is already waiting for a second person.")


class MoreThanCame(Refusal):
    """No more is given back than came and was not given back yet."""

    sentence = _("You can give back at most what came and was not given back yet.")


class NoPayee(Refusal):
    """A payee needs a number or an account that money can go to."""

    sentence = _("Write a PromptPay number, a biller's number or a bank account.")
