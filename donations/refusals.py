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


class SlipSeen(Refusal):
    """One slip counts once: its bank and reference stand in another one that was sent in."""

    sentence = _(
        "This slip was sent in already. Each transfer counts once: send in the slip of this transfer. "
        "If you think that this is a mistake, please write to us."
    )


class EmptySlip(Refusal):
    """A slip is a picture or a number."""

    sentence = _("Choose the picture of your slip, or write its number.")


class TooManySlips(Refusal):
    """Nobody buries finance in slips."""

    sentence = _("Many slips were sent in a short time. Please try again in an hour.")


class OrderForSlip(Refusal):
    """The payment of a slip waits for a second person of finance."""

    sentence = _("The payment of this slip is waiting for a second person to agree.")


class AlreadyImported(Refusal):
    """The very same file was read for this account."""

    sentence = _("This file was imported already, on %(moment)s. Nothing was changed.")


class NothingNew(Refusal):
    """A file of which every line is known."""

    sentence = _("Every line of this file is known already. Nothing was changed.")


class AnotherAccount(Refusal):
    """Money in the account of one organization is not entered for another one, or in another edition."""

    sentence = _("This campaign belongs to another organization or edition than the account of this statement.")


class NothingToEnter(Refusal):
    """Shares of a line must each be more than nothing."""

    sentence = _("Say for at least one pledge or campaign how much of this line is for it.")


class CannotBePaid(Refusal):
    """A campaign without a payee, or one for things or hours, takes no money here."""

    sentence = _("This campaign cannot take money here yet. Please look again later, or ask at the booth.")


class NotYourMoney(Refusal):
    """Somebody acts on money of an edition that they do not look after."""

    sentence = _("You do not look after the money of this edition.")


class MoneyWanted(Refusal):
    """A campaign that asks for money takes no things and no hours."""

    sentence = _("This campaign asks for money, not for things or hours.")


class QuantityOutOfRange(Refusal):
    """Nothing, or more than is believable without a talk."""

    sentence = _("Give a number between 1 and 1,000,000. For more, please write to us.")


class NoGateway(Refusal):
    """No payment provider is set up, or the campaign is a sample."""

    sentence = _("Payments by card are not possible here at the moment. Please pay by the QR code.")


class TooManyCharges(Refusal):
    """Nobody opens charges in heaps."""

    sentence = _("Many payments were begun in a short time. Please try again in an hour.")
