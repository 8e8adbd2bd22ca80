"""Amounts as banks write them, in satang. What cannot be read raises, and is never taken for nothing."""

import re
import unicodedata

from django.utils.translation import gettext as _

from goodsociety.common.money import satang_from_typed

#: Credit and debit, as some banks write after or before an amount.
SIDE = re.compile(r"^(CR|DR)\.?|(CR|DR)\.?$")
BRACKETED = re.compile(r"\((.+)\)")
MINUS = "-\u2212\u2013\u2014"
CURRENCY = re.compile("THB|BAHT|บาท|฿", re.IGNORECASE)
#: What stands where there is no amount.
NOTHING = re.compile(rf"[{MINUS}\s]*")
#: No bank moves a hundred billion baht here; the database holds no more either.
LARGEST = 10**13


def is_blank(text: str) -> bool:
    """Say whether a cell holds no amount at all."""
    return NOTHING.fullmatch(text) is not None


def satang_of(text: str) -> int:
    """Return an amount with its sign: 1,234.50, ฿99, (250.00), 250.00-, 250 DR. Raises ValueError with a sentence."""
    rest = CURRENCY.sub("", unicodedata.normalize("NFKC", text)).replace(" ", "").upper()
    sides = [side for found in SIDE.finditer(rest) for side in found.groups() if side]
    rest = SIDE.sub("", rest)
    bracketed = BRACKETED.fullmatch(rest)
    rest = bracketed[1] if bracketed else rest
    unsigned = rest.strip(f"{MINUS}+")
    # One sign at most, of whichever kind.
    if len(rest) - len(unsigned) + bool(bracketed) + len(sides) > 1:
        raise ValueError(unreadable(text))
    is_minus = bool(bracketed) or sides == ["DR"] or any(sign in rest for sign in MINUS)
    try:
        satang = satang_from_typed(unsigned)
    except ValueError:
        raise ValueError(unreadable(text)) from None
    if satang > LARGEST:
        raise ValueError(unreadable(text))
    return -satang if is_minus else satang


def unreadable(text: str) -> str:
    """Return the sentence about an amount that cannot be read."""
    return _("“%(text)s” is no amount that can be read.") % {"text": text[:40]}
