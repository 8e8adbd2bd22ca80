"""The secret link in a mail that opens a person's page: signed, until a day, and ended by signing out everywhere."""

import base64
import datetime as dt
import hmac
import re
import struct

from django.utils.crypto import salted_hmac

from accounts.models import Person
from goodsociety.common.dates import local_day

#: A link stands for so long after the last day of what its mail is about.
LIFE_AFTER = dt.timedelta(days=30)
#: Which person, and the number of the last day.
HOLDS = struct.Struct(">QI")
#: Bytes of the signature that are kept: 128 bits.
KEPT = 16
TOKEN = re.compile(r"([\w-]{16})([\w-]{22})", re.ASCII)


def link_for(person: Person, *, email: str, last_day: dt.date) -> str:
    """Return the token of a person's link for a mail to an address; nothing where the address is not their own."""
    if not email or person.email != email or person.erased_at is not None:
        return ""
    held = HOLDS.pack(person.pk, (last_day + LIFE_AFTER).toordinal())
    return text_of(held) + signature(held, person)


def person_of(token: str, *, at: dt.datetime) -> Person | None:
    """Return whose page a token opens at a moment; None for one that is forged, over or was ended."""
    found = TOKEN.fullmatch(token)
    if found is None:
        return None
    held = base64.urlsafe_b64decode(found[1])
    key, last_day = HOLDS.unpack(held)
    person = Person.objects.select_related("user").filter(pk=min(key, MOST_ROWS), erased_at=None).first()
    if person is None or not hmac.compare_digest(signature(held, person), found[2]):
        return None
    return person if local_day(at).toordinal() <= last_day else None


#: The highest number that databases give a row.
MOST_ROWS = 2**63 - 1


def signature(held: bytes, person: Person) -> str:
    """Return the signature of what a token holds; it is another one with another address, and after signing out."""
    signed_out = person.signed_out_at.timestamp() if person.signed_out_at else 0
    said = f"{held.hex()}:{person.email}:{signed_out}"
    return text_of(salted_hmac("accounts.link", said, algorithm="sha256").digest()[:KEPT])


def text_of(held: bytes) -> str:
    """Return bytes in the letters of addresses."""
    return base64.urlsafe_b64encode(held).decode().rstrip("=")
