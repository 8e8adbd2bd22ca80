"""PromptPay payloads: the text inside a Thai QR code for a transfer.

Format: EMVCo QR Code Specification for Payment Systems, merchant-presented mode, with the Thai QR Payment Standard's
application id for credit transfer (tag 29). Every element is id (2 digits), length (2 digits), value; the last one is
a CRC-16/CCITT-FALSE over all that stands before it, its own id and length included.
"""

import binascii
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from goodsociety.common.money import baht

APPLICATION = "A000000677010111"
REUSABLE, ONE_TIME = "11", "12"
THAI_BAHT = "764"
CRC_START = 0xFFFF
#: How many digits a payee has, and the tag and form it takes in the payload.
MOBILE_DIGITS, TAX_DIGITS, WALLET_DIGITS = 10, 13, 15
PAYEE = "0[0-9]{9}|[0-9]{13}|[0-9]{15}"
#: A biller is a tax number and two digits.
BILLER = "[0-9]{15}"


def validate_payee(payee: str) -> None:
    """Refuse what is not a mobile number (0 and nine digits), a national or tax number (13) or an e-wallet (15)."""
    if not re.fullmatch(PAYEE, payee):
        raise ValidationError(
            _("Write 10 digits of a mobile number, 13 of a national or tax number, or 15 of an e-wallet.")
        )


def validate_biller(biller: str) -> None:
    """Refuse what is not a biller's number: a tax number (13 digits) and two digits from the bank."""
    if not re.fullmatch(BILLER, biller):
        raise ValidationError(_("Write the 15 digits that the bank gave: the tax number and two more."))


def element(key: str, value: str) -> str:
    """Return one element of the payload."""
    return f"{key}{len(value):02}{value}"


def payee_element(payee: str) -> str:
    """Return the payee as the standard writes it."""
    if len(payee) == MOBILE_DIGITS:
        return element("01", f"0066{payee[1:]}")
    return element("02" if len(payee) == TAX_DIGITS else "03", payee)


def in_words(payee: str) -> str:
    """Return the payee as people read it, to be compared with what the bank shows before paying."""
    if len(payee) == MOBILE_DIGITS:
        return _("mobile number %(number)s") % {"number": f"{payee[:3]}-{payee[3:6]}-{payee[6:]}"}
    if len(payee) == TAX_DIGITS:
        groups = (payee[0], payee[1:5], payee[5:10], payee[10:12], payee[12])
        return _("national or tax number %(number)s") % {"number": "-".join(groups)}
    return _("e-wallet %(number)s") % {"number": payee}


def payload(payee: str, amount_satang: int | None = None) -> str:
    """Return the payload for a payee and, for a one-time code, the exact amount in satang (more than nothing)."""
    validate_payee(payee)
    if amount_satang is not None and amount_satang <= 0:
        raise ValueError("a payment is more than nothing")
    body = element("00", "01")
    body += element("01", REUSABLE if amount_satang is None else ONE_TIME)
    body += element("29", element("00", APPLICATION) + payee_element(payee))
    body += element("58", "TH") + element("53", THAI_BAHT)
    if amount_satang is not None:
        body += element("54", f"{baht(amount_satang):.2f}")
    body += "6304"
    return f"{body}{binascii.crc_hqx(body.encode('ascii'), CRC_START):04X}"
