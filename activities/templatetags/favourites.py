"""The button that keeps a session in a visitor's own plan."""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from activities.models import Session
from activities.planning import caption
from goodsociety.common.icons import ICONS

register = Library()
BUTTON = (
    '<button type="button" class="favourite" data-favourite="{code}" data-year="{year}" data-at="{at}" '
    'data-what="{what}" aria-pressed="false" aria-label="{label}: {what}" hidden>{icon}</button>'
)


@register.simple_tag
def favourite_button(session: Session) -> SafeString:
    """Draw the button of a session; nothing for an edition that is over. A script shows it, and keeps what it marks."""
    if not session.edition.is_open:
        return SafeString("")
    return format_html(
        BUTTON,
        code=session.code,
        year=session.edition.year,
        at=session.starts_at.isoformat(),
        what=caption(session),
        label=_("Keep in my plan"),
        icon=ICONS["heart"],
    )
