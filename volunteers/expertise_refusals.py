"""What the rules of sharing expertise say no with."""

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal


class ExpertiseClosed(Refusal):
    """The edition takes no offers: it is not open."""

    sentence = _("This expo takes no offers of expertise now.")


class MatchedAlready(Refusal):
    """The offer was brought together with this organization before."""

    sentence = _("This offer was brought together with %(organization)s before.")


class NoPartInEdition(Refusal):
    """The organization does not take part in the edition."""

    sentence = _("%(organization)s has no part in this edition.")


class AnswerNeeded(Refusal):
    """An answer without words tells nobody anything."""

    sentence = _("Please write the answer.")


class HoursOutOfRange(Refusal):
    """Nobody gives so many hours."""

    sentence = _("Write between 1 and %(most)s hours, or leave it empty.")


class MatchesOpen(Refusal):
    """Nobody has noted what came of some matches."""

    sentence = _("Please note first what came of it with %(organizations)s.")
