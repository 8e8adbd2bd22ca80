"""Days and times as banks write them, in either era; what could be two days is none."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import StatementFormat
from goodsociety.common.dates import ENGLISH_MONTHS, SHORT_THAI_MONTHS, THAI_MONTHS, common_year

Days = StatementFormat.Days
#: The names of months, long ones first so that none is taken for a shorter one within it.
MONTHS = sorted(
    (
        (name.casefold(), number)
        for names in (
            THAI_MONTHS, SHORT_THAI_MONTHS, [name.replace(".", "") for name in SHORT_THAI_MONTHS], ENGLISH_MONTHS,
            [name[:3] for name in ENGLISH_MONTHS],
        )
        for number, name in enumerate(names, 1)
    ),
    key=lambda each: -len(each[0]),
)  # fmt: skip
#: Days as Excel counts them where a file lost what they look like: 1927 to 2119.
SERIAL = re.compile(r"([1-7][0-9]{4})(\.[0-9]+)?")
SERIAL_BEGINS = dt.date(1899, 12, 30)
TIME = re.compile(
    r"(?<![0-9])([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:\.[0-9]+)?)?(?:\s*(am|pm)|\s*น\.?)?(?![0-9])"
)
#: The three numbers of a date as year, month, day.
ORDERS: dict[Days, Callable[[str, str, str], tuple[str, str, str]]] = {
    Days.DAY_FIRST: lambda day, month, year: (year, month, day),
    Days.MONTH_FIRST: lambda month, day, year: (year, month, day),
    Days.YEAR_FIRST: lambda year, month, day: (year, month, day),
}
RUN_TOGETHER = re.compile("[0-9]{8}")
#: Of a date with a month in letters a day and a year are left, of others three numbers.
WITH_NAME, NUMBERS = 2, 3
DAY_SECONDS = 86_400
NOON = 12
YEAR_DIGITS = 4
#: From which centuries two digits are made a year, and in which years they may then fall.
CENTURIES, OUR_YEARS = (2000, 2500), range(2010, 2050)


def moment_of(day: str, time: str, order: str) -> tuple[dt.datetime, bool]:
    """Return a moment by the expo's clocks and whether its time of day was said. Raises ValueError with a sentence."""
    text = unicodedata.normalize("NFKC", day).casefold().strip()
    text = "".join(str(unicodedata.decimal(letter, letter)) for letter in text)
    if serial := SERIAL.fullmatch(text):
        found, clock = of_serial(serial)
    else:
        text, clock = without_time(text)
        found = day_of(text, order, day)
    if time.strip():
        clock = time_of(time)
    moment = dt.datetime.combine(found, clock or dt.time())
    return timezone.make_aware(moment, timezone.get_default_timezone()), clock is not None


def of_serial(serial: re.Match[str]) -> tuple[dt.date, dt.time | None]:
    """Return the day, and the time of day where there is one, of days counted as Excel does."""
    seconds = int(Decimal(serial[2] or 0) * DAY_SECONDS + Decimal("0.5"))
    moment = dt.datetime.combine(SERIAL_BEGINS, dt.time()) + dt.timedelta(days=int(serial[1]), seconds=seconds)
    return moment.date(), moment.time() if serial[2] else None


def without_time(text: str) -> tuple[str, dt.time | None]:
    """Return a text without the time of day that follows its date, and that time."""
    found = re.search(r"(?:[\s,]|[0-9]t)(?=[0-9]{1,2}:)", text)
    if not found:
        return text, None
    return text[: found.end()].rstrip("t ,"), time_of(text[found.end() :])


def time_of(text: str) -> dt.time:
    """Return a time of day: 13:05, 13.05 น., 1:05 PM, 0.5454 of a day. Raises ValueError with a sentence."""
    plain = "".join(str(unicodedata.decimal(letter, letter)) for letter in text.strip().casefold())
    if re.fullmatch(r"0?\.[0-9]{3,}", plain):
        moment = dt.datetime(2000, 1, 1) + dt.timedelta(seconds=int(Decimal(plain) * DAY_SECONDS + Decimal("0.5")))  # noqa: DTZ001 (only its time)
        return moment.time()
    found = TIME.match(plain)
    if not found:
        raise ValueError(_("“%(text)s” is no time that can be read.") % {"text": text[:40]})
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    if found[4] and hour <= NOON:
        hour = hour % NOON + (NOON if found[4] == "pm" else 0)
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        raise ValueError(_("“%(text)s” is no time that can be read.") % {"text": text[:40]}) from None


def day_of(text: str, order: str, shown: str) -> dt.date:
    """Return the day of a text in an order of its parts. Raises ValueError with a sentence."""
    for name, number in MONTHS:
        if name in text:
            return named_day(text.replace(name, " ", 1), number, shown)
    numbers = re.findall("[0-9]+", text)
    if RUN_TOGETHER.fullmatch(text):
        numbers = [text[:4], text[4:6], text[6:]] if order == Days.YEAR_FIRST else [text[:2], text[2:4], text[4:]]
    if len(numbers) != NUMBERS or not re.fullmatch(r"[0-9\s./,-]+", text):
        raise ValueError(unreadable(shown))
    # A year of four digits that stands first is one, whatever the order.
    year, month, day = ORDERS[Days.YEAR_FIRST if len(numbers[0]) == YEAR_DIGITS else Days(order)](*numbers)
    return made(year, int(month), int(day), shown)


def named_day(rest: str, month: int, shown: str) -> dt.date:
    """Return the day of a date whose month stands there by its name, as the year's digits tell the two numbers."""
    numbers = re.findall("[0-9]+", rest)
    if len(numbers) != WITH_NAME:
        raise ValueError(unreadable(shown))
    day, year = numbers[::-1] if len(numbers[0]) == YEAR_DIGITS else numbers
    return made(year, month, int(day), shown)


def made(year: str, month: int, day: int, shown: str) -> dt.date:
    """Return a day of a year in either era."""
    try:
        return dt.date(common_year(full_year(year)), month, day)
    except ValueError:
        raise ValueError(unreadable(shown)) from None


def full_year(year: str) -> int:
    """Return the year of four digits, or of two where only one era makes it a year of ours. ValueError for all others.

    The eras lie 43 years apart in their last two digits, so at most one of them can be meant: 62 is 2562, 19 is 2019.
    """
    if len(year) == YEAR_DIGITS:
        return int(year)
    meant = [century + int(year) for century in CENTURIES if common_year(century + int(year)) in OUR_YEARS]
    if len(year) != WITH_NAME or len(meant) != 1:
        raise ValueError
    return meant[0]


def unreadable(text: str) -> str:
    """Return the sentence about a date that cannot be read."""
    return _("“%(text)s” is no date that can be read for sure.") % {"text": text[:40]}
