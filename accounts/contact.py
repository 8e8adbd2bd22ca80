"""How a person is reached, in one normal form each, so that one human is one row."""

import re
import unicodedata
from dataclasses import asdict, dataclass
from typing import Literal

from django.utils.translation import gettext as _

SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015]+")
THAI_COUNTRY_CODE = "+66"
#: Digits of a mobile phone with its 0; those of a landline are one fewer.
THAI_MOBILE = 10
INTERNATIONAL = re.compile(r"\+[1-9]\d{7,14}")
THAI_NATIONAL = re.compile(r"0[1-9]\d{7,8}")
#: Of longer texts only the length is judged: bringing marks into order takes time that grows with its square.
LONGEST = 1000


@dataclass(frozen=True)
class Contact:
    """Who somebody says they are, as typed on a form: a name, an e-mail or a phone or both, a language."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = "th"

    @property
    def typed(self) -> dict[str, str]:
        """The contact as the columns of whatever is left by it."""
        return asdict(self)


def composed(form: Literal["NFC", "NFKC"], typed: str) -> str:
    """Return a text in a Unicode normal form; one that is too long for any field stays as it is."""
    return unicodedata.normalize(form, typed) if len(typed) <= LONGEST else typed


def normal_name(typed: str) -> str:
    """Return a name on one line: blanks are single spaces, and marks that nobody sees are gone (but for NUL)."""
    seen = "".join(character for character in typed if character in "\0\n\r\t" or is_seen(character))
    return " ".join(composed("NFC", seen).split())


def is_seen(character: str) -> bool:
    """Say whether a character leaves a mark or a space, or joins letters (U+200C and U+200D do)."""
    return unicodedata.category(character)[0] != "C" or character in "\u200c\u200d"


def normal_email(typed: str) -> str:
    """Return an e-mail address as it is compared: NFKC, no blanks around, lower case."""
    return composed("NFKC", typed).strip().lower()


def normal_phone(typed: str) -> str:
    """Return a phone number in E.164 (+66812345678); Thai digits and the usual separators are read.

    Raises ValueError with a sentence when it is neither a Thai number (0…) nor an international one (+…).
    """
    text = SEPARATORS.sub("", composed("NFKC", typed))
    digits = "".join(str(unicodedata.decimal(character, character)) for character in text)
    # +66 (0)81 …: the 0 of the national form, kept by mistake behind the country's code.
    digits = digits.replace("+660", THAI_COUNTRY_CODE, 1)
    if THAI_NATIONAL.fullmatch(digits):
        return THAI_COUNTRY_CODE + digits[1:]
    if INTERNATIONAL.fullmatch(digits):
        return digits
    raise ValueError(_("Write a Thai phone number such as 081 234 5678, or an international one that begins with +."))


def spoken_phone(phone: str) -> str:
    """Return a kept phone as it is read out: 081 234 5678 for a Thai one, others as they are kept."""
    if not phone.startswith(THAI_COUNTRY_CODE):
        return phone
    digits = f"0{phone.removeprefix(THAI_COUNTRY_CODE)}"
    first = 3 if len(digits) == THAI_MOBILE else 2
    return f"{digits[:first]} {digits[first : first + 3]} {digits[first + 3 :]}"
