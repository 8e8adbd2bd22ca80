"""Template tags that draw, and those of the head of a page; every page may use them without loading them."""

from zlib import crc32

from django.conf import settings
from django.template import Context, Library
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from goodsociety.common.icons import ICONS
from goodsociety.common.motif import SIDE, pattern
from goodsociety.common.thai import sort_key

register = Library()
#: Height of a band of tiles in pixels.
BAND = 32
AVATAR_TONES = 5
INITIALS = 2


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of ``goodsociety.common.icons``; the words beside it say what it means."""
    return ICONS[name]


@register.simple_tag
def motif(seed: int, columns: int, rows: int) -> SafeString:
    """Draw the pattern of a seed, such as an edition's year, so many tiles wide and high; it fills its box."""
    return format_html(
        '<svg class="motif" viewBox="0 0 {} {}" preserveAspectRatio="xMinYMin slice" aria-hidden="true">{}</svg>',
        columns * SIDE,
        rows * SIDE,
        pattern(seed, columns, rows),
    )


@register.simple_tag
def motif_band(seed: int, columns: int) -> SafeString:
    """Draw a row of tiles that goes on for as long as its box is wide; one to a page and seed."""
    return format_html(
        '<svg class="motif-band" width="100%" height="{side}" aria-hidden="true">'
        '<defs><pattern id="band-{seed}" width="{width}" height="{side}" patternUnits="userSpaceOnUse">'
        '<g transform="scale({scale})">{tiles}</g></pattern></defs>'
        '<rect width="100%" height="{side}" fill="url(#band-{seed})"/></svg>',
        seed=seed,
        side=BAND,
        width=BAND * columns,
        scale=BAND // SIDE,
        tiles=pattern(seed, columns, 1),
    )


@register.filter
def initials(name: str) -> str:
    """Return the letters that stand for a name: the first ones of its first two words."""
    # A Thai leading vowel is spoken after the consonant behind it; the key of sorting has them in that order.
    letters = (next(filter(str.isalnum, sort_key(word)), "") for word in str(name).split())
    return "".join([letter for letter in letters if letter][:INITIALS]).upper()


@register.filter
def tone_of(name: str) -> int:
    """Return which of the five colours stands for a name: always the same one."""
    return crc32(str(name).encode()) % AVATAR_TONES + 1


@register.simple_block_tag
def told(content: str) -> SafeString:
    """Return what a block says on one line, fit for the title of a page and for an attribute alike."""
    # What the block printed is escaped already, but for the quotes that stand in the template itself.
    return mark_safe(" ".join(content.split()).replace('"', "&quot;"))  # noqa: S308 (as said above)


@register.simple_tag(takes_context=True)
def address(context: Context, language: str | None = None) -> str:
    """Return this page's whole address without what was asked, in its own or in another language."""
    path = context["request"].path
    is_here = language in (None, get_language())
    return settings.SITE_URL + (path if is_here else str(translate_url(path, str(language))))
