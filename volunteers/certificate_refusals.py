"""What the rules after the expo say no with: certificates, thanks, and how long volunteers' details are kept."""

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal


class NoHoursApproved(Refusal):
    """Nothing is there to certify."""

    sentence = _("No hours are approved yet. The organisers approve them after the shift.")


class ServiceGoesOn(Refusal):
    """The person has a shift before them, while the expo is not over."""

    sentence = _("There are still shifts to come. The certificate is there when the last one is over.")


class NamesGone(Refusal):
    """The name was erased, so that nothing can be certified to anybody."""

    sentence = _("The names of this expo's volunteers were erased. No new certificate can be made.")


class RunGoesOn(Refusal):
    """The certificates of the edition are being made in another run."""

    sentence = _("The certificates of this expo are being made in another run. Please look there.")


class NobodyToThank(Refusal):
    """Everybody was thanked, or can be reached by no mail."""

    sentence = _("Nobody is left to thank: everybody with a certificate and an e-mail has had the mail.")


class StillKept(Refusal):
    """The day until which volunteers' details are kept has not passed, or none is set."""

    sentence = _(
        "The details of this expo's volunteers are still kept. They can be erased after the day that its rules for "
        "volunteers name."
    )
