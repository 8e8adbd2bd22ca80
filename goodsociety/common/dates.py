"""Dates and times as people here read and type them: Thai pages in the Buddhist Era, English pages in the Common Era.

The Buddhist Era as used in Thailand is the Common Era plus 543 (since 1941 the year begins on 1 January in both).
"""

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

BUDDHIST_OFFSET = 543
BUDDHIST_YEARS = range(2400, 2701)
COMMON_YEARS = range(1900, 2201)
THAI_MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
SHORT_THAI_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
THAI_WEEKDAYS = ("วันจันทร์", "วันอังคาร", "วันพุธ", "วันพฤหัสบดี", "วันศุกร์", "วันเสาร์", "วันอาทิตย์")
ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TYPED_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def local(moment: dt.datetime) -> dt.datetime:
    """Return a moment by the expo's clocks: the same for everybody, whatever zone a request might have chosen."""
    return moment.astimezone(timezone.get_default_timezone())


def common_year(year: int) -> int:
    """Return the Common Era year of a typed one: 2400-2700 is read as Buddhist, 1900-2200 as Common Era.

    Raises ValueError, with a sentence for the reader, for any other year.
    """
    if year in BUDDHIST_YEARS:
        return year - BUDDHIST_OFFSET
    if year in COMMON_YEARS:
        return year
    raise ValueError(
        _("The year %(year)s is neither a Buddhist Era year (2400–2700) nor a Common Era year (1900–2200).")
        % {"year": year}
    )


def common_date(value: dt.date) -> dt.date:
    """Return a typed date (or datetime) with its year in the Common Era; ValueError when there is no such day."""
    return value.replace(year=common_year(value.year))


def day_from_typed(typed: str) -> dt.date:
    """Return the day of a typed 2019-10-10 or 2562-10-10, in Thai digits too; ValueError with a sentence for others."""
    found = TYPED_DAY.fullmatch(typed.strip())
    if found is None:
        raise ValueError(_("Write a day as year-month-day, for example 2019-10-10 or 2562-10-10."))
    year, month, day = (int(number) for number in found.groups())
    year = common_year(year)
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise ValueError(_("There is no such day in the calendar.")) from error


def is_thai() -> bool:
    """Say whether the page's language is Thai, which it also is where none was chosen."""
    return not (get_language() or "th").startswith("en")


def shown_year(year: int) -> int:
    """Return the year as the page's language counts it."""
    return year + BUDDHIST_OFFSET if is_thai() else year


def local_day(moment: dt.datetime) -> dt.date:
    """Return the day of a moment in the expo's time zone."""
    return local(moment).date()


def show_day(day: dt.date, *, weekday: bool = False, year: bool = True) -> str:
    """Return a day in words: วันพฤหัสบดีที่ 10 ตุลาคม 2562, Thursday 10 October 2019."""
    months, weekdays = (THAI_MONTHS, THAI_WEEKDAYS) if is_thai() else (ENGLISH_MONTHS, ENGLISH_WEEKDAYS)
    words = [str(day.day), months[day.month - 1]]
    if weekday:
        words[0] = f"{weekdays[day.weekday()]}{'ที่' if is_thai() else ''} {day.day}"
    if year:
        words.append(str(shown_year(day.year)))
    return " ".join(words)


def show_day_name(day: dt.date) -> str:
    """Return a day by its name and number: วันพฤหัสบดีที่ 10, Thursday 10."""
    return f"{THAI_WEEKDAYS[day.weekday()]}ที่ {day.day}" if is_thai() else f"{ENGLISH_WEEKDAYS[day.weekday()]} {day.day}"


def show_days(first: dt.date, last: dt.date) -> str:
    """Return a span of days without repeating what they share: 10–13 ตุลาคม 2562."""
    if first == last:
        return show_day(first)
    if first.year != last.year:
        return f"{show_day(first)} – {show_day(last)}"
    if first.month != last.month:
        return f"{show_day(first, year=False)} – {show_day(last)}"
    return f"{first.day}–{show_day(last)}"


def show_time(moment: dt.datetime) -> str:
    """Return the time of day in the expo's time zone: 13.30 น. in Thai, 13:30 in English."""
    here = local(moment)
    return f"{here:%H.%M} น." if is_thai() else f"{here:%H:%M}"


def show_times(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """Return a span of times, naming the last day when it is not the first."""
    first, last = local(starts_at), local(ends_at)
    if first.date() == last.date():
        return f"{first:%H.%M}–{last:%H.%M} น." if is_thai() else f"{first:%H:%M}–{last:%H:%M}"
    return f"{show_time(starts_at)} – {show_day(last.date())} {show_time(ends_at)}"


def show_hours(opens_at: dt.time, closes_at: dt.time) -> str:
    """Return the hours of a day: 10.00–20.00 น. in Thai, 10:00–20:00 in English."""
    return f"{opens_at:%H.%M}–{closes_at:%H.%M} น." if is_thai() else f"{opens_at:%H:%M}–{closes_at:%H:%M}"


def show_moment(moment: dt.datetime) -> str:
    """Return day and time of a moment."""
    return f"{show_day(local_day(moment))} {show_time(moment)}"
