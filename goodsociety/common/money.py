"""Money is a whole number of satang (1 baht = 100 satang); no float comes near it."""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

SATANG = 100
#: Commas only where they part thousands: 1,50 is somebody's one baht fifty and must not become 150.
TYPED_BAHT = re.compile(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]*)?")
DECIMALS = 2


def baht(satang: int) -> Decimal:
    """Return an amount in baht with two decimals, for texts and files."""
    return Decimal(satang) / SATANG


def show_baht(satang: int) -> str:
    """Return an amount for a page: 1,300,000 or 99.50, without the currency's name."""
    amount = baht(satang)
    return f"{amount:,.0f}" if satang % SATANG == 0 else f"{amount:,.2f}"


def satang_from_typed(typed: str) -> int:
    """Return the satang of an amount in baht as people type it: 1,000 or ฿99.50 or ๑๐๐ or 500 บาท.

    Raises ValueError with a sentence for anything else: more than two decimals, letters, not a number.
    """
    text = typed.replace("฿", "").strip().removesuffix("บาท").strip()
    digits = "".join(str(unicodedata.decimal(character, character)) for character in text)
    if not TYPED_BAHT.fullmatch(digits):
        raise ValueError(_("Write the amount in baht as a number, for example 500 or 99.50."))
    whole, _point, decimals = digits.replace(",", "").partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) > DECIMALS:
        raise ValueError(_("An amount has at most two decimals: one satang is the smallest."))
    return int(whole + decimals.ljust(DECIMALS, "0"))
