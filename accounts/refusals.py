"""Rules of signing in that say no."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from goodsociety.common.refusals import Refusal


class TooManyCodes(Refusal):
    """An e-mail address was sent enough codes for now, whoever asked for them."""

    sentence = _(
        "We have sent several codes to this address within the hour. Please use the newest one, or try again later."
    )


class TooManyFromNetwork(Refusal):
    """So much was asked or tried from one network that it has to wait."""

    sentence = _(
        "Too many people are signing in from this network right now. Please try again in an hour, or use another "
        "network. The links in our mails work without signing in."
    )


class CodeWrong(Refusal):
    """The code is not the one that was mailed, and may be tried again."""

    def __str__(self) -> str:
        """Say how many tries are left."""
        left = int(str(self.values["left"]))
        return ngettext(
            "This is not the code from the newest mail. You can try once more.",
            "This is not the code from the newest mail. You can try %(left)s more times.",
            left,
        ) % {"left": left}


class CodeSpent(Refusal):
    """There is no code any more that could be right."""

    sentence = _(
        "This code can no longer be used: it is too old, was used already or was typed wrong too often. Please ask "
        "for a new one."
    )


class LinkOver(Refusal):
    """The link from a mail is none of ours, or opens nothing any more."""

    sentence = _("This link no longer opens your page. Sign in with a code by e-mail instead.")


class SignInClosed(Refusal):
    """The organisers have closed this visitor's sign-in."""

    sentence = _("This address cannot be signed in. Please write to us or ask at the desk.")
