"""What somebody has done as a volunteer: the hours their coordinators approved, by edition."""

from dataclasses import dataclass
from itertools import groupby

from goodsociety.pages.timeline import Entry, Kind, Timeline
from volunteers.models import SignUp
from zones.models import Edition


@dataclass(frozen=True)
class Served:
    """The shifts that somebody served at an edition, the newest first, and their minutes together."""

    edition: Edition
    entries: list[Entry]
    minutes: int


def served_of(timeline: Timeline) -> list[Served]:
    """Return what a person served, by edition; what is not approved yet counts for nothing."""
    done = [entry for entry in [*timeline.past, *timeline.coming] if entry.kind == Kind.SIGN_UP and minutes_of(entry)]
    done.sort(key=lambda entry: (entry.edition.year, entry.slot.starts_at), reverse=True)
    return [
        Served(edition, those, sum(map(minutes_of, those)))
        for edition, those in ((edition, list(rows)) for edition, rows in groupby(done, lambda entry: entry.edition))
    ]


def minutes_of(entry: Entry) -> int:
    """Return the approved minutes of a sign-up that counts, else none."""
    row = entry.row
    return (row.approved_minutes or 0) if isinstance(row, SignUp) and row.is_live else 0
