"""How long things stand, in words."""

from django.template import Library
from django.utils.translation import ngettext

register = Library()
HOUR = 60


@register.filter
def minutes_in_words(minutes: int) -> str:
    """Say a number of minutes as people do: 45 minutes, 2 hours, 1 hour 30 minutes."""
    hours, rest = divmod(minutes, HOUR)
    shown_hours = ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}
    shown_rest = ngettext("%(minutes)s minute", "%(minutes)s minutes", rest) % {"minutes": rest}
    if not hours:
        return shown_rest
    return f"{shown_hours} {shown_rest}" if rest else shown_hours
