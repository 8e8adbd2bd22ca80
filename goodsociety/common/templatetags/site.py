"""Template filters and tags that every page may use without loading them."""

import datetime as dt
import re
import unicodedata

import segno
from django.conf import settings
from django.template import Context, Library
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from goodsociety.common import dates, money
from goodsociety.common.language import in_language
from goodsociety.common.static_files import SCANNER, has_scanner, stylesheets

register = Library()
QUIET_ZONE = 4
LONGEST_GREETING = 60
COMMON_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")

register.filter("baht", money.show_baht)
register.filter("shown_year", dates.shown_year)
register.filter("clock", dates.show_time)


@register.simple_tag
def stylesheet_addresses() -> list[str]:
    """Return the addresses of the stylesheets that every page loads."""
    return [static(name) for name in stylesheets()]


@register.simple_tag
def scanner_address() -> str:
    """Return the address of the QR scanner for browsers that read none, or nothing where it was not fetched."""
    return static(SCANNER) if has_scanner() else ""


@register.filter
def shown_years(text: object) -> str:
    """Show every Common Era year in a text, such as October 2019, as the page's language counts it."""
    return COMMON_YEAR.sub(lambda year: str(dates.shown_year(int(year[0]))), str(text))


@register.filter
def day(value: dt.date | dt.datetime) -> str:
    """Show a day with its weekday."""
    return dates.show_day(as_day(value), weekday=True)


@register.filter
def short_day(value: dt.date | dt.datetime) -> str:
    """Show a day without weekday and year."""
    return dates.show_day(as_day(value), year=False)


@register.filter
def moment(value: dt.datetime) -> str:
    """Show day and time."""
    return dates.show_moment(value)


@register.filter
def weekday(value: dt.date | dt.datetime) -> str:
    """Show a day with its weekday and without its year."""
    return dates.show_day(as_day(value), weekday=True, year=False)


@register.filter
def day_name(value: dt.date | dt.datetime) -> str:
    """Show a day by its name and number, where the month is known."""
    return dates.show_day_name(as_day(value))


@register.simple_tag
def days(first: dt.date, last: dt.date) -> str:
    """Show a span of days."""
    return dates.show_days(first, last)


@register.simple_tag
def text_of(thing: object, field: str) -> str:
    """Show a bilingual text; on an English page what is written in Thai alone says that it is Thai."""
    text = in_language(thing, field)
    if dates.is_thai() or not text or getattr(thing, f"{field}_en"):
        return text
    return format_html('<span lang="th">{}</span>', text)


@register.filter
def absolute(path: str) -> str:
    """Return the full address of a path of this site, for those who read a page elsewhere."""
    return f"{settings.SITE_URL}{path}"


@register.simple_tag
def times(thing: object) -> str:
    """Show from when to when a session or shift goes."""
    return dates.show_times(thing.starts_at, thing.ends_at)  # type: ignore[attr-defined]


@register.simple_tag
def hours(opens_at: dt.time, closes_at: dt.time) -> str:
    """Show from when to when something is open each day."""
    return dates.show_hours(opens_at, closes_at)


@register.filter
def iso(value: dt.datetime | dt.date) -> str:
    """Return the value for a ``<time datetime>``."""
    return value.isoformat()


@register.filter
def thousands(value: object) -> str:
    """Show a figure with separators, and decimals only where it has some."""
    return f"{value:,.2f}".removesuffix(".00")


@register.simple_tag(takes_context=True)
def here_in(context: Context, language: str) -> str:
    """Return this page's address in another language."""
    return str(translate_url(context["request"].get_full_path(), language))


@register.simple_tag
def qr(text: str, name: str) -> SafeString:
    """Draw a QR code as inline SVG, dark on white inside its quiet zone, with a name for those who hear the page."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="qr"
    )
    named = format_html('<svg role="img" aria-label="{}" ', name)
    return mark_safe(drawing.replace("<svg ", named, 1))  # noqa: S308 (drawn here; the name is escaped)


@register.filter
def plain_name(typed: str) -> str:
    """Return a typed name as words alone, for a mail: nothing in it can start a line, a header or a link."""
    words = "".join(character if is_of_a_word(character) else " " for character in typed)
    return " ".join(words.split())[:LONGEST_GREETING].strip()


def is_of_a_word(character: str) -> bool:
    """Say whether a character is a letter, a mark upon one, a digit, an apostrophe or a hyphen."""
    return unicodedata.category(character)[0] in "LMN" or character in "'’-"


@register.simple_tag(takes_context=True)
def mark_current(context: Context, *names: str) -> str:
    """Mark a link as the one to the page or section shown, when the page has one of the names."""
    match = getattr(context.get("request"), "resolver_match", None)
    return mark_safe(' aria-current="page"') if match and match.url_name in names else ""


@register.filter
def own_links(text: str) -> SafeString:
    """Show a plain text in which addresses of this site can be followed, and no others."""
    shown, rest = SafeString(""), 0
    # Not // nor /\ behind the host: a browser would read another host from what is left of the address.
    for found in re.finditer(rf"{re.escape(settings.SITE_URL)}(/(?![/\\])\S*)", text):
        shown += escape(text[rest : found.start()])
        shown += format_html('<a href="{}">{}</a>', found[1], found[0])
        rest = found.end()
    return shown + escape(text[rest:])


def as_day(value: dt.date | dt.datetime) -> dt.date:
    """Return the day of a moment in the expo's time zone; a day is one already."""
    return dates.local_day(value) if isinstance(value, dt.datetime) else value
