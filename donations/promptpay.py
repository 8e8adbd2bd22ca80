"""PromptPay payloads: the text inside a Thai QR code for a transfer.

Format: EMVCo QR Code Specification for Payment Systems, merchant-presented mode, with the Thai QR Payment Standard's
application ids for credit transfer (tag 29) and for bill payment (tag 30, with references). Every element is id (2
digits), length (2 digits), value; the last one is a CRC-16/CCITT-FALSE over all that stands before it, its own id and
length included.
"""

import binascii
import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from goodsociety.common.money import baht

TRANSFER, BILL_PAYMENT = "A000000677010111", "A000000677010112"
REUSABLE, ONE_TIME = "11", "12"
THAI_BAHT = "764"
CRC_START = 0xFFFF
#: How many digits a payee has, and the tag and form it takes in the payload.
MOBILE_DIGITS, TAX_DIGITS, WALLET_DIGITS = 10, 13, 15
PAYEE = "0[0-9]{9}|[0-9]{13}|[0-9]{15}"
#: Mobile numbers that exist begin so; test vectors and sample campaigns have some that do not.
REAL_MOBILE = "0[689][0-9]{8}"
#: A biller is a tax number and two digits.
BILLER = "[0-9]{15}"
#: What goes along with a bill payment.
BILL_REFERENCE = "[A-Z0-9]{1,20}"


def validate_payee(payee: str) -> None:
    """Refuse what is not a mobile number (0 and nine digits), a national or tax number (13) or an e-wallet (15)."""
    if not re.fullmatch(PAYEE, payee):
        raise ValidationError(
            _("Write 10 digits of a mobile number, 13 of a national or tax number, or 15 of an e-wallet.")
        )


def validate_typed_payee(payee: str) -> None:
    """Refuse what is no payee, and ten digits that are no Thai mobile number, which begin with 06, 08 or 09."""
    validate_payee(payee)
    if len(payee) == MOBILE_DIGITS and not re.fullmatch(REAL_MOBILE, payee):
        raise ValidationError(_("Thai mobile numbers begin with 06, 08 or 09."))


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


def biller_in_words(biller: str, reference: str) -> str:
    """Return a biller and the reference that a payment carries as people read them."""
    return _("biller %(number)s, reference %(reference)s") % {"number": biller, "reference": reference}


def payload(payee: str, amount_satang: int | None = None) -> str:
    """Return the payload for a payee and, for a one-time code, the exact amount in satang (more than nothing)."""
    validate_payee(payee)
    return written("29", element("00", TRANSFER) + payee_element(payee), amount_satang)


def bill_payload(biller: str, references: Sequence[str], amount_satang: int | None = None) -> str:
    """Return the payload of a payment to a biller with one or two references (1-20 of A-Z and 0-9)."""
    validate_biller(biller)
    if len(references) not in {1, 2} or not all(re.fullmatch(BILL_REFERENCE, typed) for typed in references):
        raise ValueError("a bill has one or two references, each of 1 to 20 capital letters and digits")
    account = element("00", BILL_PAYMENT) + element("01", biller)
    account += "".join(element(key, value) for key, value in zip(("02", "03"), references, strict=False))
    return written("30", account, amount_satang)


def written(tag: str, account: str, amount_satang: int | None) -> str:
    """Return the payload for an account under its tag: reusable where the payer types the amount."""
    if amount_satang is not None and amount_satang <= 0:
        raise ValueError("a payment is more than nothing")
    body = element("00", "01") + element("01", REUSABLE if amount_satang is None else ONE_TIME) + element(tag, account)
    body += element("58", "TH") + element("53", THAI_BAHT)
    if amount_satang is not None:
        body += element("54", f"{baht(amount_satang):.2f}")
    return f"{body}6304{checksum(f'{body}6304')}"


def checksum(text: str) -> str:
    """Return the CRC-16/CCITT-FALSE of a text as four upper-case hexadecimal digits."""
    return f"{binascii.crc_hqx(text.encode('ascii'), CRC_START):04X}"
