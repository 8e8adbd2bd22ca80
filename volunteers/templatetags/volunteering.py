"""What pages ask of volunteer work."""

from collections.abc import Sequence

from django.template import Library
from django.utils.safestring import SafeString

from activities.timetable.stencil import fill
from volunteers.finding.rows import Row

register = Library()


@register.simple_tag
def shift_lines(rows: Sequence[Row]) -> SafeString:
    """Show shifts as the lines of a list."""
    return fill("volunteers/_shift_line.html", rows)
