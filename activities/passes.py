"""What stands in the QR code of a pass: its code, signed; nothing about the person."""

import base64
import hashlib
import hmac
import re

from django.conf import settings
from django.utils.crypto import salted_hmac

#: Bytes of the signature that are kept: forging one takes 2^95 tries on average.
KEPT = 12
TOKEN = re.compile(r"([\w-]{22})\.([\w-]{16})")


#: What a token opens, each signed under a key of its own: whoever sees a QR code cannot follow a calendar.
ENTRANCE = "activities.pass"
CALENDAR = "activities.pass.calendar"


def token_of(code: str, opens: str = ENTRANCE) -> str:
    """Return the signed token of a pass code."""
    return f"{code}.{signature(code, opens)}"


def signature(code: str, opens: str) -> str:
    """Return the signature of a pass code: HMAC-SHA256 under a key of its own, cut and in URL-safe Base64."""
    digest = salted_hmac(opens, code, algorithm=hashlib.sha256().name).digest()[:KEPT]
    return base64.urlsafe_b64encode(digest).decode()


def code_of(text: str, opens: str = ENTRANCE) -> str:
    """Return the pass code of a signed token, alone or inside an address; an empty text where none is signed by us."""
    found = TOKEN.search(text)
    if found is None or not hmac.compare_digest(signature(found[1], opens), found[2]):
        return ""
    return found[1]


def pass_address(code: str) -> str:
    """Return what the QR code holds: an address, so that any phone makes something of it."""
    return f"{settings.SITE_URL}/p/{token_of(code)}"
