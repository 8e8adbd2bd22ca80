"""What everybody may know of a draw: its entries, the order drawn, and how to work it out again."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from activities.models import Draw, Registration, Session

#: What a party that was drawn got, where its person had promised to be elsewhere.
CLASH = "clash"
#: Three lines, each as short as it can be.
PROGRAM = """import hashlib, json
draw = json.load(open("%s", encoding="utf-8"))
print(*sorted(dict(draw["entries"]), key=lambda r: hashlib.sha256(f"{draw['seed']}:{r}".encode()).digest()))"""
#: How a badge shows each result.
TONES = {"confirmed": "good", "waiting": "warn"}


@dataclass(frozen=True)
class Tally:
    """How many have entered."""

    parties: int
    people: int


@dataclass(frozen=True)
class Drawn:
    """One entry in the order drawn, and what came of it."""

    reference: str
    people: int
    result: str
    tone: str


def tally_of(session: Session) -> Tally:
    """Count those who have entered a draw that was not held yet."""
    entered = Registration.objects.filter(session=session, status=Registration.Status.ENTERED)
    return Tally(**entered.aggregate(parties=Count("pk"), people=Sum("party_size", default=0)))


def closes_at(session: Session) -> dt.datetime:
    """Return until when one can enter."""
    return session.registration_closes_at or session.starts_at


def order_of(draw: Draw) -> list[Drawn]:
    """Return the entries of a draw in the order drawn."""
    sizes = dict(draw.entries)
    return [
        Drawn(reference, sizes[reference], result_word(result), TONES.get(result, ""))
        for reference, result in draw.outcome
    ]


def result_word(result: str) -> str:
    """Return the result of an entry in words."""
    words = {
        Registration.Status.CONFIRMED: _("has places"),
        Registration.Status.WAITING: _("on the waiting list"),
        CLASH: _("had promised to be elsewhere"),
    }
    return words.get(result) or _("not drawn")


def file_name(session: Session) -> str:
    """Return what the file of a draw is called."""
    return f"draw-{session.code}.json"


def draw_file(draw: Draw) -> dict[str, Any]:
    """Return all that anybody needs to work a draw out again; references and party sizes, no names."""
    session = draw.session
    return {
        "edition": session.edition.year,
        "session": session.code,
        "activity": session.activity.name_th,
        "held_at": draw.at.isoformat(),
        "rule": "ascending SHA-256 of seed + ':' + reference, in UTF-8",
        "seed": draw.seed,
        "entries": draw.entries,
        "outcome": draw.outcome,
    }


def check_program(session: Session) -> str:
    """Return three lines of Python that print the order of a draw from its file."""
    return PROGRAM % file_name(session)
