"""What pages ask of a session."""

import datetime as dt
from collections.abc import Sequence

from django.template import Library
from django.utils.safestring import SafeString

from activities.models import Session, Standing
from activities.timetable import Badge, Row, Writer, badge_of
from activities.timetable.grid import Cell
from activities.timetable.stencil import fill

register = Library()


@register.simple_tag
def standing(session: Session, at: dt.datetime) -> Standing:
    """Say what a visitor can do about a session at a moment."""
    return session.standing(at)


@register.simple_tag
def badge(session: Session, at: dt.datetime, *, exact: bool = False) -> Badge | None:
    """Say it in a few words; how many seats are left only where a page is made for one visitor."""
    return badge_of(session, at, exact=bool(exact))


@register.simple_tag
def session_row(session: Session, at: dt.datetime, *, with_day: bool = False, in_zone: bool = False) -> SafeString:
    """Show one session."""
    return fill(
        "components/_session_row.html", [Writer(at, with_day=bool(with_day), in_zone=bool(in_zone)).row(session)]
    )


@register.simple_tag
def session_rows(sessions: Sequence[Session | Row], at: dt.datetime, *, in_zone: bool = False) -> SafeString:
    """Show sessions as the lines of a list; what was made a row already stays as it is."""
    write = Writer(at, in_zone=bool(in_zone)).row
    rows = (session if isinstance(session, Row) else write(session) for session in sessions)
    return fill("components/_session_line.html", rows)


@register.simple_tag
def timed_cells(cells: list[Cell]) -> SafeString:
    """Show what takes place at one place in the time grid."""
    return fill("activities/_cell.html", cells)


@register.simple_tag
def all_day_cells(rows: list[Row]) -> SafeString:
    """Show what one can drop into all day, above the time grid."""
    return fill("activities/_all_day_cell.html", rows)
