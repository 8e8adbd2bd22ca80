"""Tickets to print: a person's QR code and where they hold places, drawn by typst as a PDF with correct Thai."""

import datetime as dt
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Self, cast

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import LeftByVisitor, Person
from activities.models import Pass, Registration
from activities.passes import pass_address
from activities.pictures import BRAND, FONTS, SIGN, instead_of, letters
from goodsociety.common.dates import is_thai, local_day, show_day, show_days, show_times, shown_year
from zones.models import Edition

DRAWING = Path(__file__).resolve().parent / "typst" / "ticket.typ"
#: Scripts that the fonts of the program draw, where ours do not.
OTHER_SCRIPTS = ("ARABIC", "CYRILLIC", "GREEK", "HEBREW")
LONGEST = 200


@dataclass(frozen=True)
class Row:
    """A line of a ticket: where somebody holds places."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    what: str
    where: str
    people: int
    reference: str

    @property
    def facts(self) -> dict[str, str]:
        """What the line says."""
        people = ngettext("%(people)s person", "%(people)s people", self.people) % {"people": self.people}
        return {
            "time": show_times(self.starts_at, self.ends_at),
            "what": printable(self.what),
            "at": printable(self.where),
            "people": people,
            "reference": self.reference,
        }


@dataclass(frozen=True)
class Ticket:
    """A sheet for an edition: a name, what the QR code holds, and lines in order of time."""

    edition: Edition
    name: str
    code: str
    rows: Sequence[Row]

    @classmethod
    def of_pass(cls, held: Pass, name: str, rows: Sequence[Row]) -> Self:
        """Return the ticket of everything that a pass lets into."""
        return cls(held.edition, name, pass_address(held.code), rows)

    @classmethod
    def of_registration(cls, registration: Registration, code: str) -> Self:
        """Return the ticket of one registration, with what its QR code is to hold."""
        session = registration.session
        where = f"{session.place.name}, {session.activity.zone.name}"
        what, people = session.activity.name, registration.party_size
        row = Row(session.starts_at, session.ends_at, what, where, people, registration.reference)
        return cls(session.edition, registration.name, code, [row])

    @property
    def facts(self) -> dict[str, Any]:
        """What the sheet says, in the page's language."""
        edition = self.edition
        wordmark = f"Good Society Expo {shown_year(edition.year)}"
        days = show_days(edition.starts_on, edition.ends_on) if edition.starts_on and edition.ends_on else ""
        return {
            "language": "th" if is_thai() else "en",
            "brand": BRAND,
            "title": " – ".join((_("My tickets"), wordmark)),
            "wordmark": wordmark,
            "mark": _("sample") if edition.is_sample else "",
            "name": printable(self.name) or self.rows[0].reference,
            "lines": [text for text in map(printable, (edition.name, days, edition.venue)) if text],
            "labels": {"name": _("Name"), "qr": _("Show this at the entrance")},
            "advice": _("One QR code for everything on this sheet. Times may still change: your page always has them."),
            "footer": wordmark,
            "days": [{"name": show_day(day, weekday=True), "rows": rows} for day, rows in by_day(self.rows)],
        }

    def pdf(self) -> bytes:
        """Draw it: no file and no address outside this project and its fonts."""
        sign = SIGN.read_text(encoding="utf-8")
        said = json.dumps({**self.facts, "sign": sign, "qr": drawn_code(self.code)}, ensure_ascii=False)
        options: dict[str, Any] = {"font_paths": fonts(), "ignore_system_fonts": True}
        return cast("bytes", typst.compile(str(DRAWING), format="pdf", sys_inputs={"data": said}, **options))


def entrance_code(registration: Registration, *, viewer: Person | None) -> str:
    """Return what the QR code of a registration holds: its own page; for its person, when signed in, their pass.

    Whoever typed somebody else's e-mail into a form sees this registration, and must not see that person's pass.
    """
    page = reverse("registration_detail", args=[registration.code])
    return own_pass(registration, registration.session.edition, viewer) or f"{settings.SITE_URL}{page}"


def own_pass(left: LeftByVisitor, edition: Edition, viewer: Person | None) -> str:
    """Return what the QR code of a pass holds, for whoever is signed in as the person that left something here."""
    if viewer is None or viewer.pk != left.person_id:
        return ""
    held = Pass.objects.live().filter(person=viewer, edition=edition).first()
    return pass_address(held.code) if held else ""


def by_day(rows: Iterable[Row]) -> list[tuple[dt.date, list[dict[str, str]]]]:
    """Return what lines say, by day."""
    days = groupby(rows, key=lambda row: local_day(row.starts_at))
    return [(day, [row.facts for row in those]) for day, those in days]


def drawn_code(text: str) -> str:
    """Return a QR code as SVG, with its quiet zone."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=4, dark="#000", light="#fff")
    return picture.getvalue().decode()


def printable(text: str) -> str:
    """Return a text without what no font here has a letter for: no boxes in place of emoji, nothing invisible."""
    shown = (character if is_drawn(character) else instead_of(character) for character in text[:LONGEST])
    return " ".join("".join(shown).split())


def is_drawn(character: str) -> bool:
    """Say whether a font has a letter for a character."""
    name = unicodedata.name(character, "")
    is_of_others = name.startswith(OTHER_SCRIPTS) and unicodedata.category(character) != "Cf"
    return ord(character) in letters() or is_of_others


@cache
def fonts() -> typst.Fonts:
    """Return the fonts, read once: that takes longer than drawing a page."""
    return typst.Fonts(include_system_fonts=False, font_paths=FONTS)
