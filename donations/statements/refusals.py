"""Why the file of a bank is not read, in sentences that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal


class NoHeadings(Refusal):
    """No row of the file holds the headings that are looked for."""

    sentence = _("The headings %(headings)s stand in no row of this file. Choose the columns again.")


class NoLines(Refusal):
    """There are headings and nothing below."""

    sentence = _("This file has headings and no lines below them.")


class WrongEncoding(Refusal):
    """The letters of a file are not in the encoding that its format names."""

    sentence = _("The letters of this file are not %(encoding)s, as its format says. Leave the encoding empty there.")


class TooManySheets(Refusal):
    """A workbook with lines on several sheets: nothing is left out silently."""

    sentence = _("This file has %(count)s sheets. Please save the one with the lines alone.")
