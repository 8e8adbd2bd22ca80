"""The columns of the spreadsheets of duties and shifts.

A heading is understood in both languages and as the column's own name, so that a file can go around.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from activities.models import State
from activities.models.choices import Language
from goodsociety.common.dates import local
from volunteers.models import Duty, Shift
from volunteers.models.duty import OLDEST_MINIMUM
from volunteers.planning import cells

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_TEXT = 5000
#: Over the last column of the sheet that explains the others.
EXPLAINS = _("what goes in")


@dataclass(frozen=True)
class Column:
    """One column: its own name, its heading, how a cell is read, and what a row has there."""

    name: str
    label: "StrOrPromise"
    read: Callable[[str], Any]
    write: Callable[[Any], Any]
    explained: "StrOrPromise" = ""
    is_needed: bool = False

    @property
    def headings(self) -> set[str]:
        """The headings by which it is known, as they are compared."""
        return {self.name, *in_all_languages(self.label)}


def in_all_languages(label: "StrOrPromise") -> set[str]:
    """Return a heading in each language, as it is compared."""
    known = set()
    for code, _language in settings.LANGUAGES:
        with override(code):
            known.add(folded(str(label)))
    return known


def folded(heading: str) -> str:
    """Return a heading as it is compared: in small letters, without the star of what is needed."""
    return " ".join(heading.lower().replace("*", " ").split())


def plain(name: str) -> Callable[[Any], Any]:
    """Return what writes a column as it is; nothing where there is none."""
    return lambda row: "" if getattr(row, name) is None else getattr(row, name)


def slug_of(name: str) -> Callable[[Any], str]:
    """Return what writes the address of another row."""
    return lambda row: getattr(getattr(row, name), "slug", "")


def yes_no(name: str) -> Callable[[Any], str]:
    """Return what writes a yes or a no."""
    return lambda row: cells.written_yes_or_no(getattr(row, name))


def when(name: str) -> Callable[[Any], str]:
    """Return what writes a day and a time."""
    return lambda row: cells.written_moment(getattr(row, name))


def written_end(shift: Shift) -> str:
    """Write when a shift ends: the time alone where it is the day on which it begins."""
    starts_at, ends_at = local(shift.starts_at), local(shift.ends_at)
    return f"{ends_at:%H:%M}" if starts_at.date() == ends_at.date() else cells.written_moment(ends_at)


def written_needs(duty: Duty) -> str:
    """Write the addresses of what is needed for a duty."""
    return ", ".join(sorted(need.slug for need in duty.needs.all()))


AN_ADDRESS = _("Letters a–z, digits and hyphens. By it the row is found again, so it stays the same.")
YES_NO = _("yes or no")
DUTY_COLUMNS = (
    Column("duty", _("duty (address)"), cells.text(60), plain("slug"), AN_ADDRESS, is_needed=True),
    Column("zone", _("zone"), cells.text(60), slug_of("zone"), _("The zone's address; empty for the whole expo.")),
    Column("host", _("host"), cells.text(60), slug_of("host"), _("The organization's address, or empty.")),
    Column("name_th", _("name (Thai)"), cells.text(200), plain("name_th"), is_needed=True),
    Column("name_en", _("name (English)"), cells.text(200), plain("name_en")),
    Column("description_th", _("description (Thai)"), cells.text(LONGEST_TEXT), plain("description_th")),
    Column("description_en", _("description (English)"), cells.text(LONGEST_TEXT), plain("description_en")),
    Column(
        "minimum_age",
        _("minimum age"),
        cells.whole(1, OLDEST_MINIMUM),
        plain("minimum_age"),
        _("In whole years, on the day of the shift."),
    ),
    Column(
        "language",
        _("language needed"),
        cells.choice(Language),
        lambda row: cells.written_choice(Language)(row.language),
    ),
    Column(
        "needs",
        _("skills and trainings needed"),
        cells.slugs,
        written_needs,
        _("Their addresses, with commas between them."),
    ),
    Column("is_lifting", _("heavy lifting"), cells.yes_or_no, yes_no("is_lifting"), YES_NO),
    Column("is_standing", _("standing for long"), cells.yes_or_no, yes_no("is_standing"), YES_NO),
    Column("contact_name", _("whom to ask"), cells.text(200), plain("contact_name")),
    Column("contact_phone", _("their phone"), cells.text(16), plain("contact_phone")),
)
SHIFT_COLUMNS = (
    Column(
        "duty",
        _("duty (address)"),
        cells.text(60),
        lambda row: row.duty.slug,
        _("The address of a duty of this edition."),
        is_needed=True,
    ),
    Column(
        "day",
        _("day"),
        cells.day,
        lambda row: f"{local(row.starts_at):%Y-%m-%d}",
        _("2026-12-02 or 2/12/2569: both eras are understood."),
        is_needed=True,
    ),
    Column(
        "starts",
        _("starts"),
        cells.time,
        lambda row: f"{local(row.starts_at):%H:%M}",
        _("09:30. By duty, day and start the shift is found again."),
        is_needed=True,
    ),
    Column(
        "ends_at",
        _("ends"),
        cells.time_or_moment,
        written_end,
        _("12:30, or with the day where it is another one."),
        is_needed=True,
    ),
    Column("place", _("place"), cells.text(60), slug_of("place"), _("The place's address, or empty.")),
    Column("needed", _("at least needed"), cells.whole(0), plain("needed")),
    Column(
        "capacity", _("capacity"), cells.whole(1), plain("capacity"), _("How many volunteers it takes."), is_needed=True
    ),
    Column(
        "state",
        _("state"),
        cells.choice(State),
        lambda row: cells.written_choice(State)(row.state),
        _("Empty means a draft. A draft can be released here; all else is done on its page."),
    ),
    Column("opens_at", _("sign-up opens"), cells.moment, when("opens_at"), _("Day and time, or empty.")),
    Column("closes_at", _("sign-up closes"), cells.moment, when("closes_at"), _("Day and time, or empty.")),
    Column("is_by_approval", _("by approval"), cells.yes_or_no, yes_no("is_by_approval"), YES_NO),
    Column("has_waiting_list", _("waiting list"), cells.yes_or_no, yes_no("has_waiting_list"), YES_NO),
    Column("largest_party", _("most people of one group"), cells.whole(1), plain("largest_party")),
    Column("briefing_th", _("briefing (Thai)"), cells.text(LONGEST_TEXT), plain("briefing_th")),
    Column("briefing_en", _("briefing (English)"), cells.text(LONGEST_TEXT), plain("briefing_en")),
)
