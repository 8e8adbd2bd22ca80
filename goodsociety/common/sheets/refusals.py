"""Why a spreadsheet is not read, in sentences that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal


class SheetRefusal(Refusal):
    """A file is not read as a spreadsheet."""


class NotASpreadsheet(SheetRefusal):
    """The file is something else, whatever its name says."""

    sentence = _("This file is not a spreadsheet that can be read here. Please save it as .xlsx or .csv.")


class OldSpreadsheet(SheetRefusal):
    """The file is in the format of Excel 2003 and before."""

    sentence = _("This is the old Excel format (.xls). Please open the file, save it as .xlsx, and choose that one.")


class LockedSpreadsheet(SheetRefusal):
    """The file is encrypted."""

    sentence = _("This file is locked with a password. Please save it without one.")


class SwollenSpreadsheet(SheetRefusal):
    """The file is small and unpacks to more than any list holds."""

    sentence = _(
        "This file unpacks to far more than a list needs, so it was not opened. Please copy the rows to a new file."
    )


class HeavySpreadsheet(SheetRefusal):
    """Reading the file took more time or memory than it may."""

    sentence = _("Reading this file takes too long. Please copy the rows that are needed to a new file.")


class DamagedSpreadsheet(SheetRefusal):
    """The file begins like a spreadsheet and does not go on like one."""

    sentence = _("This file is damaged or only half there. Please save it once more and choose it again.")


class StrangeLetters(SheetRefusal):
    """A text file in letters that are neither Unicode nor Thai Windows."""

    sentence = _("The letters of this file cannot be read. Please save it as “CSV UTF-8” or .xlsx.")


class EmptySpreadsheet(SheetRefusal):
    """Nothing is in the file."""

    sentence = _("There is nothing in this file.")


class SpreadsheetTooLarge(SheetRefusal):
    """The file is larger than may be sent."""

    sentence = _("This file is larger than %(megabytes)s MB. Please save the list alone, without pictures.")


class TooManyRows(SheetRefusal):
    """The file holds more rows than are read."""

    sentence = _("This file has more than %(most)s rows. Please leave out what does not belong to the list.")


class TooManyColumns(SheetRefusal):
    """The file holds more columns than are read."""

    sentence = _("This file has more than %(most)s columns. Please leave out what does not belong to the list.")


class FormulaWithoutValue(SheetRefusal):
    """A formula whose result does not stand in the file, or is an error."""

    sentence = _(
        "Cell %(cell)s of the sheet “%(sheet)s” holds a formula without a result. Please put what it should say there."
    )


#: Under which names the reading process says them.
SHEET_REFUSALS = {refusal.__name__: refusal for refusal in SheetRefusal.__subclasses__()}
