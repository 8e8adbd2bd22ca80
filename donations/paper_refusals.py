"""What the rules of acknowledgements and of the booth say no with."""

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal


class NothingToAcknowledge(Refusal):
    """The payment was taken back or given back in full."""

    sentence = _("Nothing is left of this payment: it was taken back or given back.")


class AlreadyAcknowledged(Refusal):
    """One payment has one valid acknowledgement."""

    sentence = _("There is a valid acknowledgement of this payment. Void it first, then issue a new one.")


class NoRecipient(Refusal):
    """A paper needs somebody in whose name it is."""

    sentence = _("Write in whose name the acknowledgement is to be: the donor asked for none.")


class NotForMoney(Refusal):
    """A campaign for things or hours takes no money at the booth."""

    sentence = _("This campaign asks for things or hours, not for money.")


class UndoTooLate(Refusal):
    """After some minutes only finance takes an entry back, and only whoever entered a gift may before."""

    sentence = _("You can undo your own entries for five minutes. Later, ask finance to reverse the payment.")
