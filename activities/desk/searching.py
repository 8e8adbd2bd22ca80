"""Looking somebody up at the desk: by name however it is spelt, by reference, or by the last digits of the phone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from activities.desk.watching import Reach, Watch
from activities.models import PartyMember, Registration, Session
from activities.models.registration import RegistrationQuerySet
from goodsociety.common.codes import REFERENCE_ALPHABET
from goodsociety.common.folding import THAI_DIGITS, key_of
from goodsociety.common.searching import LONGEST, Nearness, attempts

MOST = 20
#: Fewer digits of a phone, or letters of a reference, would find half of the expo.
FEWEST = 3
SHOWN_DIGITS = 4
#: The names of one expo: typed again and again by several desks.
key_of_guests = lru_cache(16_384)(key_of)
SEPARATORS = re.compile(r"[\s()\-.+]")
REFERENCE_PART = re.compile(f"[{REFERENCE_ALPHABET}]{{{FEWEST},8}}")


@dataclass(frozen=True)
class Search:
    """What was found: at most so many registrations, whether they are only near to what was typed, and whether more."""

    found: list[Registration]
    is_near: bool = False
    has_more: bool = False
    #: Whether they are of the day, since nobody of the sessions that are watched fits.
    is_of_the_day: bool = False


def look_up(reach: Reach, watch: Watch, typed: str) -> Search:
    """Find registrations of the sessions that are watched, else of their days as far as they are the user's."""
    here = Session.objects.filter(pk__in=[session.pk for session in watch.sessions])
    found = look_up_in(here, typed)
    if found.found:
        return found
    theirs = reach.sessions().of(watch.edition).annotate(day=TruncDate("starts_at"))
    found = look_up_in(theirs.filter(day__in=watch.days or watch.edition.days), typed)
    return Search(found.found, found.is_near, found.has_more, is_of_the_day=True)


def look_up_in(sessions: QuerySet[Session], typed: str) -> Search:
    """Find registrations of sessions: by digits and letters as they stand, else by names."""
    rows: RegistrationQuerySet = Registration.objects.filter(session__in=sessions.order_by().values("pk"))
    typed = typed[:LONGEST].strip()
    by_sign = signs_of(typed)
    if by_sign and (found := shown(rows.filter(by_sign))):
        return Search(found[:MOST], has_more=len(found) > MOST)
    keys, is_near = by_name(rows, typed)
    found = shown(rows.filter(pk__in=keys[: MOST + 1]))
    return Search(found[:MOST], is_near, has_more=len(keys) > MOST)


def signs_of(typed: str) -> Q | None:
    """Return what is asked of phones and references; None where a text can only be a name."""
    plain = SEPARATORS.sub("", typed.translate(THAI_DIGITS)).upper()
    asked = Q()
    if plain.isascii() and plain.isdigit() and len(plain) >= FEWEST:
        # 081… as it is said, +6681… as it is kept.
        asked |= Q(phone__endswith=plain.removeprefix("0"))
    if REFERENCE_PART.fullmatch(plain):
        asked |= Q(reference__startswith=plain)
    return asked or None


def by_name(rows: QuerySet[Registration], typed: str) -> tuple[list[int], bool]:
    """Return the numbers of registrations with a name like the one typed, and whether it is only near to it."""
    names = [(pk, key_of_guests(name)) for pk, name in names_of(rows)]
    for words in attempts(typed):
        found = list(dict.fromkeys(pk for pk, key in names if all(word.is_in(key) for word in words)))
        if found:
            return found, words[0].nearness != Nearness.NONE
    return [], False


def names_of(rows: QuerySet[Registration]) -> Iterable[tuple[int, str]]:
    """Return every name of registrations: whoever registered, and the members of parties that were named."""
    order = rows.order_by("name", "pk")
    members = PartyMember.objects.filter(registration__in=rows.order_by().values("pk")).exclude(name="")
    return [*order.values_list("pk", "name"), *members.order_by("name", "pk").values_list("registration", "name")]


def shown(rows: RegistrationQuerySet) -> list[Registration]:
    """Return the first of some registrations with what the desk shows of them: those who can come in at the front."""
    seen = rows.for_page().annotate(inside=Sum("check_ins__heads", default=0)).order_by("name", "pk")
    found = list(seen[: MOST + 1])
    return sorted(found, key=lambda row: (not row.is_live, not row.is_active))


def masked(phone: str) -> str:
    """Return a phone by which two people are told apart and nobody is called: its last digits."""
    return f"••• {phone[-SHOWN_DIGITS:]}" if phone else ""


def as_json(rows: Sequence[Registration]) -> list[dict[str, Any]]:
    """Return registrations as a device reads them."""
    return [
        {
            "session": row.session.code,
            "sessionName": row.session.activity.name,
            "startsAt": row.session.starts_at.isoformat(),
            "reference": row.reference,
            "name": row.name,
            "size": row.party_size,
            "in": row.inside,  # type: ignore[attr-defined]  # annotated
            "status": row.status,
            "statusText": str(row.get_status_display()),
            "phone": masked(row.phone),
        }
        for row in rows
    ]
