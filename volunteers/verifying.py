"""Whether a certificate is genuine: what anybody who holds one may ask."""

import datetime as dt
import re

from goodsociety.common.codes import REFERENCE_ALPHABET, TYPED_SECRET_LENGTH
from goodsociety.common.limits import Limit
from volunteers.models import Certificate

CODE = re.compile(rf"[{REFERENCE_ALPHABET}]{{{TYPED_SECRET_LENGTH}}}")
#: What people put between the groups of a code.
BETWEEN = re.compile(r"[\s\u00a0\u200b.\-\u2010-\u2015]+")
#: Whoever copies one from paper mistypes now and then; a whole office may be behind one address.
WRONG_CODES = Limit("wrong-certificate-codes", 60, dt.timedelta(hours=1))


def normal_code(typed: str) -> str:
    """Return a typed code, or the one at the end of a typed address, as it is kept; nothing where it can be none."""
    last = typed.strip().rstrip("/").rpartition("/")[2]
    code = BETWEEN.sub("", last).upper()
    return code if CODE.fullmatch(code) else ""


def certificate_of(code: str) -> Certificate | None:
    """Return the certificate of a code, or none."""
    known = normal_code(code)
    return Certificate.objects.for_page().filter(code=known).first() if known else None
