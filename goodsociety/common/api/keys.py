"""The key under which a client sends a request that is to be done once."""

import re

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

KEY_HEADER = "Idempotency-Key"
VISIBLE_ASCII = re.compile(r"[\x21-\x7e]{1,100}")


def idempotency_key(request: Request) -> str:
    """Return the client's key, empty where it sent none; ValidationError (400) for one that is no ASCII word."""
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return ""
    if not VISIBLE_ASCII.fullmatch(key):
        sentence = _("A key is made of 1 to 100 visible ASCII characters without blanks.")
        raise ValidationError({KEY_HEADER: [sentence]})
    return str(key)
