"""The code that is shown where a shift takes place, so that whoever types it is there.

Six digits made from the shift and the time: a new one every ten minutes, and the one before is still good, so that
nobody is caught between reading and typing.
"""

import datetime as dt
import hmac
import unicodedata

from django.utils.crypto import salted_hmac

from volunteers.models import Shift

WINDOW = dt.timedelta(minutes=10)
DIGITS = 6


def code_at(shift: Shift, at: dt.datetime) -> str:
    """Return the code of a shift at a moment."""
    return code_of(shift, window_of(at))


def code_of(shift: Shift, window: int) -> str:
    """Return the code of a shift in a window of ten minutes, by its number."""
    digest = salted_hmac("volunteers.place", f"{shift.pk}:{window}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}}"


def window_of(at: dt.datetime) -> int:
    """Return the number of the ten minutes in which a moment is."""
    return int(at.timestamp() // WINDOW.total_seconds())


def changes_at(at: dt.datetime) -> dt.datetime:
    """Return when the code that is shown at a moment changes."""
    return dt.datetime.fromtimestamp((window_of(at) + 1) * WINDOW.total_seconds(), tz=dt.UTC)


def is_good(shift: Shift, typed: str, *, at: dt.datetime) -> bool:
    """Say whether a typed code is the one shown now or the one before; blanks and Thai digits are read."""
    digits = "".join(str(unicodedata.decimal(character, "")) for character in typed)
    window = window_of(at)
    return any(hmac.compare_digest(code_of(shift, each), digits) for each in (window, window - 1))
