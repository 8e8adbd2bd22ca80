"""Pictures that go with a shared link (Open Graph): what an activity or an edition is, drawn by typst as PNG."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import typst
from django.conf import settings
from django.core.cache import cache as store
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from fontTools.ttLib import TTFont

from activities.models import Activity, Session, State
from goodsociety.common.colour import readable_on
from goodsociety.common.dates import is_thai, local_day, show_day, show_days, show_times, shown_year
from zones.models import Edition

#: What every network shows whole (Open Graph, 1.91 : 1); the drawing says the same.
WIDTH, HEIGHT = 1200, 630
DRAWING = Path(__file__).resolve().parent / "typst" / "picture.typ"
SIGN = Path(settings.BASE_DIR) / "static" / "img" / "icon.svg"
FONTS = [Path(str(files(package))) / "files" for package in ("fontpkg_sarabun", "fontpkg_prompt")]
BRAND = "#233a7d"
KEPT_SECONDS = 24 * 3600
LONGEST_LINE = 70


@dataclass(frozen=True)
class Picture:
    """A picture by what it says; it is drawn when somebody asks for it, and then kept."""

    facts: dict[str, Any]

    @cached_property
    def key(self) -> str:
        """The same for as long as the picture is: of what it says, in which language, and of how it is drawn."""
        said = json.dumps(self.facts, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(f"{said}\n{way_of_drawing()}".encode()).hexdigest()[:20]

    @property
    def words(self) -> str:
        """What the picture says, for those who do not see it."""
        return ". ".join(filter(None, (self.facts["title"], self.facts["eyebrow"], *self.facts["lines"])))

    def png(self) -> bytes:
        """Return the picture as PNG, drawn anew only where it is not kept."""
        kept: bytes | None = store.get(f"picture:{self.key}")
        if kept is None:
            kept = self.drawn()
            store.set(f"picture:{self.key}", kept, KEPT_SECONDS)
        return kept

    def drawn(self) -> bytes:
        """Draw it: some tens of milliseconds, no file and no address outside this project and its fonts."""
        facts = json.dumps({**self.facts, "sign": SIGN.read_text(encoding="utf-8")}, ensure_ascii=False)
        options: dict[str, Any] = {"font_paths": FONTS, "ignore_system_fonts": True}
        return cast("bytes", typst.compile(str(DRAWING), format="png", ppi=72, sys_inputs={"data": facts}, **options))


def picture_of_activity(activity: Activity) -> Picture:
    """Return the picture of an activity whose sessions were fetched along."""
    sessions = released(activity)
    return Picture(
        {
            **frame(activity.edition, activity.name),
            "ground": activity.zone.colour,
            "ink": readable_on(activity.zone.colour),
            "eyebrow": line(f"{capitalised(activity.get_kind_display())} · {activity.zone.name}"),
            "mark": _("sample") if activity.is_sample else "",
            "lines": [line(when(sessions)), line(where(activity, sessions))],
        }
    )


def picture_of_edition(edition: Edition) -> Picture:
    """Return the picture of an edition, with the colours of its zones."""
    days = show_days(edition.starts_on, edition.ends_on) if edition.starts_on and edition.ends_on else ""
    return Picture(
        {
            **frame(edition, edition.name),
            "ground": BRAND,
            "ink": readable_on(BRAND),
            "eyebrow": line(_("Cancelled") if edition.status == Edition.Status.CANCELLED else edition.theme),
            "mark": _("sample") if edition.is_sample else "",
            "stripe": [zone.colour for zone in edition.zones.all()],
            "lines": [text for text in (line(days), line(edition.venue)) if text],
        }
    )


def frame(edition: Edition, title: str) -> dict[str, Any]:
    """Return what every picture says."""
    wordmark = f"Good Society Expo {shown_year(edition.year)}"
    title = drawable(title) or wordmark
    return {"language": "th" if is_thai() else "en", "title": title, "wordmark": wordmark, "brand": BRAND, "stripe": []}


def released(activity: Activity) -> list[Session]:
    """Return the sessions that take place, in order of time."""
    programme: list[Session] = vars(activity)["programme"]
    return [session for session in programme if session.state == State.RELEASED]


def when(sessions: Sequence[Session]) -> str:
    """Return day and time of a single session, of several the days and how many there are; nothing for none."""
    if not sessions:
        return ""
    if len(sessions) == 1:
        only = sessions[0]
        return f"{show_day(local_day(only.starts_at), weekday=True)} · {show_times(only.starts_at, only.ends_at)}"
    days = show_days(local_day(sessions[0].starts_at), local_day(sessions[-1].starts_at))
    number = ngettext("%(sessions)s session", "%(sessions)s sessions", len(sessions)) % {"sessions": len(sessions)}
    return f"{days} · {number}"


def where(activity: Activity, sessions: Sequence[Session]) -> str:
    """Return the place, where it is one for all sessions, and the venue."""
    places = {session.place.name for session in sessions}
    return " · ".join(filter(None, (places.pop() if len(places) == 1 else "", activity.edition.venue)))


def line(text: str) -> str:
    """Return a text that fits into a line of the picture."""
    return Truncator(drawable(text)).chars(LONGEST_LINE)


def capitalised(text: str) -> str:
    """Return a text with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def drawable(text: str) -> str:
    """Return a text without what the font has no letter for: no boxes in place of emoji, nothing invisible."""
    drawn = (character if ord(character) in letters() else instead_of(character) for character in text)
    return " ".join("".join(drawn).split())


def instead_of(character: str) -> str:
    """Return a space for what cannot be drawn, and nothing for what is not seen anyway, inside a word too."""
    return "" if unicodedata.category(character) in {"Cf", "Mn"} else " "


@cache
def letters() -> frozenset[int]:
    """Return the characters that both fonts can draw."""
    drawn = (TTFont(next(folder.glob("*-SemiBold.ttf"))).getBestCmap() for folder in FONTS)
    return frozenset.intersection(*map(frozenset, drawn))


@cache
def way_of_drawing() -> str:
    """Return a text that changes with the drawing, its sign and the program that draws."""
    return hashlib.sha256(DRAWING.read_bytes() + SIGN.read_bytes() + version("typst").encode()).hexdigest()
