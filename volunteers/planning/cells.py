"""How a cell of a spreadsheet is read and written. What makes no sense is a ValueError with a sentence."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from goodsociety.common.dates import local
from goodsociety.common.fields import TYPED_DAYS, TYPED_TIMES, in_common_era
from volunteers.planning.pattern import at_time

LARGEST = 10_000
YES, NO = ("yes", "y", "1", "true", "x", "ใช่", "มี"), ("no", "n", "0", "false", "-", "ไม่", "ไม่ใช่", "ไม่มี")
#: What spreadsheets take for the beginning of a formula: a mark in front of it is none of the text.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def text(longest: int) -> Callable[[str], str]:
    """Return what reads a text of at most so many characters."""

    def read(cell: str) -> str:
        if len(cell) > longest:
            sentence = _("This is too long: at most %(limit_value)d characters fit here.")
            raise ValueError(sentence % {"limit_value": longest})
        return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULAS) else cell

    return read


def whole(smallest: int, largest: int = LARGEST) -> Callable[[str], int]:
    """Return what reads a whole number."""

    def read(cell: str) -> int:
        if not cell.isdecimal() or len(cell) > len(str(LARGEST)) or not smallest <= int(cell) <= largest:
            sentence = _("Write a whole number from %(smallest)s to %(largest)s.")
            raise ValueError(sentence % {"smallest": smallest, "largest": largest})
        return int(cell)

    return read


def yes_or_no(cell: str) -> bool:
    """Read a yes or a no."""
    if cell.lower() not in {*YES, *NO}:
        raise ValueError(_("Write yes or no."))
    return cell.lower() in YES


def written_yes_or_no(value: object) -> str:
    """Write a yes or a no in the page's language."""
    return _("yes") if value else _("no")


def choice(choices: type[TextChoices]) -> Callable[[str], str]:
    """Return what reads one of a few words, in either language or as the code it is stored by."""

    def read(cell: str) -> str:
        for value, words in in_all_languages(choices).items():
            if cell.lower() in words:
                return value
        raise ValueError(
            _("Write one of these: %(words)s.") % {"words": ", ".join(str(each.label) for each in choices)}
        )

    return read


def in_all_languages(choices: type[TextChoices]) -> dict[str, set[str]]:
    """Return by which words, in small letters, each of some choices is known."""
    known = {str(each.value): {str(each.value)} for each in choices}
    for code, _language in settings.LANGUAGES:
        with override(code):
            for each in choices:
                known[str(each.value)].add(str(each.label).lower())
    return known


def written_choice(choices: type[TextChoices]) -> Callable[[Any], str]:
    """Return what writes a choice in the page's language."""
    return lambda value: str(choices(value).label)


def slugs(cell: str) -> tuple[str, ...]:
    """Read addresses with commas between them."""
    return tuple(sorted({word for word in cell.replace(",", " ").lower().split() if word}))


def day(cell: str) -> dt.date:
    """Read a day, its year in either era."""
    typed = in_common_era(cell.strip())
    for pattern in TYPED_DAYS:
        try:
            return dt.datetime.strptime(typed, pattern).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise ValueError(_("Write a day such as 2026-12-02 or 2/12/2569."))


def time(cell: str) -> dt.time:
    """Read a time of day: 9:30 or 09.30."""
    for pattern in TYPED_TIMES:
        try:
            return dt.datetime.strptime(cell.strip(), pattern).time()  # noqa: DTZ007 (a time of day has no zone)
        except ValueError:
            continue
    raise ValueError(_("Write a time such as 09:30."))


def moment(cell: str) -> dt.datetime:
    """Read a day with a time after it."""
    first, _blank, last = cell.strip().rpartition(" ")
    if not first:
        raise ValueError(_("Write a day and a time, such as 2026-12-02 09:30."))
    return at_time(day(first), time(last))


def time_or_moment(cell: str) -> dt.time | dt.datetime:
    """Read when a shift ends: a time of the same day, or a day with a time."""
    return moment(cell) if " " in cell.strip() else time(cell)


def written_moment(value: dt.datetime | None) -> str:
    """Write a day with a time, in the Common Era as files for machines have it."""
    return f"{local(value):%Y-%m-%d %H:%M}" if value else ""
